import logging

import discord
import pytest

from bot.services.episodes import Episodes
from tests.world import World, message_of, text_of


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> str:
    """The store fails in a way that nobody has foreseen; gives the failure's own words."""
    words = "disk I/O error at Tom and Julia make up"

    async def fail(*_: object, **__: object) -> None:
        raise OSError(words)

    monkeypatch.setattr(Episodes, "episodes", fail)
    return words


async def test_an_unforeseen_error_is_answered_with_a_reference_that_is_in_the_log(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await world.fan.slash(world.general, "episode list")
    assert answer.ephemeral
    assert "Something went wrong on our side" in text_of(answer)
    assert broken not in text_of(answer)
    reference = text_of(answer).split("reference: `")[1].split("`")[0]
    assert reference in caplog.text
    world.expected.append(OSError)


async def test_an_unforeseen_error_of_a_click_is_answered_too(world: World, broken: str) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="zzzzzz")
    clicked = await world.fan.click(message_of(answer), label="List the episodes")
    assert clicked.ephemeral
    assert "Something went wrong on our side" in text_of(clicked)
    world.expected.append(OSError)


@pytest.mark.parametrize(
    "custom_id",
    [
        '["ep","smash",1]',
        '["ep","smash",-5,0]',
        '["gone",1]',
        "[]",
        '["ep","other",200020000]',
    ],
)
async def test_a_forged_or_outdated_button_gets_a_sentence(world: World, custom_id: str) -> None:
    channel = world.env.bot.get_channel(world.general.id)
    assert isinstance(channel, discord.TextChannel)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="old", custom_id=custom_id))
    message = await channel.send(view=view)
    answer = await world.fan.click(message, label="old")
    assert answer.ephemeral
    assert "###" in text_of(answer)


@pytest.mark.parametrize("code", [10062, 40060])
async def test_an_answer_that_comes_too_late_makes_no_noise(
    world: World, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=code)
    await world.fan.slash(world.general, "episode list")
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (503, 0, "Discord didn't take my reply"),
        (429, 0, "Discord didn't take my reply"),
        (403, 50013, "I'm missing a permission here"),
    ],
)
async def test_what_discord_refuses_is_answered_plainly_and_logged_in_one_line(
    world: World, caplog: pytest.LogCaptureFixture, status: int, code: int, words: str
) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=status, code=code)
    answer = await world.fan.slash(world.general, "episode list")
    assert answer.ephemeral
    assert words in text_of(answer)
    (warned,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert str(status) in warned.getMessage()
    assert warned.exc_info is None


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (404, 10003, "Unknown Channel"),
        (404, 10008, "Unknown Message"),
        (400, 50083, "Thread is archived"),
        (400, 160005, "Thread is locked"),
        (400, 50035, "Invalid Form Body\nIn message_reference: Unknown message"),
    ],
)
async def test_an_answer_in_a_thread_that_is_locked_archived_or_gone_is_one_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture, status: int, code: int, said: str
) -> None:
    caplog.set_level(logging.INFO, "bot")
    world.env.inject_error("POST", "/interactions/*/callback", status=status, code=code, message=said)
    await world.fan.slash(world.general, "episode list")
    (line,) = [record for record in caplog.records if record.name.startswith("bot")]
    assert (line.levelno, line.exc_info) == (logging.INFO, None)
    assert f"got no answer: {'NotFound' if status == 404 else 'HTTPException'} {code}" in line.getMessage()


async def test_a_form_of_a_request_that_is_wrong_otherwise_is_an_error_of_ours(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.expected.append(discord.HTTPException)
    world.env.inject_error(
        "POST", "/interactions/*/callback", status=400, code=50035, message="Invalid Form Body"
    )
    told = await world.fan.slash(world.general, "episode list")
    assert "Something went wrong on our side" in text_of(told)
    assert [record for record in caplog.records if record.levelno == logging.ERROR]

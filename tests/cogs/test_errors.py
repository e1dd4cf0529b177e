import logging

import discord
import pytest

from bot.services.episodes import Episodes
from tests.world import World, message_of, text_of


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> str:
    """Make the store fail unexpectedly; returns the error's text."""
    words = "disk I/O error at Tom and Julia make up"

    async def fail(*_: object, **__: object) -> None:
        raise OSError(words)

    monkeypatch.setattr(Episodes, "episodes", fail)
    return words


async def test_an_unexpected_error_shows_a_reference_that_is_also_in_the_log(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await world.fan.slash(world.general, "episode list")
    assert answer.ephemeral
    assert "Something went wrong on our side" in text_of(answer)
    assert broken not in text_of(answer)
    reference = text_of(answer).split("reference: `")[1].split("`")[0]
    assert reference in caplog.text
    world.expected.append(OSError)


async def test_an_unexpected_error_on_a_click_is_answered_too(world: World, broken: str) -> None:
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
async def test_a_forged_or_outdated_button_gets_an_error_message(world: World, custom_id: str) -> None:
    channel = world.env.bot.get_channel(world.general.id)
    assert isinstance(channel, discord.TextChannel)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="old", custom_id=custom_id))
    message = await channel.send(view=view)
    answer = await world.fan.click(message, label="old")
    assert answer.ephemeral
    assert "###" in text_of(answer)


@pytest.mark.parametrize("code", [10062, 40060])
async def test_a_reply_that_comes_too_late_logs_no_warning(
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
async def test_a_reply_that_discord_refuses_gets_an_error_message_and_one_log_line(
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
    ("status", "code", "sentence"),
    [
        (404, 10003, "Unknown Channel"),
        (404, 10008, "Unknown Message"),
        (400, 50083, "Thread is archived"),
        (400, 160005, "Thread is locked"),
        (400, 50035, "Invalid Form Body\nIn message_reference: Unknown message"),
    ],
)
async def test_a_reply_in_a_locked_archived_or_deleted_thread_is_one_log_line(
    world: World, caplog: pytest.LogCaptureFixture, status: int, code: int, sentence: str
) -> None:
    caplog.set_level(logging.INFO, "bot")
    world.env.inject_error("POST", "/interactions/*/callback", status=status, code=code, message=sentence)
    await world.fan.slash(world.general, "episode list")
    (line,) = [record for record in caplog.records if record.name.startswith("bot")]
    assert (line.levelno, line.exc_info) == (logging.INFO, None)
    assert f"got no answer: {'NotFound' if status == 404 else 'HTTPException'} {code}" in line.getMessage()


async def test_another_invalid_request_is_logged_as_our_own_error(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.expected.append(discord.HTTPException)
    world.env.inject_error(
        "POST", "/interactions/*/callback", status=400, code=50035, message="Invalid Form Body"
    )
    answer = await world.fan.slash(world.general, "episode list")
    assert "Something went wrong on our side" in text_of(answer)
    assert [record for record in caplog.records if record.levelno == logging.ERROR]

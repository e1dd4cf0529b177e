from datetime import UTC, datetime
from pathlib import Path

import pytest
from simcord import ChannelHandle

from tests.world import World, labels_of, message_of, text_of, write_curtain, write_pack


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs", "zebra", "Zebra", "")
    return write_curtain(tmp_path / "packs")


async def here(world: World, channel: ChannelHandle | None = None, **options: str) -> str:
    answer = await world.fan.slash(channel or world.general, "here", **options)
    assert answer.ephemeral
    return text_of(answer)


async def test_here_says_if_no_limit_is_set(world: World) -> None:
    text = await here(world)
    assert "### Curtain" in text
    assert f"🔒 **<#{world.general.id}>**: all spoilers are hidden\n" in text
    assert "🔒 **You**: all spoilers are hidden (no progress saved)\n" in text
    assert "No limit is set here." in text


async def test_without_progress_here_has_a_button_to_set_it(world: World) -> None:
    answer = await world.fan.slash(world.general, "here")
    menu = await world.fan.click(message_of(answer), label="Set progress")
    assert "Your progress in Curtain" in text_of(menu)
    await world.fan.slash(world.general, "progress set", episode="S01E01")
    assert labels_of(await world.fan.slash(world.general, "here")) == []


@pytest.mark.parametrize(
    ("options", "sentences"),
    [
        (
            {"policy": "open"},
            ["🔓", "everything is visible"],
        ),
        (
            {"policy": "tagged", "strict": True},
            ["⛔", "no spoilers, not even hidden ones"],
        ),
        (
            {"policy": "up-to", "up_to": "special after S01E02.5"},
            ["🟡", "visible up to **special after S01E02.5**"],
        ),
        (
            {"policy": "up-to", "up_to": "S01E02", "strict": True},
            ["🟡", "visible up to **S01E02**, later ones aren't posted"],
        ),
        (
            {"policy": "aired", "days": 7},
            ["**S01E01** · unlocks 7 days after an episode airs · waiting for **S01E02**"],
        ),
    ],
    ids=lambda case: str(case)[:60],
)
async def test_here_shows_the_limit_that_applies(
    world: World, options: dict[str, str | int | bool], sentences: list[str]
) -> None:
    world.clock.at = datetime(2024, 1, 12, tzinfo=UTC)
    await world.admin.slash(world.general, "spoilers channel", channel=world.general, **options)
    text = await here(world)
    for sentence in sentences:
        assert sentence in text
    assert "Set here (" in text


async def test_here_says_which_setting_applies(world: World) -> None:
    category = world.guild.create_category("Season two")
    channel = world.guild.create_text_channel("talk", category=category)
    thread = world.thread(channel)
    await world.admin.slash(world.general, "spoilers default", policy="open")
    assert "Set for the whole server (all shows)." in await here(world, thread)
    await world.admin.slash(world.general, "spoilers channel", channel=category, policy="open")
    assert f"Set for <#{category.id}>" in await here(world, thread)
    await world.admin.slash(
        world.general, "spoilers channel", channel=channel, policy="up-to", up_to="S01E02"
    )
    assert f"Set for <#{channel.id}> (Curtain)." in await here(world, thread)
    assert "(other shows only, so this one is hidden)" in await here(world, thread, show="zebra")
    await world.admin.slash(world.general, "spoilers clear", channel=channel)
    assert f"Set for <#{category.id}>" in await here(world, thread, show="zebra")
    await world.admin.slash(world.general, "spoilers channel", channel=thread, policy="tagged")
    assert "Set here (" in await here(world, thread)


async def test_a_forum_post_uses_the_forums_limit(world: World) -> None:
    forum = world.guild.create_forum_channel("theories")
    await world.admin.slash(world.general, "spoilers channel", channel=forum, policy="open")
    assert f"Set for <#{forum.id}>" in await here(world, world.thread(forum))


@pytest.mark.parametrize(
    ("progress", "visible"),
    [
        ("S01E01", "🟡 **You**: visible up to **S01E01**\n"),
        ("S01E03", "🟡 **You**: visible up to **S01E02**. In private replies: visible up to **S01E03**\n"),
        ("not started", "🔒 **You**: all spoilers are hidden\n"),
    ],
)
async def test_here_shows_what_is_visible_to_the_asker(world: World, progress: str, visible: str) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to="S01E02"
    )
    await world.fan.slash(world.general, "progress set", episode=progress)
    assert visible in await here(world)


async def test_here_says_when_titles_are_hidden(world: World) -> None:
    assert "Titles past the limit are hidden" not in await here(world)
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    assert "Titles past the limit are hidden here." in await here(world)


async def test_here_can_show_another_show(world: World) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="open", show="zebra"
    )
    assert "everything is visible" in await here(world, show="Zebra")
    assert "everything" not in await here(world)


async def test_here_reports_an_unknown_show(world: World) -> None:
    assert "### No show “Nope”" in await here(world, show="Nope")


async def test_here_suggests_shows(world: World) -> None:
    assert await world.fan.autocomplete(world.general, "here", "show", "") == [
        {"name": "Curtain", "value": "curtain"},
        {"name": "Zebra", "value": "zebra"},
    ]


async def test_here_ignores_other_servers_settings(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="open")
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    stranger = elsewhere.add_member(world.env.create_user("sam"))
    assert "No limit is set here" in text_of(await stranger.slash(lobby, "here"))


async def test_here_says_the_same_after_a_restart(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="aired", days=3, strict=True)
    await world.fan.slash(world.general, "progress set", episode="S01E02")
    before = await here(world)
    await world.restart()
    assert await here(world) == before
    assert "3 days after an episode airs" in before


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_an_empty_catalogue_says_so(self, world: World) -> None:
        assert "No shows yet" in await here(world)

"""**/progress show**: the bar, and its buttons and menus."""

from tests.cogs.progress.steps import set_progress, shown_progress
from tests.world import World, choose, labels_of, message_of, options_of, text_of


async def test_showing_progress_without_any_says_so(world: World) -> None:
    for text, title in (
        (await shown_progress(world), "Curtain"),
        (await shown_progress(world, show="zebra"), "Zebra"),
    ):
        assert f"### Your progress in {title}" in text
        assert "No progress saved. Choose the last episode you watched" in text
    assert "### No show “nope”" in await shown_progress(world, show="nope")


async def test_progress_can_be_set_with_season_and_episode_menus(world: World) -> None:
    shown = await world.fan.slash(world.general, "progress show", show="curtain")
    assert options_of(shown, "Season") == ["Season 1", "Season 2"]
    assert options_of(shown, "Episode") == ["S01E01", "S01E02", "S01E02.5", "S01E03"]
    await choose(world.fan, shown, "Season 2")
    assert options_of(shown, "Episode") == ["S02E01"]
    await world.restart()
    await choose(world.fan, shown, "S02E01")
    assert "### Curtain: watched up to **S02E01**" in text_of(shown)
    await world.fan.click(message_of(shown), label="Undo")
    assert "No progress saved" in await shown_progress(world, show="curtain")


async def test_not_started_can_be_set_with_one_click(world: World) -> None:
    shown = await world.fan.slash(world.general, "progress show")
    assert labels_of(shown) == [
        "Not started",
        "Watched the next one: S01E01",
        "Finished: S02E01",
        "From a file",
    ]
    await world.fan.click(message_of(shown), label="Not started")
    assert "### Curtain: not started" in text_of(shown)


async def test_the_progress_bar_shows_the_watched_share(world: World) -> None:
    for typed, bar in (
        ("not started", "▱▱▱▱▱▱▱▱▱▱ 0/5"),
        ("S01E01", "▰▰▱▱▱▱▱▱▱▱ 1/5"),
        ("special after S01E02.5", "▰▰▰▰▰▰▱▱▱▱ 3/5"),
        ("finished", "▰▰▰▰▰▰▰▰▰▰ 5/5 · You've finished Curtain 🎉"),
    ):
        assert bar in text_of(await set_progress(world, typed))
        assert bar in await shown_progress(world)


async def test_with_several_shows_a_menu_chooses_one(world: World) -> None:
    await set_progress(world, "S01E02")
    await set_progress(world, "S01E01", show="zebra")
    shown = await world.fan.slash(world.general, "progress show")
    assert options_of(shown, "Show") == ["Curtain", "Zebra"]
    opened = await choose(world.fan, shown, "Zebra")
    assert "### Your progress in Zebra" in text_of(opened)

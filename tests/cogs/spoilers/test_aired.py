"""A limit that rises as episodes air."""

from datetime import UTC, datetime

from simcord import InteractionResult

from tests.cogs.spoilers.steps import explain, is_clear, overview, set_channel
from tests.forms import press_and_save, save
from tests.world import World, message_of, text_of


async def test_an_aired_limit_rises_as_episodes_air(world: World) -> None:
    world.clock.at = datetime(2024, 1, 9, 11, 59, tzinfo=UTC)
    await set_channel(world, world.general, "aired", days=0)
    assert await is_clear(world, "S01E01")
    assert not await is_clear(world, "S01E02")
    assert (
        "up to **S01E01** · unlocks as soon as an episode has aired everywhere · waiting for **S01E02**"
        in await explain(world, world.general)
    )
    world.clock.at = datetime(2024, 1, 9, 12, tzinfo=UTC)
    assert await is_clear(world, "S01E02")
    assert not await is_clear(world, "S01E02.5")
    assert "waiting for **S01E02.5**" in await explain(world, world.general)
    assert "waiting for **S01E02.5**" in await overview(world)
    await world.restart()
    world.clock.at = datetime(2024, 2, 6, 12, tzinfo=UTC)
    assert await is_clear(world, "S02E01")
    assert "waiting for" not in await explain(world, world.general)


async def added_by_mistake(world: World, code: str = "S01E01.5") -> InteractionResult:
    """Add an undated episode to a show that has completely aired."""
    world.clock.at = datetime(2026, 1, 1, tzinfo=UTC)
    await set_channel(world, world.general, "aired", days=0)
    assert "up to **S02E01**" in await explain(world, world.general)
    season, number = code[1:].split("E")
    added = await save(world, "episode add", {"title": "Slip"}, season=season, number=number)
    assert f"waiting for **{code}**" in await explain(world, world.general)
    return added


async def test_undoing_an_added_episode_restores_the_limit(world: World) -> None:
    added = await added_by_mistake(world)
    await world.admin.click(message_of(added), label="Undo")
    assert "up to **S02E01**" in await explained_limit(world)
    assert "waiting" not in await explained_limit(world)


async def test_after_correcting_a_new_episodes_code_the_wrong_code_does_not_affect_the_limit(
    world: World,
) -> None:
    await added_by_mistake(world)
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E01.5")
    await press_and_save(world, panel, "Facts", {"place": "S02E02"})
    assert "up to **S02E01**" in await explained_limit(world)
    assert "waiting for **S02E02**" in await explained_limit(world)


async def test_undoing_an_added_episode_does_not_release_episodes_added_after_it(world: World) -> None:
    added = await added_by_mistake(world)
    await save(world, "episode add", {"title": "Coda", "aired": "2024-03-01"}, season="2", number="2")
    await world.admin.click(message_of(added), label="Undo")
    assert "up to **S01E01**" in await explained_limit(world)
    assert "-# **S01E01.5** was deleted" in await explain(world, world.general)


async def test_a_deleted_episode_that_hides_later_ones_says_so_and_can_be_released(world: World) -> None:
    await added_by_mistake(world)
    await world.admin.slash(world.general, "catalog episode remove", episode="S01E01.5")
    for text in (
        await explain(world, world.general),
        text_of(await world.fan.slash(world.general, "here")),
        await overview(world),
    ):
        assert "waiting for" not in text
        assert "**S01E01.5** was deleted or moved, but still hides later episodes. To release them" in text
    again = {"title": "Slip", "aired": "2024-01-02"}
    await save(world, "episode add", again, season="1", number="1.5")
    assert "up to **S02E01**" in await explain(world, world.general)
    await world.admin.slash(world.general, "catalog episode remove", episode="S01E01.5")
    assert "up to **S02E01**" in await explained_limit(world)
    assert "waiting" not in await explained_limit(world)


async def explained_limit(world: World) -> str:
    return next(line for line in (await explain(world, world.general)).splitlines() if "visible" in line)


async def test_an_aired_limit_waits_the_given_number_of_days(world: World) -> None:
    await set_channel(world, world.general, "aired", days=7)
    world.clock.at = datetime(2024, 1, 16, 11, 59, tzinfo=UTC)
    assert not await is_clear(world, "S01E02")
    world.clock.at = datetime(2024, 1, 16, 12, tzinfo=UTC)
    assert await is_clear(world, "S01E02")


async def test_zero_and_one_days_are_written_naturally(world: World) -> None:
    for days, words in ((0, "0 days"), (1, "1 days")):
        text = text_of(await set_channel(world, world.general, "aired", days=days))
        assert "air" in text
        assert words not in text

"""What **/progress set** suggests."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cogs.progress.steps import set_progress, shown_progress
from tests.world import World, write_pack


async def test_likely_episodes_are_suggested_first(world: World) -> None:
    world.clock.at = datetime(2024, 1, 9, 12, tzinfo=UTC)
    await set_progress(world, "S01E01")
    choices = await world.fan.autocomplete(world.general, "progress set", "episode", "", show="curtain")
    assert [choice["name"] for choice in choices] == [
        "Not started",
        "S01E02 · Watched the next one",
        "S01E02 · Watched all that aired",
        "S01E02 · Finished",
        "S01E01 · Overture",
        "S01E02",
        "S01E02.5",
        "special after S01E02.5",
        "S01E03",
        "S02E01",
    ]
    world.clock.at = datetime(2024, 1, 16, 12, tzinfo=UTC)
    choices = await world.fan.autocomplete(world.general, "progress set", "episode", "last")
    assert [choice["name"] for choice in choices] == ["Curtain · S01E03 · Watched all that aired"]


async def test_every_suggestion_sets_the_progress_it_names(world: World) -> None:
    await set_progress(world, "S01E01")
    for choice in await world.fan.autocomplete(world.general, "progress set", "episode", "", show="curtain"):
        await set_progress(world, choice["value"])
        wanted = choice["name"].rpartition(": ")[2].partition(" · ")[0]
        expected = "not started" if wanted == "Not started" else f"watched up to **{wanted}**"
        assert expected in await shown_progress(world, show="curtain")


async def test_every_code_is_suggested_even_if_its_title_is_hidden(world: World) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    for typed in ("S01E02", "s1e3", "2x1", "special", "S01E02.5 special", "1x2.5", "s01"):
        await set_progress(world, "not started")
        masked = await world.fan.autocomplete(world.general, "progress set", "episode", typed, show="curtain")
        assert masked
        await set_progress(world, "finished")
        shown = await world.fan.autocomplete(world.general, "progress set", "episode", typed, show="curtain")
        assert [choice["value"] for choice in masked] == [choice["value"] for choice in shown]
        assert all("·" not in choice["name"] for choice in masked)
        assert all("·" in choice["name"] for choice in shown)


async def test_a_hidden_title_gives_no_suggestion(world: World) -> None:
    await set_progress(world, "S01E01")
    assert await world.fan.autocomplete(world.general, "progress set", "episode", "footl") == []
    await set_progress(world, "S01E03")
    (choice,) = await world.fan.autocomplete(world.general, "progress set", "episode", "footl")
    assert choice == {"name": "Curtain · S01E03 · Footlights", "value": "curtain:S01E03"}


async def test_suggestions_for_the_show(world: World) -> None:
    for command in ("progress set", "progress show", "progress clear"):
        choices = await world.fan.autocomplete(world.general, command, "show", "zeb")
        assert choices == [{"name": "Zebra", "value": "zebra"}]
    assert await world.fan.autocomplete(world.general, "progress set", "episode", "S01", show="nope") == []


class TestALongShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        episodes = "".join(f'[[episode]]\ncode = "S01E{number:02}"\n' for number in range(1, 61))
        write_pack(tmp_path / "packs", "long", "Long", episodes)
        return tmp_path / "packs"

    async def test_at_most_25_suggestions_but_every_code_can_be_reached(self, world: World) -> None:
        assert len(await world.fan.autocomplete(world.general, "progress set", "episode", "")) == 25
        for number in (1, 9, 26, 60):
            code = f"S01E{number:02}"
            (choice,) = await world.fan.autocomplete(world.general, "progress set", "episode", code)
            assert choice == {"name": code, "value": f"long:{code}"}

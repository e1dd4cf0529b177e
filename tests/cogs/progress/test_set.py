"""**/progress set**: what can be typed, and what is saved."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cogs.progress.steps import card, set_progress, shown_progress
from tests.world import World, choose, labels_of, text_of, write_pack


async def test_a_fan_can_set_their_progress(world: World) -> None:
    for typed, code in (
        ("S01E02", "S01E02"),
        ("S01E01", "S01E01"),
        ("second night", "S01E02"),
        ("curtain:S01E01", "S01E01"),
        ("1x2.5", "S01E02.5"),
        ("s01e02", "S01E02"),
        ("half light", "S01E02.5"),
        ("Greasepaint", "special after S01E02.5"),
        ("S01E02.50", "S01E02.5"),
        ("special after S01E02.5", "special after S01E02.5"),
        ("finished", "S02E01"),
        ("curtain:special after S01E02.5", "special after S01E02.5"),
        ("Everything", "S02E01"),
        ("S09E09", "S09E09"),
        ("curtain:S08E09.25", "S08E09.25"),
    ):
        await world.fan.slash(world.general, "progress clear")
        answer = await set_progress(world, typed)
        assert f"### Curtain: watched up to **{code}**" in text_of(answer)
        assert f"everything up to **{code}**" in text_of(answer)
        assert labels_of(answer)[-1] == "Undo"
        assert f"Now: watched up to **{code}**." in await shown_progress(world)


async def test_progress_can_be_set_to_not_started(world: World) -> None:
    answer = await set_progress(world, "not started")
    assert "### Curtain: not started" in text_of(answer)
    assert "letter" not in text_of(await card(world, "S01E01"))
    assert "Now: not started.\n▱▱▱▱▱▱▱▱▱▱ 0/5" in await shown_progress(world)


async def test_suggestions_like_next_can_also_be_typed(world: World) -> None:
    """If no suggestion is chosen, Discord sends the typed word itself."""
    world.clock.at = datetime(2024, 1, 16, 12, tzinfo=UTC)
    for typed, code in (("next", "S01E02"), ("Last aired", "S01E03")):
        await set_progress(world, "S01E01")
        assert f"watched up to **{code}**" in text_of(await set_progress(world, typed))


async def test_progress_can_be_set_for_a_named_show(world: World) -> None:
    await set_progress(world, "S01E01", show="zebra")
    await set_progress(world, "finished", show="Curtain")
    assert "- **Zebra**: watched up to **S01E01**" in await shown_progress(world)
    assert "- **Curtain**: watched up to **S02E01**" in await shown_progress(world)
    assert "Zebra" not in await shown_progress(world, show="curtain")


async def test_invalid_progress_is_reported_and_changes_nothing(world: World) -> None:
    await set_progress(world, "S01E02")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"episode": "zzz"}, "### No episode “zzz”"),
        ({"episode": ""}, "### No episode"),
        ({"episode": "S01"}, "### No episode “S01”"),
        ({"episode": "special after"}, "### No episode"),
        ({"episode": "S01E01", "show": "nope"}, "### No show “nope”"),
        ({"episode": "finished", "show": "nope"}, "### No show “nope”"),
        ({"episode": "nope:finished"}, "### No show “nope”"),
    ]
    for options, sentence in cases:
        answer = await world.fan.slash(world.general, "progress set", **options)
        assert answer.ephemeral
        assert sentence in text_of(answer)
    assert "watched up to **S01E02**" in await shown_progress(world)


async def test_a_typo_offers_buttons_that_set_the_likely_episode(world: World) -> None:
    """The menu does what the command was for: it does not only show the episode."""
    for typed, label, code in (
        ("Footligths on", "S01E03 · Footlights", "S01E03"),
        ("1", "S02E01 · Prompt Side", "S02E01"),
    ):
        await world.fan.slash(world.general, "progress clear")
        asked = await set_progress(world, typed, show="curtain")
        done = await choose(world.fan, asked, label)
        assert f"watched up to **{code}**" in text_of(done)
        assert done.response is not None
        assert done.response.ephemeral
        assert f"watched up to **{code}**" in await shown_progress(world)


async def test_a_code_past_the_last_episode_is_saved_with_a_note(world: World) -> None:
    answer = await set_progress(world, "S20E02")
    assert "watched up to **S20E02**" in text_of(answer)
    assert "S02E01" in text_of(answer)
    assert "S02E01" not in text_of(await set_progress(world, "S01E02"))
    assert "S02E01" not in text_of(await set_progress(world, "S01E02.75"))


async def test_a_hidden_title_is_answered_like_an_unknown_one(world: World) -> None:
    await set_progress(world, "S01E01")
    masked, unknown = [text_of(await set_progress(world, typed)) for typed in ("Footlights", "Xyzzyplugh")]
    assert masked.replace("Footlights", "?") == unknown.replace("Xyzzyplugh", "?")
    assert "watched up to **S01E01**" in await shown_progress(world)


async def test_setting_the_same_progress_again_changes_nothing(world: World) -> None:
    await set_progress(world, "S01E02")
    answer = await set_progress(world, "S01E02")
    assert "### Curtain: nothing to change" in text_of(answer)
    assert "Undo" not in labels_of(answer)


class TestAShowWithoutEpisodes:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        write_pack(tmp_path / "packs", "blank", "Blank", "")
        return tmp_path / "packs"

    async def test_a_show_without_episodes_cannot_be_finished(self, world: World) -> None:
        assert "### Blank has no such episode yet" in text_of(await set_progress(world, "finished"))
        choices = await world.fan.autocomplete(world.general, "progress set", "episode", "")
        assert [choice["name"] for choice in choices] == ["Not started"]
        assert "watched up to **S01E01**" in text_of(await set_progress(world, "S01E01"))


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_an_empty_catalogue_says_so(self, world: World) -> None:
        assert "No shows yet" in text_of(await set_progress(world, "S01E01"))
        assert await world.fan.autocomplete(world.general, "progress set", "episode", "") == []
        assert "No shows yet" in await shown_progress(world)

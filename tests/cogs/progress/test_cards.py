"""What cards and lists show to a member with progress."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cogs.progress.steps import card, set_progress, shown_progress
from tests.world import World, hidden_text, labels_of, message_of, text_of, visible_text, write_pack


async def test_watched_episodes_are_visible_and_the_rest_is_hidden(world: World) -> None:
    await set_progress(world, "S01E02.5")
    for code in ("S01E01", "S01E02", "S01E02.5"):
        text = text_of(await card(world, code))
        assert "the letter." in text
        assert "||" not in text
    for code in ("special after S01E02.5", "S01E03", "S02E01"):
        text = text_of(await card(world, code))
        assert f"## {code}" in text
        assert "🔒 Hidden: you're on **S01E02.5**." in text
        assert "letter" not in text


async def test_a_withheld_card_looks_the_same_whatever_the_episode_contains(world: World) -> None:
    """A withheld card does not reveal whether there is a summary, a song or a guest."""
    await set_progress(world, "not started")
    await set_progress(world, "not started", show="zebra")
    full, bare = [
        text_of(await world.fan.slash(world.general, "episode lookup", episode=name, private=True))
        for name in ("curtain:S01E03", "zebra:S01E01")
    ]
    kept = full.partition("🔒 Hidden")[2]
    assert kept
    assert kept == bare.partition("🔒 Hidden")[2]
    assert "Stripes" not in bare
    assert "Footlights" not in full
    assert "Gods" not in full


async def test_a_public_card_hides_what_the_asker_has_not_watched(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="open")
    await set_progress(world, "S01E02")
    text = text_of(await card(world, "S01E03", private=False))
    assert "Edda" not in visible_text(text)
    assert "Edda wrote the letter." in hidden_text(text)
    assert "## S01E03" in text
    text = text_of(await card(world, "S01E02", private=False))
    assert "Bella hides the letter." in visible_text(text)


async def test_show_anyway_answers_privately_with_spoilers_hidden(world: World) -> None:
    await set_progress(world, "S01E02")
    withheld = await card(world, "S01E03")
    shown = await world.fan.click(message_of(withheld), label="Show anyway")
    assert shown.response is not None
    assert shown.response.ephemeral
    text = text_of(shown)
    assert "Edda wrote the letter." in hidden_text(text)
    assert "Edda" not in visible_text(text)
    assert "Gwen" not in visible_text(text)
    assert "Footlights" not in text
    assert world.general.history(viewer=world.other) == []
    assert "watched up to **S01E02**" in await shown_progress(world)
    assert "Show anyway" not in labels_of(shown)


async def test_a_private_card_marks_watched_episodes(world: World) -> None:
    await set_progress(world, "S01E02.5")
    watched = await card(world, "S01E02")
    assert "✓ Watched" in text_of(watched)
    assert labels_of(watched)[-2:] == ["Next: S01E02.5 ▶", "Share in channel"]
    assert not any(label.startswith("Watched up to") for label in labels_of(watched))
    onward = await world.fan.click(message_of(watched), label="Next: S01E02.5 ▶")
    assert "## Half Light" in text_of(onward)
    assert "✓" not in text_of(await card(world, "S01E03"))


async def test_the_last_episodes_card_says_that_the_show_is_finished(world: World) -> None:
    await set_progress(world, "finished")
    assert "✓ Watched. You've finished Curtain 🎉" in text_of(await card(world, "S02E01"))
    assert "finished" not in text_of(await card(world, "S01E03"))


async def test_while_episodes_are_still_to_air_a_show_is_up_to_date_not_finished(world: World) -> None:
    world.clock.at = datetime(2024, 1, 16, 12, tzinfo=UTC)
    await set_progress(world, "finished")
    assert "✓ Watched. You're up to date with Curtain" in text_of(await card(world, "S01E03"))
    assert "▰▰▰▰▰▰▰▰▱▱ 4/5 · You're up to date with Curtain" in await shown_progress(world)
    assert "up to date" not in text_of(await card(world, "S01E02"))
    await set_progress(world, "S02E01")
    assert "✓ Watched. You're up to date with Curtain" in text_of(await card(world, "S02E01"))
    assert "finished" not in await shown_progress(world)


async def test_a_private_list_marks_watched_episodes_and_the_next_one(world: World) -> None:
    await set_progress(world, "S01E02")
    private, public = [
        text_of(await world.fan.slash(world.general, "episode list", private=private))
        for private in (True, False)
    ]
    assert (
        "\n✓ `S01E02` Second Night · 8\N{NO-BREAK SPACE}Jan\n**`S01E02.5`** · 10\N{NO-BREAK SPACE}Jan\n"
        in private
    )
    assert "Season 1 · 2024" in private
    assert "✓" not in public
    assert "**" not in public


class TestALongStory:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        story = " ".join(f"Sentence {number} of the story." for number in range(140))
        episodes = (
            '[[episode]]\ncode = "S01E01"\n'
            f'[[episode]]\ncode = "S01E02"\ntitle = "Told at length"\nsummary = "{story[:4000]}"\n'
        )
        write_pack(tmp_path / "packs", "long", "Long", episodes)
        return tmp_path / "packs"

    async def test_after_show_anyway_later_pages_can_be_read_and_stay_hidden(self, world: World) -> None:
        await set_progress(world, "S01E01")
        withheld = await card(world, "S01E02")
        assert "▶" not in labels_of(withheld)
        shown = await world.fan.click(message_of(withheld), label="Show anyway")
        assert "Sentence 1 of" in hidden_text(text_of(shown))
        more = await world.fan.click(message_of(shown), label="▶")
        assert "Sentence 130 of" in hidden_text(text_of(more))
        assert "Sentence" not in visible_text(text_of(more))
        back = await world.fan.click(message_of(more), label="◀")
        assert "Sentence 1 of" in hidden_text(text_of(back))

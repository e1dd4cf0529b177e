import re
from pathlib import Path

import pytest
from simcord import InteractionResult

from tests.world import World, hidden_text, labels_of, message_of, text_of, visible_text


async def test_a_recap_shows_every_scene_in_order_on_several_pages(world: World) -> None:
    answer = await world.fan.slash(world.general, "recap", episode="fallout")
    assert answer.ephemeral
    pages = [text_of(answer)]
    while "Read on" in labels_of(answer):
        answer = await world.fan.click(message_of(answer), label="Read on")
        pages.append(text_of(answer))
    whole = "\n".join(pages)
    assert len(pages) == 5
    assert [f"**{number} · " in whole for number in range(1, 21)] == [True] * 20
    assert "**21" not in whole
    assert whole.index("seeks Jimmy out at the bar") < whole.index("flash drive")
    for page in pages:
        assert page.count("\n**") + page.count("||**") == 4
        assert page.count("||") == 2, "for the asker alone a page is one spoiler"


async def test_in_a_public_recap_each_scene_with_its_heading_is_one_spoiler(world: World) -> None:
    text = text_of(await world.fan.slash(world.general, "recap", episode="fallout", private=False))
    assert text.count("||") == 8
    assert "||**1 · Karen and Jimmy, at the bar**\nIt is the next day" in text
    for name in ("Karen", "Jimmy", "Kyle", "Eileen"):
        assert name not in visible_text(text)


async def test_show_me_privately_makes_the_page_one_spoiler(world: World) -> None:
    recap = await world.fan.slash(world.general, "recap", episode="fallout", private=False)
    copy = await world.other.click(message_of(recap), label="Show me privately")
    assert copy.ephemeral
    assert text_of(copy).count("||") == 2


async def test_a_recap_past_the_readers_progress_is_withheld_until_show_anyway(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S01E05")
    withheld = await world.fan.slash(world.general, "recap", episode="S02E02")
    assert "||" not in text_of(withheld)
    assert "🔒 Hidden" in text_of(withheld)
    shown = await world.fan.click(message_of(withheld), label="Show anyway")
    assert "It is the next day" in hidden_text(text_of(shown))
    more = await world.fan.click(message_of(shown), label="Read on")
    assert "||" in text_of(more)


async def test_marking_as_watched_opens_the_private_recap_in_place(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S01E05")
    withheld = await world.fan.slash(world.general, "recap", episode="S02E02")
    for label in ("Watched up to S02E02", "Yes, I've watched it", "Show card"):
        await world.fan.click(message_of(withheld), label=label)
    assert "It is the next day" in text_of(withheld)
    assert "||" not in text_of(withheld)


async def test_an_episodes_card_leads_to_its_recap_and_back(world: World) -> None:
    card = await world.fan.slash(world.general, "episode lookup", episode="fallout")
    recap = await world.other.click(message_of(card), label="📖")
    assert recap.ephemeral
    assert "Recap" in text_of(recap)
    back = await world.other.click(message_of(recap), label="S02E02")
    assert "**Directed by** Craig Zisk" in text_of(back)


async def test_a_recap_can_be_shared_after_a_preview(world: World) -> None:
    recap = await world.fan.slash(world.general, "recap", episode="fallout")
    preview = await world.fan.click(message_of(recap), label="Share in channel")
    assert "Spoilers are **hidden**" in text_of(preview)
    await world.fan.click(message_of(preview), label="Share")
    posted = world.general.last_message
    assert posted is not None
    assert not posted.flags.ephemeral


class TestTwoEpisodesWithRecapsAndOneWithout:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        pack = tmp_path / "packs" / "two"
        pack.mkdir(parents=True)
        (pack / "show.toml").write_text('slug = "two"\ntitle = "Two"\n')
        long = " ".join(f"Sentence {number} of one long scene." for number in range(120))
        (pack / "season.toml").write_text(
            f'[[episode]]\ncode = "S01E01"\nscenes = ["First of all."]\n'
            f'[[episode]]\ncode = "S01E02"\nscenes = ["{long[:4000]}", "And then."]\n'
            f'[[episode]]\ncode = "S01E03"\n'
        )
        return pack.parent

    async def test_an_episode_without_a_recap_says_so(self, world: World) -> None:
        assert "No recap yet." in text_of(await world.fan.slash(world.general, "recap", episode="S01E03"))
        assert "No recap yet." not in text_of(await world.fan.slash(world.general, "recap", episode="S01E02"))

    async def test_a_withheld_recap_looks_the_same_whether_or_not_it_exists(self, world: World) -> None:
        await world.fan.slash(world.general, "progress set", episode="S01E01")
        with_story = await world.fan.slash(world.general, "recap", episode="S01E02")
        without_story = await world.fan.slash(world.general, "recap", episode="S01E03")
        assert text_of(with_story).replace("S01E02", "…") == text_of(without_story).replace("S01E03", "…")

    async def test_previously_leads_to_the_episode_before(self, world: World) -> None:
        answer = await world.fan.slash(world.general, "recap", episode="S01E02")
        before = await world.fan.click(message_of(answer), label="Previously")
        assert "||**1**\nFirst of all.||" in text_of(before)
        assert "Previously" not in labels_of(before)

    async def test_a_scene_longer_than_a_page_is_split_at_a_sentence(self, world: World) -> None:
        answer = await world.fan.slash(world.general, "recap", episode="S01E02")
        assert re.search(r"of one long scene\.\|\|\n", text_of(answer))
        more = await world.fan.click(message_of(answer), label="Read on")
        assert "And then." in text_of(more)


async def test_withheld_cards_look_the_same_whatever_the_episode_contains(world: World) -> None:
    """S02E02 has a recap, quotes and songs; S02E05 and the episode before it have nothing."""
    await world.fan.slash(world.general, "progress set", episode="S01E05")
    full, bare = [
        await world.fan.slash(world.general, "episode lookup", episode=code, private=True)
        for code in ("S02E02", "S02E05")
    ]
    assert same(full, "S02E02") == same(bare, "S02E05")
    for label in ("📖", "💬", "🎵"):
        opened = [await world.fan.click(message_of(card), label=label) for card in (full, bare)]
        assert same(opened[0], "S02E02") == same(opened[1], "S02E05")
        assert "||" not in text_of(opened[0])
        for card, code in ((full, "S02E02"), (bare, "S02E05")):
            await world.fan.click(message_of(card), label=code)


def same(answer: InteractionResult, code: str) -> tuple[str, list[str]]:
    """A reply's text and buttons, without episode codes."""
    text = text_of(answer).partition("🔒 Hidden")[2] or text_of(answer)
    labels = [re.sub(r"S\d\dE\d\d", "…", label) for label in labels_of(answer)]
    return text.replace(code, "…"), labels


async def test_previously_is_on_every_withheld_recap(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S01E05")
    for code in ("S02E02", "S02E03", "S02E05"):
        withheld = await world.fan.slash(world.general, "recap", episode=code)
        assert labels_of(withheld)[:2] == ["Previously", code]
        assert labels_of(withheld)[-1] == f"Watched up to {code}"

"""The card of one quote, lists of quotes, and "Show anyway" on them."""

import re
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult

from bot.domain.ids import QuoteId
from bot.replies.clicks import Click, OpenEpisode, OpenQuote, OpenSong, custom_id_of
from tests.forms import save
from tests.world import (
    World,
    components_of,
    hidden_text,
    labels_of,
    message_of,
    text_of,
    visible_text,
    walk,
    write_curtain,
)

WHEN = "right after Ned dies"
LONG = " ".join(f"word{number}" for number in range(450))
CONTEXT = " ".join(f"reason{number}" for number in range(300))


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def watched(world: World, code: str) -> None:
    await world.fan.slash(world.general, "progress set", episode=code)


async def search(world: World, text: str, **options: Any) -> InteractionResult:
    return await world.fan.slash(world.general, "quote search", text=text, **options)


async def add_quote(world: World, code: str, **typed: str) -> QuoteId:
    await save(world, "quote add", typed, episode=code)
    async with world.database.read() as reading:
        return QuoteId((await reading.one("SELECT max(id) AS id FROM quote"))["id"])


async def set_old_timestamp(world: World, quote: QuoteId) -> None:
    """Store a free-text timestamp, as was possible in older versions."""
    async with world.database.write() as writing:
        await writing.run("UPDATE quote SET timestamp = $2 WHERE id = $1", quote, WHEN)


class TestTimes:
    async def test_a_quotes_timestamp_is_hidden_with_its_text(self, world: World) -> None:
        await add_quote(world, "S02E01", text="Break a leg.", timestamp="0:12:34")
        for answer in (
            await search(world, "leg", private=False),
            await world.fan.slash(world.general, "quote random"),
        ):
            assert "0\\:12\\:34" in hidden_text(text_of(answer))
            assert "12\\:34" not in visible_text(text_of(answer))

    async def test_an_old_free_text_timestamp_is_hidden_too(self, world: World) -> None:
        await set_old_timestamp(world, await add_quote(world, "S02E01", text="Break a leg."))
        answer = await search(world, "leg", private=False)
        assert WHEN in hidden_text(text_of(answer))
        assert "Ned" not in visible_text(text_of(answer))

    async def test_a_withheld_card_does_not_reveal_whether_there_is_a_timestamp(self, world: World) -> None:
        await set_old_timestamp(world, await add_quote(world, "S02E01", text="Break a leg."))
        await add_quote(world, "S02E01", text="Break an arm.")
        await watched(world, "S01E01")
        cards = [await opened(world, number) for number in (1, 2)]
        assert WHEN not in text_of(cards[0])
        assert text_of(cards[0]) == text_of(cards[1])
        assert labels_of(cards[0]) == labels_of(cards[1])

    async def test_the_share_preview_does_not_show_the_timestamp(self, world: World) -> None:
        await add_quote(world, "S02E01", text="Break a leg.", timestamp="0:12:34")
        card = await world.fan.click(message_of(await search(world, "leg")), label="1")
        assert "12\\:34" not in text_of(await world.fan.click(message_of(card), label="Share in channel"))


async def forged_message(world: World, click: Click) -> discord.Message:
    """A message with a forged button."""
    return await world.forge(discord.ui.Button(label="x", custom_id=custom_id_of(click)))


async def opened(world: World, number: int) -> InteractionResult:
    """The card of the quote with this number, opened with a forged button."""
    async with world.database.read() as reading:
        rows = await reading.rows("SELECT quote.id, slug FROM quote JOIN show ON show.id = quote.id >> 24")
    quote = next(row for row in sorted(rows, key=lambda row: row["id"]) if row["id"] & 0xFFFFFF == number)
    message = await forged_message(world, OpenQuote(quote["slug"], quote["id"], alone=True))
    return await world.fan.click(message, label="x")


class TestShowAnyway:
    async def test_old_results_are_withheld_once_progress_is_set(self, world: World) -> None:
        await add_quote(world, "S02E01", text="Break a leg.")
        old = await search(world, "leg")
        assert "Break a **leg**" in hidden_text(text_of(old))
        await watched(world, "S01E02")
        card = await world.fan.click(message_of(old), label="1")
        assert "Break" not in text_of(card)
        assert "Show anyway" in labels_of(card)
        assert "Break a leg" in hidden_text(
            text_of(await world.fan.click(message_of(card), label="Show anyway"))
        )

    async def test_the_beyond_option_used_without_progress_has_no_effect_later(self, world: World) -> None:
        for number in range(8):
            await add_quote(world, "S02E01", text=f"Break leg {number}.")
        old = [await search(world, "break leg", beyond=True) for _ in range(2)]
        await watched(world, "S01E02")
        assert "leg" not in text_of(await world.fan.click(message_of(old[0]), label="1"))
        assert "leg" not in hidden_text(text_of(await world.fan.click(message_of(old[1]), label="More")))

    async def test_results_of_a_search_beyond_progress_can_be_opened(self, world: World) -> None:
        await add_quote(world, "S02E01", text="Break a leg.")
        await watched(world, "S01E02")
        found = await search(world, "leg", beyond=True)
        assert "Break a leg" in hidden_text(text_of(await world.fan.click(message_of(found), label="1")))

    async def test_the_beyond_option_applies_only_to_the_asker(self, world: World) -> None:
        await add_quote(world, "S02E01", text="Break a leg.")
        await world.other.slash(world.general, "progress set", episode="S01E02")
        await watched(world, "S01E02")
        found = await search(world, "leg", beyond=True, private=False)
        copy = await world.other.click(message_of(found), label="Show me privately")
        assert "Break" not in text_of(copy)
        assert "Break" not in text_of(await world.other.click(message_of(found), label="1"))

    async def test_show_anyway_no_longer_applies_after_progress_was_cleared(self, world: World) -> None:
        await add_quote(world, "S02E01", text=LONG)
        await watched(world, "S01E02")
        card = await world.fan.click(message_of(await search(world, "word1", beyond=True)), label="1")
        await world.fan.slash(world.general, "progress clear")
        page = await world.fan.click(message_of(card), label="Read on")
        assert all("true" not in custom_id for custom_id in turns_of(page))
        await watched(world, "S01E01")
        assert "word" not in text_of(await world.fan.click(message_of(page), label="Back"))

    async def test_a_forged_show_anyway_reveals_no_hidden_title(self, world: World) -> None:
        await world.admin.slash(world.general, "spoilers titles", hide=True)
        for click in (OpenSong("curtain", 1, alone=True, insisted=True), OpenEpisode("curtain", 20010000)):
            answer = await world.fan.click(await forged_message(world, click), label="x")
            assert "Under the Gods" not in text_of(answer)


def turns_of(answer: InteractionResult) -> list[str]:
    return [
        part["custom_id"] for part in walk(components_of(answer)) if part.get("label") in ("Back", "Read on")
    ]


class TestLongQuotes:
    async def read_through(self, world: World, answer: InteractionResult) -> str:
        pages = [text_of(answer)]
        while "Read on" in labels_of(answer):
            answer = await world.fan.click(message_of(answer), label="Read on")
            pages.append(text_of(answer))
        assert len(pages) > 1
        assert f"page 1 of {len(pages)}" in pages[0]
        return "\n".join(pages)

    async def test_a_very_long_quote_has_pages_up_to_its_end(self, world: World) -> None:
        await add_quote(world, "S01E01", text="The one before.")
        await add_quote(world, "S01E01", text=LONG, quote_context=CONTEXT)
        await add_quote(world, "S01E01", text="The one after.")
        found = await search(world, "word1 word2 word3")
        assert " …" in text_of(found)
        text = await self.read_through(world, await world.fan.click(message_of(found), label="1"))
        words = re.findall(r"\w+", text)
        assert [word for word in words if word.startswith("word")] == LONG.split()
        assert [word for word in words if "reason" in word] == CONTEXT.split()
        assert "The one before." in text
        assert "The one after." in text

    async def test_a_long_public_random_quote_has_pages_too(self, world: World) -> None:
        await add_quote(world, "S01E01", text=LONG)
        drawn = await world.fan.slash(world.general, "quote random")
        assert not drawn.ephemeral
        words = re.findall(r"\w+", await self.read_through(world, drawn))
        assert set(LONG.split()) <= set(words)

    async def test_a_truncated_quote_in_a_list_has_an_ellipsis_and_can_be_opened(self, world: World) -> None:
        await add_quote(world, "S01E01", text=LONG)
        await watched(world, "S01E01")
        card = await world.fan.slash(world.general, "episode lookup", episode="S01E01", private=True)
        quotes = await world.fan.click(message_of(card), label="💬")
        assert "…" in text_of(quotes)
        text = await self.read_through(world, await world.fan.click(message_of(quotes), label="1"))
        assert "word449" in text


async def test_a_quotes_note_is_below_it_and_above_the_next_quote(world: World) -> None:
    for text, note in (("The one before.", ""), ("Break a leg.", "Backstage."), ("The one after.", "")):
        await add_quote(world, "S01E01", text=text, speaker="Ann", quote_context=note)
    await watched(world, "S01E01")
    card = text_of(await world.fan.click(message_of(await search(world, "leg")), label="1"))
    assert "-# Ann\\: The one before.\n> “Break a leg.”\n> — Ann\n> -# Backstage.\n-# Ann" in card


async def test_a_hidden_quote_and_its_surrounding_quotes_are_one_spoiler_each(world: World) -> None:
    for text in ("One.", "Two.", "Break a leg.", "Three.", "Four."):
        await add_quote(
            world, "S02E01", text=text, speaker="Ann", quote_context="Backstage.", timestamp="1:02"
        )
    found = await search(world, "leg")
    assert text_of(found).count("||") == 2
    card = text_of(await world.fan.click(message_of(found), label="1"))
    assert card.count("||") == 6
    assert "> ||“Break a leg.” · Ann · 1\\:02 · Backstage.||" in card


async def test_the_longest_possible_page_of_quotes_fits_into_a_message(world: World) -> None:
    for _ in range(5):
        nasty = "*_|" * 30
        await add_quote(world, "S02E01", text=f"leg {LONG} {nasty}", speaker=nasty, quote_context=nasty * 10)
    for answer in (await search(world, "leg"), await search(world, "leg", private=False)):
        assert len(text_of(answer)) <= 4000

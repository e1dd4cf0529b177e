"""Folding quotes for the search index. SQL can't fold, so new and changed quotes wait to be folded here.

Triggers (0003_search.sql) record which quotes wait, whatever writes them. Code that writes quotes calls
`fold_waiting` in the same transaction (`bot.store.edits` does), and so does the start, for quotes from before
the search existed. Quotes are added to the index here, in bulk; a trigger removes them.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from typing import LiteralString

from bot.domain.ids import QUOTE_BITS, ShowId
from bot.domain.text import bare, fold
from bot.store.database import Reading, Writing
from bot.store.fulltext import index_is_in_step, index_waiting, rebuild_index, vocabulary_of

_AT_ONCE = 100_000

_Folded = tuple[int, int, str | None, str]
"""A row of `quote_folded`: quote, episode, speaker, text."""


def run_of_ids(show: ShowId) -> tuple[int, int]:
    """The first and the last possible id of a show's quotes."""
    return show << QUOTE_BITS, ((show + 1) << QUOTE_BITS) - 1


async def fold_waiting(writing: Writing) -> None:
    """Fold every waiting quote. Searches find them from then on."""
    await writing.run(_name_speakers("AND quote.id IN (SELECT quote_id FROM quote_waiting)"))
    waiting = await writing.rows("SELECT quote_id FROM quote_waiting ORDER BY quote_id")
    for start in range(0, len(waiting), _AT_ONCE):
        first, last = waiting[start][0], waiting[min(start + _AT_ONCE, len(waiting)) - 1][0]
        lines = await _folded(writing, first, last)
        await writing.run_many(
            "INSERT INTO quote_folded (quote_id, episode_id, speaker, text) VALUES ($1, $2, $3, $4)", lines
        )
        await index_waiting(writing, first, last)
        await _note(writing, lines)
    await writing.run("DELETE FROM quote_waiting")


def _name_speakers(which: LiteralString) -> LiteralString:
    """SQL that gives an id to each speaker's name without one."""
    return f"""
        INSERT INTO speaker (show_id, name)
        SELECT episode.show_id, quote.speaker FROM quote JOIN episode ON episode.id = quote.episode_id
        WHERE quote.speaker IS NOT NULL {which}
        GROUP BY episode.show_id, quote.speaker ORDER BY min(quote.id)
        ON CONFLICT (show_id, name) DO NOTHING
    """


async def _folded(reading: Reading, first: int, last: int) -> list[_Folded]:
    rows = await reading.rows(
        """
        SELECT quote.id, quote.episode_id, quote.speaker, quote.text
        FROM quote_waiting JOIN quote ON quote.id = quote_waiting.quote_id
        WHERE quote_waiting.quote_id BETWEEN $1 AND $2
        """,
        first,
        last,
    )
    return await asyncio.to_thread(lambda: [_fold(*row) for row in rows])  # the bot goes on meanwhile


def _fold(quote: int, episode: int, speaker: str | None, text: str) -> _Folded:
    return quote, episode, None if speaker is None else fold(speaker), bare(text)


async def _note(writing: Writing, lines: Sequence[_Folded]) -> None:
    """Add the words and speakers of newly folded quotes to the vocabulary."""
    words: dict[ShowId, set[str]] = {}
    for quote, _, _, text in lines:
        words.setdefault(ShowId(quote >> QUOTE_BITS), set()).update(text.split())
    for show, new in words.items():
        await _note_words(writing, show, new)
    speakers = Counter((episode, speaker) for _, episode, speaker, _ in lines if speaker is not None)
    await writing.run_many(
        """
        INSERT INTO quote_speaker (episode_id, speaker, lines) VALUES ($1, $2, $3)
        ON CONFLICT (episode_id, speaker) DO UPDATE SET lines = quote_speaker.lines + $3
        """,
        [(*key, count) for key, count in speakers.items()],
    )


async def _note_words(writing: Writing, show: ShowId, new: set[str]) -> None:
    known = await vocabulary_of(writing, show, {len(word) for word in new})
    before = {word for words in known.values() for word in words.split()}
    for length in {len(word) for word in new - before}:
        words = {word for word in new | before if len(word) == length}
        await writing.run(
            """
            INSERT INTO quote_vocabulary (show_id, length, words) VALUES ($1, $2, $3)
            ON CONFLICT (show_id, length) DO UPDATE SET words = $3
            """,
            show,
            length,
            " ".join(sorted(words)),
        )


async def search_is_in_step(writing: Writing) -> bool:
    """Whether the index has exactly the current quotes. Reads them all and changes nothing."""
    if [wrong async for wrong in _wrong(writing)] or not await index_is_in_step(writing):
        return False
    if await writing.row(_UNNAMED) is not None:
        return False
    words: dict[int, set[str]] = {}
    speakers: Counter[tuple[int, str]] = Counter()
    for row in await writing.rows("SELECT quote_id, episode_id, speaker, text FROM quote_folded"):
        words.setdefault(row["quote_id"] >> QUOTE_BITS, set()).update(row["text"].split())
        speakers.update([(row["episode_id"], row["speaker"])] if row["speaker"] is not None else [])
    for row in await writing.rows("SELECT show_id, words FROM quote_vocabulary"):
        words.get(row["show_id"], set()).difference_update(row["words"].split())
    counted = await writing.rows("SELECT episode_id, speaker, lines FROM quote_speaker")
    return not any(words.values()) and dict(speakers) == {
        (row["episode_id"], row["speaker"]): row["lines"] for row in counted
    }


_UNNAMED = """
    SELECT 1 FROM quote JOIN episode ON episode.id = quote.episode_id
    LEFT JOIN speaker ON speaker.show_id = episode.show_id AND speaker.name = quote.speaker
    WHERE quote.speaker IS NOT NULL AND speaker.id IS NULL LIMIT 1
"""


async def repair_search(writing: Writing) -> None:
    """Rebuild the search index and its vocabulary."""
    await writing.run(_name_speakers(""))
    await rebuild_index(writing)  # first: taking a line out of an index that does not have it would harm it
    for wrong in [wrong async for wrong in _wrong(writing)]:
        await writing.run("DELETE FROM quote_folded WHERE quote_id = $1", wrong)
        await writing.run(
            "INSERT INTO quote_waiting (quote_id) VALUES ($1) ON CONFLICT (quote_id) DO NOTHING", wrong
        )
    await fold_waiting(writing)
    await writing.run("DELETE FROM quote_vocabulary")
    await writing.run("DELETE FROM quote_speaker")
    rows = await writing.rows("SELECT quote_id, episode_id, speaker, text FROM quote_folded")
    await _note(writing, [(row[0], row[1], row[2], row[3]) for row in rows])


async def _wrong(reading: Reading) -> AsyncGenerator[int]:
    """The quotes that are folded wrongly or not at all."""
    rows = await reading.rows(
        """
        SELECT quote.id, quote.episode_id, quote.speaker, quote.text,
               quote_folded.episode_id, quote_folded.speaker, quote_folded.text
        FROM quote LEFT JOIN quote_folded ON quote_folded.quote_id = quote.id
        """
    )
    for row in rows:
        quote, episode, speaker, text, *folded = row
        if list(_fold(quote, episode, speaker, text)[1:]) != folded:
            yield quote

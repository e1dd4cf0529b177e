"""Folding quotes for the search index. SQL can't fold, so new and changed quotes wait to be folded here.

Triggers (0003_search.sql) record which quotes wait, whatever writes them. Code that writes quotes calls
`fold_waiting` in the same transaction (`bot.store.edits` does), and so does the start, for quotes from before
the search existed. Quotes are added to the index here, in bulk; a trigger removes them.
"""

import asyncio
import json
import logging
import sqlite3
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from bot.domain.folding import fold, words_of
from bot.domain.ids import QUOTE_BITS, ShowId
from bot.store.database import Reading, Writing
from bot.store.fulltext import index_is_in_step, index_waiting, rebuild_index, vocabulary_of
from bot.store.story_order import FOLDED_ID, give_slots, shows_out_of_order, take_slots

_log = logging.getLogger(__name__)

_AT_ONCE = 100_000

_Folded = tuple[int, int, int, str | None, str]
"""A row of `quote_folded`: id, quote, episode, speaker, text."""


def run_of_ids(show: ShowId) -> tuple[int, int]:
    """The first and the last possible id of a show's quotes."""
    return show << QUOTE_BITS, ((show + 1) << QUOTE_BITS) - 1


async def fold_waiting(writing: Writing) -> None:
    """Fold every waiting quote. Searches find them from then on."""
    if await writing.row("SELECT 1 FROM quote_waiting LIMIT 1") is None:
        return
    await writing.run(_name_speakers("AND quote.id IN (SELECT quote_id FROM quote_waiting)"))
    await give_slots(writing)
    waiting = await writing.rows(
        """
        SELECT slot, count(*) AS lines
        FROM quote_waiting CROSS JOIN quote ON quote.id = quote_waiting.quote_id
        CROSS JOIN episode_slot ON episode_slot.episode_id = quote.episode_id GROUP BY slot ORDER BY slot
        """
    )
    count, done = sum(row["lines"] for row in waiting), 0
    slots: list[int] = []
    for row in waiting:
        slots.append(row["slot"])
        done += row["lines"]
        if done == count or done // _AT_ONCE > (done - row["lines"]) // _AT_ONCE:
            await _fold_episodes(writing, slots)
            slots = []
            if count >= _AT_ONCE:
                _log.info("indexed %d of %d quotes", done, count)
    await writing.run("DELETE FROM quote_waiting")


async def _fold_episodes(writing: Writing, slots: Sequence[int]) -> None:
    """Fold and index the waiting quotes of the episodes in these slots."""
    rows = await writing.rows(
        f"""
        SELECT {FOLDED_ID} AS id, quote.id, quote.episode_id, quote.speaker, quote.text
        FROM json_each($1) AS wanted CROSS JOIN episode_slot ON episode_slot.slot = wanted.value
        CROSS JOIN quote ON quote.episode_id = episode_slot.episode_id
        WHERE quote.id IN (SELECT quote_id FROM quote_waiting) ORDER BY 1
        """,
        json.dumps(list(slots)),
    )
    # In another thread: the bot goes on meanwhile.
    lines, new = await asyncio.to_thread(_fold_all, rows)
    await writing.run_many(
        "INSERT INTO quote_folded (id, quote_id, episode_id, speaker, text) VALUES ($1, $2, $3, $4, $5)",
        lines,
    )
    await index_waiting(writing, lines[0][0], lines[-1][0])
    await _note(writing, new)


def _name_speakers(which: LiteralString) -> LiteralString:
    """SQL that gives an id to each speaker's name without one."""
    return f"""
        INSERT INTO speaker (show_id, name)
        SELECT episode.show_id, quote.speaker FROM quote JOIN episode ON episode.id = quote.episode_id
        WHERE quote.speaker IS NOT NULL {which}
        GROUP BY episode.show_id, quote.speaker ORDER BY min(quote.id)
        ON CONFLICT (show_id, name) DO NOTHING
    """


def _fold(place: int, quote: int, episode: int, speaker: str | None, text: str) -> _Folded:
    return place, quote, episode, None if speaker is None else fold(speaker), " ".join(words_of(text))


def _fold_all(rows: Iterable[sqlite3.Row]) -> tuple[list[_Folded], "_New"]:
    lines = [_fold(*row) for row in rows]
    return lines, _new_in(lines)


@dataclass(frozen=True, slots=True)
class _New:
    """What newly folded quotes have: each show's words, and how many lines an episode and a speaker in it."""

    words: Mapping[ShowId, set[str]]
    episodes: Mapping[int, int]
    speakers: Mapping[tuple[int, str], int]


def _new_in(lines: Sequence[_Folded]) -> _New:
    words: defaultdict[ShowId, set[str]] = defaultdict(set)
    for _, quote, _, _, text in lines:
        words[ShowId(quote >> QUOTE_BITS)].update(text.split())
    return _New(
        words,
        Counter(episode for _, _, episode, *_ in lines),
        Counter((episode, speaker) for _, _, episode, speaker, _ in lines if speaker is not None),
    )


async def _note(writing: Writing, new: _New) -> None:
    """Add the words and speakers of newly folded quotes to the vocabulary."""
    for show, words in new.words.items():
        known = await vocabulary_of(writing, show, {len(word) for word in words})
        await writing.run_many(
            """
            INSERT INTO quote_vocabulary (show_id, length, words) VALUES ($1, $2, $3)
            ON CONFLICT (show_id, length) DO UPDATE SET words = $3
            """,
            [(show, *each) for each in await asyncio.to_thread(_longer_lists, known, words)],
        )
    await writing.run_many(
        "UPDATE episode_slot SET lines = lines + $2 WHERE episode_id = $1", list(new.episodes.items())
    )
    await writing.run_many(
        """
        INSERT INTO quote_speaker (episode_id, speaker, lines) VALUES ($1, $2, $3)
        ON CONFLICT (episode_id, speaker) DO UPDATE SET lines = quote_speaker.lines + $3
        """,
        [(*key, count) for key, count in new.speakers.items()],
    )


def _longer_lists(known: Mapping[int, str], new: set[str]) -> list[tuple[int, str]]:
    """The lists of words, by length, that new words make longer."""
    words = {length: set(text.split()) for length, text in known.items()}
    longer: set[int] = set()
    for word in new:
        of_its_length = words.setdefault(len(word), set())
        if word not in of_its_length:
            of_its_length.add(word)
            longer.add(len(word))
    return [(length, " ".join(sorted(words[length]))) for length in longer]


async def search_is_in_step(writing: Writing) -> bool:
    """Whether the index has exactly the current quotes. Reads them all and changes nothing."""
    if [wrong async for wrong in _wrong(writing)] or not await index_is_in_step(writing):
        return False
    if await writing.row(_UNNAMED) is not None or await shows_out_of_order(writing):
        return False
    words: dict[int, set[str]] = {}
    speakers: Counter[tuple[int, str]] = Counter()
    lines: Counter[int] = Counter()
    for row in await writing.rows(
        "SELECT quote_id, episode_id, speaker, text FROM quote_folded WHERE quote_id IS NOT NULL"
    ):
        words.setdefault(row["quote_id"] >> QUOTE_BITS, set()).update(row["text"].split())
        speakers.update([(row["episode_id"], row["speaker"])] if row["speaker"] is not None else [])
        lines[row["episode_id"]] += 1
    for row in await writing.rows("SELECT show_id, words FROM quote_vocabulary"):
        words.get(row["show_id"], set()).difference_update(row["words"].split())
    for row in await writing.rows("SELECT episode_id, lines FROM episode_slot"):
        if row["lines"] != lines[row["episode_id"]]:
            return False
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
    for show in await shows_out_of_order(writing):
        await take_slots(writing, show)
    for wrong in [wrong async for wrong in _wrong(writing)]:
        await writing.run("DELETE FROM quote_folded WHERE quote_id = $1", wrong)
        await writing.run(
            "INSERT INTO quote_waiting (quote_id) VALUES ($1) ON CONFLICT (quote_id) DO NOTHING", wrong
        )
    await fold_waiting(writing)
    await writing.run("DELETE FROM quote_vocabulary")
    await writing.run("DELETE FROM quote_speaker")
    await writing.run("UPDATE episode_slot SET lines = 0")
    rows = await writing.rows(
        "SELECT id, quote_id, episode_id, speaker, text FROM quote_folded WHERE quote_id IS NOT NULL"
    )
    await _note(writing, _new_in([(row[0], row[1], row[2], row[3], row[4]) for row in rows]))


async def _wrong(reading: Reading) -> AsyncGenerator[int]:
    """The quotes that are folded wrongly or not at all."""
    rows = await reading.rows(
        f"""
        SELECT {FOLDED_ID}, quote.id, quote.episode_id, quote.speaker, quote.text,
               quote_folded.id, quote_folded.episode_id, quote_folded.speaker, quote_folded.text
        FROM quote LEFT JOIN quote_folded ON quote_folded.quote_id = quote.id
        LEFT JOIN episode_slot ON episode_slot.episode_id = quote.episode_id
        """
    )
    for row in rows:
        place, quote, episode, speaker, text, *folded = row
        right = _fold(place, quote, episode, speaker, text)
        if [right[0], *right[2:]] != folded:
            yield quote

"""The full-text index of quotes: the only place with FTS5 syntax. It finds candidates to be ranked.

A folded quote's id begins with its show and goes on in story order, so what an asker may see of a show is one
range of ids. A search costs what that costs, however large the whole catalogue is.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.domain.folding import words_of
from bot.domain.ids import QUOTE_BITS, QuoteId, ShowId
from bot.domain.storage_errors import DatabaseDamaged
from bot.store.database import Reading, Writing
from bot.store.failures import as_storage_failures

STARRED = 4
"""Prefixes up to this length have their own index; see `prefix` in 0003_search.sql."""

OF_THE_INDEX = frozenset({"quote_fts", "quote_fts_config", "quote_fts_data", "quote_fts_idx"})
"""The tables of the index."""

_SECURE_FROM = (3, 42, 0)
"""The SQLite version from which the index can overwrite what is deleted from it."""

_SWEPT_AT_ONCE = 500
"""Pages of the index rewritten in one step: a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The quotes to search: of a show's episodes at positions from `lowest` to `highest`.

    The slots of the episodes are from `first` to `last`, and they have so many `lines`. `speaker` (folded):
    only this speaker's.
    """

    show: ShowId
    first: int
    last: int
    lines: int
    lowest: int
    highest: int
    speaker: str | None

    @property
    def rows(self) -> tuple[int, int]:
        """The first and the last possible id of a folded quote in scope. After it comes a mark."""
        return self.first << QUOTE_BITS, end_of(self.last) - 1

    def lines_between(self, folded: Sequence[int]) -> float:
        """About how many quotes there are from the first folded quote of some to the last."""
        slots = (folded[-1] >> QUOTE_BITS) - (folded[0] >> QUOTE_BITS)
        return self.lines * slots / (self.last - self.first) if slots else folded[-1] - folded[0] + 1


def end_of(slot: int) -> int:
    """The id of the mark at the end of an episode's slot."""
    return (slot + 1 << QUOTE_BITS) - 1


def word(text: str) -> str:
    """An expression for quotes with a word. Quoted, so typed text is never syntax."""
    return '"' + text.replace('"', '""') + '"'


def phrase(words: Iterable[str]) -> str:
    """An expression for quotes with consecutive words."""
    return word(" ".join(words))


def beginning(text: str) -> str:
    """An expression for quotes with a word that starts like this. Fast up to `STARRED` letters only."""
    return word(text) + " *"


_END = '"¶"'
"""A mark at each episode's end. No folded text has it."""


def any_of(expressions: Iterable[str]) -> str:
    """An expression for quotes that any of several finds."""
    return f"({' OR '.join(expressions)})"


def all_of(expressions: Sequence[str]) -> str:
    """An expression for quotes that all of several find, and for the marks.

    Without them FTS5 would go on past what is in scope, until it finds something or the index ends.
    """
    if len(expressions) == 1:
        return expressions[0]
    return f"({' AND '.join(any_of([each, _END]) for each in expressions)})"


async def quotes_with(
    reading: Reading, scope: Scope, expressions: Sequence[str], at_most: int
) -> list[Sequence[int]]:
    """For each expression, the ids of the first folded quotes in scope that it finds."""
    speaker = words_of(scope.speaker or "")
    spoken = f" AND ({{speaker}} : {phrase(speaker)} OR {{text}} : {_END})" if speaker else ""
    rows = await reading.rows(
        """
        SELECT (
            SELECT group_concat(id, ' ') FROM (
                SELECT quote_fts.rowid AS id FROM quote_fts
                WHERE quote_fts MATCH asked.value AND quote_fts.rowid BETWEEN $2 AND $3
                  AND (quote_fts.rowid & 0xffffff) <> 0xffffff
                  AND ($4 IS NULL OR $4 = (SELECT speaker FROM quote_folded WHERE id = quote_fts.rowid))
                ORDER BY quote_fts.rowid LIMIT $5
            ) AS found
        ) AS ids
        FROM json_each($1) AS asked ORDER BY asked.key
        """,
        json.dumps([f"{{text}} : {any_of([each, _END])}{spoken}" for each in expressions]),
        *scope.rows,
        scope.speaker,
        at_most,
    )
    return [[int(found) for found in (row["ids"] or "").split()] for row in rows]


async def texts_of(reading: Reading, scope: Scope, folded: Sequence[int]) -> dict[int, tuple[QuoteId, str]]:
    """The ids and texts of folded quotes. Whatever the index says: only of episodes in scope."""
    rows = await reading.rows(
        """
        SELECT quote_folded.id, quote_id, text FROM json_each($1) AS wanted
        CROSS JOIN quote_folded ON quote_folded.id = wanted.value
        WHERE episode_id IN (SELECT id FROM episode WHERE show_id = $2 AND position BETWEEN $3 AND $4)
        """,
        json.dumps(folded),
        scope.show,
        scope.lowest,
        scope.highest,
    )
    return {row[0]: (QuoteId(row[1]), row[2]) for row in rows}


async def vocabulary_of(reading: Reading, show: ShowId, lengths: Iterable[int]) -> dict[int, str]:
    """The words of these lengths in a show's quotes, now or once: by length, joined by spaces."""
    rows = await reading.rows(
        """
        SELECT length, words FROM quote_vocabulary
        WHERE show_id = $1 AND length IN (SELECT value FROM json_each($2))
        """,
        show,
        json.dumps(sorted(lengths)),
    )
    return {row["length"]: row["words"] for row in rows}


async def index_waiting(writing: Writing, first: int, last: int) -> None:
    """Add the waiting folded quotes with ids from `first` to `last` to the index."""
    # In order of ids: otherwise the index is flushed at each step back.
    await writing.run(
        """
        INSERT INTO quote_fts (rowid, text, speaker)
        SELECT id, text, speaker FROM quote_folded
        WHERE id BETWEEN $1 AND $2 AND quote_id IN (SELECT quote_id FROM quote_waiting) ORDER BY id
        """,
        first,
        last,
    )


async def mark_ends(writing: Writing, episodes: Mapping[int, int]) -> None:
    """Mark the ends of episodes, by slot. Those that are marked stay so."""
    rows = await writing.rows(
        """
        INSERT INTO quote_folded (id, episode_id, text)
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), '¶' FROM json_each($1) WHERE true
        ON CONFLICT (id) DO NOTHING RETURNING id
        """,
        json.dumps([(end_of(slot), episode) for slot, episode in episodes.items()]),
    )
    await writing.run_many(
        "INSERT INTO quote_fts (rowid, text) VALUES ($1, '¶')", [(row["id"],) for row in rows]
    )


async def index_is_in_step(writing: Writing) -> bool:
    """Whether the index has exactly the words of the folded quotes. Changes nothing."""
    try:
        # Without a rank of 1 it would only be compared with itself.
        await writing.run("INSERT INTO quote_fts (quote_fts, rank) VALUES ('integrity-check', 1)")
    except DatabaseDamaged:
        return False
    return True


async def rebuild_index(writing: Writing) -> None:
    """Rebuild the index from the folded quotes."""
    await writing.run("INSERT INTO quote_fts (quote_fts) VALUES ('rebuild')")


async def set_up_index(writing: Writing) -> None:
    """Let the index overwrite the words of deleted quotes, if this SQLite can.

    An older SQLite can't read such an index; there it is rebuilt.
    """
    can = sqlite3.sqlite_version_info >= _SECURE_FROM
    if can is await _overwrites(writing):
        return
    if can:
        await writing.run("INSERT INTO quote_fts (quote_fts, rank) VALUES ('secure-delete', 1)")
        await writing.run("INSERT INTO quote_fts (quote_fts) VALUES ('optimize')")
    else:
        await writing.run("DELETE FROM quote_fts_config WHERE k = 'secure-delete'")
        await writing.run("UPDATE quote_fts_config SET v = 4 WHERE k = 'version'")
        await rebuild_index(writing)


async def _overwrites(reading: Reading) -> bool:
    return bool(await reading.row("SELECT 1 FROM quote_fts_config WHERE k = 'secure-delete' AND v = 1"))


async def sweep_pages(writing: Writing, *, begin: bool) -> bool:
    """Rewrite a part of the index without words of deleted quotes. Returns whether there is more.

    An index that doesn't overwrite them keeps those words in the file until the end.
    """
    if await _overwrites(writing):
        return False
    before = await writing.one("SELECT total_changes() AS made")
    # A negative number processes the whole index, not only what it would merge by itself.
    pages = -_SWEPT_AT_ONCE if begin else _SWEPT_AT_ONCE
    await writing.run("INSERT INTO quote_fts (quote_fts, rank) VALUES ('merge', $1)", pages)
    after = await writing.one("SELECT total_changes() AS made")
    return after["made"] - before["made"] >= _A_STEP


_A_STEP = 2
"""A step makes at least this many changes unless it is done; see FTS5's `merge`."""


def replace_index(path: Path) -> None:
    """Replace an index with damaged pages in a database that nobody has open.

    Damaged pages can't be read, so they can't be freed one by one: the tables are dropped from the schema,
    and the database is rewritten without them. Raises `StorageFailed`.
    """
    with as_storage_failures(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (definition,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'quote_fts'"
        ).fetchone()
        (schema,) = connection.execute("PRAGMA schema_version").fetchone()
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("BEGIN IMMEDIATE")
        for name in OF_THE_INDEX:
            connection.execute("DELETE FROM sqlite_master WHERE name = ?", (name,))
        connection.execute(f"PRAGMA schema_version={schema + 1}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA writable_schema=RESET")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(definition)
        connection.execute("INSERT INTO quote_fts (quote_fts) VALUES ('rebuild')")
        connection.execute("COMMIT")
        connection.execute("VACUUM")

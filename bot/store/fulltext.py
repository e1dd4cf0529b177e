"""The full-text index of quotes: the only place with FTS5 syntax. It finds candidates to be ranked.

A quote's id begins with its show's, so a show's quotes are one range of ids. A search costs what its show
costs, however large the whole catalogue is.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.domain.ids import QuoteId, ShowId
from bot.domain.quote_matching import words_of
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

    Their ids are from `first` to `last`. `speaker` (folded): only this speaker's.
    """

    show: ShowId
    first: int
    last: int
    lowest: int
    highest: int
    speaker: str | None


def word(text: str) -> str:
    """An expression for quotes with a word. Quoted, so typed text is never syntax."""
    return '"' + text.replace('"', '""') + '"'


def phrase(words: Iterable[str]) -> str:
    """An expression for quotes with consecutive words."""
    return word(" ".join(words))


def beginning(text: str) -> str:
    """An expression for quotes with a word that starts like this. Fast up to `STARRED` letters only."""
    return word(text) + " *"


def any_of(expressions: Iterable[str]) -> str:
    """An expression for quotes that any of several finds."""
    return f"({' OR '.join(expressions)})"


def all_of(expressions: Iterable[str]) -> str:
    """An expression for quotes that all of several find."""
    return f"({' AND '.join(expressions)})"


async def quotes_with(
    reading: Reading, scope: Scope, expressions: Sequence[str], at_most: int
) -> list[Sequence[QuoteId]]:
    """For each expression, the first quotes in scope that it finds."""
    speaker = words_of(scope.speaker or "")
    spoken = f" AND {{speaker}} : {phrase(speaker)}" if speaker else ""
    rows = await reading.rows(
        """
        SELECT (
            SELECT group_concat(found.quote_id, ' ') FROM (
                SELECT quote_folded.quote_id
                FROM quote_fts JOIN quote_folded ON quote_folded.quote_id = quote_fts.rowid
                WHERE quote_fts MATCH asked.value AND quote_fts.rowid BETWEEN $2 AND $3
                  AND quote_folded.episode_id IN (
                    SELECT id FROM episode WHERE show_id = $4 AND position BETWEEN $5 AND $6
                  )
                  AND ($7 IS NULL OR quote_folded.speaker = $7)
                ORDER BY quote_fts.rowid LIMIT $8
            ) AS found
        ) AS ids
        FROM json_each($1) AS asked ORDER BY asked.key
        """,
        json.dumps([f"{{text}} : {expression}{spoken}" for expression in expressions]),
        scope.first,
        scope.last,
        scope.show,
        scope.lowest,
        scope.highest,
        scope.speaker,
        at_most,
    )
    return [[QuoteId(int(found)) for found in (row["ids"] or "").split()] for row in rows]


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
        SELECT quote_folded.quote_id, quote_folded.text, quote_folded.speaker
        FROM quote_waiting JOIN quote_folded ON quote_folded.quote_id = quote_waiting.quote_id
        WHERE quote_waiting.quote_id BETWEEN $1 AND $2 ORDER BY quote_waiting.quote_id
        """,
        first,
        last,
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

"""How long it takes to write and delete many quotes, compared with plain SQLite."""

import sqlite3
from pathlib import Path
from time import perf_counter

from bench.catalogue import new_quotes, write_episodes
from bench.language import Lines
from bench.report import Measured
from bot.domain.ids import ShowId
from bot.store.database import Database
from bot.store.edits import add_quotes
from bot.store.snapshots import UNRECORDED, Edit

_SHOW = ShowId(1)


async def writing(folder: Path, lines: Lines) -> Measured:
    """Write the quotes of one show, and delete them, in one transaction each."""
    table = Measured(
        "Writing",
        f"{len(lines):,} lines written into an empty database in one transaction, found from then on, "
        "and deleted in one. Plain: `executemany` of Python's sqlite3 into the same columns and an "
        "index of the same kind filled from them, without folding and without the tables that searches use "
        "besides.",
        ["", "seconds", "plain", "times"],
    )
    async with Database.open(folder / "written.db") as database:
        async with database.write() as transaction:
            await write_episodes(transaction, _SHOW, lines)
        start = perf_counter()
        async with database.write() as transaction:
            ids = await add_quotes(Edit(transaction, UNRECORDED, _SHOW), new_quotes(_SHOW, lines))
        written = perf_counter() - start
        start = perf_counter()
        async with database.write() as transaction:
            await transaction.run("DELETE FROM quote WHERE id BETWEEN $1 AND $2", ids[0], ids[-1])
        deleted = perf_counter() - start
    plainly_written, plainly_deleted = write_with_sqlite(folder / "plain.db", lines)
    for name, ours, plain in (
        ("written", written, plainly_written),
        ("deleted", deleted, plainly_deleted),
    ):
        table.rows.append([name, f"{ours:.2f}", f"{plain:.2f}", f"{ours / plain:.1f}"])
    return table


def write_with_sqlite(path: Path, lines: Lines) -> tuple[float, float]:
    """Seconds that plain SQLite takes to write the quotes, and to delete them."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        """
        CREATE TABLE quote (id INTEGER PRIMARY KEY, episode_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
                            speaker TEXT, text TEXT NOT NULL, context TEXT, timestamp TEXT)
        """,
        "CREATE INDEX quote_episode ON quote (episode_id, ordinal)",
        """
        CREATE VIRTUAL TABLE quote_fts USING fts5 (
            text, speaker,
            content='quote', content_rowid='id', columnsize=0, tokenize='ascii', prefix='2 3 4'
        )
        """,
    ):
        connection.execute(statement)
    rows = [
        (_SHOW << 24 | number, episode, number, quote.speaker, quote.text, quote.context, quote.timestamp)
        for number, (episode, quote) in enumerate(new_quotes(_SHOW, lines))
    ]
    start = perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO quote VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("INSERT INTO quote_fts (rowid, text, speaker) SELECT id, text, speaker FROM quote")
    connection.execute("COMMIT")
    written = perf_counter() - start
    start = perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        """
        INSERT INTO quote_fts (quote_fts, rowid, text, speaker)
        SELECT 'delete', id, text, speaker FROM quote
        """
    )
    connection.execute("DELETE FROM quote")
    connection.execute("COMMIT")
    deleted = perf_counter() - start
    connection.close()
    return written, deleted

"""Connections for reading and writing, each within one transaction."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, LiteralString, TypeVar

import aiosqlite

from bot.store.failures import as_storage_failures

Value = str | int | float | bytes | None
Result = TypeVar("Result")

LOG_BYTES = 8 * 2**20
"""A write-ahead log larger than this is emptied."""

_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=FULL",
    # Erased data is overwritten in the file, not only unlinked.
    "secure_delete=ON",
    f"journal_size_limit={LOG_BYTES}",
)


async def set_up(connection: aiosqlite.Connection) -> None:
    """Set the pragmas of a new connection that writes."""
    connection.row_factory = sqlite3.Row
    for pragma in _PRAGMAS:
        await connection.execute_fetchall(f"PRAGMA {pragma}")


@contextmanager
def connect_reader(path: Path, seconds: float) -> Generator[sqlite3.Connection]:
    """A connection that only reads, for any thread, one at a time. It waits so long for a lock.

    Nothing that the bot does locks the file for readers.
    """
    connection = sqlite3.connect(path, isolation_level=None, timeout=seconds, check_same_thread=False)
    with closing(connection):
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only=ON")
        yield connection


class Reading:
    """A connection that sees the database as of one moment.

    Its queries run where they are asked: one by its keys takes less time than to hand it to another thread.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    async def rows(self, sql: LiteralString, *values: Value) -> list[sqlite3.Row]:
        """The rows of a query; `$1` is the first value. Raises `StorageFailed`, as everything here does."""
        with as_storage_failures(self._path):
            return self._connection.execute(sql, _numbered(values)).fetchall()

    async def one(self, sql: LiteralString, *values: Value) -> sqlite3.Row:
        """The row of a query that always has exactly one."""
        (found,) = await self.rows(sql, *values)
        return found

    async def row(self, sql: LiteralString, *values: Value) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        found = await self.rows(sql, *values)
        return found[0] if found else None


class Writing(Reading):
    """The only connection that changes the database, within a transaction, in a thread of its own."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._writer = connection
        self._path = path

    async def rows(self, sql: LiteralString, *values: Value) -> list[sqlite3.Row]:
        """As of a reader; a change's rows are those that it returns."""
        with as_storage_failures(self._path):
            return list(await self._writer.execute_fetchall(sql, _numbered(values)))

    async def run(self, sql: LiteralString, *values: Value) -> None:
        """Run one statement."""
        await self.rows(sql, *values)

    async def run_many(self, sql: LiteralString, many: Sequence[tuple[Value, ...]]) -> None:
        """Run one statement, which has a `$1` and so on for each value, for each tuple of values."""
        with as_storage_failures(self._path):
            # By place it takes half as long as by name, and from 3.12 on sqlite3 warns of `$1` by place.
            async with self._writer.executemany(sql.replace("$", "?"), many):
                pass


def _numbered(values: Sequence[Value]) -> dict[str, Value]:
    """`$1` parameters bound by name: since 3.12 sqlite3 warns about numbered ones in a sequence."""
    return {str(number): value for number, value in enumerate(values, start=1)}


def all_at_once(
    connection: sqlite3.Connection, path: Path, work: Callable[[Reading], Coroutine[Any, Any, Result]]
) -> Result:
    """Run work that awaits only its own reads, in this thread. All its queries see one moment."""
    connection.execute("BEGIN")
    try:
        working = work(Reading(connection, path))
        try:
            working.send(None)
        except StopIteration as end:
            return end.value
        finally:
            working.close()
        raise RuntimeError("work at once may wait for nothing but its reads")
    finally:
        connection.rollback()


async def uninterrupted(work: Coroutine[Any, Any, Result]) -> Result:
    """Finish the work even if the awaiting task is cancelled meanwhile, then raise the cancellation.

    The connection's thread finishes the work anyway, so the next one must not start before that.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.cancelled():
                raise
            cancelled = error
    if cancelled is not None:
        raise cancelled
    return task.result()

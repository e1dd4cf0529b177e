"""Connections for reading and writing, each within one transaction."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
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


async def set_up(connection: aiosqlite.Connection, *pragmas: str) -> None:
    """Set the pragmas of a new connection: those of all, and these."""
    connection.row_factory = sqlite3.Row
    for pragma in (*_PRAGMAS, *pragmas):
        await connection.execute_fetchall(f"PRAGMA {pragma}")


class Reading:
    """A connection that sees the database as of one moment."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    async def rows(self, sql: LiteralString, *values: Value) -> list[sqlite3.Row]:
        """The rows of a query; `$1` is the first value. Raises `StorageFailed`, as everything here does."""
        with as_storage_failures(self._path):
            return list(await self._connection.execute_fetchall(sql, _numbered(values)))

    async def one(self, sql: LiteralString, *values: Value) -> sqlite3.Row:
        """The row of a query that always has exactly one."""
        (found,) = await self.rows(sql, *values)
        return found

    async def row(self, sql: LiteralString, *values: Value) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        found = await self.rows(sql, *values)
        return found[0] if found else None


class _ReadingAtOnce(Reading):
    """Reading in the connection's own thread, where queries don't wait."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._at_once = connection
        self._path = path

    async def rows(self, sql: LiteralString, *values: Value) -> list[sqlite3.Row]:
        with as_storage_failures(self._path):
            return self._at_once.execute(sql, _numbered(values)).fetchall()


class Writing(Reading):
    """The only connection that changes the database, within a transaction."""

    async def run(self, sql: LiteralString, *values: Value) -> None:
        """Run one statement."""
        await self.rows(sql, *values)

    async def run_many(self, sql: LiteralString, many: Sequence[tuple[Value, ...]]) -> None:
        """Run one statement for each tuple of values."""
        with as_storage_failures(self._path):
            # Bound one by one in the connection's thread, so the event loop isn't blocked.
            async with self._connection.executemany(sql, map(_numbered, many)):
                pass


def _numbered(values: Sequence[Value]) -> dict[str, Value]:
    """`$1` parameters bound by name: since 3.12 sqlite3 warns about numbered ones in a sequence."""
    return {str(number): value for number, value in enumerate(values, start=1)}


async def in_its_thread(
    connection: aiosqlite.Connection, path: Path, work: Callable[[Reading], Coroutine[Any, Any, Result]]
) -> Result:
    """Run work that awaits only its own reads, in the connection's thread."""
    # aiosqlite has no public way to run several calls at once there.
    return await connection._execute(lambda: _driven(connection._conn, path, work))  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType] - no public way


def _driven(
    connection: sqlite3.Connection, path: Path, work: Callable[[Reading], Coroutine[Any, Any, Result]]
) -> Result:
    connection.execute("BEGIN")
    try:
        working = work(_ReadingAtOnce(connection, path))
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

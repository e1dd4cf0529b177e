"""The SQLite file: one writer at a time, readers on connections of their own.

What only SQLite has (pragmas, the copy of a file, its error codes) stands here and in `migrations`;
the topic modules write portable SQL.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, LiteralString, Self, TypeVar

import aiosqlite

from bot.domain.errors import DatabaseUnreadable
from bot.store.migrations import migrate

Value = str | int | float | bytes | None
Result = TypeVar("Result")

_READERS = 4
_BUSY_SECONDS = 5
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL")


class Reading:
    """A connection that sees the database as it was at one moment."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: LiteralString, *values: Value) -> list[sqlite3.Row]:
        """Every row of a query; `$1` in it is the first value."""
        return list(await self._connection.execute_fetchall(sql, _numbered(values)))

    async def one(self, sql: LiteralString, *values: Value) -> sqlite3.Row:
        """The row of a query that always has just one."""
        (found,) = await self.rows(sql, *values)
        return found

    async def row(self, sql: LiteralString, *values: Value) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        found = await self.rows(sql, *values)
        return found[0] if found else None


class _ReadingAtOnce(Reading):
    """The same in the connection's own thread, where a query makes nobody wait."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._at_once = connection

    async def rows(self, sql: LiteralString, *values: Value) -> list[sqlite3.Row]:
        return self._at_once.execute(sql, _numbered(values)).fetchall()


class Writing(Reading):
    """The one connection that may change the database, within a transaction."""

    async def run(self, sql: LiteralString, *values: Value) -> None:
        """Run one statement."""
        await self._connection.execute_fetchall(sql, _numbered(values))

    async def run_many(self, sql: LiteralString, many: Sequence[tuple[Value, ...]]) -> None:
        """Run one statement for each group of values."""
        async with self._connection.executemany(sql, [_numbered(values) for values in many]):
            pass


def _numbered(values: Sequence[Value]) -> dict[str, Value]:
    """`$1` parameters bound by name: from 3.12 on sqlite3 warns of numbered ones in a sequence."""
    return {str(number): value for number, value in enumerate(values, start=1)}


class Database:
    """An open database. Made by `Database.open`."""

    def __init__(
        self, path: Path, writer: aiosqlite.Connection, readers: Sequence[aiosqlite.Connection]
    ) -> None:
        self.path = path
        self._writer = writer
        self._writing = asyncio.Lock()
        self._readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        for reader in readers:
            self._readers.put_nowait(reader)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncGenerator[Self]:
        """Open the file, made and brought up to date where need be, and close it at the end.

        Raises `DatabaseUnreadable` or `DatabaseTooNew`; the file is then as it was.
        """
        async with AsyncExitStack() as stack:
            try:
                await asyncio.to_thread(_make_private, path)
                writer, *readers = [
                    await stack.enter_async_context(
                        aiosqlite.connect(path, isolation_level=None, timeout=_BUSY_SECONDS)
                    )
                    for _ in range(1 + _READERS)
                ]
                # Before the pragmas: WAL is written into the file, which may prove not to be ours.
                await migrate(writer, path)
                await _set(writer, *_PRAGMAS)
                for reader in readers:
                    await _set(reader, *_PRAGMAS, "query_only=ON")
            except (sqlite3.Error, OSError) as error:
                raise DatabaseUnreadable(path, str(error)) from error
            yield cls(path, writer, readers)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Reading]:
        """Borrow a reader. All it reads is of one moment, however many queries it takes."""
        reader = await self._readers.get()
        try:
            await reader.execute_fetchall("BEGIN")
            yield Reading(reader)
        finally:
            await _uninterrupted(reader.rollback())
            self._readers.put_nowait(reader)

    async def at_once(self, work: Callable[[Reading], Coroutine[Any, Any, Result]]) -> Result:
        """Do work that reads a lot of small things, and waits for nothing else. It too sees one moment.

        A query by itself is a way to another thread and back, which takes longer than a small query does;
        this is one way for all of them.
        """
        reader = await self._readers.get()
        try:
            # aiosqlite has no public way to do more than one thing at a time in a connection's thread.
            return await reader._execute(lambda: _driven(reader._conn, work))  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType] - as above
        finally:
            self._readers.put_nowait(reader)

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[Writing]:
        """One transaction: all of it happens, or, on an error or a cancelled command, none of it."""
        async with self._writing:
            try:
                await self._writer.execute_fetchall("BEGIN IMMEDIATE")
                yield Writing(self._writer)
            except BaseException:  # a cancelled command too: nothing of it may stay, nor hold the writer
                await _uninterrupted(self._writer.rollback())
                raise
            await _uninterrupted(self._writer.commit())


def _driven(connection: sqlite3.Connection, work: Callable[[Reading], Coroutine[Any, Any, Result]]) -> Result:
    """Take work to its end that never waits."""
    connection.execute("BEGIN")
    try:
        working = work(_ReadingAtOnce(connection))
        try:
            working.send(None)
        except StopIteration as end:
            return end.value
        finally:
            working.close()
        raise RuntimeError("work at once may wait for nothing but its reads")
    finally:
        connection.rollback()


def _make_private(path: Path) -> None:
    """Make the file and its folder where they are missing; what members say of themselves is theirs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


async def _set(connection: aiosqlite.Connection, *pragmas: str) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in pragmas:
        await connection.execute_fetchall(f"PRAGMA {pragma}")


async def _uninterrupted(work: Coroutine[Any, Any, Result]) -> Result:
    """Finish the work even if the task that waits for it is cancelled meanwhile, then be cancelled.

    The connection's thread goes on with what it was given, so the next to use it must not start before.
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

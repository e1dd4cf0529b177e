"""The SQLite file: one writer at a time, readers on connections of their own.

What only SQLite has (pragmas, the copy of a file, its error codes) stands here and in `migrations`;
the topic modules write portable SQL.
"""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, LiteralString, Self, TypeVar

import aiosqlite

from bot.domain.storage_errors import DatabaseGone, StorageFailed
from bot.store.failures import told, why_not_opened
from bot.store.migrations import migrate

_log = logging.getLogger(__name__)

Value = str | int | float | bytes | None
Result = TypeVar("Result")

_READERS = 4
_BUSY_SECONDS = 4
"""Another process may hold the file as long. What waits for it is put off (`in_time`), or written soon."""
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON")
"""What somebody has erased is overwritten in the file, not only left out of it."""


class Reading:
    """A connection that sees the database as it was at one moment."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    async def rows(self, sql: LiteralString, *values: Value) -> list[sqlite3.Row]:
        """Every row of a query; `$1` in it is the first value. Raises `StorageFailed`, as all here do."""
        with told(self._path):
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

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._at_once = connection
        self._path = path

    async def rows(self, sql: LiteralString, *values: Value) -> list[sqlite3.Row]:
        with told(self._path):
            return self._at_once.execute(sql, _numbered(values)).fetchall()


class Writing(Reading):
    """The one connection that may change the database, within a transaction."""

    async def run(self, sql: LiteralString, *values: Value) -> None:
        """Run one statement."""
        await self.rows(sql, *values)

    async def run_many(self, sql: LiteralString, many: Sequence[tuple[Value, ...]]) -> None:
        """Run one statement for each group of values."""
        with told(self._path):
            # Bound one by one in the connection's thread: the event loop goes on meanwhile.
            async with self._connection.executemany(sql, map(_numbered, many)):
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
        self._file = _file_at(path)
        self._writer = writer
        self._writing = asyncio.Lock()
        self._working_at_once = asyncio.Lock()
        self._soon: deque[Callable[[Writing], Awaitable[object]]] = deque()
        self._catching_up = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        # The one used last is the next to be used: its cache is warm.
        self._readers: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(reader)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncGenerator[Self]:
        """Open the file, made and brought up to date where need be, and close it at the end.

        Raises `DatabaseUnreadable`, `DatabaseTooNew` or `StorageFailed`; the file is then as it was.
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
                raise why_not_opened(error, path) from error
            database = cls(path, writer, readers)
            try:
                yield database
            finally:
                await _uninterrupted(database.caught_up())

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Reading]:
        """Borrow a reader. All it reads is of one moment, however many queries it takes."""
        reader = await self._readers.get()
        try:
            await reader.execute_fetchall("BEGIN")
            yield Reading(reader, self.path)
        except StorageFailed:
            self._check_place()
            raise
        finally:
            try:
                await _uninterrupted(reader.rollback())
            finally:
                self._readers.put_nowait(reader)

    async def at_once(self, work: Callable[[Reading], Coroutine[Any, Any, Result]]) -> Result:
        """Do work that reads a lot of small things, and waits for nothing else. It too sees one moment.

        A query by itself is a way to another thread and back, which takes longer than a small query does;
        this is one way for all of them. One such work is done at a time: Python runs one thread at a time
        anyway, and several that take turns hold each other up.
        """
        async with self._working_at_once:
            reader = await self._readers.get()
            try:
                # aiosqlite has no public way to do more than one thing at a time in a connection's thread.
                return await reader._execute(lambda: _driven(reader._conn, self.path, work))  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType] - no public way
            finally:
                self._readers.put_nowait(reader)

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[Writing]:
        """One transaction: all of it happens, or, on an error or a cancelled command, none of it.

        Raises `StorageFailed`: nothing was saved then, and the next may try again.
        """
        async with self._writing:
            try:
                with told(self.path):
                    await self._writer.execute_fetchall("BEGIN IMMEDIATE")
                yield Writing(self._writer, self.path)
                self._check_place()
                with told(self.path):
                    await _uninterrupted(self._writer.commit())
            except BaseException as error:  # a cancelled command too: nothing may stay, nor hold the writer
                await _uninterrupted(self._writer.rollback())
                if isinstance(error, StorageFailed):
                    self._check_place()
                raise

    def _check_place(self) -> None:
        """Raise `DatabaseGone` where the file has gone: what is written then, nobody will find again.

        SQLite itself may notice nothing, or fail in ways that say something else.
        """
        if _file_at(self.path) != self._file:
            raise DatabaseGone(self.path, "ENOENT")

    def write_soon(self, work: Callable[[Writing], Awaitable[object]]) -> None:
        """Write in the background what nobody needs to wait for, each in a transaction, in order.

        Before the database closes all of it is written. A failure is logged, and costs only that work.
        """
        self._soon.append(work)
        task = asyncio.create_task(self.caught_up())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def caught_up(self) -> None:
        """Come back when all that `write_soon` was given up to now is written."""
        async with self._catching_up:
            while self._soon:
                await _uninterrupted(self._write_alone(self._soon.popleft()))

    async def _write_alone(self, work: Callable[[Writing], Awaitable[object]]) -> None:
        try:
            async with self.write() as writing:
                await work(writing)
        except Exception:  # noqa: BLE001 - whatever it was: what waits behind it is written all the same
            _log.exception("a write in the background failed")


def _file_at(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path: its device and its number there; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _driven(
    connection: sqlite3.Connection, path: Path, work: Callable[[Reading], Coroutine[Any, Any, Result]]
) -> Result:
    """Take work to its end that never waits."""
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

"""The SQLite file: one writer at a time, readers on connections of their own.

What only SQLite has (pragmas, the copy of a file, its error codes) stands here and in `migrations`;
the topic modules write portable SQL.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

from bot.domain.ids import UserId
from bot.domain.storage_errors import DatabaseBusy, DatabaseGone, StorageFailed
from bot.store.connections import Reading, Writing, driven, uninterrupted
from bot.store.failures import as_storage_failures, why_not_opened
from bot.store.lock import real_path
from bot.store.migrations import migrate

_log = logging.getLogger(__name__)

Result = TypeVar("Result")

_READERS = 4
_BUSY_SECONDS = 2
"""Another process may hold the file as long; so may a write of ours where somebody cannot be put off.

Discord waits three seconds for the first answer.
"""
_READING_SECONDS = 0.1
"""So long may readers be held up for one of them."""
_LOG_BYTES = 8 * 2**20
"""A write-ahead log that has grown beyond this is emptied into the file."""
_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=FULL",
    # What somebody has erased is overwritten in the file, not only left out of it.
    "secure_delete=ON",
    f"journal_size_limit={_LOG_BYTES}",
)


@dataclass(frozen=True, slots=True)
class _Soon:
    """What is to be written in the background, on whose behalf, and when it was written or failed."""

    work: Callable[[Writing], Awaitable[object]]
    of: UserId | None
    over: asyncio.Future[None]


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
        self._gave_up = 0
        self._soon: list[_Soon] = []
        self._being_written: list[_Soon] = []
        self._background: asyncio.Task[None] | None = None
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
                if database._background is not None:
                    await uninterrupted(asyncio.wait({database._background}))

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
                await uninterrupted(reader.rollback())
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
                return await reader._execute(lambda: driven(reader._conn, self.path, work))  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType] - no public way
            finally:
                self._readers.put_nowait(reader)

    @asynccontextmanager
    async def write(self, *, at_once: bool = False, erases: bool = False) -> AsyncGenerator[Writing]:
        """One transaction: all of it happens, or, on an error or a cancelled command, none of it.

        `at_once`: for an answer that cannot be put off; it waits two seconds for other writes, and no longer.
        `erases`: the log is emptied with it, so that what was erased is in neither.
        Raises `StorageFailed`: nothing was saved then, and the next may try again.
        """
        async with self._turn(at_once):
            try:
                await self._begin()
                yield Writing(self._writer, self.path)
                self._check_place()
                with as_storage_failures(self.path):
                    await uninterrupted(self._writer.commit())
            except BaseException as error:  # a cancelled command too: nothing may stay, nor hold the writer
                await uninterrupted(self._writer.rollback())
                if isinstance(error, StorageFailed):
                    self._check_place()
                raise
            with suppress(StorageFailed):  # what was written is safe; the next write tries again
                await self._empty_log(0 if erases else _LOG_BYTES)

    @asynccontextmanager
    async def _turn(self, at_once: bool) -> AsyncGenerator[None]:
        """The writer, one at a time. Whoever waits behind one that another process keeps out fails with it.

        Each of them waiting for itself would take as long as all of them together.
        """
        before = self._gave_up
        try:
            async with asyncio.timeout(_BUSY_SECONDS if at_once else None):
                await self._writing.acquire()
        except TimeoutError as error:
            raise DatabaseBusy(self.path, "SQLITE_BUSY") from error
        try:
            if self._gave_up != before:
                raise DatabaseBusy(self.path, "SQLITE_BUSY")
            yield
        finally:
            self._writing.release()

    async def _begin(self) -> None:
        try:
            with as_storage_failures(self.path):
                await self._writer.execute_fetchall("BEGIN IMMEDIATE")
        except DatabaseBusy:
            self._gave_up += 1
            raise

    async def empty_log(self) -> None:
        """Write all of the log into the file itself; what was erased is in neither then."""
        async with self._turn(at_once=False):
            await self._empty_log(0)

    async def _empty_log(self, beyond: int) -> None:
        """Empty the write-ahead log if it has more bytes than that. The writer must be ours meanwhile."""
        file = real_path(self.path)  # SQLite puts its log beside the file that a link leads to
        if _size_of(file.with_name(f"{file.name}-wal")) <= beyond:
            return
        async with self._nobody_reading() as alone:
            if alone:
                with as_storage_failures(self.path):
                    await uninterrupted(self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))

    @asynccontextmanager
    async def _nobody_reading(self) -> AsyncGenerator[bool]:
        """Hold every reader; False where one of them is at work for long: nobody is to wait for it."""
        held: list[aiosqlite.Connection] = []
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_READING_SECONDS):
                    while len(held) < _READERS:
                        held.append(await self._readers.get())
            yield len(held) == _READERS
        finally:
            for reader in reversed(held):
                self._readers.put_nowait(reader)

    def _check_place(self) -> None:
        """Raise `DatabaseGone` where the file has gone: what is written then, nobody will find again.

        SQLite itself may notice nothing, or fail in ways that say something else.
        """
        if _file_at(self.path) != self._file:
            raise DatabaseGone(self.path, "ENOENT")

    def write_soon(
        self, work: Callable[[Writing], Awaitable[object]], of: UserId | None = None
    ) -> asyncio.Future[None]:
        """Write in the background what nobody needs to wait for, on behalf of somebody or nobody, in order.

        What has come together meanwhile is written together, in one transaction. A failure is logged, and
        costs only the work that failed. Before the database closes all of it is written. The future is done
        when it was written, or has failed.
        """
        soon = _Soon(work, of, asyncio.get_running_loop().create_future())
        self._soon.append(soon)
        if self._background is None or self._background.done():
            self._background = asyncio.create_task(self._write_in_background())
        return soon.over

    async def caught_up(self, of: UserId | None = None) -> None:
        """Come back when what `write_soon` was given up to now is written: somebody's, or all of it.

        What it is given later makes nobody wait.
        """
        waiting = [soon.over for soon in (*self._being_written, *self._soon) if of is None or soon.of == of]
        if waiting:
            await asyncio.wait(waiting)

    def give_up(self, of: UserId) -> None:
        """Write no more of what `write_soon` was given on somebody's behalf up to now."""
        for soon in (*self._being_written, *self._soon):
            if soon.of == of:
                soon.over.cancel()

    async def _write_in_background(self) -> None:
        while self._soon:
            self._being_written, self._soon = self._soon, []
            try:
                await self._write_together(self._being_written)
            finally:
                for soon in self._being_written:
                    if not soon.over.done():
                        soon.over.set_result(None)
                self._being_written = []

    async def _write_together(self, several: Sequence[_Soon]) -> None:
        """Write works in one transaction; where that fails, each in its own."""
        try:
            async with self.write() as writing:
                for soon in several:
                    if not soon.over.cancelled():
                        await soon.work(writing)
        except Exception as error:  # noqa: BLE001 - whatever it was: what waits behind it is written all the same
            if len(several) == 1 or isinstance(error, DatabaseBusy):
                _log.exception("a background write failed")
                return
            for soon in several:
                await self._write_together([soon])


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _file_at(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path: its device and its number there; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_private(path: Path) -> None:
    """Make the file and its folder where they are missing; what members say of themselves is theirs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


async def _set(connection: aiosqlite.Connection, *pragmas: str) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in pragmas:
        await connection.execute_fetchall(f"PRAGMA {pragma}")

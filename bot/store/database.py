"""The SQLite database: one writer at a time, and readers on their own connections.

What only SQLite has (pragmas, the backup API, error codes) is here, beside it and in `migrations`; the topic
modules use portable SQL.
"""

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

from bot.domain.ids import UserId
from bot.domain.storage_errors import DatabaseBusy, DatabaseGone, StorageFailed
from bot.domain.timing import Times
from bot.store.connections import (
    LOG_BYTES,
    Reading,
    Writing,
    all_at_once,
    connect_reader,
    set_up,
    uninterrupted,
)
from bot.store.failures import as_storage_failures, why_not_opened
from bot.store.lock import real_path
from bot.store.migrations import migrate

_log = logging.getLogger(__name__)

Result = TypeVar("Result")

_READERS = 4
_APART = 2
_BUSY_SECONDS = 2
"""How long to wait for another process, or with `at_once` for another write. Discord waits 3 seconds."""
_READING_SECONDS = 0.1
"""How long emptying the log waits for readers, and they for another process."""


@dataclass(frozen=True, slots=True)
class _Soon:
    """A background write, the person it is for, and a future that is done once it is written or failed."""

    work: Callable[[Writing], Awaitable[object]]
    of: UserId | None
    over: asyncio.Future[None]


class Database:
    """An open database. Use `Database.open`."""

    def __init__(
        self, path: Path, writer: aiosqlite.Connection, readers: Sequence[sqlite3.Connection]
    ) -> None:
        self.path = path
        self._file = _file_at(path)
        self._writer = writer
        self._writing = asyncio.Lock()
        self._apart = asyncio.Semaphore(_APART)
        self.waits = {"reading": Times(), "writing": Times()}
        self._gave_up = 0
        self._soon: list[_Soon] = []
        self._background: asyncio.Task[None] | None = None
        # The most recently used reader is next: its cache is warm.
        self._readers: asyncio.LifoQueue[sqlite3.Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(reader)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncGenerator[Self]:
        """Open the file, creating or migrating it if needed, and close it at the end.

        Raises `DatabaseUnreadable`, `DatabaseTooNew` or `StorageFailed`; the file is unchanged then.
        """
        async with AsyncExitStack() as stack:
            try:
                await asyncio.to_thread(_make_private, path)
                writer = await stack.enter_async_context(
                    aiosqlite.connect(path, isolation_level=None, timeout=_BUSY_SECONDS)
                )
                # Before the pragmas: WAL is written into the file, which may not be ours.
                await migrate(writer, path)
                await set_up(writer)
                readers = [
                    stack.enter_context(connect_reader(path, _READING_SECONDS)) for _ in range(_READERS)
                ]
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
        """Borrow a reader for small queries, which run here. All of them see one moment."""
        async with self._reader() as reader:
            reader.execute("BEGIN")
            try:
                yield Reading(reader, self.path)
            finally:
                reader.rollback()

    async def check_reads(self) -> None:
        """Raise `StorageFailed` if the file is gone or cannot be read."""
        async with self.read() as reading:
            await reading.one("SELECT count(*) AS shows FROM show")
        self._check_exists()

    async def read_apart(self, work: Callable[[Reading], Coroutine[Any, Any, Result]]) -> Result:
        """Run work that reads a lot, and awaits only its reads, in another thread; the bot goes on meanwhile.

        All its queries see one moment. Two such works run at a time: more would slow each other and the bot.
        """
        async with self._apart, self._reader() as reader:
            return await uninterrupted(asyncio.to_thread(all_at_once, reader, self.path, work))

    @asynccontextmanager
    async def _reader(self) -> AsyncGenerator[sqlite3.Connection]:
        with self.waits["reading"].measured():
            reader = await self._readers.get()
        try:
            yield reader
        except StorageFailed:
            self._check_exists()
            raise
        finally:
            self._readers.put_nowait(reader)

    @asynccontextmanager
    async def write(self, *, at_once: bool = False, erases: bool = False) -> AsyncGenerator[Writing]:
        """One transaction: all of it happens, or, on an error or cancellation, none of it.

        `at_once`: for an answer that can't be delayed; it waits at most two seconds for other writes.
        `erases`: also empties the log, so that erased data is in neither file. Raises `StorageFailed` if
        nothing was saved; the caller may try again.
        """
        async with self._turn(at_once):
            try:
                await self._begin()
                yield Writing(self._writer, self.path)
                self._check_exists()
                with as_storage_failures(self.path):
                    await uninterrupted(self._writer.commit())
            except BaseException as error:  # cancellation too: roll back and release the writer
                await uninterrupted(self._writer.rollback())
                if isinstance(error, StorageFailed):
                    self._check_exists()
                raise
            with suppress(StorageFailed):  # what was written is safe; the next write tries again
                await self._empty_log(0 if erases else LOG_BYTES)

    @asynccontextmanager
    async def _turn(self, at_once: bool) -> AsyncGenerator[None]:
        """Hold the writer. If another process blocks it, everyone waiting fails together.

        Waiting one after another would take as long as all of them together.
        """
        before = self._gave_up
        try:
            with self.waits["writing"].measured():
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
        """Move the whole write-ahead log into the file, so that erased data is in neither."""
        async with self._turn(at_once=False):
            await self._empty_log(0)

    async def _empty_log(self, beyond: int) -> None:
        """Empty the write-ahead log if it is larger than `beyond` bytes. The caller holds the writer."""
        file = real_path(self.path)  # if the path is a symbolic link, the log is beside its target
        log = _stat(file.with_name(f"{file.name}-wal"))
        if log is None or log.st_size <= beyond:
            return
        async with self._nobody_reading() as alone:
            if alone:
                with as_storage_failures(self.path):
                    await uninterrupted(self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))

    @asynccontextmanager
    async def _nobody_reading(self) -> AsyncGenerator[bool]:
        """Hold every reader; False if one of them is busy for too long."""
        held: list[sqlite3.Connection] = []
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_READING_SECONDS):
                    while len(held) < _READERS:
                        held.append(await self._readers.get())
            yield len(held) == _READERS
        finally:
            for reader in reversed(held):
                self._readers.put_nowait(reader)

    def _check_exists(self) -> None:
        """Raise `DatabaseGone` if the file was deleted or replaced: writes to it would be lost.

        SQLite may notice nothing, or fail with another error.
        """
        if _file_at(self.path) != self._file:
            raise DatabaseGone(self.path, "ENOENT")

    def write_soon(
        self, work: Callable[[Writing], Awaitable[object]], of: UserId | None = None
    ) -> asyncio.Future[None]:
        """Write in the background, in order, on behalf of a person (`of`) or nobody.

        Waiting writes share one transaction. A failure is logged and affects only the write that failed.
        Closing the database waits for all of them. The future is done once the write is saved or failed.
        """
        soon = _Soon(work, of, asyncio.get_running_loop().create_future())
        self._soon.append(soon)
        if self._background is None or self._background.done():
            self._background = asyncio.create_task(self._write_in_background())
        return soon.over

    async def caught_up(self, of: UserId | None = None) -> None:
        """Wait until everything given to `write_soon` so far is written: one person's, or all."""
        waiting = [soon.over for soon in self._soon if of is None or soon.of == of]
        if waiting:
            await asyncio.wait(waiting)

    def give_up(self, of: UserId) -> None:
        """Cancel a person's writes given to `write_soon` so far."""
        for soon in self._soon:
            if soon.of == of:
                soon.over.cancel()

    async def _write_in_background(self) -> None:
        while self._soon:
            several = tuple(self._soon)
            try:
                await self._write_together(several)
            finally:
                del self._soon[: len(several)]  # what came meanwhile stays
                for soon in several:
                    if not soon.over.done():
                        soon.over.set_result(None)

    async def _write_together(self, several: Sequence[_Soon]) -> None:
        """Write several works in one transaction; if that fails, each in its own."""
        try:
            async with self.write() as writing:
                for soon in several:
                    if not soon.over.cancelled():
                        await soon.work(writing)
        except Exception as error:  # noqa: BLE001 - the writes after it must go on
            if len(several) == 1 or isinstance(error, DatabaseBusy):
                _log.exception("a background write failed")
                return
            for soon in several:
                await self._write_together([soon])


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _file_at(path: Path) -> tuple[int, int] | None:
    """The device and inode of the file at a path; None if there is none."""
    found = _stat(path)
    return None if found is None else (found.st_dev, found.st_ino)


def _make_private(path: Path) -> None:
    """Create the file, readable by its owner only, and its folder, unless they exist. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():  # aiosqlite would find out in a thread that outlives its failure
        raise IsADirectoryError(path)
    if not path.exists():
        path.touch(mode=0o600)

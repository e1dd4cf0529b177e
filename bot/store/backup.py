"""Copying the database while the bot runs, checking copies, and restoring one.

A copy is one file without a WAL. It is written under a temporary name and renamed once it is known to be
sound; see https://www.sqlite.org/backup.html.
"""

import asyncio
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import LiteralString

import aiosqlite

from bot.domain.start_errors import (
    CopyNotWritten,
    CopyUnsound,
    DatabaseMissing,
    DatabaseTooNew,
    DatabaseUnreadable,
)
from bot.domain.storage_errors import DatabaseBusy, DatabaseDamaged
from bot.store.database import Writing
from bot.store.failures import failure_of
from bot.store.fulltext import index_is_in_step, replace_index
from bot.store.health import health_of
from bot.store.lock import real_path

OnStep = Callable[[int, int], None]
"""Called after each step with the number of pages done, and of all pages."""

_STEP = 256
"""Pages copied in one step: 1 MB, a few milliseconds."""

_COUNTED: dict[str, LiteralString] = {
    "show": "SELECT count(*) FROM show",
    "episode": "SELECT count(*) FROM episode",
    "song": "SELECT count(*) FROM song",
    "quote": "SELECT count(*) FROM quote",
    "guild": "SELECT count(*) FROM guild",
    "progress": "SELECT count(*) FROM progress",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """A sound copy: its size in bytes, and the number of rows of each table."""

    path: Path
    version: int
    size: int
    rows: dict[str, int]


async def back_up(database: Path, target: Path, *, on_step: OnStep) -> Copy:
    """Copy the database to `target`, also while a bot is running on it.

    An existing `target` is replaced at the very end. Raises `DatabaseMissing`, `DatabaseTooNew`,
    `CopyUnsound`, `CopyNotWritten` or `StorageFailed`; `target` is unchanged then.
    """
    file = real_path(target)
    async with _beside(file) as temporary:
        await _copy(database, temporary, on_step)
        copy = await _checked(temporary, database)
        if not await _index_is_in_step(temporary):
            raise CopyUnsound(database, ("the search index is out of step (check repairs it)",))
        await asyncio.to_thread(_put, temporary, file)
    return Copy(target, copy.version, copy.size, copy.rows)


async def restore(source: Path, database: Path, *, at: datetime, on_step: OnStep) -> tuple[Copy, Path | None]:
    """Replace the database with a copy of `source`, and keep the old database beside it.

    Returns the copy, and the path of the old database (None if there was none), whose name has `at`. The
    caller must hold the lock (`alone_on`). Raises what `back_up` does; the database is unchanged then. If the
    database is a symbolic link, the link stays.
    """
    file = real_path(database)
    async with _beside(file) as temporary:
        await _copy(source, temporary, on_step)
        copy = await _checked(temporary, source, repair_index=True)
        kept = await asyncio.to_thread(_swap, temporary, file, at)
    return Copy(database, copy.version, copy.size, copy.rows), kept


@asynccontextmanager
async def _beside(target: Path) -> AsyncGenerator[Path]:
    """A new private file beside the target. If it still exists at the end, it is removed."""
    try:
        handle, name = await asyncio.to_thread(
            tempfile.mkstemp, dir=target.parent, prefix=f".{target.name}.", suffix=".partial"
        )
        os.close(handle)
    except OSError as error:
        raise failure_of(error, target) or CopyNotWritten(target, error.strerror or "") from error
    try:
        yield Path(name)
    except OSError as error:
        raise failure_of(error, target) or CopyNotWritten(target, error.strerror or "") from error
    finally:
        await asyncio.to_thread(_remove, Path(name))


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


async def _copy(source: Path, target: Path, on_step: OnStep) -> None:
    if not await asyncio.to_thread(source.is_file):
        raise DatabaseMissing(source)

    def step(_: int, left: int, pages: int) -> None:
        on_step(pages - left, pages)

    try:
        async with (
            aiosqlite.connect(_existing(source), uri=True, isolation_level=None) as reading,
            aiosqlite.connect(target, isolation_level=None) as writing,
        ):
            # One transaction for all steps: else each write of the bot would restart the copy.
            await reading.execute_fetchall("BEGIN")
            await reading.execute_fetchall("SELECT count(*) FROM sqlite_master")
            await reading.backup(writing, pages=_STEP, progress=step)
            await writing.execute_fetchall("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise _failed(error, source, target) from error


def _existing(source: Path) -> str:
    """A SQLite URI that opens an existing file and doesn't create one.

    Not read-only: a reader that may not write would leave an empty WAL.
    """
    return f"{source.absolute().as_uri()}?mode=rw"


def _failed(error: sqlite3.Error, source: Path, target: Path) -> Exception:
    """The error of the source or the target: a new file is neither locked nor damaged, so it is the disk."""
    failure = failure_of(error, target)
    if isinstance(failure, DatabaseDamaged):
        return CopyUnsound(source, (str(error),))
    return DatabaseBusy(source, failure.reason) if isinstance(failure, DatabaseBusy) else failure or error


async def _checked(path: Path, source: Path, *, repair_index: bool = False) -> Copy:
    """Check a copy; faults are reported as the source's. Raises what `back_up` does."""
    try:
        health = await health_of(path)
    except DatabaseUnreadable as error:
        raise CopyUnsound(source, (error.reason,)) from error
    if health.index_alone and repair_index:
        await asyncio.to_thread(replace_index, path)
        return await _checked(path, source)
    if health.index_alone:
        raise CopyUnsound(source, ("the search index is damaged (check repairs it)",))
    if health.faults:
        raise CopyUnsound(source, health.faults)
    if not health.version:
        raise CopyUnsound(source, ("it is empty, or another program's",))
    if health.version > health.newest:
        raise DatabaseTooNew(source, health.version, health.newest)
    async with aiosqlite.connect(path) as connection:
        tables = await _tables(connection)
        counted = {
            table: await connection.execute_fetchall(sql)
            for table, sql in _COUNTED.items()
            if table in tables
        }
    rows = {table: int(row[0]) for table, (row,) in counted.items()}
    return Copy(path, health.version, (await asyncio.to_thread(path.stat)).st_size, rows)


async def _index_is_in_step(path: Path) -> bool:
    async with aiosqlite.connect(path) as connection:
        if "quote_fts" not in await _tables(connection):
            return True  # the copy is older than the index
        return await index_is_in_step(Writing(connection, path))


async def _tables(connection: aiosqlite.Connection) -> set[str]:
    return {str(row[0]) for row in await connection.execute_fetchall("SELECT name FROM sqlite_master")}


def _swap(temporary: Path, database: Path, at: datetime) -> Path | None:
    """Keep the database under a dated name and move the copy into its place, never leaving none there."""
    was_there = database.exists()
    kept = _free_name(database, f"{at:%Y%m%d-%H%M%S}")
    wal = database.with_name(f"{database.name}-wal")
    if was_there:
        _checkpoint(database)
        _keep(database, kept)
    if (
        wal.exists()
    ):  # SQLite couldn't checkpoint it: it belongs to the old database and must not meet the new one
        _keep(wal, kept.with_name(f"{kept.name}-wal"))
        wal.unlink()
    database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
    _put(temporary, database)
    return kept if was_there else None


def _free_name(database: Path, date: str) -> Path:
    names = (f"{database.name}.replaced-{date}{f'-{n}' if n else ''}" for n in count())
    return next(path for name in names if not (path := database.with_name(name)).exists())


def _checkpoint(database: Path) -> None:
    """Write the WAL into the database, as opening it would."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _keep(path: Path, kept: Path) -> None:
    try:
        os.link(path, kept)
    except OSError:  # not every file system has hard links
        shutil.copy2(path, kept)


def _put(temporary: Path, target: Path) -> None:
    """Rename a file into place, so that a power cut leaves either the old or the new one."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(target)
    if sys.platform != "win32":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

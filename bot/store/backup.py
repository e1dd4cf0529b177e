"""Copies of the database: taken while the bot is at work, looked over, and put back in its place.

A copy is one file, without a WAL beside it. It is made under a name of its own and takes its place only
once it has proved sound; see https://www.sqlite.org/backup.html.
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
"""Told after each step: how many pages are done, and of how many."""

_STEP = 256
"""Pages copied at a time: 1 MB, a few milliseconds."""

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
    """A copy that has proved sound: its size in bytes, and how many rows of each table it holds."""

    path: Path
    version: int
    size: int
    rows: dict[str, int]


async def back_up(database: Path, target: Path, *, on_step: OnStep) -> Copy:
    """Copy the database as it is at this moment to `target`, also while a bot works on it.

    What is at `target` already is replaced at the very end. Raises `DatabaseMissing`, `DatabaseTooNew`,
    `CopyUnsound`, `CopyNotWritten` or `StorageFailed`; `target` is then as it was.
    """
    file = real_path(target)
    async with _beside(file) as temporary:
        await _copy(database, temporary, on_step)
        copy = await _looked_over(temporary, database)
        if not await _index_is_in_step(temporary):
            raise CopyUnsound(database, ("the search index is out of step; run check to repair it",))
        await asyncio.to_thread(_put, temporary, file)
    return Copy(target, copy.version, copy.size, copy.rows)


async def restore(source: Path, database: Path, *, at: datetime, on_step: OnStep) -> tuple[Copy, Path | None]:
    """Put a copy of `source` in the place of the database, and keep what was there beside it.

    Gives the copy, and where the replaced database is now (None where there was none); its name tells
    `at`. Whoever calls this holds the lock (`alone_on`). Raises as `back_up` does; the database is then
    as it was. A link to the database goes on leading to it.
    """
    file = real_path(database)
    async with _beside(file) as temporary:
        await _copy(source, temporary, on_step)
        copy = await _looked_over(temporary, source, repair_index=True)
        kept = await asyncio.to_thread(_swap, temporary, file, at)
    return Copy(database, copy.version, copy.size, copy.rows), kept


@asynccontextmanager
async def _beside(target: Path) -> AsyncGenerator[Path]:
    """A new file beside the target, for the host alone; whatever is left of it at the end is removed."""
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
            # One moment for all steps: without it each write of the bot's would begin the copy anew.
            await reading.execute_fetchall("BEGIN")
            await reading.execute_fetchall("SELECT count(*) FROM sqlite_master")
            await reading.backup(writing, pages=_STEP, progress=step)
            await writing.execute_fetchall("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise _failed(error, source, target) from error


def _existing(source: Path) -> str:
    """The address with which SQLite opens a file that is there, and makes none.

    Not read-only, though nothing is written: a reader that may not write leaves an empty WAL behind.
    """
    return f"{source.absolute().as_uri()}?mode=rw"


def _failed(error: sqlite3.Error, source: Path, target: Path) -> Exception:
    """Whose fault it is: a new file is neither locked nor damaged, only its disk fails."""
    failure = failure_of(error, target)
    if isinstance(failure, DatabaseDamaged):
        return CopyUnsound(source, (str(error),))
    return DatabaseBusy(source, failure.reason) if isinstance(failure, DatabaseBusy) else failure or error


async def _looked_over(path: Path, source: Path, *, repair_index: bool = False) -> Copy:
    """Prove a copy sound; what is wrong is said of its source. Raises as `back_up` does."""
    try:
        health = await health_of(path)
    except DatabaseUnreadable as error:
        raise CopyUnsound(source, (error.reason,)) from error
    if health.index_alone and repair_index:
        await asyncio.to_thread(replace_index, path)
        return await _looked_over(path, source)
    if health.index_alone:
        raise CopyUnsound(source, ("the search index is damaged; run check to repair it",))
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
            return True  # it comes with a migration that this copy has yet to see
        return await index_is_in_step(Writing(connection, path))


async def _tables(connection: aiosqlite.Connection) -> set[str]:
    return {str(row[0]) for row in await connection.execute_fetchall("SELECT name FROM sqlite_master")}


def _swap(temporary: Path, database: Path, at: datetime) -> Path | None:
    """Keep the database under a dated name, then put the other in its place: at any moment there is one."""
    was_there = database.exists()
    kept = _free_name(database, f"{at:%Y%m%d-%H%M%S}")
    wal = database.with_name(f"{database.name}-wal")
    if was_there:
        _fold_wal(database)
        _keep(database, kept)
    if wal.exists():  # SQLite could not fold it: it goes with its own database, and must not meet the new one
        _keep(wal, kept.with_name(f"{kept.name}-wal"))
        wal.unlink()
    database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
    _put(temporary, database)
    return kept if was_there else None


def _free_name(database: Path, date: str) -> Path:
    names = (f"{database.name}.replaced-{date}{f'-{n}' if n else ''}" for n in count())
    return next(path for name in names if not (path := database.with_name(name)).exists())


def _fold_wal(database: Path) -> None:
    """Write what stands in the WAL into the database itself, as its next opening would."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _keep(path: Path, kept: Path) -> None:
    try:
        os.link(path, kept)
    except OSError:  # not every file system has second names
        shutil.copy2(path, kept)


def _put(temporary: Path, target: Path) -> None:
    """Move a file into place, so that a power cut leaves the one or the other."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(target)
    if sys.platform != "win32":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

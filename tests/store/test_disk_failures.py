"""Disk failures: each kind has its own error, nothing is half saved, and the writer keeps working."""

import asyncio
import shutil
import sqlite3
import sys
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.storage_errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseGone,
    DatabaseReadOnly,
    DiskFailed,
    DiskFull,
    StorageFailed,
)
from bot.store.database import Database
from bot.store.remembered import recall, remember
from tests.disk_failures import (
    damage,
    files_limited_to,
    fill,
    held_by_another_process,
    make_read_only,
    small_disk,
)

BIG = "x" * 200_000


async def write_two(database: Database, second: str = BIG) -> None:
    """Two values in one transaction; the second may be too big for the disk."""
    async with database.write() as writing:
        await remember(writing, "one", "1")
        await remember(writing, "two", second)


async def stored_values(database: Database) -> tuple[str | None, str | None]:
    async with database.read() as reading:
        return await recall(reading, "one"), await recall(reading, "two")


@asynccontextmanager
async def reopened(path: Path) -> AsyncGenerator[Database]:
    """A database that was closed and reopened, so its WAL is empty."""
    async with Database.open(path):
        pass
    async with Database.open(path) as database:
        yield database


async def fails_and_goes_on(database: Database, kind: type[StorageFailed]) -> StorageFailed:
    """A write fails with this error and saves nothing."""
    with pytest.raises(kind) as failed:
        await write_two(database)
    assert type(failed.value) is kind
    assert await stored_values(database) == (None, None)
    return failed.value


async def test_a_write_waits_for_another_process_and_then_reports_busy(database: Database) -> None:
    with held_by_another_process(database.path):
        failed = await fails_and_goes_on(database, DatabaseBusy)
    assert failed.reason == "SQLITE_BUSY"
    await write_two(database, "2")
    assert await stored_values(database) == ("1", "2")


async def test_writes_that_wait_for_a_locked_database_all_fail_after_one_wait(database: Database) -> None:
    began = time.monotonic()
    with held_by_another_process(database.path):
        failed = await asyncio.gather(*(write_two(database, "2") for _ in range(12)), return_exceptions=True)
    assert {type(error) for error in failed} == {DatabaseBusy}
    assert time.monotonic() - began < 10, "each for itself they wait for 24 seconds"
    await write_two(database, "2")
    assert await stored_values(database) == ("1", "2")


async def test_a_full_disk_saves_nothing_and_works_again_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=2048) as disk:
        async with reopened(disk / "u.db") as database:
            hog = fill(disk)
            failed = await fails_and_goes_on(database, DiskFull)
            assert failed.reason == "SQLITE_FULL"
            hog.unlink()
            await write_two(database)
            assert await stored_values(database) == ("1", BIG)


async def test_a_disk_that_is_full_at_the_commit_saves_nothing(tmp_path: Path) -> None:
    """A small write stays in memory until the commit, which then finds the disk full."""
    with small_disk(tmp_path / "disk", kilobytes=2048) as disk:
        async with reopened(disk / "u.db") as database:
            hog = fill(disk)
            with pytest.raises(DiskFull):
                await write_two(database, "2")
            assert await stored_values(database) == (None, None)
            hog.unlink()
            await write_two(database, "2")
            assert await stored_values(database) == ("1", "2")


async def test_a_file_size_limit_is_reported_as_a_disk_failure(tmp_path: Path) -> None:
    async with reopened(tmp_path / "u.db") as database:
        with files_limited_to(64 * 1024):
            await fails_and_goes_on(database, DiskFailed)
        await write_two(database)
        assert await stored_values(database) == ("1", BIG)


async def test_a_read_only_disk_is_reported_at_startup(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=2048) as disk:
        async with Database.open(disk / "u.db"):
            pass
        make_read_only(disk)
        with pytest.raises(DatabaseReadOnly):
            async with Database.open(disk / "u.db"):
                pass


async def test_a_damaged_page_is_reported_when_read_and_the_rest_works(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "u.db") as database:
        await write_two(database, "2")
    damage(tmp_path / "u.db", "scene")
    async with Database.open(tmp_path / "u.db") as database:
        for _ in range(6):  # more often than there are reader connections
            async with database.read() as reading:
                with pytest.raises(DatabaseDamaged):
                    await reading.rows("SELECT * FROM scene")
        assert await stored_values(database) == ("1", "2")


def removed(path: Path) -> None:
    path.unlink()


def moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("another.db"))
    path.with_name("another.db").replace(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps an open file where it is")
@pytest.mark.parametrize("take_away", [removed, moved, replaced])
async def test_nothing_is_written_to_a_database_file_that_was_removed(
    tmp_path: Path, take_away: Callable[[Path], None]
) -> None:
    async with Database.open(tmp_path / "u.db") as database:
        take_away(database.path)
        for _ in range(2):
            with pytest.raises(DatabaseGone):
                await write_two(database, "2")


async def test_a_mistake_in_our_sql_is_not_reported_as_a_disk_failure(database: Database) -> None:
    async with database.read() as reading:
        with pytest.raises(sqlite3.OperationalError):
            await reading.rows("SELECT * FROM nowhere")

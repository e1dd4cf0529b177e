import os
import sqlite3
import stat
import sys
from pathlib import Path

import aiosqlite
import pytest

from bot.store.migrations import Migration, migrate, migrations


async def migrated(path: Path, known: list[Migration]) -> None:
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await migrate(connection, path, known)


def tables(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return found


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(found)


FIRST = Migration(1, "CREATE TABLE a (x); INSERT INTO a VALUES ('kept; whole');")
SECOND = Migration(2, "CREATE TABLE b (x);")
BROKEN = Migration(2, "CREATE TABLE b (x); INSERT INTO a VALUES ('lost'); SELECT * FROM nowhere;")


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [migration.version for migration in migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_each_migration_is_applied_once(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    await migrated(path, [FIRST])
    await migrated(path, [FIRST, SECOND])
    await migrated(path, [FIRST, SECOND])
    assert tables(path) == {"a", "b"}
    assert version(path) == 2


async def test_a_migration_that_fails_changes_nothing_and_a_copy_stands_beside(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    await migrated(path, [FIRST])
    with pytest.raises(sqlite3.OperationalError):
        await migrated(path, [FIRST, BROKEN])
    assert tables(path) == {"a"}
    assert version(path) == 1
    copy = tmp_path / "m.db.before-2"
    assert tables(copy) == {"a"}
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT x FROM a").fetchall() == [("kept; whole",)]
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
async def test_only_the_host_may_read_the_copy_before_a_migration(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    await migrated(path, [FIRST])
    before = os.umask(0)
    try:
        await migrated(path, [FIRST, SECOND])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "m.db.before-2").stat().st_mode) == 0o600


async def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    await migrated(tmp_path / "m.db", [FIRST, SECOND])
    assert not (tmp_path / "m.db.before-2").exists()

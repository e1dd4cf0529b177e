import json
import os
import sqlite3
import stat
import sys
from pathlib import Path

import aiosqlite
import pytest

import bot.store.migrations
from bot.store.migrations import Migration, migrate, migrations
from bot.store.snapshots import IMAGE


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


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = [migration.version for migration in migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_each_migration_is_applied_once(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    await migrated(path, [FIRST])
    await migrated(path, [FIRST, SECOND])
    await migrated(path, [FIRST, SECOND])
    assert tables(path) == {"a", "b"}
    assert version(path) == 2


async def test_a_failed_migration_changes_nothing_and_leaves_a_copy(tmp_path: Path) -> None:
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
async def test_only_the_host_can_read_the_copy_made_before_a_migration(tmp_path: Path) -> None:
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


def before(topic: str) -> list[Migration]:
    """The migrations before the one with this topic."""
    folder = Path(bot.store.migrations.__file__).parent
    (path,) = folder.glob(f"*_{topic}.sql")
    return [migration for migration in migrations() if migration.version < int(path.name[:4])]


@pytest.mark.parametrize(
    ("settings", "is_told"),
    [
        ("(1, 5, 1, 'open', 0)", False),
        ("(1, 5, 1, 'tagged', 1)", True),
        ("(1, 0, 1, 'tagged', 1)", True),
        ("(1, 5, 1, 'open', 0), (1, 6, 0, 'open', 0)", True),
        ("(1, 5, 1, 'open', 0), (1, 5, 0, 'open', 0)", False),
        ("(1, 5, 1, 'tagged', 1), (1, 5, 2, 'tagged', 0)", False),
        ("(1, 5, 1, 'open', 0), (1, 0, 2, 'open', 0)", True),
        ("(1, 0, 1, 'open', 0), (1, 6, 0, 'open', 0)", False),
    ],
)
async def test_servers_whose_limit_the_single_show_rule_may_change_are_told(
    tmp_path: Path, settings: str, is_told: bool
) -> None:
    path = tmp_path / "m.db"
    await migrated(path, before("single_shows"))
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO show (id, slug, title) VALUES (1, 'one', 'One'), (2, 'two', 'Two')")
    connection.execute("INSERT INTO guild (id) VALUES (1)")
    connection.execute(
        f"INSERT INTO place_policy (guild_id, place_id, progress_key, kind, strict) VALUES {settings}"
    )
    connection.commit()
    connection.close()
    await migrated(path, migrations())
    connection = sqlite3.connect(path)
    assert bool(connection.execute("SELECT 1 FROM news").fetchall()) is is_told
    connection.close()


async def test_existing_shows_and_their_snapshots_have_songs(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    await migrated(path, before("show_songs"))
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO show (id, slug, title) VALUES (1, 'one', 'One')")
    connection.execute(
        "INSERT INTO change (id, guild_id, show_id, made_at, action, subject, copied) "
        "VALUES (1, 1, 1, '2024-01-01', 'edit', 'show', 0)"
    )
    image = '{"title":"Won"}'
    connection.execute(
        "INSERT INTO change_part (change_id, kind, part_id, before) VALUES (1, 'show', 1, ?)", [image]
    )
    connection.commit()
    connection.close()
    await migrated(path, migrations())
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT has_songs FROM show").fetchall() == [(1,)]
    (image,) = connection.execute("SELECT before FROM change_part").fetchone()
    connection.close()
    assert json.loads(image).items() >= {"title": "Won", "has_songs": 1}.items()


@pytest.mark.parametrize(
    ("shows", "guild", "kept"),
    [
        ("", None, None),
        ("(7, 'a', 'Alpha', 1, NULL, NULL, 0)", None, (7, 1)),
        ("(7, 'b', 'Beta', 1, NULL, NULL, 0), (8, 'a', 'Alpha', 1, NULL, NULL, 0)", "(1, NULL)", (8, 1)),
        ("(7, 'a', 'Alpha', 1, NULL, NULL, 0)", "(1, 2)", (2, 1)),
        ("(7, 'two', 'Two', 1, 2, 2, 0)", None, (2, 0)),
        ("(7, 'a', 'Alpha', 1, NULL, NULL, 1)", "(1, 2)", (2, 0)),
        ("(7, 'a', 'Alpha', 1, NULL, NULL, 1), (8, 'b', 'Beta', 1, NULL, NULL, 0)", "(1, 7)", (8, 1)),
    ],
)
async def test_the_migration_keeps_a_servers_default_and_hidden_shows(
    tmp_path: Path, shows: str, guild: str | None, kept: tuple[int | None, int] | None
) -> None:
    path = tmp_path / "m.db"
    await migrated(path, before("default_show"))
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO show (id, slug, title) VALUES (1, 'one', 'One'), (2, 'two', 'Two')")
    if shows:
        columns = "(id, slug, title, owner, progress_key, origin, removed)"
        connection.execute(f"INSERT INTO show {columns} VALUES {shows}")
    if guild:
        connection.execute(f"INSERT INTO guild (id, default_show) VALUES {guild}")
    connection.commit()
    connection.close()
    await migrated(path, migrations())
    connection = sqlite3.connect(path)
    row = connection.execute("SELECT default_show, hides_bundled FROM guild WHERE id = 1").fetchone()
    connection.close()
    assert row == kept


async def test_snapshots_from_before_pictures_equal_rows_without_pictures(tmp_path: Path) -> None:
    """Otherwise everything would look changed, and no earlier change could be undone."""
    path = tmp_path / "m.db"
    await migrated(path, before("pictures"))
    old = IMAGE
    for column in ("still", "poster", "accent", "tvdb", "imdb", "tmdb", "tvmaze"):
        old = old.replace(f", '{column}', {column}", "")
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO show (id, slug, title) VALUES (1, 'one', 'O''ne \"é\"')")
    connection.execute("INSERT INTO change VALUES (1, 7, 1, 1, '2026-01-01', 'edit', 'show', NULL, 0, NULL)")
    part = "(SELECT 'show' AS kind, 1 AS part_id) AS part"
    connection.execute(f"INSERT INTO change_part SELECT 1, 'show', 1, {old} FROM {part}")
    connection.commit()
    connection.close()
    await migrated(path, migrations())
    connection = sqlite3.connect(path)
    (same,) = connection.execute(f"SELECT before IS {IMAGE} FROM change_part AS part").fetchone()
    connection.close()
    assert same

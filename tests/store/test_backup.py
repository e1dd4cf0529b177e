import os
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import opened
from bot.domain.start_errors import CopyNotWritten, CopyUnsound, DatabaseMissing, DatabaseTooNew
from bot.domain.storage_errors import DiskFull
from bot.services.pack_loading import bundled_packs
from bot.store import backup as backup_module
from bot.store.backup import back_up, restore
from bot.store.database import Database
from bot.store.folding import search_is_in_step
from bot.store.health import health_of
from bot.store.remembered import recall, remember
from tests.disk_failures import damage, small_disk

AT = datetime(2026, 3, 1, 12, 30, 5, tzinfo=UTC)
KEPT = "u.db.replaced-20260301-123005"


def unwatched(_: int, __: int) -> None:
    """A progress callback that does nothing."""


async def filled(path: Path, colour: str = "gold") -> Path:
    """A database with the bundled shows and a remembered colour."""
    async with opened(path, bundled_packs()) as database, database.write() as writing:
        await remember(writing, "colour", colour)
    return path


async def colour_in(path: Path) -> str | None:
    async with Database.open(path) as database, database.read() as reading:
        return await recall(reading, "colour")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def modes_in(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_a_backup_is_one_intact_file_with_everything_in_it(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    copy = await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    assert copy.rows["episode"] == 32
    assert copy.size == (tmp_path / "copy.db").stat().st_size
    assert names_in(tmp_path) == {"u.db", "copy.db"}
    assert (await health_of(tmp_path / "copy.db")).faults == ()
    assert await colour_in(tmp_path / "copy.db") == "gold"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
async def test_only_the_host_can_read_a_backup(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    before = os.umask(0)
    try:
        await back_up(path, tmp_path / "copy.db", on_step=unwatched)
        await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
    finally:
        os.umask(before)
    assert modes_in(tmp_path) == {0o600}


async def test_a_backup_includes_what_is_still_in_the_wal(tmp_path: Path) -> None:
    async with opened(tmp_path / "u.db", bundled_packs()) as database:
        async with database.write() as writing:
            await remember(writing, "colour", "red")
        assert (tmp_path / "u.db-wal").stat().st_size > 0
        await back_up(database.path, tmp_path / "copy.db", on_step=unwatched)
    assert await colour_in(tmp_path / "copy.db") == "red"


@contextmanager
def busy_bot(path: Path) -> Generator[subprocess.Popen[bytes]]:
    """Another process that keeps writing two values that are always equal."""
    program = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
for n in range(1_000_000):
    connection.execute("BEGIN IMMEDIATE")
    for name in ("one", "two"):
        connection.execute("INSERT OR REPLACE INTO remembered (name, value) VALUES (?, ?)", (name, str(n)))
    connection.execute("COMMIT")
    if n == 0:
        print("busy", flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"busy\n"
        try:
            yield process
        finally:
            process.kill()


async def test_a_backup_during_writes_is_consistent_and_never_restarts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_module, "_STEP", 1)
    path = await filled(tmp_path / "u.db")
    steps: list[int] = []

    def written() -> str:
        with closing(sqlite3.connect(path)) as connection:
            return str(connection.execute("SELECT value FROM remembered WHERE name = 'one'").fetchone()[0])

    def watched(done: int, _: int) -> None:
        steps.append(done)
        before = written()
        while (
            len(steps) in (1, 20) and written() == before
        ):  # wait here until the other process has written again
            time.sleep(0.001)

    with busy_bot(path):
        await back_up(path, tmp_path / "copy.db", on_step=watched)
    assert steps == list(range(1, len(steps) + 1))
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        one, two = [
            *connection.execute("SELECT value FROM remembered WHERE name IN ('one', 'two') ORDER BY name")
        ]
    assert one == two


async def test_a_damaged_database_is_not_backed_up_and_the_old_backup_stays(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    good = (tmp_path / "copy.db").read_bytes()
    damage(path, "scene")
    with pytest.raises(CopyUnsound):
        await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    assert (tmp_path / "copy.db").read_bytes() == good
    assert names_in(tmp_path) == {"u.db", "copy.db"}


async def test_a_database_with_an_inconsistent_search_index_is_not_backed_up(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    with closing(sqlite3.connect(path)) as connection:
        (trigger,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'quote_folded_removed'"
        ).fetchone()
        connection.execute("DROP TRIGGER quote_folded_removed")
        connection.execute("DELETE FROM quote_folded")
        connection.execute(trigger)
        connection.commit()
    with pytest.raises(CopyUnsound) as error:
        await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    assert "the search index is out of step" in error.value.faults[0]
    assert names_in(tmp_path) == {"u.db"}


async def test_a_database_with_a_broken_reference_is_not_backed_up(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO scene (episode_id, ordinal, text) VALUES (99999, 0, '')")
        connection.commit()
    with pytest.raises(CopyUnsound) as error:
        await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    assert error.value.faults == ("a row of scene refers to a row of episode that is not there",)


async def test_a_full_disk_leaves_no_partial_backup(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        with pytest.raises(DiskFull):
            await back_up(path, disk / "copy.db", on_step=unwatched)
        assert names_in(disk) == set()


async def test_a_backup_into_a_missing_folder_is_refused(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    with pytest.raises(CopyNotWritten):
        await back_up(path, tmp_path / "nowhere" / "copy.db", on_step=unwatched)


async def test_a_restore_replaces_the_database_and_keeps_the_old_one(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db", "gold")
    await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    async with Database.open(path) as database, database.write() as writing:
        await remember(writing, "colour", "red")
    copy, kept = await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
    assert copy.path == path
    assert kept == tmp_path / KEPT
    assert await colour_in(path) == "gold"
    assert await colour_in(tmp_path / KEPT) == "red"


async def test_two_restores_in_one_second_keep_both_old_databases(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    for name in (KEPT, f"{KEPT}-1"):
        _, kept = await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
        assert kept == tmp_path / name
    assert names_in(tmp_path) == {"u.db", "copy.db", KEPT, f"{KEPT}-1"}


async def test_restoring_a_lost_database_does_not_apply_its_old_wal(
    tmp_path: Path,
) -> None:
    path = await filled(tmp_path / "u.db", "gold")
    await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    async with Database.open(path) as database:
        async with database.write() as writing:
            await remember(writing, "colour", "red")
        wal = (tmp_path / "u.db-wal").read_bytes()
    path.unlink()
    (tmp_path / "u.db-wal").write_bytes(wal)
    _, kept = await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
    assert kept is None
    assert await colour_in(path) == "gold"
    assert (tmp_path / f"{KEPT}-wal").read_bytes() == wal


async def test_the_replaced_database_keeps_its_wal_after_a_crash(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db", "gold")
    await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    async with Database.open(path) as database:
        async with database.write() as writing:
            await remember(writing, "colour", "red")
        crashed = {name: (tmp_path / name).read_bytes() for name in ("u.db", "u.db-wal")}
    for name, content in crashed.items():
        (tmp_path / name).write_bytes(content)
    _, kept = await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
    assert kept is not None
    assert await colour_in(path) == "gold"
    assert await colour_in(kept) == "red"


async def test_a_database_too_damaged_to_open_is_replaced_and_kept(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    path.write_bytes(b"\xff" * 8192)
    _, kept = await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
    assert kept is not None
    assert kept.read_bytes() == b"\xff" * 8192
    assert await colour_in(path) == "gold"


async def test_a_copy_made_before_a_migration_can_be_restored(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        folder = Path(backup_module.__file__).parent / "migrations"
        connection.executescript((folder / "0001_catalogue.sql").read_text())
        connection.execute(f"PRAGMA application_id={0x554E4453}")
        connection.execute("PRAGMA user_version=1")
    copy, _ = await restore(tmp_path / "old.db", path, at=AT, on_step=unwatched)
    assert copy.version == 1
    assert copy.rows == {"show": 0, "episode": 0, "song": 0, "quote": 0}
    assert await colour_in(path) is None


def another_programs(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=3")
        connection.execute("CREATE TABLE bookmarks (url)")


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("no database at all, but a text that is long enough for one " * 20)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id={0x554E4453}")
        connection.execute("PRAGMA user_version=999")
        connection.execute("CREATE TABLE show (id)")


def missing(_: Path) -> None:
    """No file at all."""


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (another_programs, CopyUnsound),
        (empty, CopyUnsound),
        (text, CopyUnsound),
        (newer, DatabaseTooNew),
        (missing, DatabaseMissing),
    ],
)
async def test_a_file_that_is_not_an_intact_backup_is_not_restored(
    tmp_path: Path, make: object, error: type[Exception]
) -> None:
    path = await filled(tmp_path / "u.db")
    before = path.read_bytes()
    assert callable(make)
    make(tmp_path / "copy.db")
    with pytest.raises(error):
        await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
    assert path.read_bytes() == before
    assert names_in(tmp_path) <= {"u.db", "copy.db"}


async def test_a_damaged_backup_is_not_restored(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    damage(tmp_path / "copy.db", "episode")
    before = path.read_bytes()
    with pytest.raises(CopyUnsound):
        await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
    assert path.read_bytes() == before
    assert names_in(tmp_path) == {"u.db", "copy.db"}


async def test_a_restore_on_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    copy = await filled(tmp_path / "copy.db")
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        (disk / "u.db").write_bytes(b"what was there")
        with pytest.raises(DiskFull):
            await restore(copy, disk / "u.db", at=AT, on_step=unwatched)
        assert names_in(disk) == {"u.db"}
        assert (disk / "u.db").read_bytes() == b"what was there"


def without_progress(path: Path) -> None:
    changed(path, "DROP TABLE progress")


def without_a_column(path: Path) -> None:
    changed(path, "ALTER TABLE remembered RENAME COLUMN value TO something")


def without_a_trigger(path: Path) -> None:
    changed(path, "DROP TRIGGER quote_added")


def with_a_foreign_trigger(path: Path) -> None:
    changed(path, "CREATE TRIGGER spy AFTER INSERT ON progress BEGIN DELETE FROM show; END")


def with_a_trigger_that_was_altered(path: Path) -> None:
    changed(
        path,
        "DROP TRIGGER quote_added",
        "CREATE TRIGGER quote_added AFTER INSERT ON quote BEGIN DELETE FROM show; END",
    )


def with_a_foreign_table(path: Path) -> None:
    changed(path, "CREATE TABLE diary (show REFERENCES show (id))")


def with_a_view(path: Path) -> None:
    changed(path, "CREATE VIEW peek AS SELECT * FROM progress")


def changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (without_progress, "the table progress is missing"),
        (without_a_column, "the column remembered.value is missing"),
        (without_a_trigger, "the trigger quote_added is missing"),
        (with_a_foreign_trigger, "the trigger spy is not Understudy's"),
        (with_a_trigger_that_was_altered, "the trigger quote_added is not Understudy's"),
        (with_a_foreign_table, "the table diary is not Understudy's"),
        (with_a_view, "the view peek is not Understudy's"),
    ],
)
async def test_a_backup_with_a_changed_schema_is_not_restored(
    tmp_path: Path, change: Callable[[Path], None], fault: str
) -> None:
    path = await filled(tmp_path / "u.db")
    await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    change(tmp_path / "copy.db")
    before = path.read_bytes()
    with pytest.raises(CopyUnsound) as error:
        await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
    assert error.value.faults[0] == fault
    assert path.read_bytes() == before


async def test_a_backup_with_only_a_damaged_search_index_is_restored_and_reindexed(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    await back_up(path, tmp_path / "copy.db", on_step=unwatched)
    damage(tmp_path / "copy.db", "quote_fts_data")
    await restore(tmp_path / "copy.db", path, at=AT, on_step=unwatched)
    async with Database.open(path) as database, database.write() as writing:
        assert await search_is_in_step(writing)


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows links take rights of their own")
async def test_restoring_through_a_link_replaces_its_target(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    real = await filled(tmp_path / "disk" / "real.db", "gold")
    await back_up(real, tmp_path / "copy.db", on_step=unwatched)
    link = tmp_path / "u.db"
    link.symlink_to(real)
    async with Database.open(link) as database, database.write() as writing:
        await remember(writing, "colour", "red")
    _, kept = await restore(tmp_path / "copy.db", link, at=AT, on_step=unwatched)
    assert link.readlink() == real
    assert kept == real.with_name("real.db.replaced-20260301-123005")
    assert await colour_in(real) == "gold"
    assert await colour_in(real.with_name("real.db.replaced-20260301-123005")) == "red"
    assert names_in(tmp_path) == {"disk", "copy.db", "u.db"}


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows links take rights of their own")
async def test_backing_up_to_a_link_keeps_the_link(tmp_path: Path) -> None:
    path = await filled(tmp_path / "u.db")
    (tmp_path / "disk").mkdir()
    link = tmp_path / "copy.db"
    link.symlink_to(tmp_path / "disk" / "copy.db")
    await back_up(path, link, on_step=unwatched)
    assert link.is_symlink()
    assert await colour_in(tmp_path / "disk" / "copy.db") == "gold"

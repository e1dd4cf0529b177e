"""What `check` reports about files; `tests/test_main.py` tests the whole command line."""

import os
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from bot.store.lock import alone_on
from tests.disk_failures import damage, fill, small_disk
from tests.test_main import understudy

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the bot's database, and a token in a file that only the host can read."""
    (tmp_path / ".env").write_text("DISCORD_TOKEN=x\nUNDERSTUDY_DATABASE=u.db\n")
    (tmp_path / ".env").chmod(0o600)
    understudy(tmp_path, "run", DISCORD_API_URL="http://127.0.0.1:9/api/v10")
    return tmp_path


def test_check_reports_nothing_for_files_that_only_the_host_can_read(folder: Path) -> None:
    ran = understudy(folder, "check")
    assert (ran.returncode, ran.stdout) == (0, "Everything is in order.\n")


def test_check_reports_a_database_that_was_removed_from_a_running_bot(folder: Path) -> None:
    (folder / "u.db").unlink()
    with FileLock(folder / "u.db.lock"):
        ran = understudy(folder, "check")
    assert ran.returncode == 1
    assert "✗ u.db was moved or deleted while it was open." in ran.stdout
    assert "python -m bot restore FILE" in ran.stdout
    stopped = understudy(folder, "check")
    assert "u.db does not exist yet. The first start creates it." in stopped.stdout


def test_check_reports_another_programs_database(folder: Path) -> None:
    (folder / "u.db").unlink()
    with closing(sqlite3.connect(folder / "u.db")) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    ran = understudy(folder, "check")
    assert ran.returncode == 1
    assert "✗ The database u.db cannot be used: it is a database of another program." in ran.stdout


@pytest.mark.parametrize("name", [".env", "u.db"])
@pytest.mark.parametrize("mode", [0o604, 0o640])
def test_check_warns_about_files_that_others_can_read(folder: Path, name: str, mode: int) -> None:
    (folder / name).chmod(mode)
    ran = understudy(folder, "check")
    assert ran.returncode == 0
    assert f"! {name} can be read by other users of this machine: chmod 600 {name}\n" in ran.stdout


def changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE quote_fts_data SET block = zeroblob(length(block)) WHERE id > 10",
        "UPDATE quote_fts_data SET block = x'ffffffffffff' WHERE id = 10",
        "DELETE FROM quote_fts_data",
        "UPDATE quote_fts_config SET v = 99 WHERE k = 'version'",
    ],
)
def test_check_rebuilds_an_inconsistent_search_index(folder: Path, harm: str) -> None:
    changed(folder / "u.db", harm)
    assert_repaired(folder)


@pytest.mark.parametrize("table", ["quote_fts_data", "quote_fts_idx", "quote_fts_config"])
def test_check_rebuilds_a_search_index_with_a_damaged_page(folder: Path, table: str) -> None:
    damage(folder / "u.db", table)
    assert_repaired(folder)


def assert_repaired(folder: Path) -> None:
    ran = understudy(folder, "check")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "The search index of u.db was" in ran.stdout
    again = understudy(folder, "check")
    assert (again.returncode, again.stdout) == (0, "Everything is in order.\n")
    copied = understudy(folder, "backup", "copy.db")
    assert copied.returncode == 0, copied.stderr


def test_check_does_not_rebuild_the_search_index_of_a_running_bot(folder: Path) -> None:
    damage(folder / "u.db", "quote_fts_data")
    with FileLock(folder / "u.db.lock"):
        ran = understudy(folder, "check")
    assert ran.returncode == 1
    assert "✗ The search index of u.db is damaged. Stop the bot and check again to repair it." in ran.stdout


def test_check_names_a_missing_table(folder: Path) -> None:
    changed(folder / "u.db", "DROP TABLE progress")
    ran = understudy(folder, "check")
    assert ran.returncode == 1
    assert "✗ u.db is damaged: the table progress is missing." in ran.stdout


def test_check_reports_a_full_or_nearly_full_disk(folder: Path) -> None:
    with small_disk(folder / "disk", kilobytes=4096) as disk:
        (disk / "u.db").write_bytes((folder / "u.db").read_bytes())
        settings = {"UNDERSTUDY_DATABASE": str(disk / "u.db")}
        nearly = understudy(folder, "check", **settings)
        fill(disk)
        full = understudy(folder, "check", **settings)
    assert nearly.returncode == 0
    assert "MB are free on the disk of" in nearly.stdout
    assert full.returncode == 1
    assert "✗ The disk of" in full.stdout


def test_a_second_bot_is_refused_through_a_link_too(folder: Path) -> None:
    (folder / "link.db").symlink_to(folder / "u.db")
    with FileLock(folder / "u.db.lock"):
        ran = understudy(folder, "run", UNDERSTUDY_DATABASE="link.db")
    assert ran.returncode == 1
    assert ran.stderr.startswith("Another Understudy is already using link.db.")
    assert not (folder / "link.db.lock").exists()


def test_only_the_host_can_read_the_lock_file(folder: Path) -> None:
    lock = folder / "u.db.lock"
    lock.unlink(missing_ok=True)
    before = os.umask(0)
    try:
        with alone_on(folder / "u.db"):
            assert stat.S_IMODE(lock.stat().st_mode) == 0o600
        lock.touch()
        lock.chmod(0o666)
        with alone_on(folder / "u.db"):
            assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    finally:
        os.umask(before)

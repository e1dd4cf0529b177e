"""`backup` and `restore`, as a host runs them."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import opened
from bot.services.pack_loading import bundled_packs
from bot.store.database import Database
from bot.store.migrations import migrations
from bot.store.remembered import recall, remember
from tests.disk_failures import damage, held_by_another_process, make_read_only, small_disk
from tests.stand_in import stand_in
from tests.test_main import TOKEN, next_line, running, understudy

SETTINGS = {"DISCORD_TOKEN": "x", "UNDERSTUDY_DATABASE": "u.db"}


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A host's folder: with a used database and nothing else."""
    async with opened(tmp_path / "u.db", bundled_packs()) as database, database.write() as writing:
        await remember(writing, "colour", "gold")
    return tmp_path


def test_a_backup_prints_what_it_contains(folder: Path) -> None:
    ran = understudy(folder, "backup", "copy.db", **SETTINGS)
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False)
    assert "copy.db" in ran.stdout
    assert "episodes" in ran.stdout
    assert "32" in ran.stdout


def test_a_backups_summary_as_json_is_one_line(folder: Path) -> None:
    ran = understudy(folder, "backup", "copy.db", "--json", **SETTINGS)
    report = json.loads(ran.stdout)
    assert (report["file"], report["episodes"], report["version"]) == (
        "copy.db",
        32,
        migrations()[-1].version,
    )
    assert report["bytes"] == (folder / "copy.db").stat().st_size
    assert ran.stderr == ""


def test_a_backup_that_is_refused_says_why_as_json(folder: Path) -> None:
    ran = understudy(folder, "backup", ".", "--json", **SETTINGS)
    report = json.loads(ran.stdout)
    assert (ran.returncode, report["exit_code"], ran.stderr) == (1, 1, "")
    assert report["error"] == ". is a folder or the database itself. Choose a file for the copy."


def test_a_backup_replaces_nothing_unless_forced(folder: Path) -> None:
    (folder / "copy.db").write_text("precious")
    ran = understudy(folder, "backup", "copy.db", **SETTINGS)
    assert ran.returncode == 1
    assert ran.stderr == "copy.db already exists and was not changed. Choose another name, or use --force.\n"
    assert (folder / "copy.db").read_text() == "precious"
    assert understudy(folder, "backup", "copy.db", "--force", **SETTINGS).returncode == 0
    assert (folder / "copy.db").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("target", ["u.db", "./u.db", "."])
def test_a_backup_never_replaces_the_database_or_a_folder(folder: Path, target: str) -> None:
    before = (folder / "u.db").read_bytes()
    assert understudy(folder, "backup", target, "--force", **SETTINGS).returncode == 1
    assert (folder / "u.db").read_bytes() == before


def test_a_backup_without_a_database_prints_one_sentence(tmp_path: Path) -> None:
    ran = understudy(tmp_path, "backup", "copy.db", **SETTINGS)
    assert (ran.returncode, ran.stderr) == (1, "u.db does not exist. Nothing was changed.\n")
    assert list(tmp_path.iterdir()) == []


async def test_while_the_bot_runs_a_backup_works_and_a_restore_is_refused(folder: Path) -> None:
    async with stand_in(token=TOKEN) as discord, running(folder, discord) as process:
        await next_line(process)
        backup = await asyncio.to_thread(understudy, folder, "backup", "copy.db", **SETTINGS)
        restore = await asyncio.to_thread(understudy, folder, "restore", "copy.db", **SETTINGS)
        assert process.returncode is None
    assert backup.returncode == 0
    assert restore.returncode == 1
    assert restore.stderr.startswith("Another Understudy is already using u.db.")
    report = await asyncio.to_thread(understudy, folder, "restore", "copy.db", "--json", **SETTINGS)
    assert json.loads(report.stdout)["replaced_database"].startswith("u.db.replaced-")


async def test_a_restore_says_where_the_replaced_database_is(folder: Path) -> None:
    understudy(folder, "backup", "copy.db", **SETTINGS)
    async with Database.open(folder / "u.db") as database, database.write() as writing:
        await remember(writing, "colour", "red")
    report = json.loads(understudy(folder, "restore", "copy.db", "--json", **SETTINGS).stdout)
    assert report["file"] == "u.db"
    for name, colour in {"u.db": "gold", report["replaced_database"]: "red"}.items():
        async with Database.open(folder / name) as database, database.read() as reading:
            assert await recall(reading, "colour") == colour


def test_a_file_that_is_not_a_backup_is_refused_in_one_sentence(folder: Path) -> None:
    (folder / "notes.txt").write_text("no database, just notes " * 100)
    ran = understudy(folder, "restore", "notes.txt", **SETTINGS)
    assert ran.returncode == 1
    assert (
        ran.stderr
        == "notes.txt is no intact Understudy database: file is not a database. Nothing was changed.\n"
    )


def test_check_reports_a_damaged_database_and_restore_repairs_it(folder: Path) -> None:
    understudy(folder, "backup", "copy.db", **SETTINGS)
    damage(folder / "u.db", "scene")
    ran = understudy(folder, "check", **SETTINGS)
    assert ran.returncode == 1
    assert "✗ u.db is damaged: " in ran.stdout
    assert "python -m bot restore FILE" in ran.stdout
    assert "Traceback" not in ran.stderr

    assert understudy(folder, "backup", "too-late.db", **SETTINGS).returncode == 1
    assert understudy(folder, "restore", "copy.db", **SETTINGS).returncode == 0
    mended = understudy(folder, "check", **SETTINGS)
    assert (mended.returncode, mended.stdout.splitlines()[-1]) == (0, "Everything is in order.")


def test_check_names_older_copies_next_to_a_damaged_database(folder: Path) -> None:
    understudy(folder, "backup", "u.db.before-4", **SETTINGS)
    (folder / "u.db").write_bytes(b"\xff" * 8192)
    ran = understudy(folder, "check", **SETTINGS)
    assert ran.returncode == 1
    assert "older copies next to it: u.db.before-4" in ran.stdout


def test_check_reports_that_another_process_locks_the_database(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "u.db")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    with held_by_another_process(folder / "u.db"):
        ran = understudy(folder, "check", **SETTINGS)
    assert ran.returncode == 1
    assert "u.db is locked by another process." in ran.stdout
    assert "restore" not in ran.stdout
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("command", [["check"], ["run"], ["restore", "copy.db"]])
async def test_a_read_only_disk_is_reported_in_one_sentence(tmp_path: Path, command: list[str]) -> None:
    with small_disk(tmp_path / "disk", kilobytes=4096) as disk:
        async with opened(disk / "u.db", bundled_packs()):
            pass
        understudy(disk, "backup", "copy.db", **SETTINGS)
        make_read_only(disk)
        ran = understudy(disk, *command, **SETTINGS)
    output = ran.stdout + ran.stderr
    assert ran.returncode == 1
    assert "u.db is read-only." in output
    assert "Traceback" not in output


def test_a_full_disk_at_startup_is_reported_in_one_sentence(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        ran = understudy(disk, "run", **SETTINGS)
    assert ran.returncode == 1
    assert "The disk of u.db is full." in ran.stderr
    assert "Traceback" not in ran.stderr

"""What `check` says of files, beside the tests of the whole command line in `tests/test_main.py`."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from tests.test_main import understudy

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database of the bot's, and a token in a file that the host alone may read."""
    (tmp_path / ".env").write_text("DISCORD_TOKEN=x\nUNDERSTUDY_DATABASE=u.db\n")
    (tmp_path / ".env").chmod(0o600)
    understudy(tmp_path, "run", DISCORD_API_URL="http://127.0.0.1:9/api/v10")
    return tmp_path


def test_check_has_nothing_to_say_of_files_for_the_host_alone(folder: Path) -> None:
    ran = understudy(folder, "check")
    assert (ran.returncode, ran.stdout) == (0, "Everything is in order.\n")


def test_check_knows_that_a_database_was_taken_away_from_a_running_bot(folder: Path) -> None:
    (folder / "u.db").unlink()
    with FileLock(folder / "u.db.lock"):
        ran = understudy(folder, "check")
    assert ran.returncode == 1
    assert "✗ u.db was moved or removed while it was open." in ran.stdout
    assert "python -m bot restore FILE" in ran.stdout
    stopped = understudy(folder, "check")
    assert "u.db is not there yet; the first start makes it." in stopped.stdout


def test_check_knows_another_programs_database(folder: Path) -> None:
    (folder / "u.db").unlink()
    with closing(sqlite3.connect(folder / "u.db")) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    ran = understudy(folder, "check")
    assert ran.returncode == 1
    assert "✗ The database u.db cannot be used: it is a database of another program." in ran.stdout


@pytest.mark.parametrize("name", [".env", "u.db"])
@pytest.mark.parametrize("mode", [0o604, 0o640])
def test_check_warns_of_files_that_others_may_read(folder: Path, name: str, mode: int) -> None:
    (folder / name).chmod(mode)
    ran = understudy(folder, "check")
    assert ran.returncode == 0
    assert f"! {name} is open to other users of this machine: chmod 600 {name}\n" in ran.stdout

"""The command line, run as a host runs it."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from bot.app import opened
from bot.commandline.notices import typed
from bot.commandline.playground import playground
from bot.playground import PortTaken
from bot.services.pack_loading import bundled_packs
from bot.store.remembered import remember
from tests.stand_in import APPLICATION, stand_in
from tests.stand_in.process import environment, running

TOKEN = "a-token-for-tests"


def understudy(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in this folder."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_run_without_a_token_fails_and_says_what_is_missing(tmp_path: Path) -> None:
    for arguments in ((), ("run",)):
        ran = understudy(tmp_path, *arguments)
        assert ran.returncode == 1
        assert ran.stderr.startswith("DISCORD_TOKEN is not set.")
        assert "https://discord.com/developers/applications" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_invalid_setting_is_reported_in_one_sentence(tmp_path: Path) -> None:
    ran = understudy(tmp_path, "run", DISCORD_TOKEN="x", UNDERSTUDY_LOG_LEVEL="loud")
    assert ran.returncode == 1
    assert ran.stderr.startswith("UNDERSTUDY_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR. ")
    assert "Traceback" not in ran.stderr


def test_a_file_that_is_not_our_database_is_reported_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("just some notes, kept in a file of this name " * 20)
    ran = understudy(tmp_path, "run", DISCORD_TOKEN="x", UNDERSTUDY_DATABASE="notes.db")
    assert ran.returncode == 1
    assert ran.stderr.startswith("The database notes.db cannot be used: ")
    assert "Traceback" not in ran.stderr


def test_a_second_bot_on_the_same_database_is_refused(tmp_path: Path) -> None:
    with FileLock(tmp_path / "u.db.lock"):
        ran = understudy(tmp_path, "run", DISCORD_TOKEN="x", UNDERSTUDY_DATABASE="u.db")
    assert ran.returncode == 1
    assert ran.stderr.startswith("Another Understudy is already using u.db.")


def test_unreachable_discord_is_reported_in_one_sentence(tmp_path: Path) -> None:
    ran = understudy(tmp_path, "run", DISCORD_TOKEN="x", DISCORD_API_URL="http://127.0.0.1:9/api/v10")
    assert ran.returncode == 1
    assert "Discord cannot be reached." in ran.stderr
    assert "Traceback" not in ran.stderr


def test_check_finds_nothing_wrong_with_a_fresh_set_up(tmp_path: Path) -> None:
    ran = understudy(tmp_path, "check", DISCORD_TOKEN="x")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Everything is in order." in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_check_names_what_is_wrong_and_how_to_repair_it(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "new.db")
    connection.execute("PRAGMA user_version=999")
    connection.close()
    ran = understudy(tmp_path, "check", UNDERSTUDY_DATABASE="new.db")
    assert ran.returncode == 1
    assert "DISCORD_TOKEN is not set." in ran.stdout
    assert "is from a newer Understudy (version 999" in ran.stdout
    assert "Upgrade Understudy" in ran.stdout


async def test_check_repairs_an_inconsistent_search_index(tmp_path: Path) -> None:
    async with opened(tmp_path / "u.db", bundled_packs()) as database, database.write() as writing:
        await writing.run(
            "DELETE FROM quote_folded WHERE quote_id = (SELECT min(quote_id) FROM quote_folded)"
        )
        await writing.run("DELETE FROM quote_waiting")
    settings = {"DISCORD_TOKEN": "x", "UNDERSTUDY_DATABASE": "u.db"}
    assert "has been rebuilt" in understudy(tmp_path, "check", **settings).stdout
    again = understudy(tmp_path, "check", **settings)
    assert "rebuilt" not in again.stdout
    assert again.returncode == 0


@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help"), ("check", "--help")])
def test_help_is_printed(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = understudy(tmp_path, *arguments)
    assert ran.returncode == 0
    assert "Usage" in ran.stdout


async def next_line(process: asyncio.subprocess.Process) -> str:
    """The next line that the process prints."""
    assert process.stdout is not None
    return (await process.stdout.readline()).decode()


async def test_a_wrong_token_is_reported_in_one_sentence(tmp_path: Path) -> None:
    async with stand_in(token="another") as discord, running(tmp_path, discord, token=TOKEN) as process:
        _, errors = await process.communicate()
    assert process.returncode == 1
    assert errors.decode().splitlines()[-1].startswith("Discord refuses this DISCORD_TOKEN.")
    assert "Traceback" not in errors.decode()
    assert TOKEN not in errors.decode()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (4004, "Discord refuses this DISCORD_TOKEN."),
        (4013, "Discord closed the connection for good (code 4013)."),
    ],
)
async def test_a_connection_that_discord_closes_for_good_is_reported_in_one_sentence(
    tmp_path: Path, code: int, sentence: str
) -> None:
    async with stand_in(token=TOKEN) as discord, running(tmp_path, discord) as process:
        await next_line(process)
        await discord.gateway.drop(code=code)
        _, errors = await process.communicate()
    assert process.returncode == 1
    assert errors.decode().splitlines()[-1].startswith(sentence)
    assert "Traceback" not in errors.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_a_bot_in_no_server_prints_its_invite_link_and_stops_cleanly(
    tmp_path: Path, stop: signal.Signals
) -> None:
    async with stand_in(token=TOKEN) as discord, running(tmp_path, discord) as process:
        line = await next_line(process)
        assert "I am in no server yet." in line
        assert f"client_id={APPLICATION}" in line
        asked = time.monotonic()
        process.send_signal(stop)
        _, errors = await process.communicate()
        assert time.monotonic() - asked < 5
        assert process.returncode == 0
        assert discord.closed_with == 1000
    assert "Traceback" not in errors.decode()
    assert TOKEN not in errors.decode()
    assert not (tmp_path / "u.db-wal").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
async def test_a_busy_bot_answers_what_was_asked_before_it_stops(tmp_path: Path) -> None:
    async with stand_in(token=TOKEN, servers=3) as discord, running(tmp_path, discord) as process:
        await discord.gateway.ready()
        asked = [
            await discord.use(
                "episode lookup", user=number, server=discord.servers[number % 3], episode="S01E01"
            )
            for number in range(1, 151)
        ]
        await asked[20].answer()
        process.terminate()
        _, errors = await process.communicate()
        assert process.returncode == 0
        assert discord.closed_with == 1000
        assert [one.user for one in asked if one.user != 21 and one.answers.empty()] == []
    assert "Traceback" not in errors.decode()
    assert "ERROR" not in errors.decode()


async def test_commands_are_synced_only_when_they_changed(tmp_path: Path) -> None:
    async with stand_in(token=TOKEN) as discord:
        for _ in range(2):
            async with running(tmp_path, discord) as process:
                await next_line(process)
                process.terminate()
                await process.wait()
        assert discord.syncs == 1


async def test_another_applications_database_is_refused_unless_it_is_adopted(tmp_path: Path) -> None:
    async with opened(tmp_path / "u.db", bundled_packs()) as database, database.write() as writing:
        await remember(writing, "application", "999")
    async with stand_in(token=TOKEN) as discord:
        async with running(tmp_path, discord) as process:
            _, errors = await process.communicate()
        assert process.returncode == 1
        assert errors.decode().splitlines()[-1].startswith("The database u.db belongs to the Discord ")
        assert "Traceback" not in errors.decode()
        for command in (("bot", "run", "--adopt"), ("bot", "run")):
            async with running(tmp_path, discord, *command) as process:
                assert "I am in no server yet." in await next_line(process)


@pytest.mark.parametrize("outside", [True, False])
def test_printed_commands_work_when_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, outside: bool
) -> None:
    monkeypatch.chdir(Path(sys.prefix).parent)
    if outside:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert typed("check") == f"{Path(sys.executable).relative_to(Path.cwd())} -m bot check"
    else:
        monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
        assert typed("check") == f"{Path(sys.executable).name} -m bot check"


def test_the_playground_uses_another_port_if_its_own_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ports: list[int] = []

    async def serve(_: object, *, port: int, **__: object) -> None:
        ports.append(port)
        if port == 8750:
            raise PortTaken(port)

    monkeypatch.setattr("bot.playground.serve_playground", serve)
    playground(port=None)
    assert ports == [8750, 0]
    assert "Port 8750 is in use, so the playground uses another." in capsys.readouterr().out
    with pytest.raises(SystemExit):
        playground(port=8750)
    assert "playground --port 0" in capsys.readouterr().err

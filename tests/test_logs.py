import logging
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from bot.domain.storage_errors import DiskFull
from bot.logs import set_up_logging
from tests.world import World, text_of


@pytest.fixture(autouse=True)
def put_back() -> object:
    """Restore the logging configuration."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before


def test_an_interactions_token_never_reaches_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO")
    token = "aW50ZXJhY3Rpb24_secret-token.x"
    logging.getLogger("discord.http").warning(
        "We are being rate limited. %s %s",
        "POST",
        f"https://discord.com/api/v10/webhooks/12/{token}/messages/@original",
    )
    logged = capsys.readouterr().err
    assert "/webhooks/12/…/messages/@original" in logged
    assert token not in logged


def test_an_error_that_discord_py_handles_is_one_log_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO")
    error = aiohttp.ServerDisconnectedError()
    reconnecting = ("Attempting a reconnect for shard ID %s in %.2fs", 0, 1.5)
    logging.getLogger("discord.shard").error(*reconnecting, exc_info=error)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(
        "WARNING discord.shard: Attempting a reconnect for shard ID 0 in 1.50s: ServerDisconnectedError"
    )


def test_our_own_errors_keep_their_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO")
    logging.getLogger("discord.client").error("Ignoring exception in on_ready", exc_info=ValueError())
    logging.getLogger("bot.client").error("unexpected", exc_info=aiohttp.ServerDisconnectedError())
    logged = capsys.readouterr().err
    assert "ValueError" in logged
    assert "ServerDisconnectedError" in logged
    assert logged.count("ERROR") == 2


def test_a_disk_failure_is_one_log_line_whoever_logs_it(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO")
    failure = DiskFull(Path("secret/place.db"), "SQLITE_FULL")
    logging.getLogger("discord.app_commands.tree").error("Ignoring an exception", exc_info=failure)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("ERROR   discord.app_commands.tree: the database failed: DiskFull (SQLITE_FULL)")


async def test_suggestions_that_discord_refuses_are_one_log_line(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("INFO")
    world.env.inject_error("POST", "/interactions/*/callback", status=403, code=50013)
    with suppress(Exception):
        await world.fan.autocomplete(world.general, "episode lookup", "episode", "fall")
    (line,) = [each for each in capsys.readouterr().err.splitlines() if "autocomplete" in each]
    assert " WARNING discord.app_commands.tree: " in line
    assert line.endswith(": Forbidden")


async def test_typed_and_shown_text_never_reaches_the_log(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """At every log level, and when something fails."""
    set_up_logging("DEBUG")
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    for command, options in {
        "episode lookup": {"episode": "fallout"},
        "quote search": {"text": "unmistakable words"},
        "song info": {"song": "unmistakable words"},
        "recap": {"episode": "S02E02"},
        "here": {},
    }.items():
        answer = await world.fan.slash(world.general, command, **options)
        assert text_of(answer)
    await world.fan.autocomplete(world.general, "episode lookup", "episode", "unmistakable")
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await world.fan.slash(world.general, "episode lookup", episode="unmistakable")
    logging.getLogger("bot").debug("the log is open")
    logged = capsys.readouterr().err
    assert "an error could not be shown: NotFound" in logged
    assert "the log is open" in logged
    for secret in ("unmistakable", "fallout", "Fallout", "S02E0", "Karen", "fay", "Smash"):
        assert secret not in logged

"""The health page, the metrics and the watchdog: red when the bot is deaf, and only then."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.commandline.notices import explain
from bot.domain.start_errors import BadSetting
from bot.health.page import served
from bot.health.systemd import Systemd
from bot.health.watchdog import Watchdog
from tests.stand_in import StandIn, stand_in
from tests.stand_in.here import SCALE, Here, running_here
from tests.stand_in.process import running

TOKEN = "a-token-for-tests"
DISCORDS_HEARTBEAT = 41.25


@pytest.fixture
async def there() -> AsyncGenerator[StandIn]:
    async with stand_in(token=TOKEN, servers=2, shards=2, heartbeat=DISCORDS_HEARTBEAT / SCALE) as discord:
        yield discord


@pytest.fixture
async def here(tmp_path: Path, there: StandIn) -> AsyncGenerator[Here]:
    async with running_here(tmp_path, there) as running:
        for shard in range(2):
            await there.gateway.ready(shard)
        yield running


@pytest.fixture
async def port(here: Here) -> AsyncGenerator[int]:
    async with served(0, here.bot, here.database) as port:
        yield port


async def get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/{path}") as response:
        return response.status, await response.text()


async def health(port: int) -> tuple[int, Any]:
    status, text = await get(port, "health")
    return status, json.loads(text)


async def until(comes_true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await comes_true():  # noqa: ASYNC110 - nothing sets an event here
            await asyncio.sleep(0.05)


async def is_green(port: int) -> bool:
    return (await health(port))[0] == 200


async def is_red(port: int) -> bool:
    return not await is_green(port)


async def test_it_is_green_when_all_shards_hear_discord(port: int) -> None:
    await until(lambda: is_green(port))
    _, found = await health(port)
    assert (found["status"], found["database"]) == ("ok", True)
    assert [(shard["number"], shard["status"]) for shard in found["shards"]] == [(0, "ok"), (1, "ok")]


async def test_it_is_red_within_two_minutes_of_a_deaf_gateway_and_green_again_after_it(
    port: int, there: StandIn
) -> None:
    """Discord's times are divided by 20 here."""
    await until(lambda: is_green(port))
    there.gateway.is_deaf = True
    began = time.monotonic()
    await until(lambda: is_red(port))
    assert time.monotonic() - began < 120 / SCALE
    assert (await health(port))[1]["status"] == "deaf"
    there.gateway.is_deaf = False
    await until(lambda: is_green(port))


async def test_a_short_interruption_does_not_turn_it_red(port: int, there: StandIn) -> None:
    await until(lambda: is_green(port))
    await there.gateway.drop()
    for _ in range(10):
        assert await is_green(port)
        await asyncio.sleep(0.05)
    await there.gateway.ready()


async def test_it_is_starting_until_the_first_shard_is_ready(tmp_path: Path, there: StandIn) -> None:
    there.gateway.withholds_sessions = True
    async with running_here(tmp_path, there) as here, served(0, here.bot, here.database) as port:
        assert (await health(port))[0] == 503
        assert (await health(port))[1]["status"] == "starting"
        there.gateway.withholds_sessions = False
        await until(lambda: is_green(port))


async def test_it_is_red_when_the_database_is_gone(port: int, here: Here) -> None:
    await until(lambda: is_green(port))
    here.database.path.unlink()
    assert (await health(port))[1]["status"] == "database"


async def test_prometheus_gets_numbers_without_any_id(port: int, here: Here, there: StandIn) -> None:
    for server in there.servers:
        asked = await there.use("episode lookup", server=server, user=777_000_777, episode="S01E01")
        await asked.answer()
    await (await there.use("episode lookup", episode="nonsense")).answer()
    _, text = await get(port, "metrics")
    assert 'understudy_answers_total{command="episode lookup",outcome="answered"} 2.0' in text
    assert 'understudy_answers_total{command="episode lookup",outcome="refused"} 1.0' in text
    assert 'understudy_answer_seconds_count{command="episode lookup"} 3.0' in text
    assert 'understudy_shard_up{shard="1"} 1.0' in text
    for name in ("interactions_waiting", "imports_waiting", "database_wait_seconds_bucket", "servers"):
        assert f"understudy_{name}" in text
    assert re.findall(r"\d{7,}", re.sub(r"\d\.\d+(e-\d+)?", "", text)) == []


async def test_a_taken_port_is_reported_in_one_sentence(here: Here, port: int) -> None:
    with pytest.raises(BadSetting) as error:
        async with served(port, here.bot, here.database):
            pass
    assert explain(error.value).startswith("UNDERSTUDY_HTTP names a port that is in use")


@pytest.fixture
def heard(tmp_path: Path) -> Generator[tuple[socket.socket, str]]:
    """The socket that systemd would listen on."""
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address)
        listener.settimeout(30)
        yield listener, address


def test_without_systemd_nothing_is_told() -> None:
    assert Systemd.of({}) == Systemd(None, None)
    Systemd().tell("READY=1")
    Systemd("/nowhere/at/all").tell("READY=1")


def test_systemd_says_how_often_it_wants_a_sign_of_life() -> None:
    given = {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "120000000"}
    assert Systemd.of(given) == Systemd("/run/x", 120)
    assert Systemd.of({**given, "WATCHDOG_PID": str(os.getpid())}).watchdog == 120
    assert Systemd.of({**given, "WATCHDOG_PID": "1"}).watchdog is None


async def test_a_bot_tells_systemd_when_it_starts_lives_and_stops(
    tmp_path: Path, heard: tuple[socket.socket, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listener, address = heard
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    monkeypatch.setenv("WATCHDOG_USEC", "600000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)

    async def told(line: str) -> None:
        while (await asyncio.to_thread(listener.recv, 100)).decode() != line:
            pass

    async with stand_in(token=TOKEN) as discord, running(tmp_path, discord) as process:
        assert (await asyncio.to_thread(listener.recv, 100)).decode() == "EXTEND_TIMEOUT_USEC=60000000"
        await told("READY=1")
        for _ in range(3):
            await told("WATCHDOG=1")
        process.terminate()
        await told("STOPPING=1")
        await process.wait()


async def test_only_a_bot_that_stays_deaf_while_discord_answers_needs_a_restart(
    here: Here, there: StandIn
) -> None:
    watchdog = Watchdog(here.bot, Systemd(), patience=0.1)
    assert not await watchdog.needs_restart()
    there.gateway.is_deaf = True

    async def deaf() -> bool:
        return all(shard.is_deaf for shard in here.bot.steady.values())

    await until(deaf)
    assert not await Watchdog(here.bot, Systemd(), patience=600).needs_restart(), "it tries by itself first"
    assert await watchdog.needs_restart()
    there.identifies = 4
    assert not await watchdog.needs_restart(), "a restart would cost the last identifies"
    there.identifies = 5
    assert await watchdog.needs_restart()
    there.is_down = True
    assert not await watchdog.needs_restart(), "Discord itself is down"


async def test_a_start_without_a_gateway_never_needs_a_restart(tmp_path: Path, there: StandIn) -> None:
    there.gateway.is_deaf = True
    async with running_here(tmp_path, there) as here:
        await asyncio.sleep(2)
        assert not await Watchdog(here.bot, Systemd(), patience=0).needs_restart()


async def test_a_running_bot_serves_its_health_on_the_port_of_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / ".env").write_text(f"UNDERSTUDY_HTTP={port}\n")
    async with stand_in(token=TOKEN, servers=1) as discord, running(tmp_path, discord):
        await discord.gateway.ready()
        await until(lambda: is_green(port))
        check = (Path(__file__).parents[1] / "Dockerfile").read_text().split("HEALTHCHECK")[1]
        (program,) = re.findall(r'"-c", "(.+)"\]', check)
        ran = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", program.replace("8787", str(port))], check=False
        )
        assert ran.returncode == 0

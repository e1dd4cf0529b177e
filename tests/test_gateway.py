"""Connections that fail in every way: the bot comes back by itself, and its other shards never stop."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.gateway.shards import SteadyShard
from tests.stand_in import Server, StandIn, stand_in
from tests.stand_in.gateway import Greeting
from tests.stand_in.here import SCALE, Here, running_here
from tests.stand_in.payloads import READ_AND_WRITE, command_data, interaction
from tests.world import text_in

TOKEN = "a-token-for-tests"


@pytest.fixture
async def there() -> AsyncGenerator[StandIn]:
    """A Discord with two shards and a server on each."""
    async with stand_in(token=TOKEN, servers=2, shards=2, heartbeat=45 / SCALE) as discord:
        yield discord


@pytest.fixture
async def here(tmp_path: Path, there: StandIn) -> AsyncGenerator[Here]:
    async with running_here(tmp_path, there) as running:
        await connected(there)
        yield running


async def connected(there: StandIn) -> None:
    for shard in range(there.gateway.shards):
        await there.gateway.ready(shard)


async def answers(there: StandIn, server: int) -> None:
    asked = await there.use("episode lookup", server=there.servers[server], episode="S01E01")
    assert "S01E01" in text_in((await asked.answer()).body["components"])


async def until(comes_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not comes_true():  # noqa: ASYNC110 - nothing sets an event here
            await asyncio.sleep(0.01)


def shard(here: Here, number: int = 0) -> SteadyShard:
    return here.bot.steady[number]


BAD: list[Greeting] = [
    "503",
    "close before hello",
    "silence",
    "close after hello",
    "op 7",
    "op 9 true",
    "op 9 false",
    "half",
]


@pytest.mark.parametrize("greeting", BAD)
async def test_a_shard_that_cannot_reconnect_tries_again_while_the_others_go_on(
    here: Here, there: StandIn, greeting: Greeting, caplog: pytest.LogCaptureFixture
) -> None:
    there.gateway.greetings.extend((greeting, greeting, greeting))
    await there.gateway.drop()
    await until(lambda: len(there.gateway.greetings) < 3)
    await answers(there, 1)
    await there.gateway.ready()
    await answers(there, 0)
    assert not here.life.done()
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_bot_that_starts_while_the_gateway_is_down_waits_for_it(
    tmp_path: Path, there: StandIn
) -> None:
    there.gateway.greetings.extend(BAD)
    async with running_here(tmp_path, there) as here:
        await connected(there)
        await answers(there, 0)
        await answers(there, 1)
        assert not here.life.done()


async def test_a_host_that_always_refuses_to_resume_is_left_for_a_new_session(
    here: Here, there: StandIn
) -> None:
    identified = there.gateway.identified
    for _ in range(here.bot.pace.resumes):
        there.gateway.greetings.append("503")
    await there.gateway.drop()
    await there.gateway.ready()
    assert there.gateway.identified == identified + 1


async def test_a_frame_that_cannot_be_read_is_asked_for_again(here: Here, there: StandIn) -> None:
    resumed = there.gateway.resumed
    await there.gateway.garble()
    await until(lambda: there.gateway.resumed > resumed)
    await answers(there, 0)


async def test_a_silent_shard_is_connected_anew_after_two_heartbeats(here: Here, there: StandIn) -> None:
    there.gateway.is_deaf = True
    await until(lambda: shard(here).is_deaf)
    assert shard(here).silence == pytest.approx(2 * 45 / SCALE, abs=1.5)  # pyright: ignore[reportUnknownMemberType]  # its stubs
    connections = there.gateway.connections
    await until(lambda: there.gateway.connections > connections)
    there.gateway.is_deaf = False
    await until(lambda: not any(one.is_deaf for one in here.bot.steady.values()))
    await answers(there, 0)
    await answers(there, 1)


async def test_a_session_that_does_not_begin_is_given_up(here: Here, there: StandIn) -> None:
    """It is greeted, its heartbeats are answered, and still nothing comes: it looks alive and is deaf."""
    there.gateway.withholds_sessions = True
    await there.gateway.drop()
    connections = there.gateway.connections
    await until(lambda: there.gateway.connections > connections + 2)
    there.gateway.withholds_sessions = False
    await there.gateway.ready()
    await answers(there, 0)


async def test_a_refused_token_ends_the_bot(here: Here, there: StandIn) -> None:
    await there.gateway.drop(code=4004)
    with pytest.raises(discord.ConnectionClosed) as closed:
        await here.life
    assert closed.value.code == 4004


async def test_servers_that_left_while_the_bot_was_away_are_forgotten(here: Here, there: StandIn) -> None:
    gone = there.servers[1]
    await until(lambda: len(here.bot.guilds) == 2)
    there.servers.remove(gone)
    await there.gateway.invalidate(shard=1)
    await there.gateway.ready(1)
    await until(lambda: len(here.bot.guilds) == 1)
    there.servers.append(gone)
    await there.bring_back(gone)
    await answers(there, 1)


async def test_handlers_that_have_begun_finish_before_the_bot_is_closed(
    tmp_path: Path, there: StandIn
) -> None:
    """The database is closed next: a handler that went on would fail."""
    done: list[int] = []
    async with running_here(tmp_path, there) as here:
        await connected(there)
        begun = asyncio.Event()

        async def slow(_: object) -> None:
            begun.set()
            await asyncio.sleep(0.3)
            async with here.database.write():
                done.append(1)

        here.bot.add_listener(slow, "on_guild_channel_delete")
        server = there.servers[0]
        await there.gateway.dispatch(
            "CHANNEL_DELETE",
            {**server.place(5), "guild_id": str(server.id)},
            shard=there.gateway.shard_of(server),
        )
        await begun.wait()
    assert done == [1]


async def skipped(here: Here, there: StandIn, event: str, data: Any, log: pytest.LogCaptureFixture) -> None:
    """An event is skipped with one line, and the bot goes on."""
    before, log.records[:] = here.bot.skipped, []
    await there.gateway.dispatch(event, data)
    await until(lambda: here.bot.skipped == before + 1)
    (line,) = (record.getMessage() for record in log.records if record.name.startswith("bot."))
    assert line.startswith("skipped an ")
    assert " that cannot be read: " in line
    await answers(there, 0)


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("no channel", {"channel": None}),
    ("an id that is no number", {"id": "x"}),
    ("a server's id that is no number", {"guild_id": "x"}),
    ("no member", {"member": None}),
    ("a member without a user", {"member": {}}),
    ("no data", {"data": None}),
    ("permissions that are no number", {"app_permissions": "all"}),
]


@pytest.mark.parametrize("change", [change for _, change in BROKEN], ids=[name for name, _ in BROKEN])
async def test_an_interaction_that_cannot_be_read_is_skipped(
    here: Here, there: StandIn, caplog: pytest.LogCaptureFixture, change: dict[str, Any]
) -> None:
    data = command_data("help", {})
    whole = interaction(2, data, token="t", user=1, server=there.servers[0], permissions=READ_AND_WRITE)
    await skipped(here, there, "INTERACTION_CREATE", {**whole, **change}, caplog)


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("GUILD_CREATE", {"id": "x"}),
        ("GUILD_CREATE", {**Server(7).payload(), "channels": [{"id": "1", "type": 0}]}),
        ("GUILD_UPDATE", {}),
        ("GUILD_DELETE", {"id": None}),
        ("CHANNEL_CREATE", {"guild_id": "x"}),
        ("THREAD_CREATE", None),
        ("GUILD_ROLE_UPDATE", {"guild_id": str(Server(0).id), "role": {}}),
    ],
)
async def test_an_event_that_cannot_be_read_is_skipped(
    here: Here, there: StandIn, caplog: pytest.LogCaptureFixture, event: str, data: Any
) -> None:
    await skipped(here, there, event, data, caplog)

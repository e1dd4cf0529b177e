"""Faults of discord.py that `bot/gateway/` works around. A test fails once discord.py has mended its fault,
and its docstring says what can go then."""

import asyncio
import inspect
from collections.abc import AsyncGenerator
from typing import Any, NoReturn

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from tests.stand_in import StandIn, stand_in
from tests.stand_in.here import pointed_at

TOKEN = "a-token-for-tests"


@pytest.fixture
async def there() -> AsyncGenerator[StandIn]:
    async with stand_in(token=TOKEN, servers=1) as discord:
        with pointed_at(discord):
            yield discord


@pytest.fixture
async def plain(there: StandIn) -> AsyncGenerator[discord.AutoShardedClient]:
    """discord.py as it comes, logged in."""
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True), shard_count=1)
    await client.login(there.token)
    yield client
    await client.close()


async def test_a_socket_that_closes_before_hello_ends_the_process(
    plain: discord.AutoShardedClient, there: StandIn
) -> None:
    """When this fails, `SteadyShard` can go, if the next two fail as well."""
    connection = asyncio.create_task(plain.connect())
    await there.gateway.ready()
    shard = plain.get_shard(0)
    assert shard is not None
    there.gateway.greetings.append("close before hello")
    await shard.reconnect()
    with pytest.raises(ReconnectWebSocket):
        await asyncio.wait_for(connection, 30)


class _SeenEnough(Exception):
    pass


async def test_a_shard_that_cannot_start_goes_deeper_with_each_attempt(
    plain: discord.AutoShardedClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Some thousand attempts are a RecursionError. When this fails, `SteadyBot.launch_shard` can go."""
    depths: list[int] = []

    async def refused(*_: object, **__: object) -> NoReturn:
        raise OSError

    async def at_once(_: float) -> None:
        depths.append(sum(frame.function == "launch_shard" for frame in inspect.stack()))
        if len(depths) == 3:
            raise _SeenEnough

    monkeypatch.setattr(DiscordWebSocket, "from_client", refused)
    monkeypatch.setattr("discord.shard.asyncio.sleep", at_once)
    with pytest.raises(_SeenEnough):
        await plain.launch_shard(yarl.URL(), 0)
    assert depths == [1, 2, 3]
    assert len(caplog.records) == 3


async def test_one_shard_that_waits_holds_up_the_others(
    plain: discord.AutoShardedClient, there: StandIn
) -> None:
    """`connect` serves all shards from one loop: whatever waits there holds up all. See above."""
    connection = asyncio.create_task(plain.connect())
    await there.gateway.ready()
    waits, served = asyncio.Event(), asyncio.Event()

    class Waiting:
        async def reconnect(self) -> None:
            await waits.wait()

    class Next:
        async def reconnect(self) -> None:
            served.set()

    queue: Any = vars(plain)["_AutoShardedClient__queue"]
    for shard in (Waiting(), Next()):
        item: Any = discord.shard.EventItem(discord.shard.EventType.reconnect, shard, None)  # pyright: ignore[reportArgumentType]  # a stand-in
        queue.put_nowait(item)
    await asyncio.sleep(0.2)
    assert not served.is_set()
    waits.set()
    await asyncio.wait_for(served.wait(), 30)
    await plain.close()
    await connection


async def test_an_event_that_cannot_be_read_ends_the_process(
    plain: discord.AutoShardedClient, there: StandIn
) -> None:
    """When this fails, `SteadyBot` need not wrap the parsers."""
    connection = asyncio.create_task(plain.connect())
    await there.gateway.ready()
    await there.gateway.dispatch("INTERACTION_CREATE", {"id": "x"})
    with pytest.raises(Exception, match=r".+") as ended:
        await asyncio.wait_for(connection, 30)
    assert isinstance(ended.value, ValueError | KeyError)


async def test_servers_that_left_stay_in_the_cache_after_a_new_session(
    plain: discord.AutoShardedClient, there: StandIn
) -> None:
    """When this fails, `SteadyBot._forget_others` can go."""
    connection = asyncio.create_task(plain.connect())
    await there.gateway.ready()
    await plain.wait_until_ready()
    there.servers.clear()
    await there.gateway.invalidate()
    async with asyncio.timeout(60):
        while there.gateway.identified < 2:  # noqa: ASYNC110 - nothing sets an event here
            await asyncio.sleep(0.05)
    await there.gateway.ready()
    await asyncio.sleep(0.1)
    assert len(plain.guilds) == 1
    await plain.close()
    await connection

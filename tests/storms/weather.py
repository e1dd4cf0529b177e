"""Everything that Discord can do to a bot, at times and in an order that a seed decides."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from tests.stand_in import Fault, Server, StandIn
from tests.stand_in.gateway import Greeting
from tests.stand_in.here import SCALE
from tests.stand_in.rest import Place

GREETINGS: list[Greeting] = [
    "503", "close before hello", "silence", "close after hello", "op 7", "op 9 true", "op 9 false", "half"
]  # fmt: skip
PLACES: list[Place] = ["callback", "follow-up", "original"]
FAULTS = [
    Fault(429, retry_after=1.5 / SCALE),
    Fault(429, retry_after=20 / SCALE),
    Fault(500),
    Fault(502),
    Fault(503),
    Fault(404, 10062),
    Fault(400, 40060),
    Fault(500, done=True),
    Fault(403, 50013),
]
CLOSES = [1000, 1001, 1006, 4000, 4007, 4008, 4009]
UNREADABLE: list[tuple[str, Any]] = [
    ("INTERACTION_CREATE", {"id": "x"}),
    ("GUILD_CREATE", {"id": None}),
    ("CHANNEL_UPDATE", {"type": "future"}),
    ("GUILD_ROLE_DELETE", {}),
    ("SOMETHING_NEW", {"a": [1, 2]}),
]


class Weather:
    """A storm over a fake Discord. `happened` is what it did, to be read when a seed fails."""

    def __init__(self, discord: StandIn, chance: random.Random, keep: list[Server]) -> None:
        self._discord = discord
        self._gateway = discord.gateway
        self._chance = chance
        self._leaving = [server for server in discord.servers if server not in keep]
        self.happened: list[str] = []

    async def blow(self, events: int) -> None:
        """So many events, with pauses."""
        kinds: list[Callable[[], Awaitable[None]]] = [
            self._drop, self._drop, self._bad_greetings, self._bad_greetings, self._reconnect,
            self._invalidate, self._garble, self._deafness, self._no_heartbeats, self._withhold,
            self._refuse, self._refuse, self._slow, self._leave, self._delete, self._twice,
            self._reordered, self._unreadable,
        ]  # fmt: skip
        for _ in range(events):
            kind = self._chance.choice(kinds)
            self.happened.append(kind.__name__.strip("_"))
            await kind()
            await asyncio.sleep(self._chance.random() * 0.3)

    async def clear_up(self) -> None:
        """From here on everything works. Servers that left come back."""
        discord, gateway = self._discord, self._gateway
        gateway.greetings.clear()
        gateway.is_deaf = gateway.withholds_sessions = gateway.ignores_heartbeats = False
        discord.rest.faults.clear()
        discord.rest.delay, discord.deliveries = 0, 1
        await discord.let_go()

    async def _drop(self) -> None:
        await self._with_line(lambda shard: self._gateway.drop(code=self._chance.choice(CLOSES), shard=shard))

    async def _bad_greetings(self) -> None:
        for _ in range(self._chance.randint(1, 4)):
            self._gateway.greetings.append(self._chance.choice(GREETINGS))
        await self._drop()

    async def _reconnect(self) -> None:
        await self._with_line(lambda shard: self._gateway.ask_to_reconnect(shard=shard))

    async def _invalidate(self) -> None:
        resumable = self._chance.random() < 0.5
        await self._with_line(lambda shard: self._gateway.invalidate(resumable=resumable, shard=shard))

    async def _garble(self) -> None:
        await self._with_line(lambda shard: self._gateway.garble(shard=shard))

    async def _deafness(self) -> None:
        self._gateway.is_deaf = True
        await asyncio.sleep(self._chance.choice((0.1, 0.5, 120 / SCALE)))
        self._gateway.is_deaf = False

    async def _no_heartbeats(self) -> None:
        self._gateway.ignores_heartbeats = True
        await asyncio.sleep(self._chance.choice((0.3, 60 / SCALE)))
        self._gateway.ignores_heartbeats = False

    async def _withhold(self) -> None:
        self._gateway.withholds_sessions = True
        await self._drop()
        await asyncio.sleep(self._chance.random() * 0.5)
        self._gateway.withholds_sessions = False

    async def _refuse(self) -> None:
        place, fault = self._chance.choice(PLACES), self._chance.choice(FAULTS)
        self._discord.fail(place, fault, times=self._chance.randint(1, 3))

    async def _slow(self) -> None:
        self._discord.rest.delay = self._chance.choice((0.05, 0.3, 1.0))
        await asyncio.sleep(0.3)
        self._discord.rest.delay = 0

    async def _leave(self) -> None:
        server = self._chance.choice(self._leaving)
        for _ in range(2):
            if server in self._discord.servers:
                await self._discord.take_away(server, unavailable=self._chance.random() < 0.5)
            else:
                await self._discord.bring_back(server, joined=self._chance.random() < 0.5)
            await asyncio.sleep(0.05)

    async def _delete(self) -> None:
        """A channel and a role are deleted while people use them."""
        server = self._chance.choice(self._discord.servers)
        shard = self._gateway.shard_of(server)
        channel = {**server.place(self._chance.randint(4, 20)), "guild_id": str(server.id)}
        await self._gateway.dispatch("CHANNEL_DELETE", channel, shard=shard)
        role = {"guild_id": str(server.id), "role_id": str(server.id + self._chance.randint(1, 9))}
        await self._gateway.dispatch("GUILD_ROLE_DELETE", role, shard=shard)

    async def _twice(self) -> None:
        self._discord.deliveries = 2
        await asyncio.sleep(0.2)
        self._discord.deliveries = 1

    async def _reordered(self) -> None:
        if self._discord.held is None:
            self._discord.held = []
            await asyncio.sleep(0.2)
            await self._discord.let_go()

    async def _unreadable(self) -> None:
        event, data = self._chance.choice(UNREADABLE)
        await self._gateway.dispatch(event, data, shard=self._chance.randrange(self._gateway.shards))

    async def _with_line(self, work: Callable[[int], Awaitable[None]]) -> None:
        """Do something to a shard's connection, if it has one."""
        shard = self._chance.randrange(self._gateway.shards)
        socket = self._gateway.line(shard).socket
        if socket is not None and not socket.closed:
            await work(shard)

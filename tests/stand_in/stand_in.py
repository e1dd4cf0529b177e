"""The whole fake Discord: people use the bot in it, and it returns the bot's replies."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from aiohttp import web

from tests.stand_in.gateway import Gateway
from tests.stand_in.interactions import Answer, Asked
from tests.stand_in.payloads import (
    APPLICATION,
    BOT,
    READ_AND_WRITE,
    Server,
    click_data,
    command_data,
    form_data,
    interaction,
    new_id,
)
from tests.stand_in.rest import Fault, Place, Rest, reply_json

_COMMAND, _CLICK, _SUGGESTIONS, _FORM = 2, 3, 4, 5


@dataclass(slots=True)
class StandIn:
    """A fake Discord with servers. `syncs` counts how often the bot sent its commands.

    Each interaction is delivered as many times as `deliveries` says. With a list in `held` they wait there
    until `let_go`. `identifies` is how many Discord says remain for today; `is_down`: it cannot say.
    """

    token: str
    servers: list[Server] = field(default_factory=list[Server])
    syncs: int = 0
    identifies: int = 999
    deliveries: int = 1
    held: list[tuple[int, dict[str, Any]]] | None = None
    is_down: bool = False
    port: int = 0
    rest: Rest = field(default_factory=Rest)
    gateway: Gateway = field(init=False)

    def __post_init__(self) -> None:
        self.gateway = Gateway(self.servers)

    @property
    def api_url(self) -> str:
        """Where its REST interface is."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Where its gateway is."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    @property
    def closed_with(self) -> int | None:
        """The code with which the bot closed the gateway connection."""
        return self.gateway.closed_with

    async def use(
        self,
        command: str,
        *,
        user: int = 1,
        server: Server | None = None,
        permissions: int = 0,
        **options: Any,
    ) -> Asked:
        """Somebody uses a command, such as `episode lookup`."""
        data = command_data(command, options)
        return await self._send(_COMMAND, data, user=user, server=server, permissions=permissions)

    async def type(
        self, command: str, option: str, *, user: int = 1, server: Server | None = None, **options: Any
    ) -> Asked:
        """Somebody types into an option of a command, and waits for suggestions."""
        data = command_data(command, options, focused=option)
        return await self._send(_SUGGESTIONS, data, user=user, server=server)

    async def click(
        self,
        answer: Answer,
        custom_id: str,
        *,
        user: int = 1,
        values: list[str] | None = None,
        server: Server | None = None,
        permissions: int = 0,
    ) -> Asked:
        """Somebody clicks a button of a reply, or chooses values in a menu of it."""
        assert answer.message is not None
        data = click_data(answer.message, custom_id, values)
        return await self._send(
            _CLICK, data, user=user, server=server, clicked=answer.message, permissions=permissions
        )

    async def submit(
        self,
        custom_id: str,
        fields: dict[str, str],
        *,
        user: int = 1,
        server: Server | None = None,
        permissions: int = 0,
    ) -> Asked:
        """Somebody sends a form."""
        data = form_data(custom_id, fields)
        return await self._send(_FORM, data, user=user, server=server, permissions=permissions)

    def fail(self, place: Place, fault: Fault, *, times: int = 1) -> None:
        """Let the next requests of a kind fail."""
        self.rest.faults[place].extend([fault] * times)

    def delete(self, answer: Answer) -> None:
        """Somebody deletes a message of the bot's."""
        assert answer.message is not None
        self.rest.gone.add(answer.message["id"])

    async def take_away(self, server: Server, *, unavailable: bool = False) -> None:
        """The bot is removed from a server, or (`unavailable`) the server has an outage."""
        self.servers.remove(server)
        gone = {"id": str(server.id), **({"unavailable": True} if unavailable else {})}
        await self.gateway.dispatch("GUILD_DELETE", gone, shard=self.gateway.shard_of(server))

    async def bring_back(self, server: Server, *, joined: bool = False) -> None:
        """A server's outage ends, or (`joined`) the bot is added to the server."""
        self.servers.append(server)
        payload = server.payload()
        if joined:
            del payload["unavailable"]
        await self.gateway.dispatch("GUILD_CREATE", payload, shard=self.gateway.shard_of(server))

    async def _send(
        self,
        kind: int,
        data: dict[str, Any],
        *,
        user: int,
        server: Server | None = None,
        clicked: dict[str, Any] | None = None,
        permissions: int = 0,
    ) -> Asked:
        token = f"t{new_id()}"
        server = server or self.servers[0]
        payload = interaction(
            kind, data, token=token, user=user, server=server, permissions=permissions or READ_AND_WRITE
        )
        if clicked is not None:
            payload["message"] = clicked
        asked = Asked(payload["id"], token, user, server.channel, perf_counter(), original=clicked)
        self.rest.asked[token] = asked
        for _ in range(self.deliveries):
            if self.held is not None:
                self.held.append((self.gateway.shard_of(server), payload))
            else:
                await self.gateway.dispatch(
                    "INTERACTION_CREATE", payload, shard=self.gateway.shard_of(server)
                )
        return asked

    async def let_go(self) -> None:
        """Deliver what was held, the last first, and hold nothing more."""
        held, self.held = self.held or [], None
        for shard, payload in reversed(held):
            await self.gateway.dispatch("INTERACTION_CREATE", payload, shard=shard)

    def routes(self) -> list[web.RouteDef]:
        """What it answers at."""
        return [
            web.get("/gateway", self.gateway.serve),
            web.get("/api/v10/users/@me", self._me),
            web.get("/api/v10/oauth2/applications/@me", self._application),
            web.get("/api/v10/gateway/bot", self._gateway_bot),
            web.put(f"/api/v10/applications/{APPLICATION}/commands", self._sync),
            *self.rest.routes(),
        ]

    async def _me(self, request: web.Request) -> web.Response:
        if request.headers["Authorization"] != f"Bot {self.token}":
            return reply_json({"message": "401: Unauthorized", "code": 0}, status=401)
        return reply_json(BOT)

    async def _application(self, _: web.Request) -> web.Response:
        return reply_json(
            {
                "id": str(APPLICATION),
                "name": "Understudy",
                "description": "",
                "icon": None,
                "flags": 0,
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "",
                "owner": BOT,
            }
        )

    async def _gateway_bot(self, _: web.Request) -> web.Response:
        if self.is_down:
            return reply_json({"message": "gone", "code": 0}, status=404)
        limit = {"total": 1000, "remaining": self.identifies, "reset_after": 0, "max_concurrency": 1}
        # Nothing listens at this address: a bot behind a gateway proxy must not use it.
        return reply_json(
            {"url": "ws://127.0.0.1:9", "shards": self.gateway.shards, "session_start_limit": limit}
        )

    async def _sync(self, request: web.Request) -> web.Response:
        self.syncs += 1
        commands: list[dict[str, Any]] = await request.json()
        # A menu is sent without a description, and Discord answers with an empty one.
        known = {"description": "", "application_id": str(APPLICATION), "version": "1"}
        return reply_json(
            [{**known, **command, "id": str(index)} for index, command in enumerate(commands, start=1)]
        )


@asynccontextmanager
async def stand_in(
    *, token: str, servers: int = 0, shards: int = 1, heartbeat: float = 45
) -> AsyncGenerator[StandIn]:
    """Start the fake Discord on a free port, with the bot in this many servers; it accepts this token.

    `heartbeat` is in seconds.
    """
    discord = StandIn(token, [Server(number) for number in range(servers)])
    discord.gateway.shards, discord.gateway.heartbeat = shards, heartbeat
    application = web.Application()
    application.add_routes(discord.routes())
    runner = web.AppRunner(application, shutdown_timeout=1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    discord.port = runner.addresses[0][1]
    discord.gateway.url = discord.gateway_url
    try:
        yield discord
    finally:
        await runner.cleanup()

"""A small stand-in for Discord on loopback sockets: as much of REST and gateway as a bot needs to connect."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

APPLICATION = 4242
_USER = {"id": str(APPLICATION), "username": "understudy", "discriminator": "0", "avatar": None, "bot": True}


def _json(value: Any, *, status: int = 200) -> web.Response:
    # As Discord does it: without a charset, which discord.py would not take for JSON.
    return web.Response(
        body=json.dumps(value).encode(), status=status, headers={"Content-Type": "application/json"}
    )


@dataclass(slots=True)
class StandIn:
    """What the stand-in saw; `closed_with` is the code with which the bot closed its gateway connection."""

    token: str
    port: int = 0
    syncs: int = 0
    closed_with: int | None = None

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/v10/users/@me", self._me),
            web.get("/api/v10/oauth2/applications/@me", self._application),
            web.get("/api/v10/gateway/bot", self._gateway_bot),
            web.put(f"/api/v10/applications/{APPLICATION}/commands", self._sync),
            web.get("/gateway", self._gateway),
        ]

    async def _me(self, request: web.Request) -> web.Response:
        if request.headers["Authorization"] != f"Bot {self.token}":
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        return _json(_USER)

    async def _application(self, _: web.Request) -> web.Response:
        return _json(
            {
                "id": str(APPLICATION),
                "name": "Understudy",
                "description": "",
                "icon": None,
                "flags": 0,
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "",
                "owner": _USER,
            }
        )

    async def _gateway_bot(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        # The address is one that nothing answers at: a bot behind a gateway proxy must not go there.
        return _json({"url": "ws://127.0.0.1:9", "shards": 1, "session_start_limit": limit})

    async def _sync(self, request: web.Request) -> web.Response:
        self.syncs += 1
        commands: list[dict[str, Any]] = await request.json()
        return _json(
            [
                {
                    "description": "",
                    **command,
                    "id": str(index),
                    "application_id": str(APPLICATION),
                    "version": "1",
                }
                for index, command in enumerate(commands, start=1)
            ]
        )

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            if message.json()["op"] == 2:
                await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": self._ready()})
            elif message.json()["op"] == 1:
                await socket.send_json({"op": 11})
        self.closed_with = socket.close_code
        return socket

    def _ready(self) -> dict[str, Any]:
        return {
            "v": 10,
            "user": _USER,
            "guilds": [],
            "session_id": "s",
            "shard": [0, 1],
            "application": {"id": str(APPLICATION), "flags": 0},
            "resume_gateway_url": self.gateway_url,
        }


@asynccontextmanager
async def stand_in(*, token: str) -> AsyncGenerator[StandIn]:
    """Start the stand-in on a free port; it takes this token."""
    discord = StandIn(token)
    application = web.Application()
    application.add_routes(discord.routes())
    runner = web.AppRunner(application, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    discord.port = runner.addresses[0][1]
    try:
        yield discord
    finally:
        await runner.cleanup()

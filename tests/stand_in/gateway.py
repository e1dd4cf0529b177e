"""Discord's gateway: greets, identifies, resumes, and sends events; a test can drop or refuse it."""

import asyncio
import json
from collections import deque
from collections.abc import Sequence
from typing import Any

from aiohttp import WSMsgType, web

from tests.stand_in.payloads import APPLICATION, BOT, Server

_HEARTBEAT = 45_000
_DISPATCH, _HEARTBEATS, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11


class Gateway:
    """One connection at a time, for one shard.

    `url` is where it is; `identified` and `resumed` count; `closed_with` is the code with which the bot
    closed the last connection.
    """

    def __init__(self, servers: Sequence[Server]) -> None:
        self.url = ""
        self._servers = servers
        self.identified = 0
        self.resumed = 0
        self.closed_with: int | None = None
        self._socket: web.WebSocketResponse | None = None
        self._takes_events = False
        self._told = asyncio.Event()
        self._sequence = 0
        self._sent: deque[tuple[int, str]] = deque(maxlen=100)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Talk to a connected bot until either side closes."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        self._socket = socket
        await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": _HEARTBEAT}})
        async for received in socket:
            if received.type is WSMsgType.TEXT:
                await self._received(socket, received.json())
        self._stop()
        self.closed_with = socket.close_code
        return socket

    async def ready(self) -> None:
        """Wait until the bot was sent every server, or has resumed."""
        async with asyncio.timeout(60):
            await self._told.wait()

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Send an event; a lost one is sent again when the bot resumes."""
        self._sequence += 1
        text = json.dumps({"op": _DISPATCH, "t": event, "s": self._sequence, "d": data})
        self._sent.append((self._sequence, text))
        if self._socket is not None and not self._socket.closed and self._takes_events:
            await self._socket.send_str(text)

    async def drop(self, *, code: int = 1001) -> None:
        """Close the connection. The bot may resume."""
        assert self._socket is not None
        self._stop()
        await self._socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Ask the bot to reconnect, as Discord does before maintenance."""
        await self._order(_RECONNECT, None)

    async def invalidate(self) -> None:
        """Invalidate the session: the bot has to identify again."""
        self._sent.clear()
        await self._order(_INVALID, data=False)

    async def _order(self, op: int, data: bool | None) -> None:
        assert self._socket is not None
        self._stop()
        await self._socket.send_json({"op": op, "d": data})

    async def _received(self, socket: web.WebSocketResponse, received: dict[str, Any]) -> None:
        match received["op"]:
            case op if op == _HEARTBEATS:
                await socket.send_json({"op": _ACK})
            case op if op == _IDENTIFY:
                await self._identify(socket)
            case op if op == _RESUME:
                await self._resume(socket, received["d"])
            case _:
                pass

    async def _identify(self, socket: web.WebSocketResponse) -> None:
        self.identified += 1
        self._sequence = 1
        self._sent.clear()
        ready = {
            "v": 10,
            "user": BOT,
            "guilds": [{"id": str(server.id), "unavailable": True} for server in self._servers],
            "session_id": self._session,
            "shard": [0, 1],
            "application": {"id": str(APPLICATION), "flags": 0},
            "resume_gateway_url": self.url,
        }
        await socket.send_json({"op": _DISPATCH, "t": "READY", "s": 1, "d": ready})
        self._takes_events = True
        for server in self._servers:
            await self.dispatch("GUILD_CREATE", server.payload())
        self._told.set()

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        if data["session_id"] != self._session or not self._sent:
            await socket.send_json({"op": _INVALID, "d": False})
            return
        self.resumed += 1
        for sequence, text in self._sent:
            if sequence > data["seq"]:
                await socket.send_str(text)
        self._takes_events = True
        await self.dispatch("RESUMED", {})
        self._told.set()

    def _stop(self) -> None:
        self._takes_events = False
        self._told.clear()

    @property
    def _session(self) -> str:
        return f"session-{self.identified}"

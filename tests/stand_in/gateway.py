"""Discord's gateway: greets, identifies, resumes and sends events; a test can let it fail in many ways."""

import asyncio
import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import WSMsgType, web

from tests.stand_in.payloads import APPLICATION, BOT, Server

_HEARTBEAT = 45.0
_DISPATCH, _HEARTBEATS, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11

Greeting = Literal[
    "503", "close before hello", "silence", "close after hello", "op 7", "op 9 true", "op 9 false", "half"
]
"""How a new connection can fail: refused, closed, left alone, sent away, or given half a frame."""


@dataclass(slots=True)
class Line:
    """One shard: its connection, its session, and what it was sent."""

    shard: int
    socket: web.WebSocketResponse | None = None
    takes_events: bool = False
    told: asyncio.Event = field(default_factory=asyncio.Event)
    session: int = 0
    sequence: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque[tuple[int, str]](maxlen=1000))

    def stop(self) -> None:
        """Send no more events here until the bot has resumed or identified."""
        self.takes_events = False
        self.told.clear()

    @property
    def session_id(self) -> str:
        """The session's name."""
        return f"session-{self.shard}-{self.session}"


class Gateway:
    """One connection at a time for each shard.

    `url` is where it is; `identified` and `resumed` count; `closed_with` is the code with which the bot
    closed the last connection. `greetings` are for the next connections, of whichever shard; `is_deaf`: it
    takes everything and says nothing; `withholds_sessions`: it greets and answers heartbeats, but neither
    identifies nor resumes lead anywhere; `ignores_heartbeats`: only those are not answered; `heartbeat` is in
    seconds.
    """

    def __init__(self, servers: Sequence[Server]) -> None:
        self.url = ""
        self._servers = servers
        self.shards = 1
        self.heartbeat = _HEARTBEAT
        self.identified = 0
        self.resumed = 0
        self.closed_with: int | None = None
        self.greetings: deque[Greeting] = deque()
        self.is_deaf = False
        self.withholds_sessions = False
        self.ignores_heartbeats = False
        self.connections = 0
        self._lines: dict[int, Line] = {}

    def line(self, shard: int = 0) -> Line:
        """A shard's line."""
        return self._lines.setdefault(shard, Line(shard))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk to a connected bot until either side closes."""
        self.connections += 1
        greeting = self.greetings.popleft() if self.greetings else None
        if greeting == "503":
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        if greeting is not None:
            await self._fail(socket, greeting)
        elif not self.is_deaf:
            await self._send(socket, _HELLO, {"heartbeat_interval": int(self.heartbeat * 1000)})
        line: Line | None = None
        async for received in socket:
            if received.type is WSMsgType.TEXT and greeting is None and not self.is_deaf:
                line = await self._received(socket, received.json()) or line
        if line is not None and line.socket is socket:
            line.stop()
        self.closed_with = socket.close_code
        return socket

    async def _fail(self, socket: web.WebSocketResponse, greeting: Greeting) -> None:
        hello = {"heartbeat_interval": int(self.heartbeat * 1000)}
        match greeting:
            case "close before hello":
                await socket.close(code=1001)
            case "close after hello":
                await self._send(socket, _HELLO, hello)
                await socket.close(code=4000)
            case "op 7":
                await self._send(socket, _HELLO, hello)
                await self._send(socket, _RECONNECT, None)
            case "op 9 true" | "op 9 false":
                await self._send(socket, _HELLO, hello)
                await self._send(socket, _INVALID, greeting == "op 9 true")
            case "half":
                await socket.send_str('{"op": 10, "d": {"heartb')
            case "silence" | "503":
                pass

    async def ready(self, shard: int = 0) -> None:
        """Wait until the bot was sent every server, or has resumed."""
        async with asyncio.timeout(60):
            await self.line(shard).told.wait()

    async def dispatch(self, event: str, data: Any, *, shard: int = 0) -> None:
        """Send an event; a lost one is sent again when the bot resumes."""
        line = self.line(shard)
        line.sequence += 1
        text = json.dumps({"op": _DISPATCH, "t": event, "s": line.sequence, "d": data})
        line.sent.append((line.sequence, text))
        if line.socket is not None and not line.socket.closed and line.takes_events and not self.is_deaf:
            await line.socket.send_str(text)

    def shard_of(self, server: Server) -> int:
        """The shard that hears of a server."""
        return (server.id >> 22) % self.shards

    async def drop(self, *, code: int = 1001, shard: int = 0) -> None:
        """Close the connection. The bot may resume."""
        line = self.line(shard)
        assert line.socket is not None
        line.stop()
        await line.socket.close(code=code)

    async def garble(self, *, shard: int = 0) -> None:
        """Send a frame that is no JSON."""
        line = self.line(shard)
        assert line.socket is not None
        await line.socket.send_str('{"op": 0, "t": "GUILD_CREATE", "s": 7, "d": {"na')

    async def ask_to_reconnect(self, *, shard: int = 0) -> None:
        """Ask the bot to reconnect, as Discord does before maintenance."""
        await self._order(shard, _RECONNECT, None)

    async def invalidate(self, *, resumable: bool = False, shard: int = 0) -> None:
        """Invalidate the session: the bot has to identify again, or (`resumable`) to resume."""
        if not resumable:
            self.line(shard).sent.clear()
        await self._order(shard, _INVALID, data=resumable)

    async def _order(self, shard: int, op: int, data: bool | None) -> None:
        line = self.line(shard)
        assert line.socket is not None
        line.stop()
        await self._send(line.socket, op, data)

    async def _send(self, socket: web.WebSocketResponse, op: int, data: Any = None) -> None:
        await socket.send_json({"op": op, "d": data})

    async def _received(self, socket: web.WebSocketResponse, received: dict[str, Any]) -> Line | None:
        """Answer a frame. Returns the shard's line once the bot says which it is."""
        match received["op"]:
            case op if op == _HEARTBEATS:
                if not self.ignores_heartbeats:
                    await self._send(socket, _ACK)
            case _ if self.withholds_sessions:
                pass
            case op if op == _IDENTIFY:
                return await self._identify(socket, self.line(received["d"]["shard"][0]))
            case op if op == _RESUME:
                return await self._resume(socket, received["d"])
            case _:
                pass
        return None

    async def _identify(self, socket: web.WebSocketResponse, line: Line) -> Line:
        self.identified += 1
        line.session += 1
        line.socket, line.sequence = socket, 1
        line.sent.clear()
        mine = [server for server in self._servers if self.shard_of(server) == line.shard]
        ready = {
            "v": 10,
            "user": BOT,
            "guilds": [{"id": str(server.id), "unavailable": True} for server in mine],
            "session_id": line.session_id,
            "shard": [line.shard, self.shards],
            "application": {"id": str(APPLICATION), "flags": 0},
            "resume_gateway_url": self.url,
        }
        await socket.send_json({"op": _DISPATCH, "t": "READY", "s": 1, "d": ready})
        line.takes_events = True
        for server in mine:
            await self.dispatch("GUILD_CREATE", server.payload(), shard=line.shard)
        line.told.set()
        return line

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> Line | None:
        line = next((one for one in self._lines.values() if one.session_id == data["session_id"]), None)
        if line is None or not line.sent:
            await self._send(socket, _INVALID, data=False)
            return None
        self.resumed += 1
        line.socket = socket
        seen = data["seq"]
        while missed := [one for one in line.sent if one[0] > seen]:  # more may come meanwhile
            seen, text = missed[0]
            await socket.send_str(text)
        line.takes_events = True
        await self.dispatch("RESUMED", {}, shard=line.shard)
        line.told.set()
        return line

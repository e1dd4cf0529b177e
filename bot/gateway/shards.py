"""One shard: a task that connects, listens, and begins again, whatever happens."""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yarl
from discord import AutoShardedClient, ConnectionClosed
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.shard import EventItem, EventType, Shard

_log = logging.getLogger(__name__)

_NEVER_AGAIN = (4004, 4010, 4011, 4012, 4013, 4014)
"""Close codes after which Discord refuses every further connection: the token, shards, intents."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a shard waits, in seconds.

    `hello`: for a socket to open and greet. `session`: for READY or RESUMED. `identify`: between two
    identifies. `first` to `longest`: between failed attempts, doubled each time. `settled`: a session that
    lasted as long was a good one.
    """

    hello: float = 30
    session: float = 60
    identify: float = 5
    first: float = 1
    longest: float = 30
    settled: float = 10
    resumes: int = 2
    """Failed resumes before it identifies anew: the host to resume at may fail for ever."""


class Identifying:
    """Shards identify one after the other, with Discord's pause in between."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._turn = asyncio.Lock()
        self._last = float("-inf")

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Hold the turn. If this ends without an error, an identify was sent."""
        async with self._turn:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(self._last + self._pace.identify - loop.time())
            yield
            self._last = loop.time()


def where(error: Exception) -> str:
    """What kind of error it is, and where it was raised; never what was read."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = "" if at is None else f" at {Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}"
    return f"{type(error).__name__}{place}"


class Socket(DiscordWebSocket):
    """A connection that knows when it last received anything, and whether its session has begun."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.opened = self.heard = self.loop.time()
        self.has_begun = False
        self.heartbeat = 41.25
        """Seconds between heartbeats: Discord's usual ones, until it has said so."""

    async def received_message(self, msg: Any, /) -> None:
        """Handle a frame. One that cannot be read breaks the stream, so the shard connects anew."""
        self.heard = self.loop.time()
        try:
            await super().received_message(msg)
        except (ReconnectWebSocket, ConnectionClosed, OSError):
            raise
        except Exception as error:
            _log.warning("shard %s received what it cannot read: %s", self.shard_id, where(error))
            raise ReconnectWebSocket(self.shard_id, resume=self.has_begun) from error
        if self._keep_alive is not None and self._keep_alive.interval:
            self.heartbeat = self._keep_alive.interval

    @property
    def age(self) -> float:
        """Seconds since it was opened."""
        return self.loop.time() - self.opened


class SteadyShard(Shard):
    """A shard that stays connected: one task that connects, listens, and begins again."""

    def __init__(
        self,
        client: AutoShardedClient,
        number: int,
        queue_put: Callable[[EventItem], None],
        *,
        pace: Pace,
        identifying: Identifying,
        keep: Callable[["SteadyShard"], None],
    ) -> None:
        nothing: Any = None
        super().__init__(nothing, client, queue_put)
        self.socket: Socket | None = None
        self._pace = pace
        self._identifying = identifying
        self._keep = keep
        self._number = number
        self._gateway: yarl.URL | None = None
        self._failures = 0
        self._resumes_failed = 0
        self._may_resume = False
        self._is_connected = False
        self._closing: set[asyncio.Task[Any]] = set()
        self.tried = asyncio.Event()
        self.reconnects = 0
        self.heard: float | None = None
        """When the last frame of a session arrived, by the loop's clock; None before the first READY."""

    @property
    def id(self) -> int:
        """The shard's number."""
        return self._number

    def begin(self, gateway: yarl.URL) -> None:
        """Connect, first at this address, and stay connected."""
        self._gateway = gateway
        self.launch()

    def launch(self) -> None:
        """Begin the task. Called by discord.py's `ShardInfo` too."""
        task = self._task = asyncio.create_task(self._stay_connected(), name=f"shard {self.id}")
        task.add_done_callback(self._ended)

    async def reconnect(self) -> None:
        """Connect anew. Called by discord.py's `ShardInfo`."""
        self._cancel_task()
        self.launch()

    async def close(self) -> None:
        """Close the connection for good, or until `reconnect`."""
        self._cancel_task()
        if self.socket is not None:
            await self.socket.close(code=1000)

    def has_begun(self) -> None:
        """READY or RESUMED came."""
        if self.socket is not None:
            self.socket.has_begun, self._may_resume, self._resumes_failed = True, True, 0
            self.heard = self.socket.heard

    @property
    def silence(self) -> float | None:
        """Seconds since the last frame of a session; None before the first READY."""
        ws = self.socket
        if self.heard is not None and ws is not None and ws.has_begun:
            self.heard = max(self.heard, ws.heard)
        return None if self.heard is None else asyncio.get_running_loop().time() - self.heard

    @property
    def latency(self) -> float | None:
        """Seconds from the last heartbeat to its answer; None before the first."""
        latency = float("inf") if self.socket is None else self.socket.latency
        return None if latency == float("inf") else latency

    @property
    def has_failed(self) -> bool:
        """Whether the last attempt to connect came to nothing."""
        return self._failures > 0

    @property
    def is_deaf(self) -> bool:
        """Whether nothing came for two heartbeats, or nothing ever."""
        silence = self.silence
        return silence is None or self.socket is None or silence > 2 * self.socket.heartbeat

    async def _stay_connected(self) -> None:
        while not self._client.is_closed():
            self._is_connected = False
            try:
                await self._connect()
                self._is_connected = True
                await self._listen()
            except ConnectionClosed as error:
                if error.code in _NEVER_AGAIN:
                    self._queue_put(EventItem(EventType.terminate, self, error))
                    return
                await self._rest(error)
            except ReconnectWebSocket as error:
                self._may_resume = self._may_resume and error.resume
                await self._rest(error)
            except Exception as error:  # noqa: BLE001 - whatever it was, the shard has to come back
                await self._rest(error)

    async def _connect(self) -> None:
        """Open a socket and resume the session, or identify. `socket` is the old one until then."""
        pace, old = self._pace, self.socket
        try:
            if old is not None and self._may_resume and self._resumes_failed < pace.resumes:
                self._resumes_failed += 1  # until it succeeds
                async with asyncio.timeout(pace.hello):
                    self.socket = await Socket.from_client(
                        self._client,
                        resume=True,
                        gateway=old.gateway,
                        shard_id=self.id,
                        session=old.session_id,
                        sequence=old.sequence,
                    )
            else:
                async with self._identifying.turn(), asyncio.timeout(pace.hello):
                    self.socket = await Socket.from_client(
                        self._client, gateway=self._gateway, shard_id=self.id
                    )
                self._may_resume = False
            self.ws = self.socket
            self._keep(self)
        finally:
            self._gateway = None  # what Discord named holds for the first attempt only
            self.tried.set()

    async def _listen(self) -> None:
        """Receive until the connection ends. Raises `TimeoutError` if it falls silent or does not begin."""
        ws = self.socket
        assert ws is not None
        loop = asyncio.get_running_loop()
        while True:
            due = ws.heard + 2 * ws.heartbeat
            if not ws.has_begun:
                due = min(due, ws.opened + self._pace.session)
            async with asyncio.timeout_at(max(due, loop.time() + 0.001)):
                await ws.poll_event()

    async def _rest(self, error: Exception) -> None:
        """Close what is left of the connection, and wait longer after each attempt that came to nothing."""
        ws = self.socket
        if ws is not None:
            closing = asyncio.create_task(ws.close(code=4000))  # it waits for an answer, maybe in vain
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
        self._client.dispatch("shard_disconnect", self.id)
        self.reconnects += 1
        pace = self._pace
        if self._is_connected and ws is not None and ws.has_begun and ws.age > pace.settled:
            self._failures = 0
            _log.info("shard %s lost its connection: %s", self.id, type(error).__name__)
            return
        self._failures += 1
        longest = min(pace.longest, pace.first * 2 ** min(self._failures - 1, 16))
        pause = random.uniform(longest / 2, longest)  # noqa: S311 - spreads the shards, keeps no secret
        _log.warning(
            "shard %s could not stay connected: %s; attempt %d follows in %s s",
            self.id,
            type(error).__name__,
            self._failures + 1,
            round(pause, 1),
        )
        await asyncio.sleep(pause)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        """Nothing but `close` and a refusal for good may end a shard."""
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("shard %s had an unexpected error; it begins again", self.id, exc_info=error)
            self.launch()

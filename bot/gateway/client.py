"""A client with steady shards, which skips what it cannot read."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, cast

import yarl
from discord.ext import commands
from discord.shard import Shard

from bot.gateway.shards import Identifying, Pace, SteadyShard, where

_log = logging.getLogger(__name__)

_HANDLERS = 2
"""Seconds that handlers of events may take after the connections are closed."""


class SteadyBot(commands.AutoShardedBot):
    """A bot with steady shards. Events that cannot be read are skipped."""

    def __init__(self, *args: Any, **options: Any) -> None:
        # Silence is measured in heartbeats here; discord.py's own limit is only a second net.
        super().__init__(*args, heartbeat_timeout=120.0, **options)
        self.pace = Pace()
        self.skipped = 0
        """Events that could not be read so far."""
        self.steady: dict[int, SteadyShard] = {}
        """All shards that have been begun; discord.py knows those that were connected once."""
        self._identifying: Identifying | None = None
        self._handling: set[asyncio.Task[None]] = set()
        state = self._connection
        state.parsers = {event: self._careful(event, parse) for event, parse in state.parsers.items()}

    def _careful(self, event: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
        """A parser that skips what it cannot read, except for READY: without that there is no session."""
        if event == "READY":

            def ready(data: Any) -> None:
                # Servers that the session before was still waiting for would be kept for good.
                vars(self._connection)["_ready_states"].pop(data["shard"][0], None)
                parse(data)
                self._forget_others(data)

            return ready

        def careful(data: Any) -> None:
            try:
                parse(data)
            except Exception as error:  # noqa: BLE001 - one event must not end all others
                self.skip(f"an event {event}", error)

        return careful

    def skip(self, what: str, error: Exception) -> None:
        """Log that something could not be read, in one line."""
        self.skipped += 1
        _log.error("skipped %s that cannot be read: %s", what, where(error))

    def _forget_others(self, ready: Any) -> None:
        """Forget the shard's servers that are not in its READY: they removed the bot meanwhile."""
        named = {int(guild["id"]) for guild in ready["guilds"]}
        for guild in self.guilds:
            if guild.shard_id == ready["shard"][0] and guild.id not in named:
                self._connection._remove_guild(guild)  # pyright: ignore[reportPrivateUsage]  # tests/test_private_api.py

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Begin a shard; returns after its first attempt, good or bad. Called by discord.py."""
        queue: Any = vars(self)["_AutoShardedClient__queue"]
        if self._identifying is None:
            self._identifying = Identifying(self.pace)
        shard = self.steady[shard_id] = SteadyShard(
            self,
            shard_id,
            queue.put_nowait,
            pace=self.pace,
            identifying=self._identifying,
            keep=self._keep,
        )
        shard.begin(gateway)
        await shard.tried.wait()

    def _keep(self, shard: SteadyShard) -> None:
        """Make a connected shard known to discord.py."""
        known: dict[int, Shard] = vars(self)["_AutoShardedClient__shards"]
        known[shard.id] = shard

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Called by discord.py; the wait is before the connection here."""

    async def on_shard_connect(self, shard_id: int) -> None:
        """Called by discord.py when READY came."""
        self._has_begun(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Called by discord.py when a session was resumed."""
        self._has_begun(shard_id)

    def _has_begun(self, shard_id: int) -> None:
        if shard_id in self.steady:
            self.steady[shard_id].has_begun()

    def _schedule_event(self, *args: Any, **kwargs: Any) -> asyncio.Task[None]:
        """Remember the handlers of events that run, for `close`. Called by discord.py."""
        handler: asyncio.Task[None] = cast("Any", super())._schedule_event(*args, **kwargs)
        self._handling.add(handler)
        handler.add_done_callback(self._handling.discard)
        return handler

    async def close(self) -> None:
        """Close the connections, and let handlers that have begun finish: they may be writing."""
        await super().close()
        if self._handling:
            await asyncio.wait(self._handling, timeout=_HANDLERS)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Called by discord.py when a handler of an event fails."""
        _log.exception("the handler %s failed", event_method)

"""Whether a restart would help: if so, systemd gets no further sign of life."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.client import Understudy
from bot.health.state import Status, shards_of
from bot.health.systemd import Systemd

_log = logging.getLogger(__name__)

_PATIENCE = 600
"""Seconds that a shard may be deaf while it tries to come back by itself."""


class Watchdog:
    """Gives signs of life while the event loop runs, unless only a restart can help.

    Shards connect anew by themselves. If one has been deaf for long while Discord's API answers, and Discord
    allows more than twice as many identifies as a restart needs, then something in this process is stuck.
    While Discord itself is down, a restart would only cost identifies.
    """

    def __init__(self, bot: Understudy, systemd: Systemd, *, patience: float = _PATIENCE) -> None:
        self._bot = bot
        self._systemd = systemd
        self._patience = patience

    @asynccontextmanager
    async def watching(self) -> AsyncGenerator[None]:
        """Watch, and give signs of life, until the end."""
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()

    async def _watch(self) -> None:
        if self._systemd.watchdog is None:
            return
        while True:
            if await self.needs_restart():
                _log.error("shards stay deaf while Discord answers: systemd may restart the bot")
            else:
                self._systemd.tell("WATCHDOG=1")
            await asyncio.sleep(self._systemd.watchdog / 3)

    async def needs_restart(self) -> bool:
        """Whether only a restart helps. Shards count from their first READY on."""
        shards = shards_of(self._bot)
        stuck = [
            shard
            for shard in shards
            if shard.status is Status.DEAF and shard.silence is not None and shard.silence > self._patience
        ]
        return bool(stuck) and await self._may_identify(2 * len(shards))

    async def _may_identify(self, more_than: int) -> bool:
        """Whether Discord answers, and allows more than so many identifies."""
        try:
            async with asyncio.timeout(10):
                limits = await self._bot.fetch_session_start_limits()
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError):
            return False
        return limits.remaining > more_than

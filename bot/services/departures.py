"""Servers that remove the bot: their data is erased 30 days later, unless they come back."""

import asyncio
import logging
from collections.abc import Collection
from datetime import timedelta

from bot.domain.ids import GuildId
from bot.services.visibility import Clock
from bot.store.database import Database
from bot.store.departures import (
    detach,
    erase_step,
    has_words_to_sweep,
    known_guilds,
    left_guilds,
    mark_back,
    mark_left,
    sweep_index,
)

KEPT_FOR = timedelta(days=30)
"""How long a server's data is kept after the bot left it."""

_log = logging.getLogger(__name__)


class Departures:
    """Records which servers the bot has left, and erases their data when it is due."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def left(self, guild: GuildId) -> None:
        """Save that a server removed the bot; the 30 days begin."""
        async with self._database.write() as writing:
            if guild in await known_guilds(writing):
                await mark_left(writing, [guild], self._clock())

    async def back(self, guild: GuildId) -> None:
        """Save that the bot is in a server, again or for the first time."""
        async with self._database.write() as writing:
            await mark_back(writing, [guild])

    async def compare(self, present: Collection[GuildId]) -> None:
        """Save who left and who is back, given all servers that the bot is in; it may have been offline.

        A server that Discord can't reach at the moment counts as present.
        """
        async with self._database.read() as reading:
            marked = await left_guilds(reading)
            gone = await known_guilds(reading) - marked - set(present)
        back = marked & set(present)
        if gone or back:
            async with self._database.write() as writing:
                await mark_left(writing, gone, self._clock())
                await mark_back(writing, back)

    async def erase_due(self) -> None:
        """Erase the data of servers that the bot left 30 days ago. Other writes happen in between."""
        async with self._database.read() as reading:
            due = await left_guilds(reading, self._clock() - KEPT_FOR)
        for guild in due:
            async with self._database.write() as writing:
                # Came back since? Checked in the erasing transaction.
                if guild in await left_guilds(writing, self._clock() - KEPT_FOR):
                    await detach(writing, guild)
                    _log.info("deleted the data of server %s, left 30 days ago", guild)
        more = True
        while more:
            async with self._database.write() as writing:
                more = await erase_step(writing)
            await asyncio.sleep(0)
        await self._sweep()

    async def _sweep(self) -> None:
        """Remove erased words from the pages of the index, and everything erased from the log."""
        async with self._database.read() as reading:
            more = await has_words_to_sweep(reading)
        begin = True
        while more:
            async with self._database.write() as writing:
                more = await sweep_index(writing, begin=begin)
            begin = False
            await asyncio.sleep(0)
        await self._database.empty_log()

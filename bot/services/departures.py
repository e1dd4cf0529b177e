"""Servers that remove the bot: their data is erased 30 days later, and is there if they come back before."""

import asyncio
import logging
from collections.abc import Collection
from datetime import timedelta

from bot.domain.ids import GuildId
from bot.services.visibility import Clock
from bot.store.database import Database
from bot.store.departures import (
    erase_a_piece,
    has_words_to_sweep,
    keep_back,
    keep_left,
    known_guilds,
    left_guilds,
    let_go,
    sweep_a_piece,
)

KEPT_FOR = timedelta(days=30)
"""How long a server's data outlives the bot's leaving it."""

_log = logging.getLogger(__name__)


class Departures:
    """Keeps which servers the bot has left, and erases the data of those that it left long ago."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def left(self, guild: GuildId) -> None:
        """Note that a server has removed the bot; from now its time runs."""
        async with self._database.write() as writing:
            if guild in await known_guilds(writing):
                await keep_left(writing, [guild], self._clock())

    async def back(self, guild: GuildId) -> None:
        """Note that the bot is in a server, again or for the first time."""
        async with self._database.write() as writing:
            await keep_back(writing, [guild])

    async def compare(self, present: Collection[GuildId]) -> None:
        """Note who has left and who is back, by all the servers that the bot is in; it may have been away.

        A server that Discord cannot reach at the moment counts as present.
        """
        async with self._database.read() as reading:
            marked = await left_guilds(reading)
            gone = await known_guilds(reading) - marked - set(present)
        back = marked & set(present)
        if gone or back:
            async with self._database.write() as writing:
                await keep_left(writing, gone, self._clock())
                await keep_back(writing, back)

    async def erase_due(self) -> None:
        """Erase the data of servers that the bot left 30 days ago. Others write in between."""
        async with self._database.read() as reading:
            due = await left_guilds(reading, self._clock() - KEPT_FOR)
        for guild in due:
            async with self._database.write() as writing:
                # Back since? Asked within the transaction that erases.
                if guild in await left_guilds(writing, self._clock() - KEPT_FOR):
                    await let_go(writing, guild)
                    _log.info("deleted the data of server %s, left 30 days ago", guild)
        more = True
        while more:
            async with self._database.write() as writing:
                more = await erase_a_piece(writing)
            await asyncio.sleep(0)
        await self._sweep()

    async def _sweep(self) -> None:
        """Take the words of what was erased out of the index's pages, and all of it out of the log."""
        async with self._database.read() as reading:
            more = await has_words_to_sweep(reading)
        begin = True
        while more:
            async with self._database.write() as writing:
                more = await sweep_a_piece(writing, begin=begin)
            begin = False
            await asyncio.sleep(0)
        await self._database.empty_log()

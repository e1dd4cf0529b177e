"""Running the bot in this process, connected to the fake Discord: faster, and everything can be looked at."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.addresses import point_at
from bot.app import build
from bot.client import Understudy
from bot.gateway.shards import Pace
from bot.services.pack_loading import bundled_packs, load_packs
from bot.store.database import Database
from tests.stand_in.stand_in import StandIn

SCALE = 20
"""How many times faster Discord's waits are here."""

FAST = Pace(
    hello=30 / SCALE,
    session=60 / SCALE,
    identify=5 / SCALE,
    first=1 / SCALE,
    longest=30 / SCALE,
    settled=10 / SCALE,
)


@dataclass(frozen=True, slots=True)
class Here:
    """The bot and its database. `life` ends when the bot does, with its error."""

    bot: Understudy
    database: Database
    life: asyncio.Task[None]


@contextmanager
def pointed_at(discord: StandIn) -> Generator[None]:
    """Send this process's requests to the fake Discord for a while."""
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    point_at(api_url=discord.api_url, gateway_url=discord.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, gateway


@asynccontextmanager
async def running_here(
    folder: Path, discord: StandIn, *, packs: Path | None = None, pace: Pace = FAST
) -> AsyncGenerator[Here]:
    """The bot, connecting; closed at the end."""
    async with Database.open(folder / "u.db") as database:
        await load_packs(database, packs or bundled_packs())
        with pointed_at(discord):
            bot = build(database, announce=lambda _: None)
            bot.pace = pace
            life = asyncio.create_task(bot.start(discord.token))
            try:
                yield Here(bot, database, life)
            finally:
                await bot.router.workload.finish(5)
                await bot.close()
                with suppress(Exception):
                    await life

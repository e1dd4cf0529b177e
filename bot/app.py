"""Puts the parts together: the only place that does."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.client import Understudy
from bot.replies.dispatch import Clicks
from bot.services.lookup import Lookup
from bot.services.packs import load_packs
from bot.store.database import Database
from cogs.episodes import Episodes
from cogs.help import Help


def build(
    database: Database, *, announce: Callable[[str], None], shard_count: int | None = None
) -> Understudy:
    """The bot on an open database."""
    lookup = Lookup(database=database)
    clicks = Clicks()
    cogs = [
        Episodes(lookup=lookup, clicks=clicks),
        Help(clicks=clicks),
    ]
    return Understudy(database=database, clicks=clicks, cogs=cogs, announce=announce, shard_count=shard_count)


@asynccontextmanager
async def assembled(
    path: Path, packs: Path, *, announce: Callable[[str], None], shard_count: int | None = None
) -> AsyncGenerator[Understudy]:
    """The bot on the database at `path`, which has the packs in it and is closed at the end.

    Raises `DatabaseUnreadable`, `DatabaseTooNew` or `BrokenPack`.
    """
    async with Database.open(path) as database:
        await load_packs(database, packs)
        yield build(database, announce=announce, shard_count=shard_count)

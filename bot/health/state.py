"""How the bot is: its shards and its database."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.client import Understudy
from bot.domain.storage_errors import StorageFailed
from bot.gateway.shards import SteadyShard
from bot.store.database import Database

_READING = 5
"""Seconds that the database may take to answer."""


class Status(StrEnum):
    """In one word."""

    OK = "ok"
    STARTING = "starting"
    DEAF = "deaf"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class ShardState:
    """A shard: whether it hears Discord, for how many seconds it has heard nothing, and its latency."""

    number: int
    status: Status
    silence: float | None
    latency: float | None
    reconnects: int


@dataclass(frozen=True, slots=True)
class Health:
    """All shards, and whether the database can be read."""

    shards: Sequence[ShardState]
    reads: bool

    @property
    def status(self) -> Status:
        """The worst of it. A shard that was never connected is starting until its first attempt fails."""
        found = {shard.status for shard in self.shards}
        if not self.reads:
            return Status.DATABASE
        if Status.DEAF in found:
            return Status.DEAF
        return Status.OK if Status.OK in found else Status.STARTING


async def health_of(bot: Understudy, database: Database) -> Health:
    """How the bot is now."""
    return Health(shards_of(bot), await _reads(database))


def shards_of(bot: Understudy) -> list[ShardState]:
    """The shards that were begun, in order."""
    return [_state_of(bot.steady[number]) for number in sorted(bot.steady)]


def _state_of(shard: SteadyShard) -> ShardState:
    if not shard.is_deaf:
        status = Status.OK
    elif shard.silence is None and not shard.has_failed:
        status = Status.STARTING
    else:
        status = Status.DEAF
    return ShardState(shard.id, status, shard.silence, shard.latency, shard.reconnects)


async def _reads(database: Database) -> bool:
    try:
        async with asyncio.timeout(_READING):
            await database.check_reads()
    except (StorageFailed, TimeoutError):
        return False
    return True

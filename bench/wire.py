"""Measuring over loopback sockets: the bot in its own process, the fake Discord in this one."""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.stand_in import Asked, StandIn, stand_in
from tests.stand_in.process import running

UNDERSTUDY = ("bot", "run")
BARE = ("bench.bare",)

_MINUTES = 10
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot. `start` is when its process started, in seconds of `perf_counter`."""

    discord: StandIn
    process: int
    start: float

    def memory(self) -> float:
        """Its resident memory, in MB."""
        pages = Path(f"/proc/{self.process}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * _PAGE / 1_000_000

    def busy(self) -> float:
        """Its CPU time so far, in seconds."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def connected(folder: Path, command: tuple[str, ...], *, servers: int) -> AsyncGenerator[Bot]:
    """A bot that has received this many servers; its database is `u.db` in the folder."""
    async with stand_in(token="a-token-for-measuring", servers=servers) as discord:  # noqa: S106 - not a real one
        start = perf_counter()
        nowhere = asyncio.subprocess.DEVNULL
        async with running(folder, discord, *command, log=nowhere, seconds=_MINUTES * 60) as process:
            await discord.gateway.ready()
            yield Bot(discord, process.pid, start)


async def seconds_of(asked: Asked) -> float:
    """Seconds to the first reply, from the gateway's frame to the callback."""
    return (await asked.answer(within=60)).after

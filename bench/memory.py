"""Memory and startup time, compared with a bare discord.py bot."""

import asyncio
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.report import Measured
from bench.wire import BARE, UNDERSTUDY, Bot, connected
from tests.stand_in import Asked

_SIZES = (1, 1_000, 5_000)
_SETTLING = 3
"""Seconds: discord.py waits two for servers that come late."""

_WARMING = 50
_STARTS = 3


async def memory() -> Measured:
    """The resident memory of both bots, by number of servers, after some replies."""
    table = Measured(
        "Memory",
        f"Resident memory after {_WARMING} answers, by how many servers the bot is in (30 channels and "
        "15 roles each), beside a bare discord.py bot with the same intents and caches.",
        ["servers", "bare", "Understudy", "over it"],
    )
    for size in _SIZES:
        bare, ours = await _resident(BARE, size), await _resident(UNDERSTUDY, size)
        table.rows.append([f"{size:,}", f"{bare:.0f} MB", f"{ours:.0f} MB", f"{ours - bare:.0f} MB"])
    return table


async def starting(folder: Path, lines: int) -> Measured:
    """Time from process start to the first reply; Understudy's `u.db` in that folder has this many quotes."""
    table = Measured(
        "Starting",
        f"From the start of the process to its first answer, with {lines:,} lines in the database; "
        f"the median of {_STARTS}.",
        ["bare", "Understudy", "over it"],
    )
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as nothing:
        bare = await _until_answered(BARE, Path(nothing))
    async with connected(folder, UNDERSTUDY, servers=1) as first:  # which syncs its commands
        await (await _ask(first, UNDERSTUDY)).answer(within=60)
    ours = await _until_answered(UNDERSTUDY, folder)
    table.rows.append([f"{bare:.2f} s", f"{ours:.2f} s", f"{ours - bare:.2f} s"])
    return table


async def _resident(command: tuple[str, ...], servers: int) -> float:
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as folder:
        async with connected(Path(folder), command, servers=servers) as bot:
            for _ in range(_WARMING):
                await (await _ask(bot, command)).answer(within=60)
            await asyncio.sleep(_SETTLING)
            return bot.memory()


async def _until_answered(command: tuple[str, ...], folder: Path) -> float:
    times: list[float] = []
    for _ in range(_STARTS):
        async with connected(folder, command, servers=1) as bot:
            await (await _ask(bot, command)).answer(within=60)
            times.append(perf_counter() - bot.start)
    return median(times)


async def _ask(bot: Bot, command: tuple[str, ...]) -> Asked:
    if command is BARE:
        return await bot.discord.use("ping")
    return await bot.discord.use("episode lookup", episode="S01E05", show="smash")

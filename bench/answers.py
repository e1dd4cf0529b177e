"""What an answer costs, beside a bare discord.py bot: each a process of its own, over loopback sockets."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.catalogue import SEED, write_show
from bench.report import Measured, middle, p99
from bench.wire import BARE, UNDERSTUDY, Bot, connected, seconds_of
from bot.domain.ids import ShowId
from bot.store.database import Database
from tests.stand_in import Asked, Server

LINES = 60_000

_AT_ONCE = (1, 16, 64)
_ANSWERS = 1200
_SERVERS = 50
_MEMBERS = 500
_SHOW = "show-1"

Question = Callable[[Bot, random.Random], Awaitable[Asked]]


@dataclass(frozen=True, slots=True)
class Run:
    """How long each answer took, how many came in a second, and how busy the bot was for each; in seconds."""

    times: Sequence[float]
    a_second: float
    busy: float


async def answers(folder: Path, lines: Sequence[str]) -> Measured:
    """Ask both bots the same way, alone and many at once; Understudy has a show with these lines."""
    table = Measured(
        "Answering",
        f"Time from the gateway's frame to the callback, {_ANSWERS} answers each, by {_MEMBERS} members in "
        f"{_SERVERS} servers, with so many questions open at once; a show of {len(lines):,} lines. "
        "“Processor” is how long the bot keeps one busy for an answer. Beside it a bare discord.py bot that "
        "answers “pong”: the median as a multiple of its, the throughput as a share of its. The bot is a "
        "process of its own; the stand-in for Discord is another on the same machine, and takes its share.",
        ["question", "at once", "median", "p99", "answers a second", "processor", "× median", "× throughput"],
    )
    chance = random.Random(SEED)
    async with connected(folder, BARE, servers=_SERVERS) as bare:
        pongs = {at_once: await _run(bare, _ping, at_once, chance) for at_once in _AT_ONCE}
    for at_once, run in pongs.items():
        table.rows.append([*_cells("bare: pong", at_once, run), "1.00", "1.00"])
    async with _understudy(folder, lines) as understudy:
        for name, question in _questions(lines).items():
            for at_once, pong in pongs.items():
                run = await _run(understudy, question, at_once, chance)
                times = f"{median(run.times) / median(pong.times):.2f}"
                share = f"{run.a_second / pong.a_second:.2f}"
                table.rows.append([*_cells(name, at_once, run), times, share])
    return table


@asynccontextmanager
async def _understudy(folder: Path, lines: Sequence[str]) -> AsyncGenerator[Bot]:
    async with Database.open(folder / "u.db") as database, database.write() as writing:
        await write_show(writing, ShowId(1), lines)
    async with connected(folder, UNDERSTUDY, servers=_SERVERS) as bot:
        yield bot


def _questions(lines: Sequence[str]) -> dict[str, Question]:
    async def lookup(bot: Bot, chance: random.Random) -> Asked:
        episode = f"S{chance.randint(1, 2):02}E{chance.randint(1, 15):02}"
        return await bot.discord.use("episode lookup", **_someone(chance), episode=episode, show="smash")

    async def search(bot: Bot, chance: random.Random) -> Asked:
        words = chance.choice(lines).rstrip(".").split()
        start = chance.randrange(max(1, len(words) - 3))
        text = " ".join(words[start : start + 4])
        return await bot.discord.use("quote search", **_someone(chance), text=text, show=_SHOW)

    async def suggest(bot: Bot, chance: random.Random) -> Asked:
        typed = chance.choice(("", "s", "th", "2x", "s01", "pil"))
        return await bot.discord.type("episode lookup", "episode", **_someone(chance), episode=typed)

    return {"/episode lookup": lookup, "/quote search": search, "suggestions": suggest}


async def _ping(bot: Bot, chance: random.Random) -> Asked:
    return await bot.discord.use("ping", **_someone(chance))


def _someone(chance: random.Random) -> dict[str, Any]:
    return {"user": chance.randint(1, _MEMBERS), "server": Server(chance.randrange(_SERVERS))}


async def _run(bot: Bot, question: Question, at_once: int, chance: random.Random) -> Run:
    """Ask until there are enough answers, a new question for each answer; the first few only warm up."""

    async def ask(count: int) -> list[float]:
        return [await seconds_of(await question(bot, chance)) for _ in range(count)]

    await asyncio.gather(*(ask(3) for _ in range(at_once)))
    busy, start = bot.busy(), perf_counter()
    each = await asyncio.gather(*(ask(_ANSWERS // at_once) for _ in range(at_once)))
    times = [seconds for asked in each for seconds in asked]
    return Run(times, len(times) / (perf_counter() - start), (bot.busy() - busy) / len(times))


def _cells(name: str, at_once: int, run: Run) -> list[str]:
    return [
        name,
        str(at_once),
        middle(run.times),
        p99(run.times),
        f"{run.a_second:.0f}",
        f"{run.busy * 1000:.2f} ms",
    ]

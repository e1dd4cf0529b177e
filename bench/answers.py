"""What an answer costs, beside a bare discord.py bot: each a process of its own, over loopback sockets."""

import asyncio
import random
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
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
_ANSWERS = 1280
_TURNS = 4
_SERVERS = 50
_MEMBERS = 500
_SHOW = "show-1"

Question = Callable[[Bot, random.Random], Awaitable[Asked]]


@dataclass(slots=True)
class Run:
    """How long each answer took, how long all of them, and how busy the bot was meanwhile; in seconds."""

    times: list[float] = field(default_factory=list[float])
    lasted: float = 0
    busy: float = 0

    @property
    def a_second(self) -> float:
        """How many answers came in a second."""
        return len(self.times) / self.lasted


async def answers(lines: Sequence[str]) -> Measured:
    """Ask both bots the same way, alone and many at once; Understudy has a show with these lines."""
    table = Measured(
        "Answering",
        f"Time from the gateway's frame to the callback, {_ANSWERS} answers each, by {_MEMBERS} members in "
        f"{_SERVERS} servers, with so many questions open at once; a show of {len(lines):,} lines. "
        "“Processor” is how long the bot keeps one busy for an answer. Beside it a bare discord.py bot that "
        "answers “pong”, asked by turns with it: the median as a multiple of its, the throughput as a share "
        "of its. The bots are processes of their own; so is the stand-in for Discord, on the same machine.",
        ["question", "at once", "median", "p99", "answers a second", "processor", "× median", "× throughput"],
    )
    chance = random.Random(SEED)
    async with _bots(lines) as (bare, understudy):
        asked = {"bare: pong": (bare, _ping)}
        asked |= {name: (understudy, question) for name, question in _questions(lines).items()}
        for at_once in _AT_ONCE:
            runs = {name: Run() for name in asked}
            for _ in range(_TURNS):
                for name, (bot, question) in asked.items():
                    await _ask(bot, question, at_once, chance, runs[name])
            table.rows.extend(_row(name, at_once, run, runs["bare: pong"]) for name, run in runs.items())
    return table


@asynccontextmanager
async def _bots(lines: Sequence[str]) -> AsyncGenerator[tuple[Bot, Bot]]:
    """The bare bot and Understudy."""
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as name:
        folder = Path(name)
        async with Database.open(folder / "u.db") as database, database.write() as writing:
            await write_show(writing, ShowId(1), lines)
        async with (
            connected(folder, BARE, servers=_SERVERS) as bare,
            connected(folder, UNDERSTUDY, servers=_SERVERS) as understudy,
        ):
            yield bare, understudy


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


async def _ask(bot: Bot, question: Question, at_once: int, chance: random.Random, run: Run) -> None:
    """Ask, a new question for each answer, as many as belong to a turn; the first few only warm up."""

    async def answered(count: int) -> list[float]:
        return [await seconds_of(await question(bot, chance)) for _ in range(count)]

    await asyncio.gather(*(answered(2) for _ in range(at_once)))
    busy, start = bot.busy(), perf_counter()
    each = await asyncio.gather(*(answered(_ANSWERS // _TURNS // at_once) for _ in range(at_once)))
    run.lasted += perf_counter() - start
    run.busy += bot.busy() - busy
    run.times += [seconds for times in each for seconds in times]


def _row(name: str, at_once: int, run: Run, bare: Run) -> list[str]:
    return [
        name,
        str(at_once),
        middle(run.times),
        p99(run.times),
        f"{run.a_second:.0f}",
        f"{run.busy / len(run.times) * 1000:.2f} ms",
        f"{median(run.times) / median(bare.times):.2f}",
        f"{run.a_second / bare.a_second:.2f}",
    ]

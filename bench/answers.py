"""What an answer costs beside a bare discord.py bot that sends the same card, over loopback sockets."""

import asyncio
import json
import random
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.bare import CARDS
from bench.catalogue import RECAP, SEED, write_recap, write_show
from bench.report import Measured, at_99, middle, p99
from bench.wire import BARE, UNDERSTUDY, Bot, connected, seconds_of
from bot.domain.ids import ShowId
from bot.store.database import Database
from tests.stand_in import Asked, Server

LINES = 60_000

_AT_ONCE = (1, 64)
_ANSWERS = 1280
_TURNS = 4
_SERVERS = 50
_MEMBERS = 500
_SHOW = "show-1"
_SUGGESTIONS = "suggestions"
_AIMS = {
    "/episode lookup": ("3.0×", "2.0×", "2.0×", "0.5×"),
    "/recap, 20 scenes": ("7.8 to 13×", "2.5×", "2.5×", "0.4×"),
    "/quote search": ("4×", "3.0×", "3.0×", "0.35×"),
    _SUGGESTIONS: ("4×", "3.0×", "3.0×", "0.35×"),
}
"""The processor before; then the aims: for the processor, the median, and the answers a second."""

_CARDS = 20
"""Answers of each kind that the bare bot sends in turn."""

Question = Callable[[Bot, random.Random], Awaitable[Asked]]


@dataclass(slots=True)
class Run:
    """The time of each reply, of all of them, and the bot's CPU time meanwhile, in seconds."""

    times: list[float] = field(default_factory=list[float])
    lasted: float = 0
    busy: float = 0

    @property
    def a_second(self) -> float:
        """Replies per second."""
        return len(self.times) / self.lasted

    @property
    def processor(self) -> float:
        """How long an answer keeps the processor busy, in seconds."""
        return self.busy / len(self.times)


async def answers(lines: Sequence[str]) -> list[Measured]:
    """Use both bots the same way, with single and many concurrent commands; Understudy has these quotes."""
    beside = Measured(
        "Answering, beside the same card",
        "Understudy in multiples of a bare discord.py bot with the same libraries that sends the same cards "
        "and suggestions, with the same text and buttons: its processor for an answer and its median, asked "
        "one by one; its answers a second and its p99 with 64 questions open at once. Before: with regular "
        "expressions for each sign, a switch to a thread for each query, and Python's JSON.",
        [
            *("question", "processor", "before", "aim", "median", "aim"),
            *("a second at 64", "aim", "p99 at 64", "aim"),
        ],
    )
    table = Measured(
        "Answering",
        f"Time from the gateway's frame to the callback, {_ANSWERS} answers each, by {_MEMBERS} members in "
        f"{_SERVERS} servers, with so many questions open at once; a show of {len(lines):,} lines. "
        "“Processor” is how long the bot keeps one busy for an answer. The bare bot, asked by turns with "
        f"Understudy, sends {_CARDS} of its answers in turn. The bots are processes of their own; so is the "
        "stand-in for Discord, on the same machine.",
        [
            *("question", "at once", "bare", "p99", "a second", "processor"),
            *("Understudy", "p99", "a second", "processor"),
        ],
    )
    chance = random.Random(SEED)
    async with _bots(lines) as (bare, understudy):
        for name, question in _questions(lines).items():
            pairs: list[tuple[Run, Run]] = []
            for at_once in _AT_ONCE:
                theirs, ours = Run(), Run()
                for _ in range(_TURNS):
                    await _ask(bare, _card(name), at_once, chance, theirs)
                    await _ask(understudy, question, at_once, chance, ours)
                table.rows.append([name, str(at_once), *_cells(theirs), *_cells(ours)])
                pairs.append((theirs, ours))
            beside.rows.append([name, *_multiples(pairs, _AIMS[name])])
    return [beside, table]


@asynccontextmanager
async def _bots(lines: Sequence[str]) -> AsyncGenerator[tuple[Bot, Bot]]:
    """The bare bot, which knows Understudy's cards, and Understudy."""
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as name:
        folder = Path(name)
        async with Database.open(folder / "u.db") as database, database.write() as writing:
            await write_show(writing, ShowId(1), lines)
            await write_recap(writing, ShowId(1), lines)
        async with connected(folder, UNDERSTUDY, servers=_SERVERS) as understudy:
            cards = await _cards(understudy, lines)
            await asyncio.to_thread((folder / CARDS).write_text, json.dumps(cards), encoding="utf-8")
            async with connected(folder, BARE, servers=_SERVERS) as bare:
                yield bare, understudy


async def _cards(understudy: Bot, lines: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """A few of Understudy's answers to each question."""
    chance = random.Random(SEED)
    return {
        name: [(await (await question(understudy, chance)).answer()).body for _ in range(_CARDS)]
        for name, question in _questions(lines).items()
    }


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

    async def recap(bot: Bot, chance: random.Random) -> Asked:
        return await bot.discord.use("recap", **_someone(chance), episode=RECAP, show=_SHOW)

    return {
        "/episode lookup": lookup,
        "/recap, 20 scenes": recap,
        "/quote search": search,
        _SUGGESTIONS: suggest,
    }


def _card(name: str) -> Question:
    """The bare bot's question for the same answer."""

    async def card(bot: Bot, chance: random.Random) -> Asked:
        if name == _SUGGESTIONS:
            return await bot.discord.type("card", "name", **_someone(chance), name=name)
        return await bot.discord.use("card", **_someone(chance), name=name)

    return card


def _someone(chance: random.Random) -> dict[str, Any]:
    return {"user": chance.randint(1, _MEMBERS), "server": Server(chance.randrange(_SERVERS))}


async def _ask(bot: Bot, question: Question, at_once: int, chance: random.Random, run: Run) -> None:
    """Keep `at_once` commands running until a round is done; the first few only warm up."""

    async def answered(count: int) -> list[float]:
        return [await seconds_of(await question(bot, chance)) for _ in range(count)]

    await asyncio.gather(*(answered(2) for _ in range(at_once)))
    busy, start = bot.busy(), perf_counter()
    each = await asyncio.gather(*(answered(_ANSWERS // _TURNS // at_once) for _ in range(at_once)))
    run.lasted += perf_counter() - start
    run.busy += bot.busy() - busy
    run.times += [seconds for times in each for seconds in times]


def _cells(run: Run) -> list[str]:
    return [middle(run.times), p99(run.times), f"{run.a_second:.0f}", f"{run.processor * 1000:.2f} ms"]


def _multiples(pairs: Sequence[tuple[Run, Run]], aims: tuple[str, ...]) -> list[str]:
    """Ours in multiples of theirs, for questions one by one and many at once, each with its aim."""
    before, processor, middle_time, a_second = aims
    (theirs, ours), (theirs_many, ours_many) = pairs
    return [
        *(f"{ours.processor / theirs.processor:.2f}×", before, processor),
        *(f"{median(ours.times) / median(theirs.times):.2f}×", middle_time),
        *(f"{ours_many.a_second / theirs_many.a_second:.2f}×", a_second),
        *(f"{at_99(ours_many.times) / at_99(theirs_many.times):.2f}×", "2.5×"),
    ]

"""Measure searches on a million lines made up for it, and what answers cost: `python -m bench`."""

import asyncio
import random
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console

from bench import report
from bench.answers import LINES as LINES_ANSWERED
from bench.answers import answers
from bench.catalogue import LINES_A_SHOW, SEED, SHOWS, Lines, shows, write_show
from bench.memory import memory, starting
from bench.queries import Asked, from_memory, timed
from bench.report import Measured, middle, p99
from bench.rivals import rivals
from bot.domain.asking import Asker
from bot.domain.ids import QuoteId, ShowId, UserId
from bot.domain.spoilers import EVERYTHING, Audience
from bot.services.lookup import Lookup
from bot.services.quotes import Quotes, Wanted
from bot.services.viewpoints import Viewpoints
from bot.store.database import Database
from bot.store.folding import QUOTE_BITS
from bot.store.quotes import characters_of

_QUERIES = 300
_RIVAL_QUERIES = 10
_FROM_MEMORY = 500
_TYPED = ("", "s", "sp", "spe", "ea", "tr", "2x", "s03e")

_ASKER = Asker(UserId(1), None, (), Audience.ASKER)
"""A fan in a direct message, who has not said how far they are."""

Times = dict[str, list[float]]


async def main() -> None:
    """Make the catalogue, measure, print and write."""
    chance = random.Random(SEED)
    made = list(shows(chance))
    measured_show = ShowId(SHOWS // 2)
    lines = made[measured_show - 1]
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as folder:
        paths = {"alone": Path(folder) / "alone.db", "catalogue": Path(folder) / "catalogue" / "u.db"}
        async with Database.open(paths["alone"]) as alone, Database.open(paths["catalogue"]) as catalogue:
            writing = await _filled(alone, {measured_show: lines})
            await _filled(catalogue, {ShowId(number): each for number, each in enumerate(made, start=1)})
            kinds = timed(lines, chance, _QUERIES)
            apart = await _timed(alone, measured_show, kinds)
            among = await _timed(catalogue, measured_show, kinds)
            measured = [
                _against_rivals(paths["catalogue"], measured_show, lines, kinds, among),
                _growth(apart, among),
                await _recall(catalogue, measured_show, from_memory(lines, chance, _FROM_MEMORY)),
                await _suggestions(catalogue, measured_show),
                _writing(writing),
            ]
        lines = [line for show in made[:2] for line in show][:LINES_ANSWERED]
        measured += [
            await answers(lines),
            await memory(),
            await starting(paths["catalogue"].parent, SHOWS * LINES_A_SHOW),
        ]
    report.show(measured)
    report.write(measured)


async def _filled(database: Database, made: dict[ShowId, Lines]) -> float:
    """Fill a database, and give how many seconds it took."""
    console = Console()
    start = perf_counter()
    for show, lines in made.items():
        async with database.write() as writing:
            await write_show(writing, show, lines)
        console.print(f"wrote show {show} of {len(made)}: {len(lines)} lines")
    return perf_counter() - start


async def _found(database: Database, show: ShowId, typed: str) -> list[QuoteId]:
    """The first page of what a fan is answered, through the service that answers them."""
    viewpoints = Viewpoints(clock=_now)
    found = await Quotes(database=database, viewpoints=viewpoints, clock=_now).search(
        _ASKER, Wanted(typed, show=f"show-{show}")
    )
    return [line.id for line in found.lines]


def _now() -> datetime:
    return datetime.now(UTC)


async def _timed(database: Database, show: ShowId, kinds: dict[str, list[Asked]]) -> Times:
    """How long each query of each kind takes, in seconds; the first few only warm the caches up."""
    times: Times = {}
    for kind, queries in kinds.items():
        for asked in queries[:20]:
            await _found(database, show, asked.typed)
        times[kind] = [await _seconds(partial(_found, database, show, asked.typed)) for asked in queries]
    return times


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    start = perf_counter()
    await work()
    return perf_counter() - start


def _against_rivals(
    path: Path, show: ShowId, lines: Lines, kinds: dict[str, list[Asked]], ours: Times
) -> Measured:
    table = Measured(
        "Searching",
        f"One show of {LINES_A_SHOW:,} lines among {SHOWS} ({SHOWS * LINES_A_SHOW:,} lines in all). "
        f"{_QUERIES} queries of each kind; of the others {_RIVAL_QUERIES}, their median, and how many times "
        "as long that is. LIKE goes through the whole table, or through this show's run of ids, and stops at "
        "25 lines in no order; FTS5 goes through an index of the whole table, ORDER BY rank; WRatio is "
        "RapidFuzz's, through the show's lines in memory. A dash: it has no answer to such a query.",
        ["query", "median", "p99", *(others := rivals(path, show, lines))],
    )
    for kind, times in ours.items():
        cells = [kind, middle(times), p99(times)]
        for rival in others.values():
            taken: list[float] = []
            for asked in kinds[kind][:_RIVAL_QUERIES]:
                start = perf_counter()
                if rival(kind, asked.typed) is not None:
                    taken.append(perf_counter() - start)
            cells.append(f"{middle(taken)} ({median(taken) / median(times):.2g}×)" if taken else "–")
        table.rows.append(cells)
    return table


def _growth(apart: Times, among: Times) -> Measured:
    table = Measured(
        "Growth",
        f"Median and p99 for the same show alone in a database, and among {SHOWS}.",
        ["query", "alone", "p99", f"among {SHOWS}", "p99", "times"],
    )
    for kind, times in apart.items():
        more = among[kind]
        growth = f"{median(more) / median(times):.2f}"
        table.rows.append([kind, middle(times), p99(times), middle(more), p99(more), growth])
    return table


async def _recall(database: Database, show: ShowId, kinds: dict[str, list[Asked]]) -> Measured:
    table = Measured(
        "Finding the line that was meant",
        f"{_FROM_MEMORY} queries of each kind, made from lines; how many find it first, and among five.",
        ["query", "first (@1)", "among five (@5)", "median", "p99"],
    )
    for kind, queries in kinds.items():
        ranks: list[int] = []
        times: list[float] = []
        for asked in queries:
            start = perf_counter()
            found = await _found(database, show, asked.typed)
            times.append(perf_counter() - start)
            quote = QuoteId(show << QUOTE_BITS | (asked.line or 0))
            ranks.append(found.index(quote) if quote in found else len(found) + 5)
        table.rows.append([kind, _share(ranks, 1), _share(ranks, 5), middle(times), p99(times)])
    return table


def _share(ranks: Sequence[int], best: int) -> str:
    return f"{sum(rank < best for rank in ranks) / len(ranks):.3f}"


async def _suggestions(database: Database, show: ShowId) -> Measured:
    table = Measured(
        "Suggestions",
        f"While somebody types {', '.join(repr(typed) for typed in _TYPED)}, {_QUERIES} times in all.",
        ["suggested", "median", "p99"],
    )
    lookup = Lookup(database=database, viewpoints=Viewpoints(clock=_now))

    async def characters(typed: str) -> None:
        async with database.read() as reading:
            await characters_of(reading, show, EVERYTHING, typed, at_most=25)

    async def episodes(typed: str) -> None:
        await lookup.suggest_episodes(_ASKER, typed, f"show-{show}")

    for name, suggest in (("characters", characters), ("episodes", episodes)):
        typed = [_TYPED[number % len(_TYPED)] for number in range(_QUERIES)]
        times = [await _seconds(partial(suggest, text)) for text in typed]
        table.rows.append([name, middle(times), p99(times)])
    return table


def _writing(seconds: float) -> Measured:
    table = Measured(
        "Writing",
        "Lines written into an empty database and indexed, in one transaction.",
        ["lines", "seconds"],
    )
    table.rows.append([f"{LINES_A_SHOW:,}", f"{seconds:.1f}"])
    return table


if __name__ == "__main__":
    asyncio.run(main())

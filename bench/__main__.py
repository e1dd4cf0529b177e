"""Run all benchmarks on a generated catalogue of a million quotes: `python -m bench`."""

import asyncio
import gc
import os
import random
import tempfile
from pathlib import Path
from time import perf_counter

from rich.console import Console

from bench import report
from bench.answers import LINES as LINES_ANSWERED
from bench.answers import answers
from bench.asking import watch_all
from bench.catalogue import LINES_A_SHOW, SEED, SHOWS, shows, write_waiting
from bench.flood import flood
from bench.hidden import hidden_pairs
from bench.importing import importing
from bench.language import Lines
from bench.memory import memory, starting
from bench.queries import timed
from bench.recall import recall
from bench.remembering import remembered
from bench.report import Measured
from bench.searching import beside_rivals, growth, time_searches
from bench.suggestions import suggestions
from bench.writing import writing
from bot.domain.ids import ShowId
from bot.store.database import Database
from bot.store.folding import fold_waiting

_TIMED = 300
_REMEMBERED = 300
_WRITTEN = 60_000


async def main() -> None:
    """Generate the catalogue, run the benchmarks, and print and save the results."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the modules of a bot that is installed are compiled
    chance = random.Random(SEED)
    made = list(shows(chance))
    gc.freeze()  # a million quotes stay in memory: garbage collection over them would count as our time
    show = ShowId(SHOWS // 2)
    lines = made[show - 1]
    kinds = timed(lines, chance, _TIMED)
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as name:
        folder = Path(name)
        written = await writing(folder, [*lines, *made[0]][:_WRITTEN])
        path = folder / "catalogue" / "u.db"
        async with Database.open(folder / "alone.db") as alone, Database.open(path) as catalogue:
            await _fill(alone, {show: lines})
            indexed = await _fill(
                catalogue, {ShowId(number): each for number, each in enumerate(made, start=1)}
            )
            apart = await time_searches(alone, show, kinds)
            among = await time_searches(catalogue, show, kinds)
            measured = [
                beside_rivals(path, show, lines, kinds, among),
                growth(apart, among),
                await recall(catalogue, show, lines, remembered(lines, chance, _REMEMBERED)),
                await hidden_pairs(catalogue, show, lines, made[0], chance),
                await suggestions(catalogue, show),
                written,
                indexed,
            ]
        lines = [line for show in made[:2] for line in show][:LINES_ANSWERED]
        measured += [
            *await importing(folder, lines[:_WRITTEN]),
            *await answers(lines),
            *await flood(),
            await memory(),
            await starting(path.parent, SHOWS * LINES_A_SHOW),
        ]
    report.show(measured)
    report.write(measured)


async def _fill(database: Database, made: dict[ShowId, Lines]) -> Measured:
    """Write shows, and index them as after an update that changes the index."""
    console = Console()
    for show, lines in made.items():
        async with database.write() as transaction:
            await write_waiting(transaction, show, lines)
            await watch_all(transaction, show)
        console.print(f"wrote show {show} of {len(made)}: {len(lines)} lines")
    start = perf_counter()
    async with database.write() as transaction:
        await fold_waiting(transaction)
    taken = perf_counter() - start
    count = sum(map(len, made.values()))
    return Measured(
        "Indexing anew",
        f"{count:,} lines, as once after an update that changes the index, before the bot connects.",
        ["lines", "seconds", "lines a second"],
        [[f"{count:,}", f"{taken:.1f}", f"{count / taken:,.0f}"]],
    )


if __name__ == "__main__":
    asyncio.run(main())

"""How long searches of each kind take, compared with other ways to search, and as the catalogue grows."""

from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.asking import lines_found, seconds
from bench.catalogue import LINES_A_SHOW, SHOWS
from bench.language import Lines
from bench.queries import Asked
from bench.report import Measured, middle, p99
from bench.rivals import rivals
from bot.domain.ids import ShowId
from bot.store.database import Database

_RIVAL_QUERIES = 15
_WARMING_UP = 20

Times = dict[str, list[float]]
"""How long each query took, in seconds, by kind."""


async def time_searches(database: Database, show: ShowId, kinds: dict[str, list[Asked]]) -> Times:
    """The time of each query of each kind; the first few only warm up the caches."""
    times: Times = {kind: [] for kind in kinds}
    for kind, queries in kinds.items():
        for asked in queries[:_WARMING_UP]:
            await lines_found(database, show, asked.typed)
        for asked in queries:
            await database.caught_up()
            times[kind].append(await seconds(partial(lines_found, database, show, asked.typed)))
    return times


def beside_rivals(
    path: Path, show: ShowId, lines: Lines, kinds: dict[str, list[Asked]], ours: Times
) -> Measured:
    """Each kind of query, compared with the rivals on the first few."""
    others = rivals(path, show, lines)
    table = Measured(
        "Searching",
        f"One show of {LINES_A_SHOW:,} lines among {SHOWS} ({SHOWS * LINES_A_SHOW:,} lines in all), through "
        f"the service layer, {len(next(iter(ours.values())))} queries of each kind. Of the others "
        f"{_RIVAL_QUERIES} queries, their median, and how many times as long that is. LIKE and FTS5 go "
        "through the whole table and keep to the show and to how far the asker is, as every search here "
        "must; or LIKE only through the show's lines, which our ids make one run of. WRatio is "
        "RapidFuzz's, through the show's lines in memory, wherever the asker is. A dash: it has no answer to "
        "such a query. In brackets: what it answers is less than what was asked. LIKE gives any 25 lines, "
        "not the best, so for a common word it stops at once; neither LIKE nor FTS5 looks for typos, so they "
        "are done when they know that a word is nowhere; FTS5 with all words finds no line that lacks one.",
        ["query", "median", "p99", *others],
    )
    for kind, times in ours.items():
        cells = [kind, middle(times), p99(times)]
        for rival in others.values():
            taken: list[float] = []
            for asked in kinds[kind][:_RIVAL_QUERIES]:
                start = perf_counter()
                if rival.answer(kind, asked.typed) is not None:
                    taken.append(perf_counter() - start)
            cell = f"{middle(taken)}, {median(taken) / median(times):.1f}×" if taken else "–"
            cells.append(f"({cell})" if taken and kind in rival.less else cell)
        table.rows.append(cells)
    return table


def growth(apart: Times, among: Times) -> Measured:
    """The same show alone and with other shows in the database."""
    table = Measured(
        "Growth",
        f"Median and p99 for the same show alone in a database, and among {SHOWS}.",
        ["query", "alone", "p99", f"among {SHOWS}", "p99", "times"],
    )
    for kind, times in apart.items():
        more = among[kind]
        grown = f"{median(more) / median(times):.2f}"
        table.rows.append([kind, middle(times), p99(times), middle(more), p99(more), grown])
    return table

"""What an import costs: time compared with plain SQLite, memory, and others' waiting time meanwhile."""

import asyncio
import csv
import gzip
import io
import json
import resource
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.asking import ASKER, now, seconds
from bench.language import Lines
from bench.report import Measured, at_99, middle, p99
from bench.writing import write_with_sqlite
from bot.app import opened
from bot.domain.ids import GuildId
from bot.importers.child import read_in_child
from bot.importers.source import Source
from bot.services.episodes import Episodes
from bot.services.import_targets import Into
from bot.services.imports import Imports
from bot.services.pack_loading import bundled_packs
from bot.services.quotes import Quotes, QuoteSearch
from bot.services.visibility import Viewpoints
from bot.store.database import Database

_SERVER = GuildId(1)
_EPISODES = 100
_DUMP = 30_000_000
"""Bytes of the dump, unpacked."""

_EPISODE = """{{Infobox episode
| season = 1
| number = NUMBER
| title = Part NUMBER
| airdate = April 9, 2014
}}
== Plot ==
"""

_AT_REST = 200
_MEGABYTE = 1_000_000


async def importing(folder: Path, lines: Lines) -> list[Measured]:
    """Import a dialogue file, then a wiki dump, into a database with the bundled shows."""
    async with opened(folder / "imported.db", bundled_packs()) as database:
        imports = Imports(database=database, clock=now, read=read_in_child)
        at_rest = {name: [await seconds(work) for _ in range(_AT_REST)] for name, work in _asked(database)}
        memory = await _memory()
        source = Source("dialogue.csv", _dialogue(lines))
        start = perf_counter()
        meanwhile = await _while_importing(
            database, imports.for_host(source, None, Into(named="smash"), _SERVER)
        )
        took = perf_counter() - start
    plain, _ = await asyncio.to_thread(write_with_sqlite, folder / "plainly.db", lines)
    return [_speed(lines, took, plain), _answers(at_rest, meanwhile), memory]


def _speed(lines: Lines, took: float, plain: float) -> Measured:
    table = Measured(
        "Importing",
        f"{len(lines):,} lines of dialogue in one CSV file, from the file's bytes to found by searches, "
        "others being answered meanwhile: read in a process of its own, compared, and written in one "
        "transaction with its entry in the history. Plain: `executemany` of Python's sqlite3 and an index of "
        "the same kind.",
        ["seconds", "lines a second", "plain", "times"],
    )
    table.rows.append([f"{took:.2f}", f"{len(lines) / took:,.0f}", f"{plain:.2f}", f"{took / plain:.1f}"])
    return table


def _answers(at_rest: dict[str, list[float]], meanwhile: dict[str, list[float]]) -> Measured:
    table = Measured(
        "Answers during an import",
        "The same questions, one after the other, at rest and while that file is imported.",
        ["asked", "at rest", "p99", "meanwhile", "p99", "times"],
    )
    for name, rest in at_rest.items():
        busy = meanwhile[name]
        times = at_99(busy) / at_99(rest)
        table.rows.append([name, middle(rest), p99(rest), middle(busy), p99(busy), f"{times:.1f}"])
    return table


async def _memory() -> Measured:
    """The peak memory of an import, in a fresh process: a forked child starts as large as its parent."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.importing", stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    size, own, child = json.loads(told)
    table = Measured(
        "Memory of an import",
        f"A wiki's dump of {size} MB (packed with gzip): how much more the bot's process took at its peak, "
        "and how much the process took that read the file, Python included.",
        ["the bot, more", "the reader", "together"],
    )
    table.rows.append([f"{own} MB", f"{child} MB", f"{own + child} MB"])
    return table


async def _import_a_dump() -> None:
    """Import a dump, and print its size and both peaks in MB."""
    dump = _wiki()
    size, packed = len(dump) // _MEGABYTE, gzip.compress(dump)
    del dump
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as folder:
        async with opened(Path(folder) / "u.db", bundled_packs()) as database:
            imports = Imports(database=database, clock=now, read=read_in_child)
            before = _peak(resource.RUSAGE_SELF)
            await imports.for_host(Source("wiki.xml.gz", packed), None, Into(new="Wiki"), _SERVER)
    print(json.dumps([size, _peak(resource.RUSAGE_SELF) - before, _peak(resource.RUSAGE_CHILDREN)]))  # noqa: T201 - for `_memory`


def _peak(whose: int) -> int:
    """The peak resident memory, in MB (Linux gives KiB)."""
    return resource.getrusage(whose).ru_maxrss * 1024 // _MEGABYTE


def _asked(database: Database) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
    viewpoints = Viewpoints(clock=now)
    quotes = Quotes(database=database, viewpoints=viewpoints, clock=now)
    episodes = Episodes(database=database, viewpoints=viewpoints)
    return [
        ("`/episode lookup`", partial(episodes.episode, ASKER, "fallout")),
        ("`/quote search`", partial(quotes.search, ASKER, QuoteSearch("i dont want a new partner"))),
        ("suggestions", partial(episodes.suggest_episodes, ASKER, "fal")),
    ]


async def _while_importing(database: Database, work: Awaitable[object]) -> dict[str, list[float]]:
    importing = asyncio.ensure_future(work)
    times: dict[str, list[float]] = {}
    while not importing.done():
        for name, ask in _asked(database):
            times.setdefault(name, []).append(await seconds(ask))
        await asyncio.sleep(0.005)
    await importing
    return times


def _dialogue(lines: Lines) -> bytes:
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["season", "episode", "speaker", "text"])
    for number, line in enumerate(lines):
        episode = number * _EPISODES // len(lines)
        rows.writerow([3 + episode // 20, 1 + episode % 20, f"Speaker {number % 40}", line])
    return table.getvalue().encode()


def _wiki() -> bytes:
    """A dump in which every hundredth page is an episode's."""
    other = "A page about somebody. " * 300
    pages: list[str] = []
    size, number = 0, 0
    while size < _DUMP:
        number += 1
        text = other
        if number % 100 == 0:
            text = _EPISODE.replace("NUMBER", str(number // 100)) + other
        page = (
            f"<page><title>Page {number}</title><ns>0</ns><id>{number}</id><revision><id>{number}</id>"
            f"<text xml:space='preserve'>{text}</text></revision></page>\n"
        )
        pages.append(page)
        size += len(page)
    start = (
        "<mediawiki xmlns='http://www.mediawiki.org/xml/export-0.10/' version='0.10' xml:lang='en'>"
        "<siteinfo><sitename>A Show Wiki</sitename></siteinfo>\n"
    )
    return f"{start}{''.join(pages)}</mediawiki>".encode()


if __name__ == "__main__":
    asyncio.run(_import_a_dump())

"""How well searches find the line that was meant, beside a simple way to search with typos."""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from time import perf_counter

from rapidfuzz import fuzz, process

from bench.asking import lines_found
from bench.catalogue import Lines
from bench.queries import Asked
from bench.report import Measured, middle, p99
from bot.domain.ids import ShowId
from bot.domain.quote_matching import words_of
from bot.store.database import Database

_NUMBER = 2**24 - 1
"""What of an id is the number of the line in its show, from 1 on."""
_LONG = 5
_HITS = 100


async def recall(database: Database, show: ShowId, lines: Lines, kinds: dict[str, list[Asked]]) -> Measured:
    """How many queries of each kind find their line."""
    table = Measured(
        "Finding the line that was meant",
        f"{len(next(iter(kinds.values())))} queries of each kind, made from lines; how many find it first, "
        "and among five. The sketch: candidates from FTS5 by phrase, all words, every word left out in turn, "
        "and halves of long words by trigram, through this show's lines alone, ranked by RapidFuzz's "
        "partial_ratio.",
        ["query", "@1", "@5", "median", "p99", "sketch @1", "@5", "median", "p99"],
    )
    sketch = _Sketch(lines)
    for kind, queries in kinds.items():
        cells = [kind]
        answers: list[Sequence[int]] = []
        times: list[float] = []
        for asked in queries:
            await database.caught_up()
            start = perf_counter()
            found = await lines_found(database, show, asked.typed)
            times.append(perf_counter() - start)
            answers.append([(quote & _NUMBER) - 1 for quote in found])
        cells += [_share(queries, answers, 1), _share(queries, answers, 5), middle(times), p99(times)]
        times = []
        answers = []
        for asked in queries:
            start = perf_counter()
            answers.append(sketch.find(asked.typed))
            times.append(perf_counter() - start)
        cells += [_share(queries, answers, 1), _share(queries, answers, 5), middle(times), p99(times)]
        table.rows.append(cells)
    return table


def _share(queries: Sequence[Asked], answers: Sequence[Sequence[int]], best: int) -> str:
    found = sum(asked.line in answer[:best] for asked, answer in zip(queries, answers, strict=True))
    return f"{found / len(queries):.3f}"


class _Sketch:
    """A simple way to search with typos."""

    def __init__(self, lines: Lines) -> None:
        self._lines = [" ".join(words_of(line)) for line in lines]
        self._database = sqlite3.connect(":memory:")
        for table, tokens in (("words", "ascii"), ("trigrams", "trigram")):
            self._database.execute(f"CREATE VIRTUAL TABLE {table} USING fts5 (text, tokenize = '{tokens}')")
            self._database.executemany(
                f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", enumerate(self._lines)
            )

    def find(self, typed: str) -> list[int]:
        """The numbers of the five best lines."""
        words = [f'"{word}"' for word in words_of(typed)]
        asked = [("words", f'"{" ".join(words_of(typed))}"'), ("words", " AND ".join(words))]
        asked += [
            ("words", " AND ".join([*words[:place], *words[place + 1 :]]))
            for place in range(len(words) if len(words) > 1 else 0)
        ]
        for word in words_of(typed):
            if len(word) > _LONG:
                half = len(word) // 2
                asked += [("trigrams", f'"{part}"') for part in (word[:half], word[half:]) if len(part) > 2]
        found = {*chain(*(self._hits(*each) for each in asked))}
        ranked = process.extract(
            " ".join(words_of(typed)),
            {number: self._lines[number] for number in sorted(found)},
            scorer=fuzz.partial_ratio,
            limit=5,
        )
        return [number for *_, number in ranked]

    def _hits(self, table: str, expression: str) -> list[int]:
        rows = self._database.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {_HITS}", [expression]
        )
        return [row[0] for row in rows]

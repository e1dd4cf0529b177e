"""How often searches find the intended quote, compared with a simple fuzzy search."""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from time import perf_counter

from rapidfuzz import fuzz, process

from bench.asking import lines_found
from bench.catalogue import Lines
from bench.remembering import Remembered
from bench.report import Measured, middle, p99
from bot.domain.folding import words_of
from bot.domain.ids import ShowId
from bot.store.database import Database

_NUMBER = 2**24 - 1
"""The part of an id that is the quote's number within its show, from 1."""
_LONG = 5
_FIVE = 5


async def recall(
    database: Database, show: ShowId, lines: Lines, kinds: dict[str, list[Remembered]]
) -> Measured:
    """The share of queries of each kind that find their quote."""
    table = Measured(
        "Finding the line that was meant",
        f"{len(next(iter(kinds.values())))} queries of each kind, made from runs of words in lines; how many "
        "find a line with that run first, and among five. The sketch: candidates from FTS5 by phrase, all "
        "words, every word left out in turn, and halves of long words by trigram with the other words, "
        "through this show's lines alone, ranked by RapidFuzz's partial_ratio.",
        ["query", "@1", "@5", "median", "p99", "sketch @1", "@5", "median", "p99"],
    )
    sketch = _Sketch(lines)
    for kind, queries in kinds.items():
        cells = [kind]
        answers: list[Sequence[str]] = []
        times: list[float] = []
        for asked in queries:
            await database.caught_up()
            start = perf_counter()
            found = await lines_found(database, show, asked.typed)
            times.append(perf_counter() - start)
            answers.append([lines[(quote & _NUMBER) - 1] for quote in found[:_FIVE]])
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


def _share(queries: Sequence[Remembered], answers: Sequence[Sequence[str]], best: int) -> str:
    found = sum(any(map(asked.is_in, answer[:best])) for asked, answer in zip(queries, answers, strict=True))
    return f"{found / len(queries):.3f}"


class _Sketch:
    """A simple fuzzy search."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._folded = [" ".join(words_of(line)) for line in lines]
        self._database = sqlite3.connect(":memory:")
        for table, tokens in (("words", "unicode61"), ("trigrams", "trigram")):
            self._database.execute(f"CREATE VIRTUAL TABLE {table} USING fts5 (text, tokenize = '{tokens}')")
            self._database.executemany(
                f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", enumerate(self._folded)
            )

    def find(self, typed: str) -> list[str]:
        """The five best lines."""
        words = words_of(typed)
        quoted = [f'"{word}"' for word in words]
        hits = [self._hits("words", f'"{" ".join(words)}"', 50), self._hits("words", " ".join(quoted), 200)]
        hits += [
            self._hits("words", " ".join([*quoted[:place], *quoted[place + 1 :]]), 300)
            for place in range(len(quoted) if len(quoted) > 1 else 0)
        ]
        for word in words:
            others = " ".join(f'"{other}"' for other in words if other != word and len(other) > 2)
            halves = (word[: len(word) // 2], word[len(word) // 2 :]) if len(word) >= _LONG else ()
            hits += [self._hits("trigrams", f'"{half}" {others}', 200) for half in halves if len(half) > 2]
        ranked = process.extract(
            " ".join(words),
            {number: self._folded[number] for number in sorted({*chain(*hits)})},
            scorer=fuzz.partial_ratio,
            limit=_FIVE,
        )
        return [self._lines[number] for *_, number in ranked]

    def _hits(self, table: str, expression: str, at_most: int) -> list[int]:
        rows = self._database.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT ?", [expression, at_most]
        )
        return [row[0] for row in rows]

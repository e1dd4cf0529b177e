"""Whether the time of a search tells of what the asker may not see."""

import random
from collections.abc import Iterator, Sequence
from functools import partial
from statistics import median

from bench.asking import seconds
from bench.catalogue import EPISODES, position
from bench.language import Lines
from bench.report import Measured, middle
from bot.domain.folding import words_of
from bot.domain.ids import QuoteId, ShowId
from bot.domain.queries import read_query
from bot.domain.spoilers import Limit
from bot.store.database import Database, Reading
from bot.store.searching import search

_PAIRS = 200
_WATCHED = 30
"""Episodes, of a hundred."""

_WORDS = 3
_FREQUENT = 150


async def hidden_pairs(
    database: Database, show: ShowId, lines: Lines, others: Lines, chance: random.Random
) -> Measured:
    """Searches for what only hidden quotes have, beside those for what none has; others: another show's."""
    limit = Limit.up_to(position(_WATCHED - 1))
    split = [words_of(line) for line in lines]
    seen = len(lines) * _WATCHED // EPISODES
    table = Measured(
        "Hidden quotes and time",
        f"{_PAIRS} pairs, by turns: a query that only quotes of hidden episodes match, and one that no quote "
        f"matches. {_WATCHED} of {EPISODES} episodes are watched. Medians, and their ratio.",
        ["query", "only hidden quotes", "no quote", "times"],
    )
    kinds = {
        "rare words": _rare(split[:seen], split[seen:], others, chance),
        "a phrase of frequent words": _phrases(split[:seen], split[seen:], chance),
    }
    for kind, pairs in kinds.items():
        times: tuple[list[float], list[float]] = [], []
        for number, pair in enumerate(pairs):
            for which in (0, 1) if number % 2 else (1, 0):
                times[which].append(await seconds(partial(_search, database, show, limit, pair[which])))
        hidden, nothing = times
        table.rows.append([kind, middle(hidden), middle(nothing), f"{median(hidden) / median(nothing):.2f}"])
    return table


async def _search(database: Database, show: ShowId, limit: Limit, typed: str) -> Sequence[QuoteId]:
    async def work(reading: Reading) -> Sequence[QuoteId]:
        return await search(reading, show, read_query(typed), limit=limit)

    return await database.read_apart(work)


def _rare(
    seen: Sequence[list[str]], hidden: Sequence[list[str]], others: Lines, chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Words of hidden quotes only, and words that only another show has."""
    known = {word for line in seen for word in line}
    only_hidden = {word for line in hidden for word in line} - known
    nowhere = {word for line in others for word in words_of(line)} - known - only_hidden
    for _ in range(_PAIRS):
        hidden_words, other_words = (chance.sample(sorted(words), _WORDS) for words in (only_hidden, nowhere))
        yield " ".join(hidden_words), " ".join(other_words)


def _phrases(
    seen: Sequence[list[str]], hidden: Sequence[list[str]], chance: random.Random
) -> Iterator[tuple[str, str]]:
    runs = [
        {run for line in some for run in zip(line, line[1:], line[2:], strict=False)}
        for some in (seen, hidden)
    ]
    frequent = sorted({word for line in seen[:_FREQUENT] for word in line if len(word) < _WORDS + 2})
    only_hidden = sorted(run for run in runs[1] - runs[0] if {*run} <= {*frequent})
    for _ in range(_PAIRS):
        other = tuple(chance.sample(frequent, _WORDS))
        while other in runs[0] | runs[1]:
            other = tuple(chance.sample(frequent, _WORDS))
        yield f'"{" ".join(chance.choice(only_hidden))}"', f'"{" ".join(other)}"'

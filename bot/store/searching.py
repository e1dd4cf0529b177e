"""Searching quotes: candidates from the index, ranked by `bot.domain.quote_matching`.

Story text leaves the store sealed, but ranking needs plain words. So both happen here: a search returns ids
in order, and the folded words never leave this module.

The results depend only on the quotes in scope, so they reveal nothing past a member's progress. What is read
of the whole show (its vocabulary) only widens the search.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, combinations, groupby
from math import prod

from bot.domain.ids import QuoteId, ShowId
from bot.domain.positions import Position
from bot.domain.quote_matching import Query, near_words, rank
from bot.domain.spoilers import Limit
from bot.domain.text import fold
from bot.domain.typos import typos_forgiven
from bot.store.database import Reading
from bot.store.fulltext import (
    STARRED,
    Scope,
    all_of,
    any_of,
    beginning,
    phrase,
    quotes_with,
    vocabulary_of,
    word,
)

_MOST_WORDS = 6
"""The number of words, the longest of a query, that find candidates; all of them rank."""

_CANDIDATES = 100
_HITS = 100
"""The most quotes read per expression. A word with fewer is rare: all its quotes are known."""

_MOST_LEFT_OUT = 2
"""Leaving out more of the common words takes too long."""

_ENOUGH = 25
"""Near misses are searched for if fewer quotes than this have all the words."""

_FEW = 25
"""Common words are combined until at most this many quotes are to be expected."""

_LONGER = 24
"""A word whose beginning was typed is less than this many letters longer."""

_LAST_NUMBER = Decimal("9999.99")
_LAST_SPECIAL = 99


async def search(
    reading: Reading,
    show: ShowId,
    query: Query,
    *,
    limit: Limit,
    speaker: str | None = None,
    season: int | None = None,
    at_most: int = 100,
) -> list[QuoteId]:
    """The ids of a show's quotes within a limit that match a query, best first.

    `speaker`: only quotes of this name, in any case. `season`: only quotes of its episodes.
    """
    scope = await scope_of(reading, show, limit=limit, speaker=speaker, season=season)
    if scope is None or not query.words:
        return []
    asked = _Asked(reading, scope, query)
    return rank(query, await asked.texts(await _candidates(asked)))[:at_most]


async def scope_of(
    reading: Reading, show: ShowId, *, limit: Limit, speaker: str | None = None, season: int | None = None
) -> Scope | None:
    """The scope of a search; None if it has no quote."""
    lowest, highest = 0, limit.key
    if season is not None:
        lowest = Position(season, Decimal(0)).key
        highest = min(highest, Position(season, _LAST_NUMBER, _LAST_SPECIAL).key)
    ends = await reading.one(
        """
        SELECT min((SELECT min(quote_id) FROM quote_folded WHERE episode_id = episode.id)) AS first,
               max((SELECT max(quote_id) FROM quote_folded WHERE episode_id = episode.id)) AS last
        FROM episode WHERE show_id = $1 AND position BETWEEN $2 AND $3
        """,
        show,
        lowest,
        highest,
    )
    if ends["first"] is None:
        return None
    folded = None if speaker is None else fold(speaker)
    return Scope(show, ends["first"], ends["last"], lowest, highest, folded)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word of the query: its expression, and the first quotes that it finds."""

    word: str
    expression: str
    quotes: Sequence[QuoteId]

    @property
    def common(self) -> bool:
        """Whether there may be more quotes than these."""
        return len(self.quotes) == _HITS

    @property
    def share(self) -> float:
        """The share of all quotes that a common word is in, estimated from the known ones."""
        return _HITS / (self.quotes[-1] - self.quotes[0] + 1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, and its scope."""

    reading: Reading
    scope: Scope
    query: Query

    async def find(self, expressions: Iterable[Sequence[str]]) -> list[Sequence[QuoteId]]:
        """For each group of expressions the first quotes that match all of it and the query's phrases."""
        phrases = [phrase(each) for each in self.query.phrases]
        asked = [all_of(all_) for each in expressions if (all_ := [*phrases, *each])]
        return await quotes_with(self.reading, self.scope, asked, _HITS) if asked else []

    async def slots(self, expressions: Mapping[str, str]) -> list[_Slot]:
        """The slots of the words."""
        found = await self.find([[each] for each in expressions.values()])
        return [_Slot(*each, quotes) for each, quotes in zip(expressions.items(), found, strict=True)]

    async def texts(self, quotes: Iterable[QuoteId]) -> dict[QuoteId, str]:
        """The quotes' folded texts."""
        rows = await self.reading.rows(
            """
            SELECT quote_id, text FROM json_each($1) AS wanted
            JOIN quote_folded ON quote_folded.quote_id = wanted.value
            """,
            json.dumps(list(quotes)),
        )
        return {QuoteId(row["quote_id"]): row["text"] for row in rows}

    async def with_all(self, words: Collection[str], found: Iterable[Sequence[QuoteId]]) -> int:
        """How many of the found quotes have all of the words."""
        begun = self.query.words[-1] if self.query.beginning else None
        texts = await self.texts({*chain(*found)})
        return sum(
            all(f" {each}" in line if each == begun else f" {each} " in line for each in words)
            for line in (f" {text} " for text in texts.values())
        )


async def _candidates(asked: _Asked) -> list[QuoteId]:
    """The quotes that may match, as many as can be ranked in time."""
    quoted = {*chain(*asked.query.phrases)}
    words = sorted({*asked.query.words} - quoted, key=lambda each: (-len(each), each))[:_MOST_WORDS]
    if not words:
        return _likeliest(await asked.find([()]))
    begun = await _begun(asked)
    slots = await asked.slots(
        {each: any_of([word(each), *(begun if each == asked.query.words[-1] else [])]) for each in words}
    )
    found = [slot.quotes for slot in slots if not slot.common]
    together = 0
    if len(found) == len(slots):
        together = len({*found[0]}.intersection(*found[1:]))
    elif not found:
        found = await _with_all_but(asked, slots, lacking=0)
        if any(len(quotes) == _HITS for quotes in found):
            return _likeliest([*found, *await asked.find([[phrase(asked.query.words)]])])
        together = await asked.with_all(words, found)
    if together < _ENOUGH:
        found += await _near_misses(asked, slots, bool(together))
    return _likeliest(found)


async def _near_misses(asked: _Asked, slots: Sequence[_Slot], together: bool) -> list[Sequence[QuoteId]]:
    """Quotes with words a typo away, or without a word or two. All quotes of rare words are known."""
    # If a word may be missing, a quote is found even without its mistyped word.
    mistyped = [each for each in slots if not (asked.query.misses and each.quotes)]
    near = await _near_slots(asked, [each for each in mistyped if typos_forgiven(each.word)])
    found = [each.quotes for each in near.values() if not each.common or len(slots) == 1]
    common = [each for each in (near.get(slot.word, slot) for slot in slots) if each.common]
    if len(common) > 1 and any(each.common for each in near.values()):
        found += await _with_all_but(asked, common, lacking=0)
    exact = [slot for slot in slots if slot.common]
    # A quote with none of the rare words lacks that many.
    most = min(asked.query.misses - (len(slots) - len(exact)), _MOST_LEFT_OUT, len(exact))
    asked_before = len(exact) == len(slots)
    for lacking in range(int(asked_before), most + 1):
        if lacking and (near or together):
            break
        met = await _with_all_but(asked, exact, lacking)
        found += met
        if not lacking and any(len(quotes) == _HITS for quotes in met):
            found += await asked.find([[phrase(run)] for run in _runs(asked.query.words, exact)])
        if lacking < most and await asked.with_all([each.word for each in exact], met):
            break
    return found


def _runs(words: Sequence[str], slots: Sequence[_Slot]) -> list[list[str]]:
    """The runs of two or more consecutive words that are all among the slots."""
    known = {slot.word for slot in slots}
    runs = [list(run) for found, run in groupby(words, known.__contains__) if found]
    return [run for run in runs if len(run) > 1]


async def _near_slots(asked: _Asked, slots: Sequence[_Slot]) -> dict[str, _Slot]:
    """For each word that has any: the slot of the show's words within the forgiven typos."""
    near = await _near_words(asked, [slot.word for slot in slots])
    found = await asked.slots({each: any_of(map(word, words)) for each, words in near.items() if words})
    exact = {slot.word: slot.expression for slot in slots}
    return {
        slot.word: replace(slot, expression=any_of([exact[slot.word], slot.expression]))
        for slot in found
        if slot.quotes
    }


async def _with_all_but(asked: _Asked, common: Sequence[_Slot], lacking: int) -> list[Sequence[QuoteId]]:
    """Quotes that lack at most `lacking` of some common words; to be fast, maybe more.

    Combining common words is slow. So only as many of the rarest are combined as leave few quotes; if those
    turn out to be many, all words are combined.
    """
    slots = sorted(common, key=lambda slot: (slot.share, slot.word))
    kept = _enough_of(slots[lacking:], asked.scope.last - asked.scope.first + 1)
    found = await asked.find(_groups(slots[: kept + lacking], kept))
    if kept + lacking < len(slots) and any(len(quotes) == _HITS for quotes in found):
        found = await asked.find(_groups(slots, len(slots) - lacking))
    return found


def _groups(slots: Sequence[_Slot], kept: int) -> Iterator[list[str]]:
    for group in combinations(slots, kept):
        yield [slot.expression for slot in group]


def _enough_of(slots: Sequence[_Slot], quotes: int) -> int:
    """How many common words, combined in this many quotes, leave few of them."""
    for count in range(2, len(slots)):
        if quotes * prod(slot.share for slot in slots[:count]) <= _FEW:
            return count
    return len(slots)


def _likeliest(found: Sequence[Sequence[QuoteId]]) -> list[QuoteId]:
    """The likeliest quotes: an expression that finds few quotes weighs more."""
    scores: Counter[QuoteId] = Counter()
    for quotes in found:
        weight = 1 + 4 * (_HITS - len(quotes))
        for quote in quotes:
            scores[quote] += weight
    return [quote for quote, _ in sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:_CANDIDATES]]


async def _near_words(asked: _Asked, words: Sequence[str]) -> dict[str, list[str]]:
    """For each word the show's words within the forgiven typos."""
    lengths = {each: _lengths(each) for each in words}
    if not lengths:
        return {}
    words_known = await vocabulary_of(asked.reading, asked.scope.show, {*chain(*lengths.values())})
    known = {length: text.split() for length, text in words_known.items()}
    return {
        each: near_words(each, [*chain.from_iterable(known.get(length, []) for length in possible)])
        for each, possible in lengths.items()
    }


def _lengths(mistyped: str) -> range:
    """The possible lengths of the meant word."""
    typos = typos_forgiven(mistyped)
    return range(len(mistyped) - typos, len(mistyped) + typos + 1)


async def _begun(asked: _Asked) -> list[str]:
    """Expressions for the show's words that begin with the query's last word."""
    last = asked.query.words[-1]
    if not asked.query.beginning or len(last) <= STARRED:
        return [beginning(last)] if asked.query.beginning else []
    longer = range(len(last) + 1, len(last) + _LONGER)
    known = await vocabulary_of(asked.reading, asked.scope.show, longer)
    return [
        word(each) for text in known.values() for each in re.findall(f" ({re.escape(last)}[^ ]+)", " " + text)
    ]

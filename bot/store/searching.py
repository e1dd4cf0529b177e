"""Searching quotes: candidates from the index, ranked by `bot.domain.quote_matching`.

Story text leaves the store sealed, but ranking needs plain words. So both happen here: a search returns ids
in order, and the folded words never leave this module.

The results depend only on the quotes in scope, so they reveal nothing past a member's progress.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, combinations
from math import prod

from bot.domain.contractions import Words, ways_to_write
from bot.domain.folding import fold
from bot.domain.ids import QuoteId, ShowId
from bot.domain.positions import Position
from bot.domain.queries import Query
from bot.domain.quote_matching import rank
from bot.domain.spoilers import Limit
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
    texts_of,
    word,
)
from bot.store.vocabulary import longer_words_in, near_words_in

_MOST_UNITS = 8
"""The number of words, the longest of a query, that find candidates; all of them rank."""

_CANDIDATES = 160
_LIKELIEST = 50
"""How many of the candidates are read to see whether near misses are needed."""

_HITS = 100
"""The most quotes read per expression. A word with fewer is rare: all its quotes are known."""

_FEW = 25
"""Common words are combined until at most this many quotes are to be expected."""

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
    near_misses: bool = True,
) -> list[QuoteId]:
    """The ids of a show's quotes within a limit that match a query, best first.

    `speaker`: only quotes of this name, in any case. `season`: only quotes of its episodes. Without
    `near_misses` it takes a short time, and finds nothing unless a quote is surely what is meant.
    """
    scope = await scope_of(reading, show, limit=limit, speaker=speaker, season=season)
    if scope is None or not query.words:
        return []
    asked = _Asked(reading, scope, query)
    slots, sure = await _candidates(asked)
    if not sure:
        if not near_misses:
            return []
        await _near_misses(asked, slots)
    return rank(query, await asked.texts())[:at_most]


async def scope_of(
    reading: Reading, show: ShowId, *, limit: Limit, speaker: str | None = None, season: int | None = None
) -> Scope | None:
    """The scope of a search; None if it has no quote."""
    lowest, highest = 0, limit.key
    if season is not None:
        lowest = Position(season, Decimal(0)).key
        highest = min(highest, Position(season, _LAST_NUMBER, _LAST_SPECIAL).key)
    found = await reading.one(
        """
        SELECT min(slot) AS first, max(slot) AS last, sum(lines) AS lines
        FROM episode JOIN episode_slot ON episode_slot.episode_id = episode.id
        WHERE show_id = $1 AND position BETWEEN $2 AND $3
        """,
        show,
        lowest,
        highest,
    )
    if not found["lines"]:
        return None
    folded = None if speaker is None else fold(speaker)
    return Scope(show, found["first"], found["last"], found["lines"], lowest, highest, folded)


@dataclass(frozen=True, slots=True)
class _Slot:
    """Words of the query that are one contraction, or one word: their expression, and the first quotes."""

    words: Words
    expression: str
    quotes: Sequence[int]
    share: float
    """Of a common word: the share of all quotes that it is in, estimated from the known ones."""

    @property
    def common(self) -> bool:
        """Whether there may be more quotes than these."""
        return len(self.quotes) == _HITS


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, and its scope."""

    reading: Reading
    scope: Scope
    query: Query
    scores: Counter[int] = field(default_factory=Counter[int])
    """The quotes found so far, by how many of the words they are known to have."""
    read: dict[int, tuple[QuoteId, str] | None] = field(default_factory=dict[int, tuple[QuoteId, str] | None])
    """Of those read so far the quotes' ids and their texts; None for one that is out of scope."""

    async def find(self, groups: Sequence[Sequence[str]]) -> list[Sequence[int]]:
        """For each group of expressions the first quotes that match all of it and the query's phrases."""
        phrases = [self.written(each) for each in self.query.phrases]
        return await quotes_with(
            self.reading, self.scope, [all_of([*phrases, *each]) for each in groups], _HITS
        )

    def written(self, words: Sequence[str]) -> str:
        """An expression for quotes with these words in one run, contracted or not."""
        return any_of(phrase(way) for way in ways_to_write(words, self.query.short))

    async def slots(self, expressions: Mapping[Words, str]) -> list[_Slot]:
        """The slots of the words."""
        found = await self.find([[each] for each in expressions.values()])
        return [
            _Slot(*each, quotes, self._share(quotes))
            for each, quotes in zip(expressions.items(), found, strict=True)
        ]

    def _share(self, quotes: Sequence[int]) -> float:
        return len(quotes) / max(len(quotes), self.scope.lines_between(quotes)) if quotes else 0

    def note(self, quotes: Iterable[int], words: int) -> None:
        """Note that quotes have so many of the words."""
        for quote in quotes:
            self.scores[quote] += words

    async def texts(self, at_most: int = _CANDIDATES) -> dict[QuoteId, str]:
        """The folded texts of the likeliest quotes."""
        likeliest = sorted(self.scores, key=lambda quote: (-self.scores[quote], quote))[:at_most]
        unread = [quote for quote in likeliest if quote not in self.read]
        if unread:
            found = await texts_of(self.reading, self.scope, unread)
            self.read.update((quote, found.get(quote)) for quote in unread)
        return dict(text for quote in likeliest if (text := self.read[quote]) is not None)


async def _candidates(asked: _Asked) -> tuple[list[_Slot], bool]:
    """Find quotes with the words. Returns the slots of these, and whether a quote is surely what is meant."""
    query = asked.query
    units = {
        unit: any_of(all_of([*map(word, way)]) for way in ways_to_write(unit, query.short))
        for unit in _units(query)
    }
    if not units:
        asked.note((await asked.find([()]))[0], 1)
        return [], True
    for begun in asked.query.begun:
        if (begun,) in units:
            units[begun,] = any_of([word(begun), *await _longer(asked, begun)])
    slots = await asked.slots(units)
    for slot in slots:
        if not slot.common:
            asked.note(slot.quotes, len(slot.words))
    if await _with_all_but(asked, [slot for slot in slots if slot.common], 0):
        await _runs(asked, 0)
    likeliest = await asked.texts(_LIKELIEST)
    return slots, any(map(query.is_run_of, likeliest.values()))


def _units(query: Query) -> list[Words]:
    """The words to find candidates by, without those in phrases: what may be contracted is one unit."""
    quoted = {*chain(*query.phrases)}
    units: list[Words] = []
    pairs = {*query.short.values()}
    for before, each in zip(("", *query.words), query.words, strict=False):
        if (before, each) in pairs and units:
            units[-1] = (*units[-1], each)
        else:
            units.append((each,))
    left = [unit for unit in dict.fromkeys(units) if not quoted.issuperset(unit)]
    return sorted(left, key=lambda unit: (-len(" ".join(unit)), unit))[:_MOST_UNITS]


async def _near_misses(asked: _Asked, slots: Sequence[_Slot]) -> None:
    """Find quotes with words a typo away, or without a word or two. All quotes of rare words are known."""
    rare, common = [slot for slot in slots if not slot.common], [slot for slot in slots if slot.common]
    # If a word may be missing, a quote is found even without its mistyped word.
    mistyped = [each for each in [*rare, *common] if not (asked.query.misses and each.quotes)]
    near = await _near_slots(asked, [each for each in mistyped if len(each.words) == 1])
    for slot in near:
        asked.note(slot.quotes, 1)
    if any(slot.common for slot in near):
        await _with_all_but(asked, [*common, *(slot for slot in near if slot.common)], 0)
    # A quote with none of the rare words lacks that many. A typo is likelier than another word.
    if (
        not any(slot.quotes for slot in near)
        and len(rare) < asked.query.misses
        and await _with_all_but(asked, common, 1)
    ):
        await _runs(asked, 1)


async def _runs(asked: _Asked, lacking: int) -> None:
    """Find quotes with the words in one run, but for one: of common words, others are too many."""
    words = asked.query.words[:_MOST_UNITS]
    places = range(1, len(words)) if lacking else [len(words)]
    groups = [
        [asked.written(part) for part in (words[:place], words[place + lacking :]) if part]
        for place in places
    ]
    for quotes in await asked.find(groups):
        asked.note(quotes, len(words))


async def _near_slots(asked: _Asked, slots: Sequence[_Slot]) -> list[_Slot]:
    """The slots of the show's words within the forgiven typos of these."""
    words = [slot.words[0] for slot in slots if typos_forgiven(slot.words[0])]
    near = await near_words_in(asked.reading, asked.scope.show, words)
    exact = {slot.words: slot.expression for slot in slots}
    return await asked.slots(
        {(each,): any_of([exact[each,], *map(word, words)]) for each, words in near.items() if words}
    )


async def _with_all_but(asked: _Asked, common: Sequence[_Slot], lacking: int) -> bool:
    """Find quotes that lack at most `lacking` of some common words. Returns whether there may be more.

    Combining common words is slow. So only as many of the rarest are combined as leave few quotes; if those
    turn out to be many, all words are combined.
    """
    if len(common) <= lacking:
        return False
    slots = sorted(common, key=lambda slot: (slot.share, slot.words))
    kept = _enough_of(slots[lacking:], asked.scope.lines)
    expressions = [slot.expression for slot in slots]
    found = await asked.find([*combinations(expressions[: kept + lacking], kept)])
    if kept + lacking < len(slots) and any(len(quotes) == _HITS for quotes in found):
        kept = len(slots) - lacking
        found = await asked.find([*combinations(expressions, kept)])
    for quotes in found:
        asked.note(quotes, kept)
    return any(len(quotes) == _HITS for quotes in found)


def _enough_of(slots: Sequence[_Slot], quotes: int) -> int:
    """How many common words, combined in this many quotes, leave few of them."""
    for count in range(2, len(slots)):
        if quotes * prod(slot.share for slot in slots[:count]) <= _FEW:
            return count
    return len(slots)


async def _longer(asked: _Asked, begun: str) -> list[str]:
    """Expressions for the show's words that begin like this one."""
    if 1 < len(begun) <= STARRED:
        return [beginning(begun)]
    return [*map(word, await longer_words_in(asked.reading, asked.scope.show, begun))]

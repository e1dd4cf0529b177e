"""Searching quotes by remembered words: parsing the query, and ranking quotes.

Both use folded words (`words_of`), so case, accents, apostrophes and punctuation don't matter.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.domain.ids import QuoteId
from bot.domain.text import bare
from bot.domain.typos import typos_forgiven

_WORD = re.compile(r"[^\W_]+")
_SPOKEN = re.compile(r"[^\s\-–—…/]+")
_IN_QUOTES = re.compile(r'["“”„‟«»＂]([^"“”„‟«»＂]+)["“”„‟«»＂]')
_MOST_WORDS = 100
"""The most words of a query that are searched for: each takes time."""

_BEGINNING_FROM = 2
_SLIP_FROM = 3
"""Letters from which a word may have one typo, in a quote found by other words."""

_NEAR = 5
"""Words are near each other with at most this many other words among them."""

_QUALITY = (1.0, 0.8, 0.7)
"""The score of a word that is 0, 1 or 2 typos away."""

_BEGUN = 0.95
_WEIGHTIEST = 8
"""Longer words weigh more, up to this many letters."""

_COMPARED = 20
"""How many of the best (then shortest) quotes are compared letter by letter."""

_WITHIN = 0.5
_WHOLE = 0.3
"""The weights of similarity to a part of the quote (`_WITHIN`) and to all of it, beside the matched words."""


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order; none if it is only punctuation."""
    return bare(text).split()


def near_words(word: str, vocabulary: Sequence[str]) -> list[str]:
    """The other words of a vocabulary that are within the forgiven typos of this one."""
    most = typos_forgiven(word)
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [near for near, distance, _ in found if 0 < distance <= typos_forgiven(word, near)]


class _Tier(IntEnum):
    """How a quote matches; smaller is better."""

    PHRASE = 0
    TOGETHER = 1
    ALL_WORDS = 2
    NEAR_MISS = 3


class _Match(NamedTuple):
    """How well a quote matches; smaller is better. `uncovered`: the share of unmatched letters (0 to 100)."""

    tier: _Tier
    uncovered: float = 0


_Hit = tuple[int, float]
"""The index of a query word, and how well a word of a quote matches it (0 to 1)."""

_Placed = dict[int, tuple[float, list[int]]]
"""For each matched query word: the best match, and the indexes of the quote's words that have it."""


@dataclass(frozen=True)
class Query:
    """The folded words to search for, in the order typed.

    `phrases` were typed in quotation marks: a quote must contain each one. `beginning`: the last word may be
    unfinished.
    """

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    beginning: bool = False

    @cached_property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)

    @cached_property
    def misses(self) -> int:
        """How many of the words a near miss may lack."""
        count = len(set(self.words))
        return (count >= 3) + (count >= 5) if count < 9 else count // 4


def read_query(typed: str) -> Query:
    """Parse a query. Quotation marks, straight or curly, are the only syntax.

    `words` is empty if there is nothing to search for.
    """
    parts = _IN_QUOTES.split(typed)
    phrases = [tuple(words_of(part)) for part in parts[1::2]]
    words = tuple(word for part in parts for word in words_of(part))[:_MOST_WORDS]
    loose_end = bool(words_of(parts[-1]))
    return Query(
        words,
        tuple(phrase for phrase in phrases if phrase),
        beginning=loose_end and len(words[-1]) >= _BEGINNING_FROM,
    )


def rank(query: Query, quotes: Mapping[QuoteId, str]) -> list[QuoteId]:
    """The quotes (folded text) that match the query, best first, then by id.

    Best are those with the words as a phrase, then with all words near each other, then with all words, then
    near misses: with typos, or without a word or two.
    """
    if not query.words:
        return []
    split = {quote: text.split() for quote, text in quotes.items()}
    hits = _hits(query, sorted({word for words in split.values() for word in words}))
    weights = [min(len(word), _WEIGHTIEST) + 1 for word in dict.fromkeys(query.words)]
    matched = sorted(
        (match, len(quotes[quote]), quote)
        for quote, words in split.items()
        if (match := _match(query, f" {quotes[quote]} ", _placed(words, hits), weights)) is not None
    )
    best = matched[:_COMPARED]
    compared = [quotes[quote] for *_, quote in best]
    within = process.extract_iter(query.text, compared, scorer=fuzz.partial_ratio)
    whole = process.extract_iter(query.text, compared, scorer=fuzz.ratio)
    ranked = sorted(
        (match.tier, match.uncovered - _WITHIN * inside - _WHOLE * alike, quote)
        for (match, _, quote), (_, inside, _), (_, alike, _) in zip(best, within, whole, strict=True)
    )
    return [quote for *_, quote in [*ranked, *matched[_COMPARED:]]]


def matches(query: Query, text: str) -> list[tuple[int, int]]:
    """Where the words of a text are that answer to the query: where each begins and ends, in order.

    The text is as it was written. Words with nothing but a space between them are one stretch.
    """
    words = [
        (word, span)
        for found in _SPOKEN.finditer(text)
        for span in [_without_punctuation(text, *found.span())]
        for word in words_of(text[slice(*span)])
    ]
    folded = [word for word, _ in words]
    placed = _placed(folded, _hits(query, sorted({*folded})))
    stretches = list[tuple[int, int]]()
    for first, last in sorted({words[at][1] for _, places in placed.values() for at in places}):
        joins = bool(stretches) and text[stretches[-1][1] : first] == " "
        stretches.append((stretches.pop()[0] if joins else first, last))
    return stretches


def _without_punctuation(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and not text[first].isalnum():
        first += 1
    while first < last and not (text[last - 1].isalnum() or unicodedata.combining(text[last - 1])):
        last -= 1
    return first, last


def _hits(query: Query, vocabulary: Sequence[str]) -> dict[str, list[_Hit]]:
    """For each word of some quotes, the query words that it matches, and how well."""
    hits: dict[str, list[_Hit]] = {}
    for place, wanted in enumerate(dict.fromkeys(query.words)):
        most = max(typos_forgiven(wanted), int(len(wanted) >= _SLIP_FROM))
        found = process.extract(wanted, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=None)
        for word, distance, _ in found:
            if distance <= 1 or distance <= typos_forgiven(wanted, word):
                hits.setdefault(word, []).append((place, _QUALITY[distance]))
        if query.beginning and wanted == query.words[-1]:
            for word in vocabulary:
                if word.startswith(wanted) and word != wanted:
                    hits.setdefault(word, []).append((place, _BEGUN))
    return hits


def _placed(words: Sequence[str], hits: Mapping[str, Sequence[_Hit]]) -> _Placed:
    placed: _Placed = {}
    for position, word in enumerate(words):
        if word not in hits:
            continue
        for place, quality in hits[word]:
            best = placed.get(place)
            if best is None or quality > best[0]:
                placed[place] = (quality, [position])
            elif quality == best[0]:
                best[1].append(position)
    return placed


def _match(query: Query, padded: str, placed: _Placed, weights: Sequence[int]) -> _Match | None:
    """How well a quote (folded, with a space on both sides) matches; None if it doesn't."""
    missing = len(weights) - len(placed)
    if missing > query.misses or not all(f" {' '.join(phrase)} " in padded for phrase in query.phrases):
        return None
    if missing or any(quality < _BEGUN for quality, _ in placed.values()):
        covered = sum(weights[place] * quality for place, (quality, _) in placed.items())
        return _Match(_Tier.NEAR_MISS, 100 * (1 - covered / sum(weights)))
    if f" {query.text}" in padded and (query.beginning or f" {query.text} " in padded):
        return _Match(_Tier.PHRASE)
    near = _span([positions for _, positions in placed.values()]) <= len(placed) + _NEAR
    return _Match(_Tier.TOGETHER if near else _Tier.ALL_WORDS)


def _span(places: Sequence[Sequence[int]]) -> int:
    """The number of words in the shortest stretch that has each query word once."""
    order = sorted((position, place) for place, positions in enumerate(places) for position in positions)
    last: dict[int, int] = {}
    best = order[-1][0] + 1
    for position, place in order:
        last[place] = position
        if len(last) == len(places):
            best = min(best, position - min(last.values()) + 1)
    return best

"""Which lines somebody means by the words that they remember: reading what was typed, and ranking lines.

Both work on folded words (`words_of`), so case, accents, apostrophes and punctuation never matter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.domain.ids import QuoteId
from bot.domain.text import bare

_WORD = re.compile(r"[^\W_]+")
_IN_QUOTES = re.compile(r'["“”„‟«»＂]([^"“”„‟«»＂]+)["“”„‟«»＂]')
_MOST_WORDS = 100
"""Words after so many are not looked for: a search takes time for each."""

_BEGINNING_FROM = 2
_ONE_TYPO_FROM = 5
_TWO_TYPOS_FROM = 9
_SLIP_FROM = 3
"""In a line that answers otherwise a word from this length on may be a slip off; it finds no line itself."""

_NEAR = 5
"""Words are near each other with at most so many others among them."""

_QUALITY = (1.0, 0.8, 0.7)
"""What a word is worth that is so many typos away."""

_BEGUN = 0.95
_WEIGHTIEST = 8
"""Longer words tell more, up to so many letters."""

_COMPARED = 20
"""So many lines, the best by their words and of those the shortest, are compared letter by letter."""

_WITHIN = 0.5
_WHOLE = 0.3
"""What likeness of a stretch of the line, and of all of it, weighs beside the share of the words."""


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order; none for text of nothing but signs."""
    return bare(text).split()


def typos_forgiven(word: str, meant: str | None = None) -> int:
    """How many typos a word may have: letters swapped, missing, doubled or wrong.

    It is the longer of the word typed and the word meant that counts: `moey` may be `money`. Where it is not
    known what was meant, a letter may be missing.
    """
    letters = max(len(word), len(word) + 1 if meant is None else len(meant))
    return (letters >= _ONE_TYPO_FROM) + (letters >= _TWO_TYPOS_FROM)


def near_words(word: str, vocabulary: Sequence[str]) -> list[str]:
    """The words of a vocabulary that the typos forgiven may have made this word of; itself left out."""
    most = typos_forgiven(word)
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [near for near, distance, _ in found if 0 < distance <= typos_forgiven(word, near)]


class _Tier(IntEnum):
    """In what way a line answers; the first is best."""

    PHRASE = 0
    TOGETHER = 1
    ALL_WORDS = 2
    NEAR_MISS = 3


class _Answer(NamedTuple):
    """How a line answers; the least is best. `uncovered`: of the query's letters (0 to 100)."""

    tier: _Tier
    uncovered: float = 0


_Hit = tuple[int, float]
"""One of the query's words, by its place among them, and how well a word of a line answers to it (0 to 1)."""

_Placed = dict[int, tuple[float, list[int]]]
"""For each of the query's words that a line answers to: how well at best, and at which words of the line."""


@dataclass(frozen=True)
class Query:
    """What to look for: words, all of them folded, in the order typed.

    `phrases` are those that stood in quotes: a line must have each of them as it is. `beginning`: the last
    word may be the beginning of one.
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
        """How many of the words a near-miss may lack."""
        count = len(set(self.words))
        return (count >= 3) + (count >= 5) if count < 9 else count // 4


def read_query(typed: str) -> Query:
    """Read what was typed. There is no syntax but quotes, straight or curly: every other sign is none.

    The words are none where nothing can be looked for.
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


def rank(query: Query, lines: Mapping[QuoteId, str]) -> list[QuoteId]:
    """The lines (folded) that answer to the query, best first; lines that answer equally well by id.

    First those that have its words as a phrase, then those that have all of them near each other, then those
    that have all, then near-misses: with typos, or lacking a word or two of several.
    """
    if not query.words:
        return []
    split = {quote: line.split() for quote, line in lines.items()}
    hits = _hits(query, sorted({word for words in split.values() for word in words}))
    weights = [min(len(word), _WEIGHTIEST) + 1 for word in dict.fromkeys(query.words)]
    answers = sorted(
        (answer, len(lines[quote]), quote)
        for quote, words in split.items()
        if (answer := _answer(query, f" {lines[quote]} ", _placed(words, hits), weights)) is not None
    )
    best = answers[:_COMPARED]
    compared = [lines[quote] for *_, quote in best]
    within = process.extract_iter(query.text, compared, scorer=fuzz.partial_ratio)
    whole = process.extract_iter(query.text, compared, scorer=fuzz.ratio)
    ranked = sorted(
        (answer.tier, answer.uncovered - _WITHIN * inside - _WHOLE * alike, quote)
        for (answer, _, quote), (_, inside, _), (_, alike, _) in zip(best, within, whole, strict=True)
    )
    return [quote for *_, quote in [*ranked, *answers[_COMPARED:]]]


def _hits(query: Query, vocabulary: Sequence[str]) -> dict[str, list[_Hit]]:
    """For each word of some lines, which of the query's words it answers to, and how well."""
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


def _answer(query: Query, padded: str, placed: _Placed, weights: Sequence[int]) -> _Answer | None:
    """How a line (folded, a space before and after it) answers; None where it does not."""
    missing = len(weights) - len(placed)
    if missing > query.misses or not all(f" {' '.join(phrase)} " in padded for phrase in query.phrases):
        return None
    if missing or any(quality < _BEGUN for quality, _ in placed.values()):
        covered = sum(weights[place] * quality for place, (quality, _) in placed.items())
        return _Answer(_Tier.NEAR_MISS, 100 * (1 - covered / sum(weights)))
    if f" {query.text}" in padded and (query.beginning or f" {query.text} " in padded):
        return _Answer(_Tier.PHRASE)
    near = _span([positions for _, positions in placed.values()]) <= len(placed) + _NEAR
    return _Answer(_Tier.TOGETHER if near else _Tier.ALL_WORDS)


def _span(places: Sequence[Sequence[int]]) -> int:
    """How many words the shortest stretch has in which each place is met once."""
    order = sorted((position, place) for place, positions in enumerate(places) for position in positions)
    last: dict[int, int] = {}
    best = order[-1][0] + 1
    for position, place in order:
        last[place] = position
        if len(last) == len(places):
            best = min(best, position - min(last.values()) + 1)
    return best

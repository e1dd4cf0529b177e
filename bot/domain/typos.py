"""Typos forgiven: how many in a word of a quote; and typed text matched against titles, but for one typo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from bot.domain.folding import fold, typed_words, words_of
from bot.domain.text import exact

Item = TypeVar("Item")

folded = lru_cache(maxsize=4096)(fold)
_typed_words = lru_cache(maxsize=4096)(typed_words)
"""Cached: the same titles are compared at every keystroke."""

_ONE_TYPO_FROM = 5
_TWO_TYPOS_FROM = 9
"""Letters from which typos are forgiven; shorter words are too similar to others."""

_ONE_AMONG_OTHERS_FROM = 3
_TWO_AMONG_OTHERS_FROM = 6
"""The same for a word of a quote that was found by other words."""


def typos_forgiven(word: str, meant: str | None = None) -> int:
    """How many typos a word may have: letters swapped, missing, doubled or wrong.

    The longer of the typed word and the meant word counts: `moey` may be `money`. If `meant` isn't known, one
    letter may be missing.
    """
    letters = max(len(word), len(word) + 1 if meant is None else len(meant))
    return (letters >= _ONE_TYPO_FROM) + (letters >= _TWO_TYPOS_FROM)


def typos_among_others(word: str) -> int:
    """How many typos a word may have in a quote that was found by other words."""
    return (len(word) >= _ONE_AMONG_OTHERS_FROM) + (len(word) >= _TWO_AMONG_OTHERS_FROM)


class Closeness(IntEnum):
    """How well a title matches typed text; smaller is better."""

    EXACT = 0
    BUT_FOR_CASE = 1
    FOLDED = 2
    BEGINNING = 3
    WORDS = 4
    TYPO = 5


def closeness(typed: str, title: str) -> Closeness | None:
    """How well a title matches typed text; None if it doesn't."""
    wanted, given = folded(typed), folded(title)
    if wanted == given:
        return _likeness(typed, title)
    if wanted and given.startswith(wanted):
        return Closeness.BEGINNING
    if has_words(typed, title):
        return Closeness.WORDS
    if len(wanted) >= _ONE_TYPO_FROM and _one_typo_away(wanted, given.split()):
        return Closeness.TYPO
    return None


def _likeness(typed: str, title: str) -> Closeness:
    if exact(typed) == exact(title):
        return Closeness.EXACT
    return Closeness.BUT_FOR_CASE if exact(typed).casefold() == exact(title).casefold() else Closeness.FOLDED


def has_words(typed: str, title: str) -> bool:
    """Whether each typed word is a word of the title, or the beginning of one."""
    wanted, words = _typed_words(typed), _words_in(title)
    return bool(wanted) and all(f" {part}" in words for part in wanted)


@lru_cache(maxsize=4096)
def _words_in(title: str) -> str:
    """Its words, with a space before each."""
    return "".join(f" {word}" for word in words_of(title))


def _one_typo_away(typed: str, words: Sequence[str]) -> bool:
    """Whether the typed text is in the title but for one letter swapped, missing, doubled or wrong."""
    for start in range(len(words)):
        rest = " ".join(words[start:])
        for length in (len(typed) - 1, len(typed), len(typed) + 1):
            if OSA.distance(typed, rest[:length], score_cutoff=1) <= 1:
                return True
    return False


@dataclass(frozen=True, slots=True)
class Match(Generic[Item]):
    """An item whose title matches typed text."""

    closeness: Closeness
    item: Item


def matches(typed: str, titled: Iterable[tuple[Item, str | None]]) -> list[Match[Item]]:
    """The items whose title matches typed text, best first, otherwise in the given order."""
    found = [
        Match(close, item)
        for item, title in titled
        if title and (close := closeness(typed, title)) is not None
    ]
    return sorted(found, key=lambda match: match.closeness)


def best_matches(typed: str, titled: Iterable[tuple[Item, str | None]]) -> list[Match[Item]]:
    """The matches of the best closeness: one if it is clear what is meant."""
    found = matches(typed, titled)
    return [match for match in found if match.closeness is found[0].closeness]

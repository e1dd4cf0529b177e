"""Finding what a person meant from what they typed: titles, with one typo forgiven."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´＇")
_NOT_WORDS = re.compile(r"[\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {
    ord("'"): "",
    ord("`"): "",
}
Item = TypeVar("Item")

_TYPO_FROM = 5
"""Shorter words are too alike for a typo to be forgiven."""


def fold(text: str) -> str:
    """Text as it is compared: no case, accents, apostrophes or punctuation, single spaces.

    Text of nothing but signs keeps them, so that a show called `!!!` can still be found.
    """
    return bare(text) or text.strip().casefold()


def bare(text: str) -> str:
    """The words of a text, folded, a single space between two; empty for text of nothing but signs."""
    if text.isascii():  # most lines are: the same, ten times as quick
        return " ".join(text.translate(_ASCII).split())
    folded = unicodedata.normalize("NFKD", text).translate(_APOSTROPHES).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_WORDS.sub(" ", letters).strip()


def exact(text: str) -> str:
    """Text as identity compares it: composed (NFC) and trimmed. Case, accents and punctuation count.

    Two titles are the same only if they are equal so; `fold` is for finding, never for merging.
    """
    return unicodedata.normalize("NFC", text).strip()


class Closeness(IntEnum):
    """How well a title answers to what was typed; smaller is better."""

    EXACT = 0
    BEGINNING = 1
    WORDS = 2
    TYPO = 3


def closeness(typed: str, title: str) -> Closeness | None:
    """How well a title answers to typed text, both folded; None where it does not."""
    if not typed:
        return None
    if typed == title:
        return Closeness.EXACT
    if title.startswith(typed):
        return Closeness.BEGINNING
    words = title.split()
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return Closeness.WORDS
    if len(typed) >= _TYPO_FROM and _one_typo_away(typed, words):
        return Closeness.TYPO
    return None


def _one_typo_away(typed: str, words: Sequence[str]) -> bool:
    """Whether one letter swapped, missing, doubled or wrong leads from the typed text into the title."""
    for start in range(len(words)):
        rest = " ".join(words[start:])
        for length in (len(typed) - 1, len(typed), len(typed) + 1):
            if OSA.distance(typed, rest[:length], score_cutoff=1) <= 1:
                return True
    return False


@dataclass(frozen=True, slots=True)
class Match(Generic[Item]):
    """Something that answers to what was typed."""

    closeness: Closeness
    item: Item


def matches(typed: str, titled: Iterable[tuple[Item, str]]) -> list[Match[Item]]:
    """Everything whose title answers to the typed text, best first, otherwise in the order given."""
    folded = fold(typed)
    found = [
        Match(close, item) for item, title in titled if (close := closeness(folded, fold(title))) is not None
    ]
    return sorted(found, key=lambda match: match.closeness)

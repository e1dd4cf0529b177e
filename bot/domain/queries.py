"""Reading what somebody typed to find quotes.

Words are folded, so case, accents, apostrophes and punctuation don't matter; contractions are spelled out.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.domain.contractions import Words, short_forms, spelled_out
from bot.domain.folding import APOSTROPHES, is_letter, typed_words

_IN_QUOTES = re.compile(r'["“”„‟«»＂]([^"“”„‟«»＂]+)["“”„‟«»＂]')
_MOST_WORDS = 100
"""The most words of a query that are searched for: each takes time."""

_BEGINNING_FROM = 2
_WEIGHTIEST = 8
"""Longer words weigh more, up to this many letters."""

_SURE = 3
"""A quote with so many words in one run is what is meant."""


@dataclass(frozen=True)
class Query:
    """The folded words to search for, in the order typed, contractions spelled out.

    `phrases` were typed in quotation marks: a quote must contain each one. `beginning`: the last word may be
    unfinished.
    """

    words: Words
    phrases: tuple[Words, ...] = ()
    beginning: bool = False

    @cached_property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)

    @cached_property
    def short(self) -> dict[str, Words]:
        """The words that a quote may have in place of two of these."""
        return short_forms(self.words)

    @cached_property
    def begun(self) -> frozenset[str]:
        """The words that may be the beginnings of longer ones."""
        last = self.words[-1:] if self.beginning else ()
        return frozenset(last) | {word for word in self.words if is_letter(word)}

    @cached_property
    def misses(self) -> int:
        """How many of the words a near miss may lack."""
        count = len(set(self.words))
        return (count >= 3) + (count >= 5) if count < 9 else count // 4

    @cached_property
    def weights(self) -> list[float]:
        """How much each of the words weighs."""
        return [0.6 + min(len(word), _WEIGHTIEST) / 16 for word in self.words]

    def spelled_out(self, text: str) -> list[str]:
        """The words of a folded text, without the short forms of words of this query."""
        words = text.split()
        if self.short.keys().isdisjoint(words):
            return words
        return [each for word in words for each in self.short.get(word, (word,))]

    def is_run_of(self, text: str) -> bool:
        """Whether a folded text has all the words in one run, and enough of them to be what is meant."""
        return len(self.words) >= _SURE and self.text in " ".join(self.spelled_out(text))


def read_query(typed: str) -> Query:
    """Parse a query. Quotation marks, straight or curly, are the only syntax.

    `words` is empty if there is nothing to search for.
    """
    parts = [_spelled_out(part) for part in _IN_QUOTES.split(typed)]
    words = tuple(word for part in parts for word in part)[:_MOST_WORDS]
    return Query(
        words,
        tuple(filter(None, parts[1::2])),
        beginning=bool(parts[-1]) and len(words[-1]) >= _BEGINNING_FROM,
    )


def _spelled_out(typed: str) -> Words:
    words = (
        (word, not APOSTROPHES.isdisjoint(written))
        for written in typed.split()
        for word in typed_words(written)
    )
    return tuple(spelled_out(list(words)))

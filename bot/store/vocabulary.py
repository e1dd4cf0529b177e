"""The words of a show's quotes, now or once: what a mistyped or unfinished word may be."""

import re
from collections.abc import Sequence
from itertools import chain

from bot.domain.ids import ShowId
from bot.domain.quote_matching import near_words
from bot.domain.typos import typos_forgiven
from bot.store.database import Reading
from bot.store.fulltext import vocabulary_of

_LONGER = 24
"""A word whose beginning was typed is less than this many letters longer."""


async def near_words_in(reading: Reading, show: ShowId, words: Sequence[str]) -> dict[str, list[str]]:
    """For each word the show's words within the forgiven typos."""
    lengths = {each: _lengths(each) for each in words}
    if not lengths:
        return {}
    words_known = await vocabulary_of(reading, show, {*chain(*lengths.values())})
    known = {length: text.split() for length, text in words_known.items()}
    return {
        each: near_words(each, [*chain.from_iterable(known.get(length, []) for length in possible)])
        for each, possible in lengths.items()
    }


def _lengths(mistyped: str) -> range:
    """The possible lengths of the meant word."""
    typos = typos_forgiven(mistyped)
    return range(len(mistyped) - typos, len(mistyped) + typos + 1)


async def longer_words_in(reading: Reading, show: ShowId, begun: str) -> list[str]:
    """The show's words that begin like this one and are longer."""
    longer = range(len(begun) + 1, len(begun) + _LONGER)
    known = await vocabulary_of(reading, show, longer)
    pattern = re.compile(f" ({re.escape(begun)}[^ ]+)")
    return [each for text in known.values() for each in pattern.findall(f" {text}")]

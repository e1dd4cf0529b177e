"""Finding names in a file that are likely typos of another. Nothing is merged; the preview asks."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.domain.folding import fold

_SHORTEST: Final = 5
"""Letters: shorter names like `Tim` and `Kim` are different people."""

_LONG: Final = 8
"""Letters from which two slips count as one typo."""

_RARE: Final = 5
_TIMES: Final = 10
"""A name is a typo of another that has this many times as many quotes."""

_LOOKED_AT: Final = (5_000, 300)
"""The number of rare and common names that are compared, to bound the time."""


def likely_typos(lines: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Likely typos, each with the name that was meant, given how often each name occurs."""
    rare = [name for name, count in lines.items() if count <= _RARE and len(name) >= _SHORTEST]
    common = sorted(
        (name for name, count in lines.items() if count >= _TIMES and len(name) >= _SHORTEST),
        key=lambda name: -lines[name],
    )[: _LOOKED_AT[1]]
    folded = {name: _letters(name) for name in common}
    for name in rare[: _LOOKED_AT[0]]:
        meant = _nearest(_letters(name), folded)
        if meant and lines[meant] >= _TIMES * lines[name]:
            yield name, meant


def _nearest(name: str, common: Mapping[str, str]) -> str | None:
    slips = 2 if len(name) >= _LONG else 1
    found = process.extractOne(name, common, scorer=DamerauLevenshtein.distance, score_cutoff=slips)
    if found is None or _digits(found[0]) != _digits(name):
        return None
    return found[2]


def _letters(name: str) -> str:
    return fold(name).replace(" ", "")


def _digits(name: str) -> str:
    """`Guard 1` and `Guard 2` are different people."""
    return re.sub(r"\D", "", name)

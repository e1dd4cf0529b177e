"""Parsing episode codes as people write them: `S02E02`, `2x2`, `(2×02)`, `Season Two, Episode 2`, `17`.

Text after a code is ignored: `S02E02 · The Fallout` means `S02E02`.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from bot.domain.counting import IN_WORDS, read_count
from bot.domain.positions import NotACode, Position
from bot.domain.text import tidy

_SIGNS = str.maketrans(dict.fromkeys("×✕✖⨯", "x") | dict.fromkeys("‐‑‒–—―−", "-") | {"期": "季"})

_S = r"(?:seasons?|series|staffel|s)[ .:#-]*"
_E = r"(?:episodes?|epi|eps?|e|folge)[ .:#-]*"
_SEASON = r"(?P<season>\d{1,4})"
_NUMBER = r"(?P<number>\d{1,4}(?:\.\d{1,2})?)"
_SPECIAL = r"(?:special(?: (?P<special>\d{1,2}))? after )?"
_SAID = rf"{_S}{_SEASON}[ ,.:;·/|_-]*{_E}{_NUMBER}"
# A code of several episodes (S01E01-E02, S01E01E02) means none of them.
_NO_MORE = r"(?![^\W_]|[-+&/]?e?\d)"
_TITLE = r"(?:$| ?[-·:|,;(] .*)"
_CODES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SPECIAL}{_SAID}{_NO_MORE}.*",
        rf"{_SPECIAL}(?:{_S})?{_SEASON} ?x ?(?:{_E})?{_NUMBER}{_TITLE}",
        rf"{_SEASON} ?{_E}{_NUMBER}{_TITLE}",
        rf"{_E}{_NUMBER},? ?(?:of |in |from )?{_S}{_SEASON}{_TITLE}",
        rf"第 ?{_SEASON} ?季,? ?第 ?{_NUMBER} ?[集話话回]{_TITLE}",
        rf"(?:{_S})?{_SEASON} ?[.:-] ?{_NUMBER}",
    )
)
# In a file name anything may follow the number: `S01E02.10.Bit`, `S01E02.1080p`.
_WITHIN = tuple(
    re.compile(rf"(?<![^\W_]){_SPECIAL}{code}(?!\d)")
    for code in (
        rf"s{_SEASON}[ ._,:·-]{{0,3}}ep?\.? ?(?P<number>\d{{1,4}}(?:\.\d(?!\w|\.\d)|\.\d\d(?![\w.]))?)",
        rf"{_SEASON}x(?P<number>\d{{1,3}})(?![^\W_])",
    )
)
# A double episode: `S01E02-E03`, `S01E02E03`, `S01E02/03`, `1x02-03`. Without a letter, only `S01E02-03`.
_MORE = re.compile(
    r"(?P<sign> ?[-&+/,] ?| and | to |)"
    r"(?:(?:s(?P<season>\d{1,4})[ ._-]?)?(?P<mark>ep?\.? ?)|(?P<x>\d{1,4})x)?"
    r"(?P<number>\d{1,4})(?=[\W_]|[es]\d|$)"
)
_MOST_PARTS = 10
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_IN_WORDS = re.compile(rf"(?:(?<=season )|(?<=series )|(?<=episode ))(?:{IN_WORDS})")
_NUMBER_ALONE = re.compile(rf"(?:#|no\.?|ep\.?|e|episode)? ?{_NUMBER}")


@lru_cache(maxsize=1024)
def read_position(typed: str) -> Position | None:
    """The position whose code the text begins with, or None. Text after the code is ignored."""
    text = _IN_WORDS.sub(lambda words: str(read_count(words[0])), _tidy(typed))
    if bracketed := _IN_BRACKETS.match(text):
        text = bracketed[1] + text[bracketed.end() :]
    for pattern in _CODES:
        if found := pattern.fullmatch(text):
            return _position(found)
    return None


def find_position(text: str) -> Position | None:
    """The position of the first code anywhere in a file name, a title or a sentence.

    Of a double episode, the last one: what is told with it must not be ahead of what somebody has watched.
    """
    return next(reversed(find_positions(text)), None)


@lru_cache(maxsize=1024)
def find_positions(text: str) -> tuple[Position, ...]:
    """The positions of the first code anywhere: several for a double episode, none for a whole season's."""
    text = _tidy(text)
    found = next(filter(None, (pattern.search(text) for pattern in _WITHIN)), None)
    first = _position(found) if found else None
    if found is None or first is None or first.special or first.number % 1:
        return () if first is None else (first,)
    return _with_more(first, text, found.end())


def _with_more(first: Position, text: str, at: int) -> tuple[Position, ...]:
    """A position and those that a code goes on with; none if they are no double episode."""
    positions = [first]
    while more := _MORE.match(text, at):
        last, number = positions[-1], int(more["number"])
        season = int(more["season"] or more["x"] or last.season)
        step = number - int(last.number)
        is_marked = more["mark"] is not None or more["x"] is not None
        if not (is_marked or (more["sign"] in {"-", "&", "+", "/"} and 0 < step < _MOST_PARTS)):
            break
        goes_on = number == 1 if season == last.season + 1 else season == last.season and step > 0
        is_range = season == last.season and more["sign"].strip() in {"-", "to"}
        if not goes_on or (is_range and step >= _MOST_PARTS) or len(positions) == _MOST_PARTS:
            return ()
        numbers = range(int(last.number) + 1, number + 1) if is_range else [number]
        positions += [Position(season, Decimal(each)) for each in numbers]
        at = more.end()
    return tuple(positions)


def read_number(typed: str) -> Decimal | None:
    """The number, if the text is only a number: `17`, `#17`, `3.5`."""
    found = _NUMBER_ALONE.fullmatch(_tidy(typed))
    return Decimal(found["number"]) if found else None


def _position(found: re.Match[str]) -> Position | None:
    named = found.groupdict()
    special = int(named.get("special") or 1) if found[0].startswith("special") else 0
    try:
        return Position(int(named["season"]), Decimal(named["number"]), special)
    except NotACode:
        return None


def _tidy(typed: str) -> str:
    """The text on one line, in lower case, with ASCII digits, letters and dashes."""
    return tidy(unicodedata.normalize("NFKC", typed)).translate(_SIGNS).casefold()

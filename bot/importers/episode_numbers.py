"""Parsing episode numbers as wikis write them: `17`, `seventeenth`, `53<hr>54`, `Season Two`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from bot.domain.counting import read_count

_LABEL = r"(?:(?i:episodes?|eps?\.?|e)|[#№])?"
_NUMBER = re.compile(rf"{_LABEL}\s*(\d{{1,4}}(?:\.\d{{1,2}})?)")
_BETWEEN = re.compile(r"\s*[\n/,;&+]\s*|\s+(?:and|und|et|y|e)\s+", re.IGNORECASE)
_RANGE = re.compile(rf"{_LABEL}\s*(\d{{1,4}})\s*(?:[-‐‑‒–—−~]|(?i:to|through|bis))\s*{_LABEL}(\d{{1,4}})")
_LONGEST_RANGE: Final = 10

_COUNTED = r"(?P<{}>(?:[a-z]+-)?[a-z]+|\d+(?:st|nd|rd|th)?)"
_SEASON = re.compile(r"\b(?:season|series)[\s_:#-]*(\w+)\b|\bS(\d{1,2})(?=E\d|\b)", re.IGNORECASE)
_NUMBERED = rf"\b{_COUNTED.format('number')}(?: and {_COUNTED.format('last')})? episodes? (?:of|in|from) "
_BOOK = re.compile(r"(?:book|volume|vol\.?|part|chapter|act|cour)[\s_:#.-]*(\w+)\b", re.IGNORECASE)
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_UP_TO = r"(?:(?: and | ?[-–—&/+] ?)(?P<last>\d{1,4}|[a-z]+)\b)?"
_IN_SEASON = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bseason (?P<season>\w+)\W+(?:episodes?|eps?\.?) #?(?P<number>\w+){_UP_TO}",
        rf"{_NUMBERED}(?:the )?(?:\w+ )?season (?P<season>\w+)",
        rf"{_NUMBERED}.{{0,100}}?\b{_COUNTED.format('season')} (?:season|series)\b",
    )
)
_OTHERS = r"(?:(?!season\b|\w+(?:st|nd|rd|th) |first |one |two )[\w'’-]+ )"
_OVERALL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_COUNTED.format('overall')} (?:episode )?(?:overall|of the series|in the series|in total)\b",
        rf"\boverall {_COUNTED.format('overall')} episode\b",
        rf"\b{_COUNTED.format('overall')} episode of (?:the |its )?{_OTHERS}{{0,5}}?(?:series|show|sitcom)\b",
    )
)


@dataclass(frozen=True, slots=True)
class NumbersInProse:
    """The season and numbers in a sentence about an episode; None if not mentioned.

    `last`: the number of a double episode's last part.
    """

    season: int | None = None
    number: int | None = None
    overall: int | None = None
    last: int | None = None

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The number, or those of a double episode."""
        if self.number is None:
            return ()
        return tuple(Decimal(number) for number in range(self.number, (self.last or self.number) + 1))


def read_numbers(text: str) -> tuple[Decimal, ...]:
    """The numbers of an episode, several if it is broadcast as one: `3.5`, `53` and `54`, `1-2`.

    Empty for anything else (`Special`, `192a`).
    """
    if (span := _RANGE.fullmatch(text.strip())) and 0 < int(span[2]) - int(span[1]) < _LONGEST_RANGE:
        return tuple(Decimal(number) for number in range(int(span[1]), int(span[2]) + 1))
    found = [_NUMBER.fullmatch(part) for part in _BETWEEN.split(text.strip()) if part]
    if not all(found) or len(found) > _LONGEST_RANGE:
        return ()
    return tuple(dict.fromkeys(Decimal(number[1]) for number in found if number))


def whole(number: Decimal | int | None) -> int | None:
    """The number if it is a whole one."""
    return int(number) if number is not None and number == int(number) else None


def read_season(text: str) -> int | None:
    """The season in a heading, a page's name or a category: `Season Two (2013)`, `Series 4`, `S5`."""
    for found in _SEASON.finditer(text.replace("_", " ")):
        season = read_count(found[1] or found[2])
        if season is not None and season < 10_000:
            return season
    return None


def read_book(heading: str) -> int | None:
    """The season that a heading calls something else: `Book Two: Clay`, `Volume 4`, `Part II`."""
    found = _BOOK.match(heading)
    return None if found is None else _ROMAN.get(found[1].upper()) or read_count(found[1])


def read_numbers_in_prose(prose: str) -> NumbersInProse:
    """The numbers in prose: `the second episode of Smash's second season and seventeenth overall`."""
    numbers = NumbersInProse(overall=next((counts["overall"] for counts in _counts(_OVERALL, prose)), None))
    for counts in _counts(_IN_SEASON, prose):
        last = counts.get("last")
        is_double = last is not None and 0 < last - counts["number"] < _LONGEST_RANGE
        return replace(
            numbers, season=counts["season"], number=counts["number"], last=last if is_double else None
        )
    return numbers


def _counts(patterns: Iterable[re.Pattern[str]], prose: str) -> Iterator[dict[str, int]]:
    """The counts of each match of a pattern whose groups are all counts; only `last` may be none."""
    for pattern in patterns:
        for found in pattern.finditer(prose):
            counts = {group: read_count(text or "") for group, text in found.groupdict().items()}
            if all(count is not None for group, count in counts.items() if group != "last"):
                yield {group: count for group, count in counts.items() if count is not None}

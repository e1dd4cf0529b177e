"""Parsing dates as people write them. Nothing is guessed: an incomplete date is no date."""

import re
import unicodedata
from datetime import date
from typing import Final

from bot.domain.text import tidy

_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMES = "|".join(("sept", *(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)))
_MONTH = rf"(?P<month>{_NAMES})\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
# A time of day may follow directly (2013-02-05T20:00); a letter or another digit may not.
_END = r"(?![^\W_]|[-/.]\d)"
_WRITTEN = tuple(
    re.compile(_WEEKDAY + pattern, re.IGNORECASE)
    for pattern in (
        rf"{_MONTH} {_DAY}(?:, ?| ){_YEAR}{_END}",
        rf"{_DAY}(?: of)?[ -]{_MONTH}(?:, ?|[ -]){_YEAR}{_END}",
        rf"{_YEAR}(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?:(?=T\d\d:)|{_END})",
        rf"{_YEAR}\. (?P<month>\d\d?)\. (?P<day>\d\d?)\.{_END}",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:(?=T\d\d)|{_END})",
        rf"{_YEAR} ?[年년] ?(?P<month>\d\d?) ?[月월] ?(?P<day>\d\d?) ?[日号號일]",
        rf"{_YEAR} {_MONTH} {_DAY}{_END}",
    )
)
_NUMERIC = re.compile(rf"(?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark){_YEAR}{_END}")


class AmbiguousDate(ValueError):
    """A date with two readings, like `05/02/2013`: `month_first` and `day_first`."""

    def __init__(self, month_first: date, day_first: date) -> None:
        super().__init__()
        self.month_first = month_first
        self.day_first = day_first


def read_date(text: str) -> date | None:
    """The date that the text begins with: `April 9, 2014 (US)<br/>April 11, 2014`.

    None without a complete date (`12`, `October 2026`, `N/A`, `February 30, 2013`). Raises `AmbiguousDate`.
    """
    text = unicodedata.normalize("NFKC", tidy(text))
    for pattern in _WRITTEN:
        if found := pattern.match(text):
            return _date(found["year"], _month(found["month"]), found["day"])
    if found := _NUMERIC.match(text):
        return _numeric(found)
    return None


def _numeric(found: re.Match[str]) -> date | None:
    month_first = _date(found["year"], found["first"], found["second"])
    day_first = _date(found["year"], found["second"], found["first"])
    if month_first and day_first and month_first != day_first:
        raise AmbiguousDate(month_first, day_first)
    return month_first or day_first


def _month(text: str) -> str | int:
    if text.isdigit():
        return text
    return 1 + next(index for index, name in enumerate(_MONTHS) if name.startswith(text[:3].lower()))


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

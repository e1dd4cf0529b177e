"""Parsing dates as people write them. Nothing is guessed: an incomplete date is no date."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import Enum
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
        rf"{_DAY}(?: of)?[ /-]{_MONTH}(?:, ?|[ /-]){_YEAR}{_END}",
        rf"{_YEAR}(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?:(?=T\d\d:)|{_END})",
        rf"{_YEAR}\. (?P<month>\d\d?)\. (?P<day>\d\d?)\.{_END}",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:(?=T\d\d)|{_END})",
        rf"{_YEAR} ?[年년] ?(?P<month>\d\d?) ?[月월] ?(?P<day>\d\d?) ?[日号號일]",
        rf"{_YEAR} {_MONTH} {_DAY}{_END}",
    )
)
_NUMERIC = re.compile(rf"(?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark){_YEAR}{_END}")
_ELSEWHERE: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "januar janvier enero gennaio janeiro januari",
            "februar fevrier febrero febbraio fevereiro februari",
            "marz maerz mars marzo marco maart",
            "avril abril aprile",
            "mai mayo maggio maio mei",
            "juni juin junio giugno junho",
            "juli juillet julio luglio julho",
            "aout agosto augustus",
            "septembre septiembre settembre setembro",
            "oktober octobre octubre ottobre outubro",
            "novembre noviembre novembro",
            "dezember decembre diciembre dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
"""The months in German, French, Spanish, Italian, Portuguese and Dutch, if they aren't as in English."""

_IN_ANOTHER_LANGUAGE = re.compile(
    rf"(?:[a-z]+,? )?{_DAY.replace('st|nd|rd|th', 'er|o')}[.,]?(?: de| di)? "
    rf"(?P<month>{'|'.join((*_ELSEWHERE, *_MONTHS))})(?: de| del)?,? {_YEAR}{_END}"
)
_SHORT_YEAR = r"(?P<year>\d\d)"
_FIGURES = re.compile(
    rf"(?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark) ?(?P<third>(?:19|20)\d\d|\d\d){_END}"
)
_SHORT = re.compile(rf"{_DAY}[ /-]{_MONTH}[ /-]{_SHORT_YEAR}{_END}", re.IGNORECASE)
_CENTURY_TURNS: Final = 40
"""`39` is 2039, and `40` is 1940: no show has an older date, or a later one."""


class DateOrder(Enum):
    """What comes first in a date in figures alone."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    YEAR_FIRST = "year first"


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
    if found := _IN_ANOTHER_LANGUAGE.match(_without_accents(text)):
        return _date(found["year"], _ELSEWHERE.get(found["month"]) or _month(found["month"]), found["day"])
    return None


def readings_of(text: str) -> Mapping[DateOrder, date]:
    """What a date in figures could be, by its order: `05/02/2013`, `5.2.13`, `06-Feb-12`.

    Of years with two digits, those from 40 on are of the 20th century. Empty for any other text.
    """
    text = unicodedata.normalize("NFKC", tidy(text))
    if found := _SHORT.match(text):
        day = _date(_full_year(found["year"]), _month(found["month"]), found["day"])
        return {} if day is None else {DateOrder.DAY_FIRST: day}
    found = _FIGURES.match(text)
    if found is None:
        return {}
    first, second, third = found["first"], found["second"], found["third"]
    by_order = {
        DateOrder.MONTH_FIRST: _date(_full_year(third), first, second),
        DateOrder.DAY_FIRST: _date(_full_year(third), second, first),
    }
    if found["mark"] == "-" and len(first) == len(third) == len("13"):
        by_order[DateOrder.YEAR_FIRST] = _date(_full_year(first), second, third)
    return {order: day for order, day in by_order.items() if day is not None}


def has_short_year(text: str) -> bool:
    """Whether a date's year has two digits."""
    text = unicodedata.normalize("NFKC", tidy(text))
    found = _FIGURES.match(text)
    return bool(_SHORT.match(text)) or (found is not None and len(found["third"]) == len("13"))


def _full_year(year: str) -> str:
    if len(year) > len("13"):
        return year
    return f"{19 if int(year) >= _CENTURY_TURNS else 20}{year}"


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


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

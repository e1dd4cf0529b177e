"""The columns of tables of dialogue and of episodes, under the names that people give them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final, Self

from bot.domain.codes import find_positions
from bot.domain.counting import read_count
from bot.domain.text import tidy_lines
from bot.importers.column_names import NAMES, NO_VALUES, OF_A_LIST, OF_QUOTES, PATTERNS, SEVERAL, WATCHED
from bot.importers.episode_numbers import read_numbers, read_season, whole

HEADER: Final = ("code", "title", "speaker", "text", "context", "timestamp")
"""The columns of a table exported by Understudy. Only then are its cells taken literally."""

DELIMITERS: Final = ",;\t|"

_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(
    r"(?:episode|ep|e|chapter|no|#)?[ .#_-]{0,2}(\d{1,4}(?:\.\d{1,2})?)",
    re.IGNORECASE,
)
_SEASON = re.compile(r"(?:season|series|s|book|volume)?[ .#_-]{0,2}(\d{1,4}(?:\.0{1,2})?)", re.IGNORECASE)
_SEASONS = re.compile(
    r"(?:aired|tv|show|the|of)?(?:season|staffel|saison|temporada|stagione|seizoen)"
    r"(?:number|no|num|nr|nummer|numero|n|s)?"
)
_SIGNS: Final = {"#": "no", "№": "no"}
_PAIR = re.compile(r"s?(\d{1,4}) ?[./:x–-] ?e?(\d{1,3})", re.IGNORECASE)

Place = tuple[int | None, Decimal | None, int]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the known columns are in a row of `width` cells. `exact`: Understudy's own export.

    `paired`: the column of numbers has the season too, as in `1.02`.
    """

    places: Mapping[str, Sequence[int]]
    width: int
    exact: bool = False
    paired: bool = False

    @classmethod
    def of(cls, header: Sequence[str]) -> Self:
        """The columns that a header names."""
        named: dict[str, int] = {}
        for index, name in enumerate(header):
            named.setdefault(folded(name), index)
        places: dict[str, list[int]] = {}
        for column, names in NAMES.items():
            if "text" in places or column not in OF_QUOTES:
                more = () if "text" in places else OF_A_LIST.get(column, ())
                like = filter(PATTERNS[column].fullmatch, named) if column in PATTERNS else ()
                _claim(places, column, (*like, *names, *more), named)
        if "text" not in places:
            _tell_titles_from_numbers(places, named)
        if "season" not in places:
            _claim(places, "season", list(filter(_SEASONS.fullmatch, named)), named)
        return cls(places, len(header), exact=tuple(header) == HEADER)

    def cell(self, row: Sequence[str], column: str) -> str:
        """The value in a column, of several one per line; empty for a marker of a missing value."""
        places = [place for place in self.places.get(column, ()) if place < len(row)]
        if self.exact:
            return _unguarded(row[places[0]]) if places else ""
        values = (tidied(row[place]) for place in places)
        return "\n".join(value for value in values if value and value not in NO_VALUES)

    def with_rows(self, rows: Iterable[Sequence[str]]) -> Self:
        """The columns for these rows: if all their numbers are pairs like `1.02`, those name the season."""
        if self.places.keys() & {"season", "code"}:
            return self
        numbers = [number for row in rows if (number := self.cell(row, "episode"))]
        return replace(self, paired=len(numbers) > 1 and all(map(_PAIR.fullmatch, numbers)))

    def places_of(self, row: Sequence[str]) -> tuple[Place, ...]:
        """Season, number, and which special after it, of each episode of a row; None for what isn't known."""
        code, season, episode = (self.cell(row, column) for column in ("code", "season", "episode"))
        if self.paired and (pair := _PAIR.fullmatch(episode)):
            return ((int(pair[1]), Decimal(pair[2]), 0),)
        return _places_of(code, season, episode)

    def place(self, row: Sequence[str]) -> Place:
        """The place of a row; of a double episode that of its last part."""
        return self.places_of(row)[-1]

    def is_row(self, cells: Sequence[str]) -> bool:
        """Whether cells look like those of a row of their own: as many, with a season and number."""
        season, number, _ = self.place(cells) if len(cells) >= self.width > 2 else (None, None, 0)
        return season is not None and number is not None

    @property
    def ends_with_text(self) -> bool:
        """Whether the last column has text that may have delimiters in it."""
        return any(self.width - 1 in self.places.get(column, ()) for column in ("text", "summary", "title"))

    def unknown(self, header: Sequence[str]) -> Iterator[str]:
        """The names in a header that mean nothing here."""
        known = {place for places in self.places.values() for place in places}
        return (name for index, name in enumerate(header) if index not in known and name.strip())


def is_history(header: Iterable[str]) -> bool:
    """Whether a table is about what somebody has watched, and when, instead of about a show."""
    names = set(map(folded, header))
    return bool(names & WATCHED) or names == {"id", "show", "episode", "title", "date"}  # BetaSeries'


def folded(name: str) -> str:
    """A column's name without case, accents, punctuation and references (`[8]`)."""
    name = re.sub(r"\[\w{1,9}\]", "", name)
    if name.strip() in _SIGNS:
        return _SIGNS[name.strip()]
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
    return re.sub(r"[\W_]", "", name).casefold()


def tidied(cell: str) -> str:
    """The same as `tidy_lines`, but faster for the many cells that are tidy already."""
    return " ".join(cell.split()) if cell.isascii() and cell.isprintable() else tidy_lines(cell)


def _claim(places: dict[str, list[int]], column: str, names: Sequence[str], named: Mapping[str, int]) -> None:
    """Note the place of a column, unless another has it."""
    taken = {place for claimed in places.values() for place in claimed}
    if column in SEVERAL:
        found = [place for name, place in named.items() if name.rstrip("0123456789") in names]
    else:
        found = [named[name] for name in names if name in named and named[name] not in taken][:1]
    if found:
        places[column] = found


def _tell_titles_from_numbers(places: dict[str, list[int]], named: Mapping[str, int]) -> None:
    """In a list without titles but with two columns for numbers, the one called `episode` has titles."""
    is_number = places.get("episode") == [named.get("episode")]
    if "title" not in places and is_number and "number_in_series" in places:
        places["title"], places["episode"] = places["episode"], places.pop("number_in_series")


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


@lru_cache(maxsize=1024)
def _places_of(code: str, season: str, episode: str) -> tuple[Place, ...]:
    """From a code in either column, or two numbers like `2`, `E02`, `Season 1`, `Nine`, `3.5`, `2–3`."""
    if found := find_positions(code) or find_positions(episode):
        return tuple((position.season, position.number, position.special) for position in found)
    in_season = _season_of(season)
    return tuple((in_season, number, 0) for number in _numbers(episode)) or ((in_season, None, 0),)


def _season_of(text: str) -> int | None:
    found = _SEASON.fullmatch(text)
    count = read_count(text) if found is None else whole(Decimal(found[1]))
    return read_season(text) if count is None else count


def _number(text: str) -> Decimal | None:
    if found := _NUMBER.fullmatch(text):
        return Decimal(found[1])
    count = read_count(text)
    return None if count is None else Decimal(count)


def _numbers(text: str) -> tuple[Decimal, ...]:
    """The number, or those of a double episode, which follow each other: `1/12` is the first of twelve."""
    number = _number(text)
    if number is not None:
        return (number,)
    several = read_numbers(text)
    follow = all(later == earlier + 1 for earlier, later in pairwise(several))
    return several if len(several) > 1 and follow else ()

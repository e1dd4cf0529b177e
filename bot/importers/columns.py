"""The columns of tables of dialogue and of episodes, under the names that people give them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Self

from bot.domain.codes import find_position
from bot.domain.counting import read_count
from bot.domain.text import tidy_lines
from bot.importers.episode_numbers import whole

HEADER: Final = ("code", "title", "speaker", "text", "context", "timestamp")
"""The columns of a table exported by Understudy. Only then are its cells taken literally."""

DELIMITERS: Final = ",;\t|"

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        *("characterwords", "spokenwords", "text", "dialogue", "dialog", "quote", "sentence", "linetext"),
        *("utterance", "lines", "quotes", "words", "transcript", "content", "line", "fulltext", "spokenline"),
    ),
    "speaker": (
        *("speaker", "character", "charactername", "speakername", "who", "saidby", "characters", "speakers"),
        *("char", "role", "name", "person"),
    ),
    "season": (
        *("season", "seasonnumber", "seasonno", "seasonnum", "series", "s", "seriesnumber", "booknum"),
        *("booknumber", "volume"),
    ),
    "episode": (
        *("episodeinseason", "episodenumberinseason", "numberinseason", "noinseason", "numinseason"),
        *("noofepisodeseason", "seasonepisodenumber", "seasonepisode", "episodeofseason", "inseason"),
        *(
            "airedepisodenumber",
            "airedepisode",
            "episode",
            "ep",
            "episodenumber",
            "episodeno",
            "episodenum",
            "epno",
            "epnum",
        ),
        *("noofepisode", "number", "e", "no", "num", "chapternum", "chapternumber", "episodeid"),
    ),
    "code": ("code", "seid", "episodecode", "position", "seasonandepisode", "sxe"),
    "title": (
        *(
            "title",
            "episodetitle",
            "episodename",
            "eptitle",
            "epname",
            "titleoftheepisode",
            "nameoftheepisode",
        ),
        *("titleenglish", "englishtitle", "chapter", "chaptertitle", "chaptername"),
    ),
    "context": ("context", "scene", "scenedescription", "description"),
    "timestamp": ("timestamp", "time", "start", "starttime"),
    "aired": (
        *("originalairdate", "airdate", "aired", "dateaired", "airedon", "firstaired", "firstairdate"),
        *("originalreleasedate", "originallyaired", "originalair", "releasedate", "released", "releasedon"),
        *("premiered", "premieredate", "premiere", "broadcastdate", "datepublished", "usairdate", "date"),
    ),
    "summary": (
        *("summary", "overview", "plot", "synopsis", "episodesummary", "episodedescription", "shortsummary"),
        *("plotsummary", "logline", "shortdescription", "desc", "about"),
    ),
    "directors": ("director", "directors", "directedby", "directorname", "episodedirector"),
    "writers": (
        *("writer", "writers", "writtenby", "writername", "screenplay", "screenplayby", "teleplay"),
        *("teleplayby", "storyby", "story", "episodewriter"),
    ),
    "guests": ("guests", "gueststars", "gueststar", "gueststarring", "guestcast"),
    "number_in_series": (
        *(
            "numberinseries",
            "noinseries",
            "numinseries",
            "overall",
            "nooverall",
            "numberoverall",
            "numoverall",
        ),
        *("overallnumber", "overallno", "overallepisode", "overallepisodenumber", "episodenumberoverall"),
        *("episodeoverall", "noofepisodeoverall", "absolutenumber", "absolute", "absoluteepisode"),
        *("absoluteepisodenumber", "episodenooverall", "episodeinseries", "number", "no", "num"),
    ),
    "production_code": ("productioncode", "prodcode", "prodno", "productionnumber", "productionno"),
    "still": ("still",),
    "show": ("show", "showname", "showtitle", "seriesname", "seriestitle", "tvshow", "parenttitle", "series"),
}
"""Common names of columns, likeliest first. Spaces, case and punctuation are ignored."""

_OF_QUOTES: Final = {"speaker", "context", "timestamp"}
_OF_A_LIST: Final = {"title": ("name",), "summary": ("description",)}
"""Names that mean something else where no column has quotes."""

_SEVERAL: Final = {"writers", "directors"}
"""Columns that a table may have several times: `Writer 1`, `Writer 2`, `Story by`."""

_WATCHED: Final = {
    *(
        "iswatched",
        "watched",
        "watchedat",
        "lastwatchedat",
        "watchedon",
        "datewatched",
        "rewatchcount",
        "plays",
    ),
    *("progressedat", "mywatchedepisodes", "watchedepisodes", "mediatype", "listedat"),
}
_NO_VALUES: Final = frozenset(
    (
        "NA",
        "N/A",
        "n/a",
        "#N/A",
        "<NA>",
        "nan",
        "NaN",
        "NAN",
        "NULL",
        "null",
        "\\N",
        "#NULL!",
        "#VALUE!",
        "#REF!",
    )
)
"""How exports mark a missing value: R, pandas, SQL and spreadsheets. `Na.` and `None` are what people say."""

_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(
    r"(?:season|series|episode|ep|s|e|book|chapter|volume|no|#)?[ .#_-]{0,2}(\d{1,4}(?:\.\d{1,2})?)",
    re.IGNORECASE,
)


Place = tuple[int | None, Decimal | None, int]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the known columns are in a row of `width` cells. `exact`: Understudy's own export."""

    places: Mapping[str, Sequence[int]]
    width: int
    exact: bool = False

    @classmethod
    def of(cls, header: Sequence[str]) -> Self:
        """The columns that a header names."""
        named: dict[str, int] = {}
        for index, name in enumerate(header):
            named.setdefault(folded(name), index)
        places: dict[str, list[int]] = {}
        for column, names in _NAMES.items():
            if "text" in places or column not in _OF_QUOTES:
                more = () if "text" in places else _OF_A_LIST.get(column, ())
                _claim(places, column, (*names, *more), named)
        if "text" not in places:
            _tell_titles_from_numbers(places, named)
        return cls(places, len(header), exact=tuple(header) == HEADER)

    def cell(self, row: Sequence[str], column: str) -> str:
        """The value in a column, of several one per line; empty for a marker of a missing value."""
        places = [place for place in self.places.get(column, ()) if place < len(row)]
        if self.exact:
            return _unguarded(row[places[0]]) if places else ""
        values = (tidied(row[place]) for place in places)
        return "\n".join(value for value in values if value and value not in _NO_VALUES)

    def place(self, row: Sequence[str]) -> Place:
        """Season, number, and which special after it; None for what isn't known."""
        return _place_of(*(self.cell(row, column) for column in ("code", "season", "episode")))

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
    return bool(names & _WATCHED) or names == {"id", "show", "episode", "title", "date"}  # BetaSeries'


def folded(name: str) -> str:
    """A column's name without case, punctuation and references (`[8]`)."""
    return re.sub(r"\[\w{1,9}\]|[\W_]", "", name).casefold()


def tidied(cell: str) -> str:
    """The same as `tidy_lines`, but faster for the many cells that are tidy already."""
    return " ".join(cell.split()) if cell.isascii() and cell.isprintable() else tidy_lines(cell)


def _claim(places: dict[str, list[int]], column: str, names: Sequence[str], named: Mapping[str, int]) -> None:
    """Note the place of a column, unless another has it."""
    taken = {place for claimed in places.values() for place in claimed}
    if column in _SEVERAL:
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
def _place_of(code: str, season: str, episode: str) -> Place:
    """From a code in either column, or two numbers like `2`, `E02`, `Season 1`, `Nine`, `3.5`."""
    if found := find_position(code) or find_position(episode):
        return found.season, found.number, found.special
    return whole(_number(season)), _number(episode), 0


def _number(text: str) -> Decimal | None:
    if found := _NUMBER.fullmatch(text):
        return Decimal(found[1])
    count = read_count(text)
    return None if count is None else Decimal(count)

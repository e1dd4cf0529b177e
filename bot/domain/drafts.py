"""The contents of an imported file, and what in it is uncertain."""

from dataclasses import dataclass
from enum import Enum

from bot.domain.looks import NO_LOOK, Look
from bot.domain.positions import Position
from bot.domain.show_ids import NO_IDS, ShowIds
from bot.domain.shows import Episode, Song


class Doubtful(Enum):
    """What to point out in an import preview; `bot.replies.imports` has the words."""

    SIMILAR_SHOW = "similar show"
    SAME_TITLE = "same title"
    OTHER_SHOW = "other show"
    OTHER_TITLES = "other titles"
    SIMILAR_SONG = "similar song"
    SIMILAR_QUOTE = "similar quote"
    OTHER_SPEAKER = "other speaker"
    GUESSED_SPEAKER = "guessed speaker"
    GUESSED_SONG = "guessed song"
    LIKELY_TYPO = "likely typo"
    DUPLICATE = "duplicate"
    NO_DATE = "no date"
    UNREADABLE_DATE = "unreadable date"
    AMBIGUOUS_DATE = "ambiguous date"
    AMBIGUOUS_DATES = "ambiguous dates"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    YEAR_FIRST = "year first"
    SHORT_YEARS = "short years"
    UNREADABLE_TIME = "unreadable time"
    PLACED_TWICE = "placed twice"
    PLACED_BY_DATE = "placed by date"
    UNPLACED = "unplaced"
    NOT_PLACED = "not placed"
    LEFT_OUT = "left out"
    CUT_OFF = "cut off"
    GUESSED_ENCODING = "guessed encoding"
    NO_SEASON = "no season"
    DOUBLE_EPISODE = "double episode"
    OTHER_VALUE = "other value"
    TOO_MANY_CELLS = "too many cells"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something doubtful in a file.

    `line` counts from 1. `text` is at most 100 characters of the file's own words.
    """

    what: Doubtful
    text: str = ""
    position: Position | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A show's contents in plain text, as a file has them or the catalogue, unfiltered.

    Where a file says nothing (None, or empty) the catalogue stays as it is. `title` and `slug` are its own.
    Every performance names one of the songs. Episodes are in story order, and no two share a position.
    """

    title: str = ""
    slug: str = ""
    songs: tuple[Song[str, str], ...] = ()
    episodes: tuple[Episode[str, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    has_songs: bool = True
    look: Look = NO_LOOK
    ids: ShowIds = NO_IDS

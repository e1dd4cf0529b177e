"""Drafts: a show as read from a file, in plain text, before it is saved to the catalogue."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.domain.positions import Position


@dataclass(frozen=True, slots=True)
class SongDraft:
    """A song's facts."""

    title: str
    writers: tuple[str, ...] = ()
    original_artist: str | None = None


@dataclass(frozen=True, slots=True)
class PerformanceDraft:
    """A song, named by its title, as performed in one episode."""

    title: str
    performers: tuple[str, ...] = ()
    context: str | None = None


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """A quote. `guessed`: its speaker was guessed from the sentence around it."""

    text: str
    speaker: str | None = None
    context: str | None = None
    timestamp: str | None = None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class GuestDraft:
    """Somebody in an episode's guest cast."""

    name: str
    character: str | None = None


@dataclass(frozen=True, slots=True)
class EpisodeDraft:
    """An episode with everything in it, in the file's order."""

    position: Position
    title: str | None = None
    number_in_series: int | None = None
    aired: date | None = None
    production_code: str | None = None
    writers: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    summary: str | None = None
    guests: tuple[GuestDraft, ...] = ()
    performances: tuple[PerformanceDraft, ...] = ()
    quotes: tuple[QuoteDraft, ...] = ()
    scenes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowDraft:
    """A whole show. Every performance names one of its songs; no two episodes share a position."""

    slug: str
    title: str
    songs: tuple[SongDraft, ...]
    episodes: tuple[EpisodeDraft, ...]


class Doubtful(Enum):
    """What to point out in an import preview; `bot.replies.imports` has the words."""

    SIMILAR_SHOW = "similar show"
    SEVERAL_SHOWS = "several shows"
    OTHER_SHOW = "other show"
    SIMILAR_SONG = "similar song"
    SIMILAR_QUOTE = "similar quote"
    OTHER_SPEAKER = "other speaker"
    GUESSED_SPEAKER = "guessed speaker"
    LIKELY_TYPO = "likely typo"
    DUPLICATE = "duplicate"
    NO_DATE = "no date"
    UNREADABLE_DATE = "unreadable date"
    AMBIGUOUS_DATE = "ambiguous date"
    UNREADABLE_TIME = "unreadable time"
    PLACED_TWICE = "placed twice"
    PLACED_BY_DATE = "placed by date"
    UNPLACED = "unplaced"
    NOT_PLACED = "not placed"
    LEFT_OUT = "left out"
    CUT_OFF = "cut off"


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
    """What a file says of a show. What it leaves out (None or empty) stays unchanged in the catalogue.

    `title` and `slug` are the show's, if the file names it. Every performance names one of the songs; no two
    episodes share a position; episodes are in story order.
    """

    title: str | None = None
    slug: str | None = None
    songs: tuple[SongDraft, ...] = ()
    episodes: tuple[EpisodeDraft, ...] = ()
    doubts: tuple[Doubt, ...] = ()

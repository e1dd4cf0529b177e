"""A show as a file tells it, before it is in the catalogue. A draft is plain text: nobody has read it yet."""

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
    """A song, by its title, as it is sung in one episode."""

    title: str
    performers: tuple[str, ...] = ()
    context: str | None = None


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """A line of an episode. `guessed`: its speaker is, from the sentence that it stands in."""

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
    """An episode with all that is in it, in the order in which it was told."""

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
    """What a person should look at before a draft is kept; `bot.replies.imports` has the words."""

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
    """Something in a file that is not certain: where it stands, and the words that it is about.

    `line` counts from 1. `text` is the file's own words, never ours, and at most 100 characters.
    """

    what: Doubtful
    text: str = ""
    position: Position | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file tells of a show. Where it says nothing (None, or empty) the catalogue stays as it is.

    `title` and `slug` are the show's, where the file names it. Every performance names one of the songs; no
    two episodes share a position; episodes stand in story order.
    """

    title: str | None = None
    slug: str | None = None
    songs: tuple[SongDraft, ...] = ()
    episodes: tuple[EpisodeDraft, ...] = ()
    doubts: tuple[Doubt, ...] = ()

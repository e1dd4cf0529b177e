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
    """What a person should look at before a draft is kept, in the words that they read."""

    SIMILAR_SHOW = "Nearly the title or short name of another show"
    SEVERAL_SHOWS = "Several shows have this title"
    OTHER_SHOW = "The file names another show"
    SIMILAR_SONG = "Nearly the title of another song, so both are kept"
    SIMILAR_LINE = "Nearly the words of another quote, so both are kept"
    OTHER_SPEAKER = "The quote had another speaker"
    GUESSED_SPEAKER = "Speaker guessed from the sentence around the quote"
    LIKELY_TYPO = "Nearly the name of somebody else, kept as it is"
    DUPLICATE = "Twice in the file"
    NO_DATE = "No air date in the file"
    UNREADABLE_DATE = "Skipped, not a date"
    AMBIGUOUS_DATE = "Skipped, the date could be read two ways"
    UNREADABLE_TIME = "Skipped, not a time like 0:12:34"
    PLACED_TWICE = "Two episodes with the same number or title"
    PLACED_BY_DATE = "Special placed by its air date"
    UNPLACED = "No place in the story yet, so hidden until you give it one"
    NOT_PLACED = "Skipped, no episode number"
    LEFT_OUT = "Skipped, too long or not something to import"
    CUT_OFF = "The file ends half way, and what came before is fine"


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

"""A show as a file tells it, before it is in the catalogue. A draft is plain text: nobody has read it yet."""

from dataclasses import dataclass
from datetime import date

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
    """A line of an episode."""

    text: str
    speaker: str | None = None
    context: str | None = None
    timestamp: str | None = None


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

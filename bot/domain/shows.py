"""Shows and their contents: one record for each concept.

Titles and story are `str` while a file or a moderator has them. For an audience the store seals them as
`Label` and `Veiled`, which cannot be printed; the spoiler rule makes `str | None` and `Passage` of those. Ids
are 0 before a record is in the catalogue, and do not count when records are compared.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar, cast

from bot.domain.ids import QUOTE_BITS, EpisodeId, GuildId, ProgressKey, QuoteId, ShowId, SongId
from bot.domain.looks import NO_LOOK, Look
from bot.domain.positions import Position
from bot.domain.show_ids import NO_IDS, ShowIds
from bot.domain.spoilers import Label, Passage, Veiled, Viewpoint

Title = TypeVar("Title")
"""A title: `str`, `Label`, or (`str | None`) what the rule shows of it."""

Text = TypeVar("Text")
"""Story: `str`, `Veiled`, or the `Passage` that the rule makes of it."""


@dataclass(frozen=True, slots=True)
class Show:
    """A show as a server sees it. `owner` is the server that made it; None means bundled.

    `origin` is the bundled show that a server's copy was made from. Progress is stored under `progress_key`,
    which a copy shares with its original. If it `has_songs`, its episodes' cards have a button for them.
    """

    id: ShowId
    slug: str
    title: str
    owner: GuildId | None
    progress_key: ProgressKey
    origin: ShowId | None = None
    has_songs: bool = True
    look: Look = NO_LOOK
    ids: ShowIds = NO_IDS


@dataclass(frozen=True, slots=True)
class Guest(Generic[Text]):
    """Somebody in the guest cast and, if known, the character they play."""

    name: Text
    character: Text | None = None


@dataclass(frozen=True, slots=True)
class Performance(Generic[Title, Text]):
    """A song in one episode: its title, who sings it, and the context."""

    title: Title
    performers: tuple[Text, ...] = ()
    context: Text | None = None
    song: SongId = field(default=SongId(0), compare=False)


@dataclass(frozen=True, slots=True)
class Quote(Generic[Text]):
    """A quote of an episode. `timestamp` is its time in the episode; old ones are whatever was typed.

    `guessed`: its speaker was guessed from the sentence around it.
    """

    text: Text
    speaker: Text | None = None
    context: Text | None = None
    timestamp: Text | None = None
    guessed: bool = False
    id: QuoteId = field(default=QuoteId(0), compare=False)

    @property
    def number(self) -> int:
        """Its number among the show's, which a server's copy of the show shares."""
        return self.id % (1 << QUOTE_BITS)

    def disclosed_to(self: "Quote[Veiled]", viewpoint: Viewpoint) -> "Quote[Passage]":
        """The same as the rule discloses it."""
        return _disclosed(self, viewpoint)


@dataclass(frozen=True, slots=True)
class Episode(Generic[Title, Text]):
    """An episode, and the requested parts of it, in order.

    `still` is the address of a picture of it, which is story. `scenes` are its recap.
    """

    position: Position
    title: Title | None = None
    number_in_series: int | None = None
    aired: date | None = None
    production_code: str | None = None
    writers: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    summary: Text | None = None
    still: Text | None = None
    guests: tuple[Guest[Text], ...] = ()
    performances: tuple[Performance[Title, Text], ...] = ()
    quotes: tuple[Quote[Text], ...] = ()
    scenes: tuple[Text, ...] = ()
    id: EpisodeId = field(default=EpisodeId(0), compare=False)

    def disclosed_to(self: "Episode[Label, Veiled]", viewpoint: Viewpoint) -> "Episode[str | None, Passage]":
        """The same as the rule discloses it."""
        return _disclosed(self, viewpoint)


@dataclass(frozen=True, slots=True)
class Song(Generic[Title, Text]):
    """A song's facts. `sung`, for an audience: its episodes in story order, each with one performance."""

    title: Title
    writers: tuple[str, ...] = ()
    original_artist: str | None = None
    sung: tuple[Episode[Title, Text], ...] = ()
    id: SongId = field(default=SongId(0), compare=False)


def _disclosed(sealed: Any, viewpoint: Viewpoint) -> Any:
    """A record, or what is in one: titles as they are shown, story as passages, everything else as it is."""
    match sealed:
        case None | int() | str():  # most of a record
            return sealed
        case Veiled():
            return sealed.disclosed_to(viewpoint)
        case Label():
            return sealed.shown_to(viewpoint)
        case tuple():
            return tuple(_disclosed(one, viewpoint) for one in cast("tuple[object, ...]", sealed))
        case Episode() | Guest() | Performance() | Quote():
            record = cast("Any", sealed)
            return type(record)(*(_disclosed(getattr(record, name), viewpoint) for name in record.__slots__))
        case _:
            return sealed

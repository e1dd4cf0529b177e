"""Shows and everything in them, as the store returns them.

Text that is a spoiler is `Veiled` and titles are `Label`s: neither can be printed without the spoiler rule
(`bot.domain.spoilers`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from bot.domain.ids import EpisodeId, GuildId, ProgressKey, ShowId, SongId
from bot.domain.positions import Position
from bot.domain.spoilers import Label, Passage, Veiled, Viewpoint, shown, unveiled

Title = TypeVar("Title")
"""A title: sealed, or as the rule shows it."""

Text = TypeVar("Text")
"""Story: sealed, or as the rule discloses it."""


@dataclass(frozen=True, slots=True)
class Show:
    """A show as a server sees it. `owner` is the server that made it; None means bundled.

    `origin` is the bundled show that a server's copy was made from. Progress is stored under `progress_key`,
    which a copy shares with its original.
    """

    id: ShowId
    slug: str
    title: str
    owner: GuildId | None
    progress_key: ProgressKey
    origin: ShowId | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode for a list: its position, title and air date."""

    id: EpisodeId
    show: ShowId
    position: Position
    title: Label | None
    aired: date | None
    number_in_series: int | None


@dataclass(frozen=True, slots=True)
class Guest(Generic[Text]):
    """Somebody in the guest cast and, if known, the character they play."""

    name: Text
    character: Text | None

    def disclosed_to(self: "Guest[Veiled]", viewpoint: Viewpoint) -> "Guest[Passage]":
        """The guest as the rule discloses it."""
        return Guest(self.name.disclosed_to(viewpoint), unveiled(self.character, viewpoint))


@dataclass(frozen=True, slots=True)
class Performance(Generic[Title, Text]):
    """A song as performed in one episode: by whom, and where in the story."""

    song: SongId
    title: Title
    performers: tuple[Text, ...]
    context: Text | None

    def disclosed_to(
        self: "Performance[Label, Veiled]", viewpoint: Viewpoint
    ) -> "Performance[str | None, Passage]":
        """The performance as the rule discloses it; a masked title is None."""
        return Performance(
            self.song,
            self.title.shown_to(viewpoint),
            tuple(name.disclosed_to(viewpoint) for name in self.performers),
            unveiled(self.context, viewpoint),
        )


@dataclass(frozen=True, slots=True)
class Sung(Generic[Title, Text]):
    """A performance with the position of its episode."""

    position: Position
    episode_title: Title | None
    performance: Performance[Title, Text]

    def disclosed_to(self: "Sung[Label, Veiled]", viewpoint: Viewpoint) -> "Sung[str | None, Passage]":
        """The performance as the rule discloses it."""
        title = shown(self.episode_title, viewpoint)
        return Sung(self.position, title, self.performance.disclosed_to(viewpoint))


@dataclass(frozen=True, slots=True)
class Song:
    """A song: its facts, and every performance in story order."""

    id: SongId
    title: Label
    writers: tuple[str, ...]
    original_artist: str | None
    sung: tuple[Sung[Label, Veiled], ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode with everything on its card."""

    entry: Entry
    production_code: str | None
    writers: tuple[str, ...]
    directors: tuple[str, ...]
    summary: Veiled | None
    guests: tuple[Guest[Veiled], ...]
    performances: tuple[Performance[Label, Veiled], ...]
    has_recap: bool
    has_quotes: bool

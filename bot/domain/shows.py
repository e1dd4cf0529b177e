"""Shows and what they are made of, as the store hands them out.

Text that gives the plot away is `Veiled` and titles are `Label`s: neither can be printed before the
spoiler rule has spoken (`bot.domain.spoilers`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from bot.domain.ids import EpisodeId, GuildId, ProgressKey, ShowId, SongId
from bot.domain.positions import Position
from bot.domain.spoilers import Label, Passage, Veiled, Viewpoint, shown, unveiled

Title = TypeVar("Title")
"""A title: a `Label`, or what the rule shows of it."""

Text = TypeVar("Text")
"""Story: `Veiled`, or the `Passage` that the rule makes of it."""


@dataclass(frozen=True, slots=True)
class Show:
    """A show as a server sees it. `owner` is the server that made it; None means bundled.

    `origin` is the bundled show that a server's own is a copy of. Progress is kept under `progress_key`,
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
    """An episode as a list needs it: where it stands, what it is called and when it aired."""

    id: EpisodeId
    show: ShowId
    position: Position
    title: Label | None
    aired: date | None
    number_in_series: int | None


@dataclass(frozen=True, slots=True)
class Guest(Generic[Text]):
    """Somebody in the guest cast and, where it is known, the character they play."""

    name: Text
    character: Text | None

    def disclosed_to(self: "Guest[Veiled]", viewpoint: Viewpoint) -> "Guest[Passage]":
        """The same as the rule discloses it."""
        return Guest(self.name.disclosed_to(viewpoint), unveiled(self.character, viewpoint))


@dataclass(frozen=True, slots=True)
class Performance(Generic[Title, Text]):
    """A song as it is sung in one episode: by whom, and where in the story."""

    song: SongId
    title: Title
    performers: tuple[Text, ...]
    context: Text | None

    def disclosed_to(
        self: "Performance[Label, Veiled]", viewpoint: Viewpoint
    ) -> "Performance[str | None, Passage]":
        """The same as the rule discloses it; a title that is masked is None."""
        return Performance(
            self.song,
            self.title.shown_to(viewpoint),
            tuple(name.disclosed_to(viewpoint) for name in self.performers),
            unveiled(self.context, viewpoint),
        )


@dataclass(frozen=True, slots=True)
class Sung(Generic[Title, Text]):
    """A performance together with the episode that it is in."""

    position: Position
    episode_title: Title | None
    performance: Performance[Title, Text]

    def disclosed_to(self: "Sung[Label, Veiled]", viewpoint: Viewpoint) -> "Sung[str | None, Passage]":
        """The same as the rule discloses it."""
        title = shown(self.episode_title, viewpoint)
        return Sung(self.position, title, self.performance.disclosed_to(viewpoint))


@dataclass(frozen=True, slots=True)
class Song:
    """A song: facts, and every time that it is sung, in story order."""

    id: SongId
    title: Label
    writers: tuple[str, ...]
    original_artist: str | None
    sung: tuple[Sung[Label, Veiled], ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode with everything that its card needs."""

    entry: Entry
    production_code: str | None
    writers: tuple[str, ...]
    directors: tuple[str, ...]
    summary: Veiled | None
    guests: tuple[Guest[Veiled], ...]
    performances: tuple[Performance[Label, Veiled], ...]
    has_recap: bool
    has_quotes: bool

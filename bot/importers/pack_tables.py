"""The tables of a pack, converted to and from drafts.

docs/packs.md describes the keys.
"""

from datetime import date
from typing import Annotated, Self

from msgspec import Meta, Struct

from bot.domain.positions import Position
from bot.domain.quotes import read_time
from bot.domain.shows import Episode, Guest, Performance, Quote, Song
from bot.domain.text import NAME_LENGTH, TEXT_LENGTH, shows_anything

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=32)]
Name = Annotated[str, Meta(pattern=r"\S", max_length=NAME_LENGTH)]
Text = Annotated[str, Meta(pattern=r"\S", max_length=TEXT_LENGTH)]


class Table(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table in which an unknown key, and text with nothing visible, is an error."""

    def __post_init__(self) -> None:
        """Raises `ValueError` with the key."""
        for key in self.__struct_fields__:
            value: str | tuple[object, ...] | None = getattr(self, key)
            texts = value if isinstance(value, tuple) else (value,)
            if any(isinstance(text, str) and not shows_anything(text) for text in texts):
                raise ValueError(f"`{key}` has nothing in it that can be seen")  # noqa: EM102 - msgspec shows it


class ShowTable(Table, frozen=True):
    """The content of `show.toml`."""

    slug: Slug
    title: Name


class SongTable(Table, frozen=True):
    """A `[[song]]` table."""

    title: Name
    writers: tuple[Name, ...] = ()
    original_artist: Name | None = None

    def draft(self) -> Song[str, str]:
        """The table as a draft."""
        return Song(self.title, self.writers, self.original_artist)

    @classmethod
    def of(cls, song: Song[str, str]) -> Self:
        """The table of a draft."""
        return cls(song.title, song.writers, song.original_artist)


class _Performance(Table, frozen=True):
    title: Name
    performers: tuple[Name, ...] = ()
    context: Text | None = None


class _Quote(Table, frozen=True):
    text: Text
    speaker: Name | None = None
    context: Text | None = None
    timestamp: Name | None = None


class _Guest(Table, frozen=True):
    name: Name
    character: Name | None = None


class EpisodeTable(Table, frozen=True):
    """An `[[episode]]` table."""

    code: str
    title: Name | None = None
    number_in_series: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    aired: date | None = None
    production_code: Name | None = None
    writers: tuple[Name, ...] = ()
    directors: tuple[Name, ...] = ()
    summary: Text | None = None
    guests: tuple[_Guest, ...] = ()
    songs: tuple[_Performance, ...] = ()
    quotes: tuple[_Quote, ...] = ()
    scenes: tuple[Text, ...] = ()

    def draft(self) -> Episode[str, str]:
        """The table as a draft. Raises `NotACode`."""
        return Episode(
            position=Position.from_code(self.code),
            title=self.title,
            number_in_series=self.number_in_series,
            aired=self.aired,
            production_code=self.production_code,
            writers=self.writers,
            directors=self.directors,
            summary=self.summary,
            guests=tuple(Guest(guest.name, guest.character) for guest in self.guests),
            performances=tuple(Performance(song.title, song.performers, song.context) for song in self.songs),
            quotes=tuple(
                Quote(quote.text, quote.speaker, quote.context, read_time(quote.timestamp or ""))
                for quote in self.quotes
            ),
            scenes=self.scenes,
        )

    @classmethod
    def of(cls, episode: Episode[str, str]) -> Self:
        """The table of a draft."""
        return cls(
            code=episode.position.code,
            title=episode.title,
            number_in_series=episode.number_in_series,
            aired=episode.aired,
            production_code=episode.production_code,
            writers=episode.writers,
            directors=episode.directors,
            summary=episode.summary,
            guests=tuple(_Guest(guest.name, guest.character) for guest in episode.guests),
            songs=tuple(
                _Performance(song.title, song.performers, song.context) for song in episode.performances
            ),
            quotes=tuple(
                _Quote(quote.text, quote.speaker, quote.context, quote.timestamp) for quote in episode.quotes
            ),
            scenes=episode.scenes,
        )

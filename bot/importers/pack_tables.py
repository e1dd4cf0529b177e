"""The tables of a pack, and the records that they are read as and written from.

docs/packs.md describes the keys. A table has the fields of its record, by the same names: but a position is
`code`, and performances are `songs`.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar, cast

from msgspec import Meta, Struct, field

from bot.domain.looks import ADDRESS, ADDRESS_LENGTH, COLOUR, Look
from bot.domain.positions import Position
from bot.domain.quotes import read_time
from bot.domain.show_ids import ID_MOST, IMDB, ShowIds
from bot.domain.shows import Episode, Guest, Performance, Quote, Song
from bot.domain.text import NAME_LENGTH, TEXT_LENGTH, shows_anything

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=32)]
Name = Annotated[str, Meta(pattern=r"\S", max_length=NAME_LENGTH)]
Address = Annotated[str, Meta(pattern=ADDRESS, max_length=ADDRESS_LENGTH)]
Text = Annotated[str, Meta(pattern=r"\S", max_length=TEXT_LENGTH)]


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A table in which an unknown key, and text with nothing visible, is an error."""

    record: ClassVar[Callable[..., Any]] = dict

    def __post_init__(self) -> None:
        """Raises `ValueError` with the key."""
        for name, key in zip(self.__struct_fields__, self.__struct_encode_fields__, strict=True):
            value: str | tuple[object, ...] | None = getattr(self, name)
            texts = value if isinstance(value, tuple) else (value,)
            if any(isinstance(text, str) and not shows_anything(text) for text in texts):
                raise ValueError(f"`{key}` has nothing in it that can be seen")  # noqa: EM102 - msgspec shows it


Number = Annotated[int, Meta(ge=1, le=ID_MOST)]


class _Ids(Table, frozen=True):
    record = ShowIds
    tvdb: Number | None = None
    imdb: Annotated[str, Meta(pattern=IMDB)] | None = None
    tmdb: Number | None = None
    tvmaze: Number | None = None


class ShowTable(Table, frozen=True):
    """The content of `show.toml`."""

    slug: Slug
    title: Name
    has_songs: bool = True
    poster: Address | None = None
    accent: Annotated[str, Meta(pattern=COLOUR)] | None = None
    ids: _Ids = _Ids()

    @property
    def look(self) -> Look:
        """How its cards look."""
        return Look(self.poster, self.accent)

    @property
    def show_ids(self) -> ShowIds:
        """Its ids in other databases."""
        return record_of(self.ids)


class SongTable(Table, frozen=True):
    """A `[[song]]` table."""

    record = Song
    title: Name
    writers: tuple[Name, ...] = ()
    original_artist: Name | None = None


class _Performance(Table, frozen=True):
    record = Performance
    title: Name
    performers: tuple[Name, ...] = ()
    context: Text | None = None


class _Quote(Table, frozen=True):
    record = Quote
    text: Text
    speaker: Name | None = None
    context: Text | None = None
    timestamp: Name | None = None


class _Guest(Table, frozen=True):
    record = Guest
    name: Name
    character: Name | None = None


class EpisodeTable(Table, frozen=True):
    """An `[[episode]]` table."""

    record = Episode
    position: str = field(name="code")
    title: Name | None = None
    number_in_series: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    aired: date | None = None
    production_code: Name | None = None
    writers: tuple[Name, ...] = ()
    directors: tuple[Name, ...] = ()
    summary: Text | None = None
    still: Address | None = None
    guests: tuple[_Guest, ...] = ()
    performances: tuple[_Performance, ...] = field(default=(), name="songs")
    quotes: tuple[_Quote, ...] = ()
    scenes: tuple[Text, ...] = ()


_READ: dict[str, Callable[[str], Any]] = {
    "position": Position.from_code,
    "timestamp": read_time,
}
"""How texts of a table become values of a record."""

_KEYS = {"position": "code", "performances": "songs"}
_UNWRITTEN = {"id", "song", "sung", "guessed"}
"""Fields of records that are not in packs."""


def record_of(table: Table) -> Any:
    """A table as its record. Raises `NotACode`."""
    values = {name: _value_of(name, getattr(table, name)) for name in table.__struct_fields__}
    return table.record(**values)


def _value_of(name: str, value: object) -> object:
    match value:
        case Table():
            return record_of(value)
        case tuple():
            return tuple(_value_of("", one) for one in cast("tuple[object, ...]", value))
        case str() if name in _READ:
            return _READ[name](value)
        case _:
            return value


def table_of(record: object) -> dict[str, Any]:
    """A record as a table, as TOML and JSON write it: without keys that have no value."""
    values = {name: getattr(record, name) for name in _written(type(record))}
    return {_KEYS.get(name, name): _plain(value) for name, value in values.items() if value not in (None, ())}


@cache
def _written(kind: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.name not in _UNWRITTEN)


def _plain(value: object) -> object:
    match value:
        case Position():
            return value.code
        case tuple():
            return [_plain(one) for one in cast("tuple[object, ...]", value)]
        case Guest() | Performance() | Quote():
            return table_of(cast("object", value))
        case _:
            return value

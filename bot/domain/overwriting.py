"""The values that an import replaces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar, cast

from bot.domain.positions import Position
from bot.domain.shows import Episode, Guest, Performance, Quote, Song
from bot.domain.text import exact

FACTS: Final = (
    "title",
    "aired",
    "number_in_series",
    "production_code",
    "writers",
    "directors",
    "guests",
    "summary",
    "scenes",
)


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A replaced value, as text. `field` is its name in a draft.

    `of` is the title of its song or the words of its quote; `position` is the episode's, None for a song's
    fact.
    """

    field: str
    old: str
    new: str
    position: Position | None = None
    of: str | None = None


Value = TypeVar("Value")


def merged_value(current: Value, drafted: Value) -> Value:
    """A value after a file has told it: what is there stays where the file says nothing else."""
    if not drafted and drafted != 0:
        return current
    return current if _compared(current) == _compared(drafted) else drafted


def _compared(value: object) -> object:
    match value:
        case str():
            return exact(value)
        case tuple():
            return tuple(map(_compared, cast("tuple[object, ...]", value)))
        case Guest():
            guest = cast("Guest[str]", value)
            return exact(guest.name), exact(guest.character or "")
        case _:
            return value


def replaced_in_episode(current: Episode[str, str], after: Episode[str, str]) -> Iterator[Overwritten]:
    """The facts of an episode that are replaced, and those of its performances, which keep their places."""
    yield from _replaced(current, after, FACTS, current.position)
    for sung, drafted in zip(current.performances, after.performances, strict=False):
        yield from _replaced(sung, drafted, ("performers", "context"), current.position, sung.title)


def replaced_in_song(current: Song[str, str], after: Song[str, str]) -> Iterator[Overwritten]:
    """The facts of a song that are replaced."""
    yield from _replaced(current, after, ("writers", "original_artist"), None, current.title)


def replaced_in_quote(position: Position, current: Quote[str], after: Quote[str]) -> Iterator[Overwritten]:
    """The facts of a quote that are replaced."""
    yield from _replaced(current, after, ("speaker", "context", "timestamp"), position, current.text)


_Record = Episode[str, str] | Performance[str, str] | Quote[str] | Song[str, str]


def _replaced(
    current: _Record, after: _Record, fields: Sequence[str], position: Position | None, of: str | None = None
) -> Iterator[Overwritten]:
    for field in fields:
        old, new = getattr(current, field), getattr(after, field)
        if old not in (None, ()) and old != new:
            between = "\n\n" if field == "scenes" else ", "
            yield Overwritten(field, _as_text(old, between), _as_text(new, between), position, of)


def _as_text(value: object, between: str = "") -> str:
    match value:
        case date():
            return value.isoformat()
        case Guest():
            guest = cast("Guest[str]", value)
            return f"{guest.name} as {guest.character}" if guest.character else guest.name
        case tuple():
            return between.join(map(_as_text, cast("tuple[object, ...]", value)))
        case _:
            return str(value)

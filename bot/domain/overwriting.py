"""The values that an import replaces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, TypeVar, cast

from bot.domain.positions import Position
from bot.domain.shows import Episode, Guest, Performance, Quote, Song
from bot.domain.text import exact

_PARTS = {"position", "performances", "quotes", "id"}
FACTS: Final = tuple(each.name for each in fields(Episode) if each.name not in _PARTS)
"""The fields of an episode that a file's replace; its performances and quotes are merged one by one."""

_SONG = ("writers", "original_artist")
_PERFORMANCE = ("performers", "context")
_QUOTE = ("speaker", "context", "timestamp")


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


Record = TypeVar("Record", bound=Episode[str, str] | Performance[str, str] | Quote[str] | Song[str, str])


def merged_episode(current: Episode[str, str], drafted: Episode[str, str]) -> Episode[str, str]:
    """An episode with the facts that a file has of it."""
    return _merged(current, drafted, FACTS)


def merged_song(current: Song[str, str], drafted: Song[str, str]) -> Song[str, str]:
    """A song with the facts that a file has of it."""
    return _merged(current, drafted, _SONG)


def merged_performance(
    current: Performance[str, str], drafted: Performance[str, str]
) -> Performance[str, str]:
    """A performance with what a file has of it."""
    return _merged(current, drafted, _PERFORMANCE)


def merged_quote(current: Quote[str], drafted: Quote[str]) -> Quote[str]:
    """A quote with what a file has of it. A guess does not change a known speaker."""
    guess = drafted.guessed and current.speaker is not None
    return _merged(current, drafted, _QUOTE[1:] if guess else _QUOTE)


def _merged(current: Record, drafted: Record, names: Sequence[str]) -> Record:
    """A record with the values of a draft, where the draft has one and it differs."""
    values: dict[str, Any] = {}
    for name in names:
        old, new = getattr(current, name), getattr(drafted, name)
        if new not in (None, (), "") and _compared(old) != _compared(new):
            values[name] = new
    return replace(current, **values) if values else current


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
        yield from _replaced(sung, drafted, _PERFORMANCE, current.position, sung.title)


def replaced_in_song(current: Song[str, str], after: Song[str, str]) -> Iterator[Overwritten]:
    """The facts of a song that are replaced."""
    yield from _replaced(current, after, _SONG, None, current.title)


def replaced_in_quote(position: Position, current: Quote[str], after: Quote[str]) -> Iterator[Overwritten]:
    """The facts of a quote that are replaced."""
    yield from _replaced(current, after, _QUOTE, position, current.text)


def _replaced(
    current: Record, after: Record, names: Sequence[str], position: Position | None, of: str | None = None
) -> Iterator[Overwritten]:
    for field in names:
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

"""The values that an import replaces."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, TypeVar, cast

from bot.domain.looks import LOOK, Look
from bot.domain.positions import Position
from bot.domain.show_ids import SHOW_IDS, ShowIds
from bot.domain.shows import Episode, Guest, Performance, Quote, Song
from bot.domain.text import exact

_PARTS = {"position", "performances", "quotes", "id"}
FACTS: Final = tuple(each.name for each in fields(Episode) if each.name not in _PARTS)
"""The fields of an episode that a file's replace; its performances and quotes are merged one by one."""

_FIELDS: Mapping[type[Any], Sequence[str]] = {
    Look: LOOK,
    ShowIds: SHOW_IDS,
    Episode: FACTS,
    Song: ("writers", "original_artist"),
    Performance: ("performers", "context"),
    Quote: ("speaker", "context", "timestamp"),
}


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A replaced value, as text. `field` is its name in a draft.

    `of` is the title of its song or the words of its quote; `position` is the episode's, None for a fact
    of a song or of the show.
    """

    field: str
    old: str
    new: str
    position: Position | None = None
    of: str | None = None


Record = TypeVar(
    "Record", bound=Look | ShowIds | Episode[str, str] | Performance[str, str] | Quote[str] | Song[str, str]
)


def merged_with(current: Record, drafted: Record) -> Record:
    """A record with the values of a draft, where the draft has one and it differs.

    A guessed speaker does not replace a known one.
    """
    values: dict[str, Any] = {}
    for name in _FIELDS[type(current)]:
        old, new = getattr(current, name), getattr(drafted, name)
        if new not in (None, (), "") and _compared(old) != _compared(new):
            values[name] = new
    if isinstance(drafted, Quote) and drafted.guessed and getattr(current, "speaker", None) is not None:
        values.pop("speaker", None)
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
    yield from replaced(current, after, current.position)
    for sung, now in zip(current.performances, after.performances, strict=False):
        yield from replaced(sung, now, current.position, sung.title)


def replaced(
    current: Record, after: Record, position: Position | None = None, of: str | None = None
) -> Iterator[Overwritten]:
    """The values of a record that are replaced."""
    for field in _FIELDS[type(current)]:
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

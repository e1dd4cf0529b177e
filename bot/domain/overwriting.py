"""What an import replaces: each value that was there, and the one that takes its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar, cast

from bot.domain.drafts import EpisodeDraft, GuestDraft, PerformanceDraft, QuoteDraft, SongDraft
from bot.domain.positions import Position
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
    """A value that is replaced, as text. `field` is its name in a draft.

    `of` is the title of the song or the words of the quote that it belongs to; `position` is the episode's,
    and None for a fact of a song.
    """

    field: str
    old: str
    new: str
    position: Position | None = None
    of: str | None = None


Value = TypeVar("Value")


def told_over(there: Value, told: Value) -> Value:
    """A value after a file has told it: what is there stays where the file says nothing else."""
    if not told and told != 0:
        return there
    return there if _compared(there) == _compared(told) else told


def _compared(value: object) -> object:
    match value:
        case str():
            return exact(value)
        case tuple():
            return tuple(map(_compared, cast("tuple[object, ...]", value)))
        case GuestDraft():
            return exact(value.name), exact(value.character or "")
        case _:
            return value


def in_episode(there: EpisodeDraft, after: EpisodeDraft) -> Iterator[Overwritten]:
    """The facts of an episode that are replaced, and those of its performances, which keep their places."""
    yield from _replaced(there, after, FACTS, there.position)
    for sung, told in zip(there.performances, after.performances, strict=False):
        yield from _replaced(sung, told, ("performers", "context"), there.position, sung.title)


def in_song(there: SongDraft, after: SongDraft) -> Iterator[Overwritten]:
    """The facts of a song that are replaced."""
    yield from _replaced(there, after, ("writers", "original_artist"), None, there.title)


def in_line(position: Position, there: QuoteDraft, after: QuoteDraft) -> Iterator[Overwritten]:
    """The facts of a quote that are replaced."""
    yield from _replaced(there, after, ("speaker", "context", "timestamp"), position, there.text)


_Record = EpisodeDraft | PerformanceDraft | QuoteDraft | SongDraft


def _replaced(
    there: _Record, after: _Record, fields: Sequence[str], position: Position | None, of: str | None = None
) -> Iterator[Overwritten]:
    for field in fields:
        old, new = getattr(there, field), getattr(after, field)
        if old not in (None, ()) and old != new:
            between = "\n\n" if field == "scenes" else ", "
            yield Overwritten(field, _as_text(old, between), _as_text(new, between), position, of)


def _as_text(value: object, between: str = "") -> str:
    match value:
        case date():
            return value.isoformat()
        case GuestDraft():
            return f"{value.name} as {value.character}" if value.character else value.name
        case tuple():
            return between.join(map(_as_text, cast("tuple[object, ...]", value)))
        case _:
            return str(value)

"""What every editor of a subject is made of."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain import fields
from bot.domain.changes import Done
from bot.domain.drafts import EpisodeDraft
from bot.domain.editing_errors import PartGone
from bot.domain.fields import BadField, Fault, Values
from bot.domain.ids import EpisodeId
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.store.changes import Edit
from bot.store.database import Reading
from bot.store.forks import episode_in
from bot.store.unfiltered import episode_with_code, plain_episode


@dataclass(frozen=True, slots=True)
class Current:
    """A subject as it is now: its fields as text, and what changing it would be."""

    values: Values
    done: Done


Reader = Callable[[Reading, Show, Any], Awaitable[Current]]
Writer = Callable[[Edit, Show, Any, Values], Awaitable[Position | None]]


@dataclass(frozen=True, slots=True)
class Editor:
    """How one kind of subject is read and written. Reading raises `PartGone`, writing `BadField` as well.

    Writing gives the position of the episode that it was about, if it was about one.
    """

    read: Reader
    write: Writer


def empty(*names: str) -> dict[str, str]:
    """Fields with nothing in them."""
    return dict.fromkeys(names, "")


def one_a_line(names: Sequence[str]) -> str:
    """Names as they stand in a field."""
    return "\n".join(names)


async def episode_of(reading: Reading, show: Show, episode: int) -> tuple[EpisodeId, EpisodeDraft]:
    """An episode of a show, or the show's copy of it. Raises `PartGone`."""
    found = await episode_in(reading, show, EpisodeId(episode))
    draft = None if found is None else await plain_episode(reading, found)
    if found is None or draft is None:
        raise PartGone
    return found, draft


async def episode_typed(reading: Reading, show: Show, values: Values) -> tuple[EpisodeId, Position]:
    """The episode whose code was typed. Raises `BadField`."""
    position = fields.required(fields.place, values, "episode")
    found = await episode_with_code(reading, show.id, position)
    if found is None:
        raise BadField("episode", Fault.UNKNOWN_EPISODE, values["episode"])
    return found

"""Changes of the catalogue: who changed what, and what there was before."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ChangeId, GuildId, ShowId, UserId
from bot.domain.positions import Position

HOST = GuildId(0)
"""Whose changes those of the host are, of shows that belong to no server."""


class Action(StrEnum):
    """What was done."""

    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"
    IMPORT = "import"
    UNDO = "undo"


class Topic(StrEnum):
    """What it was done to."""

    SHOW = "show"
    EPISODE = "episode"
    RECAP = "recap"
    SONG = "song"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Done:
    """What a change does, and to what. `position`: that of the episode that it is about, if any."""

    action: Action
    topic: Topic
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change as the history keeps it.

    `user` is None where they had themselves forgotten. `copied`: the server's own copy of a bundled show was
    made for it. `undoes` is the change that this one takes back, and `undone_by` the one that took this
    back, if that holds.
    """

    id: ChangeId
    guild: GuildId
    show: ShowId
    show_title: str
    user: UserId | None
    at: datetime
    done: Done
    copied: bool
    undoes: ChangeId | None
    undone_by: ChangeId | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A value before and after a change; None where there was none. `field` is its name in the image."""

    topic: Topic
    field: str
    before: str | None
    after: str | None

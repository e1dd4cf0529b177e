"""Changes of the catalogue: who changed what, and the values before."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ChangeId, GuildId, ShowId, UserId
from bot.domain.positions import Position

HOST = GuildId(0)
"""The `guild_id` of the host's changes to shows without a server."""


class Action(StrEnum):
    """What was done."""

    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"
    IMPORT = "import"
    UNDO = "undo"


class Topic(StrEnum):
    """What kind of thing was changed."""

    SHOW = "show"
    EPISODE = "episode"
    RECAP = "recap"
    SONG = "song"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Done:
    """What a change did, and to what. `position`: its episode's, if it is about one."""

    action: Action
    topic: Topic
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change in the history.

    `user` is None if they had their data deleted. `copied`: the change made the server's own copy of a
    bundled show. `undoes`: the change that this one undid. `undone_by`: the change that undid this one, if
    that wasn't undone in turn.
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
    """A value before and after a change, None if there was none. `field` is its name in the snapshot."""

    topic: Topic
    field: str
    before: str | None
    after: str | None

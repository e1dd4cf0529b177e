"""A place's spoiler policy, and its current limit for a show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.aired_limit import Airing, Ceiling, aired_limit
from bot.domain.positions import Position
from bot.domain.spoilers import EVERYTHING, NOTHING, Limit

DEFAULT_DAYS = 7


class Kind(Enum):
    """The kinds of policy, as people type them."""

    OPEN = "open"
    TAGGED = "tagged"
    UP_TO = "up-to"
    AIRED = "aired"


@dataclass(frozen=True, slots=True)
class Policy:
    """A place's policy. `up_to` is set only for `UP_TO`, `days` only for `AIRED`.

    Strict: what is past the limit is never posted, not even as a spoiler.
    """

    kind: Kind
    up_to: Position | None = None
    days: int | None = None
    strict: bool = False

    def __post_init__(self) -> None:
        if (self.up_to is not None) != (self.kind is Kind.UP_TO):
            raise ValueError(self.kind)
        if (self.days is not None) != (self.kind is Kind.AIRED):
            raise ValueError(self.kind)


UNSET = Policy(Kind.TAGGED)
"""The policy of a server without settings."""


def ceiling_of(policy: Policy, airings: Iterable[Airing], now: datetime) -> Ceiling:
    """The limit of a policy at a moment. `airings` are the show's episodes in story order."""
    match policy.kind:
        case Kind.OPEN:
            return Ceiling(EVERYTHING)
        case Kind.TAGGED:
            return Ceiling(NOTHING)
        case Kind.UP_TO:
            assert policy.up_to is not None
            return Ceiling(Limit.up_to(policy.up_to))
        case Kind.AIRED:
            assert policy.days is not None
            return aired_limit(airings, now - timedelta(days=policy.days))

"""A place's spoiler policy, and its current limit for a show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

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


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The last position whose story is visible, and the position that blocks `AIRED`.

    `blocker_removed`: the blocking episode is no longer in the catalogue.
    """

    limit: Limit
    blocked_by: Position | None = None
    blocker_removed: bool = False


@dataclass(frozen=True, slots=True)
class Airing:
    """When the episode at a position aired, if known.

    A `removed` one still blocks, so that deleting an episode unlocks nothing.
    """

    position: Position
    aired: date | None
    removed: bool = False


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
            return _aired(airings, now - timedelta(days=policy.days))


def _aired(airings: Iterable[Airing], by: datetime) -> Ceiling:
    """The limit at the last episode such that it and every one before it aired by a moment.

    A special without a date unlocks with the episode that it follows, if that one is in the catalogue.
    """
    limit, episode = NOTHING, None
    for airing in airings:
        position = airing.position
        if not position.placed:
            break
        goes_along = airing.aired is None and position.special and position.follows == episode
        if not goes_along and (airing.aired is None or over_everywhere(airing.aired) > by):
            return Ceiling(limit, position, airing.removed)
        if not airing.removed:
            limit = Limit.up_to(position)
            episode = episode if position.special else position
    return Ceiling(limit)


def over_everywhere(day: date) -> datetime:
    """When a date has ended in every time zone: noon UTC on the next day."""
    return datetime.combine(day + timedelta(days=1), time(12), UTC)

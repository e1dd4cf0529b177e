"""How far a place may go: its policy, and the ceiling that follows from it for a show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from bot.domain.positions import Position
from bot.domain.spoilers import EVERYTHING, NOTHING, Limit

USUAL_DAYS = 7


class Kind(Enum):
    """The kinds of policy, by the word that people choose."""

    OPEN = "open"
    TAGGED = "tagged"
    UP_TO = "up-to"
    AIRED = "aired"


@dataclass(frozen=True, slots=True)
class Policy:
    """A place's policy. `up_to` goes with `UP_TO` alone, `days` with `AIRED` alone.

    Where it is strict, what is above the ceiling is never posted, not even tagged.
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
"""What holds in a server that has set nothing up."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The last position whose story may be visible, and, where time decides it, the one that blocks.

    `blocker_removed`: what blocks is no longer in the catalogue, and so nothing of it can be waited for.
    """

    limit: Limit
    blocked_by: Position | None = None
    blocker_removed: bool = False


@dataclass(frozen=True, slots=True)
class Airing:
    """When the episode at a position aired, if that is known.

    One that was `removed` holds back what comes after it as before, so that deleting it opens nothing.
    """

    position: Position
    aired: date | None
    removed: bool = False


def ceiling_of(policy: Policy, airings: Iterable[Airing], now: datetime) -> Ceiling:
    """The ceiling that a policy gives for a show with these episodes, in story order, at a moment."""
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
    """Up to the last of the episodes that had all aired by a moment, none left out.

    A special without a date goes along with the episode that it follows, if that one is there.
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
    """When a date has ended in every time zone: at noon UTC on the day after it."""
    return datetime.combine(day + timedelta(days=1), time(12), UTC)

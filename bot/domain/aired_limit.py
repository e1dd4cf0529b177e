"""The limit of an `aired` policy: it rises as episodes air."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.positions import Position
from bot.domain.spoilers import NOTHING, Limit


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


def aired_limit(airings: Iterable[Airing], by: datetime) -> Ceiling:
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

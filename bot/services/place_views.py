"""What is said of places and their spoiler limits."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId
from bot.domain.policies import Kind, Policy
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.domain.spoilers import Limit
from bot.services.visibility import Ruling

ALL_SHOWS = "*"
"""Names all shows, where a show can be named; no show has this short name."""


@dataclass(frozen=True, slots=True)
class TypedPolicy:
    """A policy that somebody asked for. `up_to`: typed text, or the position that was chosen."""

    kind: Kind
    up_to: str | Position | None = None
    days: int | None = None
    strict: bool = False
    show: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A setting and its limit: `place` None is the server's default, `show` None is all shows.

    `besides` are the shows with a setting of their own in the same place. `others` is the policy there for
    shows without one; None if every show has one.
    """

    place: ChannelId | None
    show: Show | None
    ruling: Ruling
    besides: tuple[Show, ...] = ()
    others: Policy | None = None


@dataclass(frozen=True, slots=True)
class LimitPanel:
    """The limit of a place, and what a moderator can choose for it.

    `is_set`: it is the place's own, for all shows or for the one that the panel is for; else it comes from
    farther out. `shows` are the server's, `episodes` all with a place in the story of the show whose limit
    is shown, in order.
    """

    placed: Placed
    is_set: bool
    shows: tuple[Show, ...]
    episodes: tuple[Position, ...]

    @property
    def following(self) -> Position | None:
        """The episode after the one that the place's own limit goes up to."""
        up_to = self.placed.ruling.policy.up_to
        if not self.is_set or up_to is None:
            return None
        return next((episode for episode in self.episodes if episode.key > up_to.key), None)

    @property
    def unknown(self) -> Position | None:
        """What the limit goes up to, where that is no episode of the show."""
        up_to = self.placed.ruling.policy.up_to
        return None if up_to is None or up_to.key in {one.key for one in self.episodes} else up_to


@dataclass(frozen=True, slots=True)
class Overview:
    """Every setting of a server. Limits for all shows are worked out for `default_show`."""

    default_show: Show
    hides_titles: bool
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What applies in a place for a show, the setting behind it, and the asker's progress."""

    show: Show
    ruling: Ruling
    hides_titles: bool
    progress: Limit | None


@dataclass(frozen=True, slots=True)
class Outside:
    """Outside of the bot's servers: the asker's progress in each show."""

    progress: tuple[tuple[Show, Limit], ...]


@dataclass(frozen=True, slots=True)
class LimitsNews:
    """A server's log channel, and its places with settings for single shows only (None: the default)."""

    guild: GuildId
    log: ChannelId
    places: tuple[ChannelId | None, ...]

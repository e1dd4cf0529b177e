"""Who asks, and where: what an answer depends on besides the question."""

from dataclasses import dataclass, replace
from typing import Self

from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.spoilers import Audience


@dataclass(frozen=True, slots=True)
class Asker:
    """A member who asks the bot something.

    `guild` is None in a direct message and wherever the bot itself is not a member. `places` are the
    channel and what it stands in, nearest first: thread or forum post, channel, category. `roles` and
    `manages` (the permission Manage Server) are as Discord tells them with this very question.
    """

    user: UserId
    guild: GuildId | None
    places: tuple[ChannelId, ...]
    audience: Audience
    insisted: bool = False
    roles: frozenset[RoleId] = frozenset()
    manages: bool = False

    def alone(self) -> Self:
        """The same, with the answer for them alone."""
        return replace(self, audience=Audience.ASKER)

"""The asker: who asks, and where."""

from dataclasses import dataclass, replace
from typing import Self

from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.spoilers import Audience


@dataclass(frozen=True, slots=True)
class Asker:
    """A member who asks the bot something.

    `guild` is None in a direct message and wherever the bot isn't a member. `places`, nearest first: thread
    or forum post, channel, category. `roles` and `manages` (Manage Server) are what Discord sent with this
    interaction.
    """

    user: UserId
    guild: GuildId | None
    places: tuple[ChannelId, ...]
    audience: Audience
    insisted: bool = False
    roles: frozenset[RoleId] = frozenset()
    manages: bool = False

    def alone(self) -> Self:
        """The same asker as the only audience."""
        return replace(self, audience=Audience.ASKER)

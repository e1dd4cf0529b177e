"""Who asks, and where: what an answer depends on besides the question."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.spoilers import Audience


@dataclass(frozen=True, slots=True)
class Asker:
    """A member who asks the bot something.

    `guild` is None in a direct message and wherever the bot itself is not a member. `places` are the
    channel and what it stands in, nearest first: thread or forum post, channel, category.
    """

    user: UserId
    guild: GuildId | None
    places: tuple[ChannelId, ...]
    audience: Audience
    insisted: bool = False

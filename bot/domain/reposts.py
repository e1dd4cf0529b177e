"""Messages that were hidden: each was posted again as a spoiler, and the original deleted."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId


@dataclass(frozen=True, slots=True)
class Repost:
    """A message that stands for one that was hidden. `author` wrote that one."""

    message: MessageId
    guild: GuildId
    channel: ChannelId
    author: UserId

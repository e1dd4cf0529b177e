"""Reposts: a message was posted again as a spoiler, and the original deleted."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId


@dataclass(frozen=True, slots=True)
class Repost:
    """A message that replaces a hidden one. `author` wrote the original."""

    message: MessageId
    guild: GuildId
    channel: ChannelId
    author: UserId

"""Messages that were reposted as spoilers, and who wrote them."""

import sqlite3
from datetime import datetime, timedelta

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.reposts import Repost
from bot.store.database import Reading, Writing

KEPT_FOR = timedelta(days=365)
"""Without the message intent the bot doesn't learn that a repost was deleted, so rows expire after a year."""


def _repost(row: sqlite3.Row) -> Repost:
    return Repost(
        MessageId(row["message_id"]),
        GuildId(row["guild_id"]),
        ChannelId(row["channel_id"]),
        UserId(row["author_id"]),
    )


async def keep_repost(writing: Writing, repost: Repost, now: datetime) -> None:
    """Save a repost and delete those over a year old."""
    await writing.run("DELETE FROM repost WHERE made_at < $1", (now - KEPT_FOR).isoformat())
    await writing.run(
        """
        INSERT INTO repost (message_id, guild_id, channel_id, author_id, made_at)
        VALUES ($1, $2, $3, $4, $5)
        """,
        repost.message,
        repost.guild,
        repost.channel,
        repost.author,
        now.isoformat(),
    )


async def repost_in(reading: Reading, guild: GuildId, message: MessageId) -> Repost | None:
    """The repost with this id in this server, or None."""
    row = await reading.row(
        """
        SELECT message_id, guild_id, channel_id, author_id FROM repost
        WHERE message_id = $1 AND guild_id = $2
        """,
        message,
        guild,
    )
    return None if row is None else _repost(row)


async def forget_repost(writing: Writing, guild: GuildId, message: MessageId) -> None:
    """Delete a repost's row."""
    await writing.run("DELETE FROM repost WHERE message_id = $1 AND guild_id = $2", message, guild)


async def forget_reposts_of_channel(writing: Writing, guild: GuildId, channel: ChannelId) -> None:
    """Delete the rows of a channel's or thread's reposts."""
    await writing.run("DELETE FROM repost WHERE guild_id = $1 AND channel_id = $2", guild, channel)

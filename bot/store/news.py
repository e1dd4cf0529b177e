"""News that servers get once in their log channels, when an upgrade changed something for them."""

from bot.domain.ids import GuildId
from bot.store.database import Reading, Writing

SINGLE_SHOWS = "single shows"
"""Settings for single shows now hide the other shows in their places."""


async def guilds_to_tell(reading: Reading, topic: str) -> list[GuildId]:
    """The servers that haven't had the message yet."""
    rows = await reading.rows("SELECT guild_id FROM news WHERE topic = $1 ORDER BY guild_id", topic)
    return [GuildId(row["guild_id"]) for row in rows]


async def mark_told(writing: Writing, guild: GuildId, topic: str) -> None:
    """Save that a server had the message."""
    await writing.run("DELETE FROM news WHERE guild_id = $1 AND topic = $2", guild, topic)

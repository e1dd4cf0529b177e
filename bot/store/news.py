"""What servers are to be told once, in their log channels, after an upgrade changed something for them."""

from bot.domain.ids import GuildId
from bot.store.database import Reading, Writing

SINGLE_SHOWS = "single shows"
"""Settings for single shows now hide the other shows in their places."""


async def untold(reading: Reading, topic: str) -> list[GuildId]:
    """The servers that have not been told yet."""
    rows = await reading.rows("SELECT guild_id FROM news WHERE topic = $1 ORDER BY guild_id", topic)
    return [GuildId(row["guild_id"]) for row in rows]


async def keep_told(writing: Writing, guild: GuildId, topic: str) -> None:
    """Keep that a server was told."""
    await writing.run("DELETE FROM news WHERE guild_id = $1 AND topic = $2", guild, topic)

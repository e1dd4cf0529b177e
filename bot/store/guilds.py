"""A server's settings, except for the policies of its places."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, ProgressKey, RoleId
from bot.store.database import Reading, Writing


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """A server's settings. The defaults apply to a server without any."""

    default_show: ProgressKey | None = None
    log_channel: ChannelId | None = None
    hides_titles: bool = False
    hides_bundled: bool = False
    moderator_roles: frozenset[RoleId] = frozenset()


async def guild_settings(reading: Reading, guild: GuildId) -> GuildSettings:
    """A server's settings."""
    row = await reading.row(
        "SELECT default_show, log_channel, hides_titles, hides_bundled FROM guild WHERE id = $1", guild
    )
    if row is None:
        return GuildSettings()
    roles = await reading.rows("SELECT role_id FROM moderator_role WHERE guild_id = $1", guild)
    return GuildSettings(
        default_show=None if row["default_show"] is None else ProgressKey(row["default_show"]),
        log_channel=None if row["log_channel"] is None else ChannelId(row["log_channel"]),
        hides_titles=bool(row["hides_titles"]),
        hides_bundled=bool(row["hides_bundled"]),
        moderator_roles=frozenset(RoleId(role["role_id"]) for role in roles),
    )


async def ensure_guild(writing: Writing, guild: GuildId) -> None:
    """Insert a server's row if it has none."""
    await writing.run("INSERT INTO guild (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", guild)


async def set_default_show(writing: Writing, guild: GuildId, show: ProgressKey | None) -> None:
    """Save the default show."""
    await ensure_guild(writing, guild)
    await writing.run("UPDATE guild SET default_show = $2 WHERE id = $1", guild, show)


async def set_log_channel(writing: Writing, guild: GuildId, channel: ChannelId | None) -> None:
    """Save the log channel."""
    await ensure_guild(writing, guild)
    await writing.run("UPDATE guild SET log_channel = $2 WHERE id = $1", guild, channel)


async def set_hides_titles(writing: Writing, guild: GuildId, hides: bool) -> None:
    """Save whether titles past a place's limit are masked."""
    await ensure_guild(writing, guild)
    await writing.run("UPDATE guild SET hides_titles = $2 WHERE id = $1", guild, hides)


async def set_hides_bundled(writing: Writing, guild: GuildId, hides: bool) -> None:
    """Save whether bundled shows are found only by name."""
    await ensure_guild(writing, guild)
    await writing.run("UPDATE guild SET hides_bundled = $2 WHERE id = $1", guild, hides)


async def set_moderator_roles(writing: Writing, guild: GuildId, roles: Iterable[RoleId]) -> None:
    """Replace the moderator roles."""
    await ensure_guild(writing, guild)
    await writing.run("DELETE FROM moderator_role WHERE guild_id = $1", guild)
    await writing.run_many(
        "INSERT INTO moderator_role (guild_id, role_id) VALUES ($1, $2)", [(guild, role) for role in roles]
    )

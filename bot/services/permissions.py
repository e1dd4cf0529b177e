"""Permissions in a server, checked at every step against what Discord sent with that step."""

from bot.domain.asking import Asker
from bot.domain.errors import NotAdmin, NotModerator, ServerOnly
from bot.domain.ids import GuildId
from bot.store.database import Reading
from bot.store.guilds import guild_settings


def server_of(asker: Asker) -> GuildId:
    """The asker's server. Raises `ServerOnly` if the bot isn't in it, or there is none."""
    if asker.guild is None:
        raise ServerOnly
    return asker.guild


def require_admin(asker: Asker) -> GuildId:
    """The asker's server, if they have Manage Server. Raises `NotAdmin` or `ServerOnly`."""
    guild = server_of(asker)
    if not asker.manages:
        raise NotAdmin
    return guild


async def require_moderator(reading: Reading, asker: Asker) -> GuildId:
    """The asker's server, if they are a moderator. Raises `NotModerator` or `ServerOnly`."""
    guild = server_of(asker)
    if not await is_moderator(reading, asker):
        raise NotModerator
    return guild


async def is_moderator(reading: Reading, asker: Asker) -> bool:
    """Whether the asker is a moderator of the server they are in. False without a server."""
    if asker.guild is None:
        return False
    return asker.manages or bool(asker.roles & (await guild_settings(reading, asker.guild)).moderator_roles)

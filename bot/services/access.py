"""Who may do what in a server: checked at every step, by what Discord sends with that step."""

from dataclasses import replace

from bot.domain.asking import Asker
from bot.domain.errors import NotAdmin, NotModerator, ServerOnly
from bot.domain.ids import GuildId
from bot.domain.spoilers import Audience
from bot.store.database import Reading
from bot.store.guilds import guild_settings


def server_of(asker: Asker) -> GuildId:
    """The server that the asker is in. Raises `ServerOnly` where the bot is in none."""
    if asker.guild is None:
        raise ServerOnly
    return asker.guild


def for_everyone(asker: Asker) -> Asker:
    """The asker, speaking to everyone where they are. Raises `ServerOnly` where the place is not known."""
    server_of(asker)
    if not asker.places:
        raise ServerOnly
    return replace(asker, audience=Audience.EVERYONE)


def require_admin(asker: Asker) -> GuildId:
    """The server, for one who may manage it. Raises `NotAdmin` or `ServerOnly`."""
    guild = server_of(asker)
    if not asker.manages:
        raise NotAdmin
    return guild


async def require_moderator(reading: Reading, asker: Asker) -> GuildId:
    """The server, for one of its moderators. Raises `NotModerator` or `ServerOnly`."""
    guild = server_of(asker)
    if not await is_moderator(reading, asker):
        raise NotModerator
    return guild


async def is_moderator(reading: Reading, asker: Asker) -> bool:
    """Whether the asker is a moderator of the server where they are, if that is one."""
    if asker.guild is None:
        return False
    return asker.manages or bool(asker.roles & (await guild_settings(reading, asker.guild)).moderator_roles)

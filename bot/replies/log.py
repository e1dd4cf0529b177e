"""The log channel of a server: who changed what, by code. Never a title, never story."""

import logging

import aiohttp
import discord
from discord import Interaction

from bot.domain.ids import ChannelId
from bot.replies.layout import card, text
from bot.replies.markup import Markup, compose, plain

_log = logging.getLogger(__name__)


async def tell_log(interaction: Interaction, channel: ChannelId | None, what: Markup) -> None:
    """Tell the log channel that somebody did something. Where that is not possible, nothing else fails."""
    found = interaction.client.get_channel(channel) if channel is not None else None
    if not isinstance(found, discord.TextChannel) or found.guild.id != interaction.guild_id:
        return
    await write_log(found, compose("**{}** {}", plain(interaction.user.display_name), what))


async def write_log(channel: discord.TextChannel, line: Markup) -> bool:
    """Write a line in a log channel. Gives whether Discord took it; where not, nothing else fails."""
    try:
        await channel.send(view=card(text(line)), allowed_mentions=discord.AllowedMentions.none())
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.info("log channel %s could not be written to: %s", channel.id, type(error).__name__)
        return False
    return True

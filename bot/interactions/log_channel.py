"""Writing in the log channel of a server."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
from discord import Interaction, ui

from bot.domain.errors import UnderstudyError
from bot.domain.ids import ChannelId, GuildId
from bot.domain.spoilers import Audience
from bot.interactions.sending import answer_click
from bot.replies.layout import card, text
from bot.replies.markup import Markup, compose, plain

_log = logging.getLogger(__name__)


async def answer_and_log(
    interaction: Interaction,
    view: ui.LayoutView,
    what: Markup,
    *,
    answer: Callable[[Interaction, ui.LayoutView, Audience], Awaitable[None]] = answer_click,
    also: ChannelId | None = None,
) -> None:
    """Answer a change privately, and log it, even if Discord takes no answer anymore, as after a long import.

    `also`: another log channel, which was the server's until now.
    """
    try:
        await answer(interaction, view, Audience.ASKER)
    finally:
        await log_change(interaction, what, also)


async def log_change(interaction: Interaction[Any], what: Markup, also: ChannelId | None = None) -> None:
    """Write in the server's log channel that somebody did something. Never fails."""
    client = interaction.client
    if interaction.guild_id is None:
        return
    try:
        log: ChannelId | None = await client.router.log_channel(GuildId(interaction.guild_id))
    except UnderstudyError as error:
        _log.warning("the log channel of %s is unknown: %s", interaction.guild_id, type(error).__name__)
        return
    for channel in dict.fromkeys((log, also)):
        found = client.get_channel(channel) if channel is not None else None
        if isinstance(found, discord.TextChannel) and found.guild.id == interaction.guild_id:
            await write_log(found, compose("**{}** {}", plain(interaction.user.display_name), what))


async def write_log(channel: discord.TextChannel, line: Markup) -> bool:
    """Write a line in a log channel, and return whether Discord took it. Never fails."""
    try:
        await channel.send(view=card(text(line)), allowed_mentions=discord.AllowedMentions.none())
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.info("log channel %s could not be written to: %s", channel.id, type(error).__name__)
        return False
    return True

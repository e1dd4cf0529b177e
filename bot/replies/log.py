"""The log channel of a server: who changed what. Episodes are named by code; no titles, no story."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import aiohttp
import discord
from discord import Interaction, ui

from bot.domain.errors import UnderstudyError
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.policies import Policy
from bot.domain.spoilers import Audience
from bot.replies import words
from bot.replies.layout import card, text
from bot.replies.markup import Markup, compose, number, plain
from bot.interactions.sending import answer_click

_log = logging.getLogger(__name__)

DEFAULT_SHOW_CHANGED = Markup("changed the default show.")
HIDES_TITLES = {True: Markup("now hides titles."), False: Markup("now shows titles.")}
HIDES_BUNDLED = {True: Markup("now hides the bundled shows."), False: Markup("now shows the bundled shows.")}


def default_show_made(title: str) -> Markup:
    """A new show became the default."""
    return compose("made {} the default show.", plain(title))


def moderators_set(roles: Iterable[RoleId]) -> Markup:
    """The moderator roles were chosen."""
    return compose("set the moderator roles: {}", _mentions("<@&{}>", roles))


def log_set(channel: ChannelId | None) -> Markup:
    """The log channel was chosen; None: no log."""
    return Markup("turned the log off." if channel is None else f"moved the log to <#{channel}>.")


def channels_set(channels: Iterable[ChannelId], *, are_open: bool) -> Markup:
    """The channels where spoilers are allowed, or those without any, were chosen."""
    which = Markup("where spoilers are allowed") if are_open else Markup("without spoilers")
    return compose("set the channels {}: {}", which, _mentions("<#{}>", channels))


def limit_set(place: ChannelId | None, show_title: str | None, policy: Policy) -> Markup:
    """A spoiler limit was set."""
    return compose("set the spoiler limit of {}: {}", _where(place, show_title), words.policy(policy))


def limit_removed(place: ChannelId | None, show_title: str | None) -> Markup:
    """A spoiler limit was removed."""
    return compose("removed the spoiler limit of {}.", _where(place, show_title))


def limits_cleared(count: int) -> Markup:
    """The limits of deleted channels were removed."""
    return compose("cleared the limits of deleted channels: {}", number(count))


def message_hidden(message: discord.Message) -> Markup:
    """A message was hidden as a spoiler."""
    whose = "a webhook's message" if message.webhook_id else f"a message of <@{message.author.id}>"
    return Markup(f"hid {whose} in <#{message.channel.id}>.")


def _where(place: ChannelId | None, show_title: str | None) -> Markup:
    where = Markup("the server") if place is None else Markup(f"<#{place}>")
    return where if show_title is None else compose("{} for {}", where, plain(show_title))


def _mentions(template: str, ids: Iterable[RoleId | ChannelId]) -> Markup:
    return Markup(", ".join(template.format(snowflake) for snowflake in ids) or "none")


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

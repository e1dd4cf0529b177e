"""`/setup`: an admin sets the bot up in a server."""

from collections.abc import Awaitable

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.errors import StaleClick
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.spoilers import Audience
from bot.replies.asking import asker_of
from bot.replies.clicks import (
    SetupClosed,
    SetupDefaultPolicy,
    SetupDefaultShow,
    SetupLog,
    SetupModerators,
    SetupOpen,
    SetupTitles,
)
from bot.replies.dispatch import Clicks, chosen
from bot.replies.log import tell_log
from bot.replies.markup import Markup, compose
from bot.replies.sending import redraw, reply
from bot.replies.setup import greeting, setup_panel
from bot.services.setup import DEFAULTS, Panel, Setup


class SetupCommand(commands.Cog):
    """An admin sets the bot up in a server."""

    def __init__(self, *, setup: Setup, clicks: Clicks) -> None:
        self._setup = setup
        clicks.on(SetupDefaultShow, self._default_show)
        clicks.on(SetupModerators, self._moderators)
        clicks.on(SetupLog, self._log_channel)
        clicks.on(SetupOpen, self._open)
        clicks.on(SetupClosed, self._closed)
        clicks.on(SetupDefaultPolicy, self._default_policy)
        clicks.on(SetupTitles, self._titles)

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: Interaction) -> None:
        """Set me up: show, moderators, channels, and how far they may go"""
        panel = await self._setup.panel(asker_of(interaction, private=True))
        await reply(interaction, setup_panel(panel, _lacking(interaction, panel)), Audience.ASKER)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Called by discord.py when the bot was added to a server: it says hello, once, where it may."""
        channel = guild.system_channel
        if channel is not None and channel.permissions_for(guild.me).send_messages:
            await channel.send(view=greeting(), allowed_mentions=discord.AllowedMentions.none())

    async def _default_show(self, interaction: Interaction, _: SetupDefaultShow) -> None:
        asker = asker_of(interaction, private=True)
        await self._changed(
            interaction,
            self._setup.set_default_show(asker, _only(interaction)),
            Markup("chose the show that need not be named."),
        )

    async def _moderators(self, interaction: Interaction, _: SetupModerators) -> None:
        roles = [RoleId(int(role)) for role in chosen(interaction)]
        await self._changed(
            interaction,
            self._setup.set_moderator_roles(asker_of(interaction, private=True), roles),
            compose("chose the moderators' roles: {}", _mentions("<@&{}>", roles)),
        )

    async def _log_channel(self, interaction: Interaction, _: SetupLog) -> None:
        channel = next((ChannelId(int(value)) for value in chosen(interaction)), None)
        await self._changed(
            interaction,
            self._setup.set_log_channel(asker_of(interaction, private=True), channel),
            Markup("chose this channel for the log."),
        )

    async def _open(self, interaction: Interaction, _: SetupOpen) -> None:
        channels = [ChannelId(int(value)) for value in chosen(interaction)]
        await self._changed(
            interaction,
            self._setup.set_open(asker_of(interaction, private=True), channels),
            compose("chose where anything goes: {}", _mentions("<#{}>", channels)),
        )

    async def _closed(self, interaction: Interaction, _: SetupClosed) -> None:
        channels = [ChannelId(int(value)) for value in chosen(interaction)]
        await self._changed(
            interaction,
            self._setup.set_closed(asker_of(interaction, private=True), channels),
            compose("chose the channels without spoilers: {}", _mentions("<#{}>", channels)),
        )

    async def _default_policy(self, interaction: Interaction, _: SetupDefaultPolicy) -> None:
        name = _only(interaction)
        if name not in DEFAULTS:
            raise StaleClick
        await self._changed(
            interaction,
            self._setup.set_default_policy(asker_of(interaction, private=True), name),
            Markup("changed the server's default policy."),
        )

    async def _titles(self, interaction: Interaction, click: SetupTitles) -> None:
        await self._changed(
            interaction,
            self._setup.set_hides_titles(asker_of(interaction, private=True), click.hides),
            Markup("now hides titles.") if click.hides else Markup("now shows titles."),
        )

    async def _changed(self, interaction: Interaction, change: Awaitable[Panel], what: Markup) -> None:
        """Make a change, show the panel as it is now, and tell the log."""
        panel = await change
        await redraw(interaction, setup_panel(panel, _lacking(interaction, panel)))
        if interaction.guild_id is not None:
            channel = await self._setup.log_channel(GuildId(interaction.guild_id))
            await tell_log(interaction, channel, what)


def _only(interaction: Interaction) -> str:
    """The one thing that was chosen. Raises `StaleClick` where it is not one."""
    match chosen(interaction):
        case [only]:
            return only
        case _:
            raise StaleClick


def _lacking(interaction: Interaction, panel: Panel) -> list[discord.Role]:
    """The moderator roles from which Discord hides the moderators' commands."""
    if interaction.guild is None:
        return []
    return [
        role
        for role in interaction.guild.roles
        if role.id in panel.settings.moderator_roles
        and not (role.permissions.manage_messages or role.permissions.administrator)
    ]


def _mentions(template: str, ids: list[RoleId] | list[ChannelId]) -> Markup:
    return Markup(", ".join(template.format(snowflake) for snowflake in ids) or "none")

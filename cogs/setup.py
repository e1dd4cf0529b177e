"""`/setup`: an admin sets the bot up in a server."""

import logging
from collections.abc import Awaitable, Iterable, Iterator

import aiohttp
import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.errors import StaleClick
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.spoilers import Audience
from bot.replies.asking import asker_of
from bot.replies.clicks import (
    MakeDefault,
    SetupBundled,
    SetupClosed,
    SetupDefaultPolicy,
    SetupDefaultShow,
    SetupLog,
    SetupModerators,
    SetupOpen,
    SetupTitles,
)
from bot.replies.log import tell_log
from bot.replies.markup import Markup, compose, plain
from bot.replies.router import Router, chosen, chosen_one
from bot.replies.sending import answer_click, in_time, reply
from bot.replies.setup import OTHER_SHOWS, default_made, greeting, setup_panel
from bot.replies.words import policy
from bot.services.setup import DEFAULTS, Panel, Setup

_log = logging.getLogger(__name__)


class SetupCommand(commands.Cog):
    """An admin sets the bot up in a server."""

    def __init__(self, *, setup: Setup, router: Router) -> None:
        self._setup = setup
        router.on(SetupDefaultShow, self._default_show)
        router.on(SetupModerators, self._moderators)
        router.on(SetupLog, self._log_channel)
        router.on(SetupOpen, self._open)
        router.on(SetupClosed, self._closed)
        router.on(SetupDefaultPolicy, self._default_policy)
        router.on(SetupTitles, self._titles)
        router.on(SetupBundled, self._bundled)
        router.on(MakeDefault, self._make_default)

    @app_commands.command()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: Interaction) -> None:
        """Set me up: show, moderators, channels, and how far they may go"""
        panel = await in_time(interaction, self._setup.panel(asker_of(interaction, private=True)))
        await reply(interaction, setup_panel(panel, _lacking(interaction, panel)), Audience.ASKER)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Called by discord.py when the bot was added to a server: it says hello, once, where it may."""
        channel = guild.system_channel
        if channel is None or not channel.permissions_for(guild.me).send_messages:
            return
        try:
            await channel.send(view=greeting(), allowed_mentions=discord.AllowedMentions.none())
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.info("server %s could not be greeted: %s", guild.id, type(error).__name__)

    async def _default_show(self, interaction: Interaction, _: SetupDefaultShow) -> None:
        asker = asker_of(interaction, private=True)
        chosen = chosen_one(interaction)
        if chosen.startswith(OTHER_SHOWS):
            page = chosen.removeprefix(OTHER_SHOWS)
            if not (page.isdecimal() and len(page) < 5):
                raise StaleClick
            panel = await in_time(interaction, self._setup.panel(asker))
            view = setup_panel(panel, _lacking(interaction, panel), int(page))
            await answer_click(interaction, view, Audience.ASKER)
            return
        await self._changed(
            interaction,
            self._setup.set_default_show(asker, chosen),
            Markup("chose the show that need not be named."),
        )

    async def _moderators(self, interaction: Interaction, _: SetupModerators) -> None:
        roles = [RoleId(role) for role in _ids(interaction)]
        await self._changed(
            interaction,
            self._setup.set_moderator_roles(asker_of(interaction, private=True), roles),
            compose("chose the moderators' roles: {}", _mentions("<@&{}>", roles)),
        )

    async def _log_channel(self, interaction: Interaction, _: SetupLog) -> None:
        """Choose the log channel. The one before hears of it too: nobody takes a log away unseen."""
        asker = asker_of(interaction, private=True)
        before = (await self._setup.panel(asker)).settings.log_channel
        channel = next((ChannelId(channel) for channel in _ids(interaction)), None)
        what = Markup("ended the log." if channel is None else f"chose <#{channel}> for the log.")
        await self._changed(interaction, self._setup.set_log_channel(asker, channel), what)
        if before != channel:
            await tell_log(interaction, before, what)

    async def _open(self, interaction: Interaction, _: SetupOpen) -> None:
        channels = [ChannelId(channel) for channel in _ids(interaction)]
        await self._changed(
            interaction,
            self._setup.set_open(asker_of(interaction, private=True), channels, _shown(interaction)),
            compose("chose where anything goes: {}", _mentions("<#{}>", channels)),
        )

    async def _closed(self, interaction: Interaction, _: SetupClosed) -> None:
        channels = [ChannelId(channel) for channel in _ids(interaction)]
        await self._changed(
            interaction,
            self._setup.set_closed(asker_of(interaction, private=True), channels, _shown(interaction)),
            compose("chose the channels without spoilers: {}", _mentions("<#{}>", channels)),
        )

    async def _default_policy(self, interaction: Interaction, _: SetupDefaultPolicy) -> None:
        name = chosen_one(interaction)
        if name not in DEFAULTS:
            raise StaleClick
        await self._changed(
            interaction,
            self._setup.set_default_policy(asker_of(interaction, private=True), name),
            compose("set the server's default: {}", policy(DEFAULTS[name])),
        )

    async def _titles(self, interaction: Interaction, click: SetupTitles) -> None:
        await self._changed(
            interaction,
            self._setup.set_hides_titles(asker_of(interaction, private=True), click.hides),
            Markup("now hides titles.") if click.hides else Markup("now shows titles."),
        )

    async def _bundled(self, interaction: Interaction, click: SetupBundled) -> None:
        await self._changed(
            interaction,
            self._setup.set_hides_bundled(asker_of(interaction, private=True), click.hides),
            Markup("now hides the bundled shows.") if click.hides else Markup("now shows the bundled shows."),
        )

    async def _make_default(self, interaction: Interaction, click: MakeDefault) -> None:
        asker = asker_of(interaction, private=True)
        made = await in_time(interaction, self._setup.make_default(asker, click.show, click.hides_bundled))
        try:
            await reply(interaction, default_made(made), Audience.ASKER)
        finally:
            if asker.guild is not None:
                what = compose("made {} the default show.", plain(made.show.title))
                await tell_log(interaction, await self._setup.log_channel(asker.guild), what)

    async def _changed(self, interaction: Interaction, change: Awaitable[Panel], what: Markup) -> None:
        """Make a change, show the panel as it is now, and tell the log, even of one that cannot be shown."""
        panel = await in_time(interaction, change)
        try:
            await answer_click(interaction, setup_panel(panel, _lacking(interaction, panel)), Audience.ASKER)
        finally:
            if interaction.guild_id is not None:
                channel = await self._setup.log_channel(GuildId(interaction.guild_id))
                await tell_log(interaction, channel, what)


def _ids(interaction: Interaction) -> list[int]:
    """The roles or channels that were chosen. Raises `StaleClick` where they are none."""
    values = chosen(interaction)
    if not all(value.isdecimal() for value in values):
        raise StaleClick
    return [int(value) for value in values]


def _shown(interaction: Interaction) -> list[ChannelId]:
    """The channels that the select stood at before, on the panel as the clicker saw it."""
    rows = interaction.message.components if interaction.message is not None else []
    selects = [part for part in _walk(rows) if isinstance(part, discord.SelectMenu)]
    custom_id = (interaction.data or {}).get("custom_id")
    return [
        ChannelId(value.id)
        for select in selects
        if select.custom_id == custom_id
        for value in select.default_values
    ]


def _walk(parts: Iterable[discord.Component]) -> Iterator[discord.Component]:
    for part in parts:
        yield part
        if isinstance(part, discord.Container | discord.ActionRow):
            yield from _walk(part.children)


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

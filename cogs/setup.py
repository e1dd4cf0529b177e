"""`/setup`: an admin sets the bot up in a server."""

import logging
from collections.abc import Awaitable, Iterable, Iterator

import aiohttp
import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.asking import Asker
from bot.domain.errors import StaleClick
from bot.domain.ids import ChannelId, RoleId
from bot.domain.policies import Policy
from bot.domain.spoilers import Audience
from bot.interactions.asking import asker_of
from bot.interactions.log_channel import answer_and_log
from bot.interactions.mentions import clickable
from bot.interactions.router import Router, chosen, chosen_one
from bot.interactions.sending import answer_click, reply
from bot.interactions.slow_answers import in_time
from bot.replies import log
from bot.replies.clicks import ChooseSetup, MakeDefault
from bot.replies.markup import Markup
from bot.replies.setup import OTHER_SHOWS, default_made, greeting, setup_panel
from bot.services.setup import DEFAULTS, Panel, Setup

_log = logging.getLogger(__name__)


class SetupCommand(commands.Cog):
    """An admin sets the bot up in a server."""

    def __init__(self, *, setup: Setup, router: Router) -> None:
        self._setup = setup
        self._router = router
        router.on(ChooseSetup, self._choose)
        router.on(MakeDefault, self._make_default)

    @app_commands.command()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: Interaction) -> None:
        """Set up Understudy: default show, moderators, spoiler limits (only you see it)"""
        panel = await in_time(interaction, self._setup.panel(asker_of(interaction, private=True)))
        await reply(interaction, setup_panel(panel, _lacking(interaction, panel)), Audience.ASKER)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Called by discord.py when the bot was added to a server: it posts one greeting, if it may."""
        channel = guild.system_channel
        if channel is None or not channel.permissions_for(guild.me).send_messages:
            return
        try:
            await channel.send(
                view=clickable(greeting(), self._router.mentions, discord.Permissions.all()),
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.info("server %s could not be greeted: %s", guild.id, type(error).__name__)

    async def _choose(self, interaction: Interaction, click: ChooseSetup) -> None:
        """Make a change, show the panel as it is now, and log it, even where the panel cannot be shown."""
        asker = asker_of(interaction, private=True)
        if click.part == "show" and (page := _page_of_shows(interaction)) is not None:
            panel = await in_time(interaction, self._setup.panel(asker))
            await answer_click(
                interaction, setup_panel(panel, _lacking(interaction, panel), page), Audience.ASKER
            )
            return
        before = (await self._setup.panel(asker)).settings.log_channel
        change, what = self._change(interaction, asker, click)
        panel = await in_time(interaction, change)
        # Also in the log before: nobody moves it or turns it off unseen.
        shown = setup_panel(panel, _lacking(interaction, panel))
        await answer_and_log(interaction, shown, what, also=before)

    def _change(
        self, interaction: Interaction, asker: Asker, click: ChooseSetup
    ) -> tuple[Awaitable[Panel], Markup]:
        """What a choice changes, and its line in the log."""
        setup = self._setup
        match click.part:
            case "show":
                return setup.set_default_show(asker, chosen_one(interaction)), log.DEFAULT_SHOW_CHANGED
            case "moderators":
                roles = [RoleId(role) for role in _ids(interaction)]
                return setup.set_moderator_roles(asker, roles), log.moderators_set(roles)
            case "log":
                channel = next((ChannelId(channel) for channel in _ids(interaction)), None)
                return setup.set_log_channel(asker, channel), log.log_set(channel)
            case "open" | "closed":
                channels = [ChannelId(channel) for channel in _ids(interaction)]
                change = setup.set_channels(asker, DEFAULTS[click.part], channels, _shown(interaction))
                what = log.channels_set(channels, are_open=click.part == "open")
            case "default":
                policy = _policy(interaction)
                return setup.set_default_policy(asker, policy), log.limit_set(None, None, policy)
            case "titles":
                return setup.set_hides_titles(asker, click.hides), log.HIDES_TITLES[click.hides]
            case "bundled":
                change, what = setup.set_hides_bundled(asker, click.hides), log.HIDES_BUNDLED[click.hides]
        return change, what

    async def _make_default(self, interaction: Interaction, click: MakeDefault) -> None:
        asker = asker_of(interaction, private=True)
        made = await in_time(interaction, self._setup.make_default(asker, click.show, click.hides_bundled))
        what = log.default_show_made(made.show.title)
        await answer_and_log(interaction, default_made(made), what, answer=reply)


def _page_of_shows(interaction: Interaction) -> int | None:
    """The chosen page of shows; None if a show was chosen. Raises `StaleClick` for a forged page."""
    chosen = chosen_one(interaction)
    if not chosen.startswith(OTHER_SHOWS):
        return None
    page = chosen.removeprefix(OTHER_SHOWS)
    if not (page.isdecimal() and len(page) < 5):
        raise StaleClick
    return int(page)


def _policy(interaction: Interaction) -> Policy:
    """The chosen default policy. Raises `StaleClick` for a forged value."""
    try:
        return DEFAULTS[chosen_one(interaction)]
    except KeyError as error:
        raise StaleClick from error


def _ids(interaction: Interaction) -> list[int]:
    """The chosen roles or channels. Raises `StaleClick` for forged values."""
    values = chosen(interaction)
    if not all(value.isdecimal() for value in values):
        raise StaleClick
    return [int(value) for value in values]


def _shown(interaction: Interaction) -> list[ChannelId]:
    """The channels selected before, on the panel as the clicker saw it."""
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
    """The moderator roles that don't see the moderators' commands in Discord."""
    if interaction.guild is None:
        return []
    return [
        role
        for role in interaction.guild.roles
        if role.id in panel.settings.moderator_roles
        and not (role.permissions.manage_messages or role.permissions.administrator)
    ]

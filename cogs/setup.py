"""`/setup`: an admin sets the bot up in a server."""

import logging
from collections.abc import Awaitable, Iterable, Iterator
from typing import LiteralString

import aiohttp
import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.asking import Asker
from bot.domain.errors import StaleClick
from bot.domain.ids import ChannelId, RoleId
from bot.domain.policies import Policy
from bot.domain.spoilers import Audience
from bot.replies import words
from bot.replies.asking import asker_of
from bot.replies.clicks import ChooseSetup, MakeDefault
from bot.replies.log import tell_log
from bot.replies.markup import Markup, compose, plain
from bot.replies.mentions import clickable
from bot.replies.router import Router, chosen, chosen_one
from bot.replies.sending import answer_click, reply
from bot.replies.setup import OTHER_SHOWS, default_made, greeting, setup_panel
from bot.replies.slow_answers import in_time
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
        try:
            await answer_click(interaction, setup_panel(panel, _lacking(interaction, panel)), Audience.ASKER)
        finally:
            # A log that is moved or turned off hears of it too: nobody takes one away unseen.
            for log in dict.fromkeys((panel.settings.log_channel, before)):
                await tell_log(interaction, log, what)

    def _change(
        self, interaction: Interaction, asker: Asker, click: ChooseSetup
    ) -> tuple[Awaitable[Panel], Markup]:
        """What a choice changes, and its line in the log."""
        setup = self._setup
        match click.part:
            case "show":
                change, what = setup.set_default_show(asker, chosen_one(interaction)), _DEFAULT_SHOW
            case "moderators":
                roles = [RoleId(role) for role in _ids(interaction)]
                what = compose("set the moderator roles: {}", _mentions("<@&{}>", roles))
                change = setup.set_moderator_roles(asker, roles)
            case "log":
                log = next((ChannelId(channel) for channel in _ids(interaction)), None)
                what = Markup("turned the log off." if log is None else f"moved the log to <#{log}>.")
                change = setup.set_log_channel(asker, log)
            case "open" | "closed":
                channels = [ChannelId(channel) for channel in _ids(interaction)]
                what = compose(_CHANNELS[click.part], _mentions("<#{}>", channels))
                policy = DEFAULTS[click.part]
                change = setup.set_channels(asker, policy, channels, _shown(interaction))
            case "default":
                policy = _policy(interaction)
                what = compose("set the server's spoiler limit: {}", words.policy(policy))
                change = setup.set_default_policy(asker, policy)
            case "titles":
                change, what = setup.set_hides_titles(asker, click.hides), _TITLES[click.hides]
            case "bundled":
                change, what = setup.set_hides_bundled(asker, click.hides), _BUNDLED[click.hides]
        return change, what

    async def _make_default(self, interaction: Interaction, click: MakeDefault) -> None:
        asker = asker_of(interaction, private=True)
        made = await in_time(interaction, self._setup.make_default(asker, click.show, click.hides_bundled))
        try:
            await reply(interaction, default_made(made), Audience.ASKER)
        finally:
            if asker.guild is not None:
                what = compose("made {} the default show.", plain(made.show.title))
                await tell_log(interaction, await self._setup.log_channel(asker.guild), what)


_DEFAULT_SHOW = Markup("changed the default show.")
_CHANNELS: dict[str, LiteralString] = {
    "open": "set the channels where spoilers are allowed: {}",
    "closed": "set the channels without spoilers: {}",
}
_TITLES = {True: Markup("now hides titles."), False: Markup("now shows titles.")}
_BUNDLED = {True: Markup("now hides the bundled shows."), False: Markup("now shows the bundled shows.")}


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


def _mentions(template: str, ids: list[RoleId] | list[ChannelId]) -> Markup:
    return Markup(", ".join(template.format(snowflake) for snowflake in ids) or "none")

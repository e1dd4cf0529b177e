"""`/spoilers`: moderators set the spoiler limits of channels."""

from collections.abc import Sequence

import aiohttp
import discord
from discord import Interaction, app_commands, ui
from discord.ext import commands

from bot.domain.asking import Asker
from bot.domain.errors import PolicyNeedsEpisode, StaleClick
from bot.domain.ids import ChannelId, GuildId
from bot.domain.policies import Kind
from bot.domain.spoilers import NOTHING, Audience
from bot.replies import words
from bot.replies.asking import asker_of, clicker_of, places_of
from bot.replies.clicks import ClearDeleted, ClearLimit, SetLimit, ShowLimit, TurnOverview, place_of
from bot.replies.limit_panel import limit_panel
from bot.replies.log import tell_log, write_log
from bot.replies.markup import Markup, compose, number, plain
from bot.replies.place_option import Place
from bot.replies.places import explained, limits_news, overview, place_cleared, titles_set
from bot.replies.router import Router
from bot.replies.sending import answer_click, reply
from bot.replies.slow_answers import in_time
from bot.services.place_views import ALL_SHOWS, Overview, TypedPolicy
from bot.services.places import Places
from bot.services.setup import Setup

_MOST_DAYS = 3650
Days = app_commands.Range[int, 0, _MOST_DAYS]

_POLICIES = [app_commands.Choice(name=name, value=kind.value) for kind, name in words.POLICIES.items()]


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_messages=True)
class Spoilers(
    commands.GroupCog, group_name="spoilers", group_description="Set the spoiler limits of channels"
):
    """Moderators set the spoiler limits of channels."""

    def __init__(self, *, places: Places, setup: Setup, router: Router) -> None:
        super().__init__()
        self._places = places
        self._setup = setup
        router.on(ShowLimit, self._show_limit)
        router.on(SetLimit, self._set_limit)
        router.on(ClearLimit, self._clear_limit)
        router.on(TurnOverview, self._turn)
        router.on(ClearDeleted, self._clear_deleted)

    @app_commands.command()
    @app_commands.describe(
        channel="A channel, forum, category or thread, and everything in it (this one if empty)",
        policy="What is allowed there (choose in a menu if empty)",
        up_to="The last episode that's allowed, e.g. S01E05",
        days="Days after an episode airs (7 if empty)",
        strict="Never post spoilers past the limit, not even hidden ones",
        show="Only for this show (all shows if empty)",
    )
    @app_commands.choices(policy=_POLICIES)
    async def channel(
        self,
        interaction: Interaction,
        channel: Place | None = None,
        policy: str | None = None,
        up_to: str | None = None,
        days: Days | None = None,
        strict: bool = False,
        show: str | None = None,
    ) -> None:
        """Set a channel's spoiler limit (only you see it)"""
        places = channel or places_of(interaction.channel) or (ChannelId(interaction.channel_id or 0),)
        kind = _kind(policy, up_to, days)
        if kind is None:
            asker = asker_of(interaction, private=True)
            panel = await in_time(interaction, self._places.panel(asker, places, show))
            asked = ShowLimit(places[0], strict=strict)
            await reply(interaction, limit_panel(panel, asked), Audience.ASKER)
        else:
            await self._set(interaction, places, TypedPolicy(kind, up_to, days, strict, show))

    @app_commands.command()
    @app_commands.describe(channel="Which channel", show="Only the limit for this show")
    async def clear(self, interaction: Interaction, channel: Place, show: str | None = None) -> None:
        """Remove a channel's spoiler limit (only you see it)"""
        await self._clear(interaction, channel[0], show)

    @app_commands.command(name="overview")
    async def overview_(self, interaction: Interaction) -> None:
        """See all spoiler limits of this server (only you see it)"""
        view = await in_time(interaction, self._places.overview(asker_of(interaction, private=True)))
        await reply(interaction, overview(view, unseen=bool(_unseen(interaction, view))), Audience.ASKER)

    @app_commands.command()
    @app_commands.describe(channel="Which channel", show="Which show (default show if empty)")
    async def explain(self, interaction: Interaction, channel: Place, show: str | None = None) -> None:
        """See which spoiler limit applies in a channel, and why (only you see it)"""
        asker = asker_of(interaction, private=True)
        view = await in_time(interaction, self._places.explain(asker, channel, show))
        await reply(interaction, explained(view, channel[0]), Audience.ASKER)

    @app_commands.command()
    @app_commands.describe(
        policy="What is allowed in channels without their own limit",
        up_to="The last episode that's allowed, e.g. S01E05",
        days="Days after an episode airs (7 if empty)",
        strict="Never post spoilers past the limit, not even hidden ones",
        show="Only for this show (all shows if empty)",
        clear="Remove the server's limit instead",
    )
    @app_commands.choices(policy=_POLICIES)
    async def default(
        self,
        interaction: Interaction,
        policy: str,
        up_to: str | None = None,
        days: Days | None = None,
        strict: bool = False,
        show: str | None = None,
        clear: bool = False,
    ) -> None:
        """Admins: set the limit for channels without their own (only you see it)"""
        if clear:
            await self._clear(interaction, None, show)
        else:
            await self._set(interaction, (None,), TypedPolicy(Kind(policy), up_to, days, strict, show))

    @app_commands.command()
    @app_commands.describe(hide="True: titles past the limit show as codes")
    async def titles(self, interaction: Interaction, hide: bool) -> None:
        """Admins: hide or show episode titles past a channel's limit (only you see it)"""
        await in_time(interaction, self._places.set_titles(asker_of(interaction, private=True), hide))
        done = Markup("now hides titles.") if hide else Markup("now shows titles.")
        await self._changed(interaction, titles_set(hide), done)

    async def tell_news(self, client: discord.Client) -> None:
        """Tell servers once, in their log channels, that the rule for single shows changed their limits."""
        for news in await self._places.news():
            log = client.get_channel(news.log)
            if not isinstance(log, discord.TextChannel) or log.guild.id != news.guild:
                continue
            if await write_log(log, limits_news(news.places)):
                await self._places.news_told(news.guild)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Called by discord.py when a channel or category is deleted: its settings are deleted."""
        await self._places.forget(GuildId(channel.guild.id), ChannelId(channel.id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Called by discord.py when a thread is deleted: its settings are deleted."""
        await self._places.forget(GuildId(payload.guild_id), ChannelId(payload.thread_id))

    async def _set(
        self, interaction: Interaction, places: Sequence[ChannelId | None], typed: TypedPolicy
    ) -> None:
        """Set the limit of the first of the places, or ask up to which episode it goes."""
        asker, place = asker_of(interaction, private=True), places[0]
        try:
            panel = await in_time(interaction, self._places.set(asker, place, typed))
        except PolicyNeedsEpisode:
            panel = await in_time(interaction, self._places.panel(asker, places, typed.show))
            asked = ShowLimit(place, asks=True, strict=typed.strict)
            await reply(interaction, limit_panel(panel, asked), Audience.ASKER)
            return
        placed = panel.placed
        where = _where(place, placed.show and placed.show.title)
        done = compose("set the spoiler limit of {}: {}", where, words.policy(placed.ruling.policy))
        await self._changed(interaction, limit_panel(panel), done)

    async def _show_limit(self, interaction: Interaction, click: ShowLimit) -> None:
        asker, places = asker_of(interaction, private=True), _places(interaction, click.place)
        panel = await in_time(interaction, self._places.panel(asker, places, click.show or None))
        await answer_click(interaction, limit_panel(panel, click), Audience.ASKER)

    async def _set_limit(self, interaction: Interaction, click: SetLimit) -> None:
        await self._set(interaction, _places(interaction, click.place), _typed(click))

    async def _clear_limit(self, interaction: Interaction, click: ClearLimit) -> None:
        place = None if click.place is None else ChannelId(click.place)
        await self._clear(interaction, place, click.show or None)

    async def _clear(self, interaction: Interaction, place: ChannelId | None, named_show: str | None) -> None:
        asker = asker_of(interaction, private=True)
        show = await in_time(interaction, self._places.clear(asker, place, named_show))
        done = compose("removed the spoiler limit of {}.", _where(place, show and show.title))
        await self._changed(interaction, place_cleared(place, show and show.title), done)

    async def _turn(self, interaction: Interaction, click: TurnOverview) -> None:
        asker = clicker_of(interaction)
        view = await in_time(interaction, self._places.overview(asker))
        shown = overview(view, click.page, unseen=bool(_unseen(interaction, view)))
        await answer_click(interaction, shown, asker.audience)

    async def _clear_deleted(self, interaction: Interaction, _: ClearDeleted) -> None:
        """Clear the settings of places that Discord says are deleted. Unknown places may exist."""
        asker = asker_of(interaction, private=True)
        view, cleared = await in_time(interaction, self._without_deleted(interaction, asker))
        try:
            shown = overview(view, unseen=bool(_unseen(interaction, view)), cleared=cleared)
            await answer_click(interaction, shown, asker.audience)
        finally:
            if cleared and asker.guild is not None:
                what = compose("cleared the limits of deleted channels: {}", number(cleared))
                await tell_log(interaction, await self._setup.log_channel(asker.guild), what)

    async def _without_deleted(self, interaction: Interaction, asker: Asker) -> tuple[Overview, int]:
        view = await self._places.overview(asker)
        assert interaction.guild is not None, "the overview is a server's"
        cleared = 0
        for place in _unseen(interaction, view)[:_ASKED_ABOUT]:
            if await _is_deleted(interaction.guild, place):
                await self._places.forget(GuildId(interaction.guild.id), place)
                cleared += 1
        return await self._places.overview(asker), cleared

    async def _changed(self, interaction: Interaction, view: ui.LayoutView, what: Markup) -> None:
        """Answer with the change, and log it, even if it can't be answered."""
        try:
            await answer_click(interaction, view, Audience.ASKER)
        finally:
            if interaction.guild_id is not None:
                channel = await self._setup.log_channel(GuildId(interaction.guild_id))
                await tell_log(interaction, channel, what)


def _kind(policy: str | None, up_to: str | None, days: int | None) -> Kind | None:
    """The policy that was chosen, or that goes with what else was given; None: none."""
    if policy is not None:
        return Kind(policy)
    return Kind.UP_TO if up_to is not None else Kind.AIRED if days is not None else None


def _typed(click: SetLimit) -> TypedPolicy:
    """The policy that a click sets. Raises `StaleClick` for one made up."""
    kind, value = Kind(click.kind), click.value
    up_to = days = None
    if kind is Kind.UP_TO:
        up_to = place_of(NOTHING.key if value is None else value).code
    elif kind is Kind.AIRED:
        if value is None or not 0 <= value <= _MOST_DAYS:
            raise StaleClick
        days = value
    return TypedPolicy(kind, up_to, days, click.strict, None if click.show == ALL_SHOWS else click.show)


def _places(interaction: Interaction, place: int | None) -> tuple[ChannelId | None, ...]:
    """A place of the server and what it is in, nearest first; None is the server's default."""
    if place is None or interaction.guild is None:
        return (None,)
    return places_of(interaction.guild.get_channel_or_thread(place)) or (ChannelId(place),)


def _where(place: ChannelId | None, show_title: str | None) -> Markup:
    where = Markup("the server") if place is None else Markup(f"<#{place}>")
    return where if show_title is None else compose("{} for {}", where, plain(show_title))


_ASKED_ABOUT = 25
"""How many places Discord is asked about per click."""

_UNKNOWN_CHANNEL = 10003


def _unseen(interaction: Interaction, view: Overview) -> list[ChannelId]:
    """The places with a setting that the bot doesn't know: archived threads, or deleted places."""
    guild = interaction.guild
    places = dict.fromkeys(placed.place for placed in view.placed if placed.place is not None)
    return [place for place in places if guild is not None and guild.get_channel_or_thread(place) is None]


async def _is_deleted(guild: discord.Guild, place: ChannelId) -> bool:
    try:
        await guild.fetch_channel(place)
    except discord.NotFound as error:
        return error.code == _UNKNOWN_CHANNEL
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        return False  # who may not see it, or hears nothing, does not know
    return False

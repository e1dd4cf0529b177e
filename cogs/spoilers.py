"""`/spoilers`: moderators set the spoiler limits of channels."""

from collections.abc import Sequence

import aiohttp
import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.asking import Asker
from bot.domain.errors import PolicyNeedsEpisode, StaleClick
from bot.domain.ids import ChannelId, GuildId
from bot.domain.policies import Kind
from bot.domain.spoilers import NOTHING, Audience
from bot.interactions.asking import answer_alone, asker_of, places_of
from bot.interactions.log_channel import answer_and_log, write_log
from bot.interactions.place_option import Place
from bot.interactions.router import Router
from bot.interactions.sending import answer_click
from bot.interactions.slow_answers import in_time
from bot.replies import log, words
from bot.replies.clicks import ClearDeleted, ClearLimit, SetLimit, ShowLimit, TurnOverview, placed_position_of
from bot.replies.limit_panel import limit_panel
from bot.replies.places import explained, limits_news, overview, place_cleared, titles_set
from bot.services.encoded_ids import OnlySlug
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
            await self._show(interaction, places, show, ShowLimit(places[0], strict=strict))
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
        await self._show_overview(interaction)

    @app_commands.command()
    @app_commands.describe(channel="Which channel", show="Which show (default show if empty)")
    async def explain(self, interaction: Interaction, channel: Place, show: str | None = None) -> None:
        """See which spoiler limit applies in a channel, and why (only you see it)"""
        await answer_alone(
            interaction,
            lambda asker: self._places.explain(asker, channel, show),
            lambda view: explained(view, channel[0]),
        )

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
        await in_time(interaction, self._setup.set_hides_titles(asker_of(interaction, private=True), hide))
        await answer_and_log(interaction, titles_set(hide), log.HIDES_TITLES[hide])

    async def tell_news(self, client: discord.Client) -> None:
        """Tell servers once, in their log channels, that the rule for single shows changed their limits."""
        for news in await self._places.news():
            channel = client.get_channel(news.log)
            if not isinstance(channel, discord.TextChannel) or channel.guild.id != news.guild:
                continue
            if await write_log(channel, limits_news(news.places)):
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
        farther = [one for one in places[1:] if one is not None]
        try:
            panel = await in_time(interaction, self._places.set(asker, place, typed, farther))
        except PolicyNeedsEpisode:
            asked = ShowLimit(place, asks=True, strict=typed.strict)
            await self._show(interaction, places, typed.show, asked)
            return
        show, policy = panel.placed.show, panel.placed.ruling.policy
        done = log.limit_set(place, show and show.title, policy)
        await answer_and_log(interaction, limit_panel(panel), done)

    async def _show(
        self, interaction: Interaction, places: Sequence[ChannelId | None], show: str | None, asked: ShowLimit
    ) -> None:
        await answer_alone(
            interaction,
            lambda asker: self._places.panel(asker, places, show),
            lambda panel: limit_panel(panel, asked),
        )

    async def _show_limit(self, interaction: Interaction, click: ShowLimit) -> None:
        await self._show(interaction, _places(interaction, click.place), OnlySlug.of(click.show), click)

    async def _set_limit(self, interaction: Interaction, click: SetLimit) -> None:
        await self._set(interaction, _places(interaction, click.place), _typed(click))

    async def _clear_limit(self, interaction: Interaction, click: ClearLimit) -> None:
        place = None if click.place is None else ChannelId(click.place)
        await self._clear(interaction, place, OnlySlug.of(click.show))

    async def _clear(self, interaction: Interaction, place: ChannelId | None, named_show: str | None) -> None:
        asker = asker_of(interaction, private=True)
        show = await in_time(interaction, self._places.clear(asker, place, named_show))
        title = show and show.title
        await answer_and_log(interaction, place_cleared(place, title), log.limit_removed(place, title))

    async def _show_overview(self, interaction: Interaction, page: int = 0) -> None:
        await answer_alone(
            interaction,
            lambda asker: self._overview(interaction, asker),
            lambda view: overview(view, page, unseen=bool(_unseen(interaction, view))),
        )

    async def _overview(self, interaction: Interaction, asker: Asker) -> Overview:
        return await self._places.overview(asker, lambda place: _around(interaction, place)[1:])

    async def _turn(self, interaction: Interaction, click: TurnOverview) -> None:
        await self._show_overview(interaction, click.page)

    async def _clear_deleted(self, interaction: Interaction, _: ClearDeleted) -> None:
        """Clear the settings of places that Discord says are deleted. Unknown places may exist."""
        asker = asker_of(interaction, private=True)
        view, cleared = await in_time(interaction, self._without_deleted(interaction, asker))
        shown = overview(view, unseen=bool(_unseen(interaction, view)), cleared=cleared)
        if cleared:
            await answer_and_log(interaction, shown, log.limits_cleared(cleared))
        else:
            await answer_click(interaction, shown, Audience.ASKER)

    async def _without_deleted(self, interaction: Interaction, asker: Asker) -> tuple[Overview, int]:
        view = await self._overview(interaction, asker)
        assert interaction.guild is not None, "the overview is a server's"
        cleared = 0
        for place in _unseen(interaction, view)[:_ASKED_ABOUT]:
            if await _is_deleted(interaction.guild, place):
                await self._places.forget(GuildId(interaction.guild.id), place)
                cleared += 1
        return await self._overview(interaction, asker), cleared


def _kind(policy: str | None, up_to: str | None, days: int | None) -> Kind | None:
    """The policy that was chosen, or that goes with what else was given; None: none."""
    if policy is not None:
        return Kind(policy)
    return Kind.UP_TO if up_to is not None else Kind.AIRED if days is not None else None


def _typed(click: SetLimit) -> TypedPolicy:
    """The policy that a click sets. Raises `StaleClick` for a forged one."""
    kind, value = Kind(click.kind), click.value
    up_to = days = None
    if kind is Kind.UP_TO:
        up_to = placed_position_of(NOTHING.key if value is None else value)
    elif kind is Kind.AIRED:
        if value is None or not 0 <= value <= _MOST_DAYS:
            raise StaleClick
        days = value
    return TypedPolicy(
        kind, up_to, days, click.strict, None if click.show == ALL_SHOWS else OnlySlug.of(click.show)
    )


def _places(interaction: Interaction, place: int | None) -> Sequence[ChannelId | None]:
    """A place of the server and what it is in, nearest first; None is the server's default."""
    return (None,) if place is None else _around(interaction, ChannelId(place))


def _around(interaction: Interaction, place: ChannelId) -> tuple[ChannelId, ...]:
    guild = interaction.guild
    return (places_of(guild.get_channel_or_thread(place)) if guild else ()) or (place,)


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

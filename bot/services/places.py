"""Spoiler limits of places: setting, clearing and explaining them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.asking import Asker
from bot.domain.errors import NothingSet, PolicyNeedsEpisode, PolicyTakesNoDays, PolicyTakesNoEpisode, Purpose
from bot.domain.finding import Candidate, suggest
from bot.domain.ids import ChannelId, GuildId
from bot.domain.policies import DEFAULT_DAYS, Kind, Policy
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.services.default_show import default_shows
from bot.services.permissions import is_moderator, require_admin, require_moderator
from bot.services.place_views import (
    ALL_SHOWS,
    Explanation,
    LimitPanel,
    LimitsNews,
    Outside,
    Overview,
    Placed,
    TypedPolicy,
)
from bot.services.resolve import SUGGESTIONS, candidates_of, placed, position_named
from bot.services.shows import NOT_NAMED, show_named, shows_meant
from bot.services.visibility import Question, Ruling, Viewpoints, deciding
from bot.store.database import Database, Reading
from bot.store.episodes import entries_of
from bot.store.guilds import guild_settings
from bot.store.news import SINGLE_SHOWS, guilds_to_tell, mark_told
from bot.store.places import PlacePolicy, clear_place, clear_policy, forget_place, policies_of, set_policy
from bot.store.progress import progress_of
from bot.store.shows import shows_of, shows_watched_by


class Places:
    """Sets, clears and explains the policies of places."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints) -> None:
        self._database = database
        self._viewpoints = viewpoints

    async def set(
        self, asker: Asker, place: ChannelId | None, typed: TypedPolicy, farther: Sequence[ChannelId] = ()
    ) -> LimitPanel:
        """Set a place's policy; None is the server's default, which takes an admin. `farther`: what it is in.

        Raises `NotModerator`, `NotAdmin`, `PolicyNeedsEpisode`, `PolicyTakesNoEpisode`, `PolicyTakesNoDays`,
        and what naming an episode or a show raises. Nothing is set then.
        """
        async with self._database.write() as writing:
            guild = await self._allowed(writing, asker, place)
            show, policy = await self._policy(writing, asker, typed)
            await set_policy(writing, guild, PlacePolicy(place, show and show.progress_key, policy))
            return await self._panel(writing, guild, (place, *farther), show)

    async def panel(
        self, asker: Asker, places: Sequence[ChannelId | None], named_show: str | None
    ) -> LimitPanel:
        """The limit of a place (with what it is in, nearest first) for a show, or for all shows.

        With no show named it is the default one where the place has a limit for that alone. Raises
        `NotModerator`, `NotAdmin`, `ShowNotFound` or `NoShows`.
        """
        async with self._database.read() as reading:
            guild = await self._allowed(reading, asker, places[0])
            named = None if named_show in (None, ALL_SHOWS) else named_show
            show = await show_named(reading, guild, named)
            set_for = {one.show for one in await policies_of(reading, guild) if one.place == places[0]}
            alone = named_show is None and None not in set_for and show.progress_key in set_for
            return await self._panel(reading, guild, places, show if named or alone else None)

    async def _panel(
        self, reading: Reading, guild: GuildId, places: Sequence[ChannelId | None], show: Show | None
    ) -> LimitPanel:
        of = show or await show_named(reading, guild, None)
        policies, shows = await policies_of(reading, guild), await shows_of(reading, guild)
        here = {one.show: one for one in policies if one.place == places[0]}
        setting = here.get(show and show.progress_key)
        known = [place for place in places if place is not None]
        if setting is None:
            placed = Placed(places[0], show, await self._viewpoints.ruling(reading, guild, known, of))
        else:
            placed = replace(
                await self._placed(reading, guild, setting, show),
                besides=() if show else tuple(one for one in shows if one.progress_key in here),
                others=_of_others([*known, None], policies, shows),
            )
        episodes = [entry.position for entry in await entries_of(reading, of.id) if entry.position.placed]
        return LimitPanel(placed, setting is not None, tuple(shows), tuple(episodes))

    async def clear(self, asker: Asker, place: ChannelId | None, named_show: str | None) -> Show | None:
        """Delete a place's setting for a show, or all its settings if no show is named. Returns the show.

        Raises `NothingSet`, `NotModerator` or `NotAdmin`.
        """
        async with self._database.write() as writing:
            guild = await self._allowed(writing, asker, place)
            show = None if named_show is None else await show_named(writing, guild, named_show)
            if show is None:
                cleared = await clear_place(writing, guild, place)
            else:
                cleared = await clear_policy(writing, guild, place, show.progress_key)
            if not cleared:
                raise NothingSet
        return show

    async def forget(self, guild: GuildId, place: ChannelId) -> None:
        """Delete the settings of a channel or thread that was deleted."""
        async with self._database.write() as writing:
            await forget_place(writing, guild, place)

    async def news(self) -> list[LimitsNews]:
        """The servers with a log channel that haven't been told of the rule for single shows."""
        async with self._database.read() as reading:
            news: list[LimitsNews] = []
            for guild in await guilds_to_tell(reading, SINGLE_SHOWS):
                log = (await guild_settings(reading, guild)).log_channel
                if log is not None:
                    news.append(LimitsNews(guild, log, _for_single_shows(await policies_of(reading, guild))))
        return news

    async def news_told(self, guild: GuildId) -> None:
        """Save that a server was told."""
        async with self._database.write() as writing:
            await mark_told(writing, guild, SINGLE_SHOWS)

    async def suggest_limits(self, asker: Asker, typed: str, show: str | None) -> list[Candidate]:
        """Up to 25 episodes for `up_to`; none if the asker isn't a moderator."""
        async with self._database.read() as reading:
            if not await is_moderator(reading, asker):
                return []
            try:
                meant = await shows_meant(reading, asker.guild, typed, show)
            except NOT_NAMED:
                return []
            candidates = placed(await candidates_of(Question(reading, asker, self._viewpoints), meant))
        return suggest(meant.typed, candidates, SUGGESTIONS)

    async def overview(
        self, asker: Asker, farther: Callable[[ChannelId], Sequence[ChannelId]] = lambda _: ()
    ) -> Overview:
        """Every setting of the server. `farther`: what a place is in. Raises `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            shows = {show.progress_key: show for show in await shows_of(reading, guild)}
            default_show = (await default_shows(reading, guild))[0]
            settings = await guild_settings(reading, guild)
            policies = await policies_of(reading, guild)
            placed = [
                await self._placed(reading, guild, setting, shows.get(setting.show) if setting.show else None)
                for setting in policies
            ]
        last = {one.place: index for index, one in enumerate(placed)}
        for place, index in last.items():
            places = [None] if place is None else [place, *farther(place), None]
            others = _of_others(places, policies, list(shows.values()))
            placed[index] = replace(placed[index], others=others)
        return Overview(default_show, settings.hides_titles, tuple(placed))

    async def explain(self, asker: Asker, places: Sequence[ChannelId], named_show: str | None) -> Explanation:
        """What applies in a place of the server, for moderators. Raises `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            return await self._explain(reading, asker, guild, places, named_show)

    async def here(self, asker: Asker, named_show: str | None) -> Explanation | Outside:
        """What applies where the asker is."""
        async with self._database.read() as reading:
            if asker.guild is None or not asker.places:
                watched = await shows_watched_by(reading, asker.user)
                progress = [(show, await progress_of(reading, asker.user, show)) for show in watched]
                return Outside(tuple((show, limit) for show, limit in progress if limit is not None))
            return await self._explain(reading, asker, asker.guild, asker.places, named_show)

    async def _explain(
        self, reading: Reading, asker: Asker, guild: GuildId, places: Sequence[ChannelId], named: str | None
    ) -> Explanation:
        show = await show_named(reading, guild, named)
        return Explanation(
            show=show,
            ruling=await self._viewpoints.ruling(reading, guild, places, show),
            hides_titles=(await guild_settings(reading, guild)).hides_titles,
            progress=await progress_of(reading, asker.user, show),
        )

    async def _allowed(self, reading: Reading, asker: Asker, place: ChannelId | None) -> GuildId:
        return require_admin(asker) if place is None else await require_moderator(reading, asker)

    async def _policy(self, reading: Reading, asker: Asker, typed: TypedPolicy) -> tuple[Show | None, Policy]:
        """The wanted policy, and its show (None: all shows)."""
        show = None if typed.show is None else await show_named(reading, asker.guild, typed.show)
        if typed.days is not None and typed.kind is not Kind.AIRED:
            raise PolicyTakesNoDays(typed.kind)
        if typed.kind is not Kind.UP_TO:
            if typed.up_to is not None:
                raise PolicyTakesNoEpisode(typed.kind)
            days = (DEFAULT_DAYS if typed.days is None else typed.days) if typed.kind is Kind.AIRED else None
            # An open place has nothing to be strict about, except for its other shows.
            strict = typed.strict and (typed.kind is not Kind.OPEN or show is not None)
            return show, Policy(typed.kind, days=days, strict=strict)
        if typed.up_to is None:
            raise PolicyNeedsEpisode
        if isinstance(typed.up_to, Position):
            show, position = show or await show_named(reading, asker.guild, None), typed.up_to
        else:
            question = Question(reading, asker, self._viewpoints)
            show, position = await position_named(question, typed.up_to, show and show.slug, Purpose.LIMIT)
        return show, Policy(Kind.UP_TO, up_to=position, strict=typed.strict)

    async def _placed(
        self, reading: Reading, guild: GuildId, setting: PlacePolicy, show: Show | None
    ) -> Placed:
        of = show or await show_named(reading, guild, None)
        setting = await self._viewpoints.known(reading, setting, of)
        ceiling = await self._viewpoints.ceiling(reading, guild, setting.policy, of)
        return Placed(setting.place, show, Ruling(setting, ceiling))


def _of_others(
    places: Sequence[ChannelId | None], policies: Sequence[PlacePolicy], shows: Sequence[Show]
) -> Policy | None:
    """The policy that the first place's settings for single shows imply for its other shows, if any."""
    rulings = [deciding(policies, places, show.progress_key) for show in shows]
    implied = [one.policy for one, implied in rulings if one and implied and one.place == places[0]]
    return min(implied, key=lambda policy: policy.strict, default=None)


def _for_single_shows(policies: Sequence[PlacePolicy]) -> tuple[ChannelId | None, ...]:
    for_all = {setting.place for setting in policies if setting.show is None}
    return tuple(dict.fromkeys(setting.place for setting in policies if setting.place not in for_all))

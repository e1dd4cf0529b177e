"""Spoiler limits of places: setting, clearing and explaining them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.asking import Asker
from bot.domain.errors import NothingSet, PolicyNeedsEpisode, PolicyTakesNoDays, PolicyTakesNoEpisode, Purpose
from bot.domain.finding import Candidate, suggest
from bot.domain.ids import ChannelId, GuildId
from bot.domain.policies import DEFAULT_DAYS, Kind, Policy
from bot.domain.shows import Show
from bot.domain.spoilers import Limit
from bot.services.access import is_moderator, require_admin, require_moderator
from bot.services.resolve import SUGGESTIONS, candidates_of, placed, position_named
from bot.services.shows import NOT_NAMED, default_shows, show_named, shows_meant
from bot.services.visibility import Question, Ruling, Viewpoints
from bot.store.database import Database, Reading
from bot.store.guilds import guild_settings, set_hides_titles
from bot.store.news import SINGLE_SHOWS, guilds_to_tell, mark_told
from bot.store.places import PlacePolicy, clear_place, clear_policy, forget_place, policies_of, set_policy
from bot.store.progress import progress_of
from bot.store.shows import shows_of


@dataclass(frozen=True, slots=True)
class TypedPolicy:
    """A policy as somebody asked for it: `up_to` is the typed text."""

    kind: Kind
    up_to: str | None = None
    days: int | None = None
    strict: bool = False
    show: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A setting and its ceiling: `place` None is the server's default, `show` None is all shows.

    `besides` are the shows with a setting of their own in the same place. `others` is the policy there for
    shows without one; None if every show has one.
    """

    place: ChannelId | None
    show: Show | None
    ruling: Ruling
    besides: tuple[Show, ...] = ()
    others: Policy | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """Every setting of a server. Limits for all shows are worked out for `default_show`."""

    default_show: Show
    hides_titles: bool
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What applies in a place for a show, the setting behind it, and the asker's progress."""

    show: Show
    ruling: Ruling
    hides_titles: bool
    progress: Limit | None


@dataclass(frozen=True, slots=True)
class LimitsNews:
    """A server's log channel, and its places with settings for single shows only (None: the default)."""

    guild: GuildId
    log: ChannelId
    places: tuple[ChannelId | None, ...]


class Places:
    """Sets, clears and explains the policies of places."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints) -> None:
        self._database = database
        self._viewpoints = viewpoints

    async def set(self, asker: Asker, place: ChannelId | None, typed: TypedPolicy) -> Placed:
        """Set a place's policy. `place` None is the server's default, for admins only.

        Raises `NotModerator`, `NotAdmin`, `PolicyNeedsEpisode`, `PolicyTakesNoEpisode`, `PolicyTakesNoDays`,
        and what naming an episode or a show raises. Nothing is set then.
        """
        async with self._database.write() as writing:
            guild = await self._allowed(writing, asker, place)
            show, policy = await self._policy(writing, asker, typed)
            setting = PlacePolicy(place, show and show.progress_key, policy)
            await set_policy(writing, guild, setting)
            placed = await self._placed(writing, guild, setting, show)
            return replace(
                placed,
                besides=await _besides(writing, guild, setting),
                others=_of_others(
                    setting.place, await policies_of(writing, guild), await shows_of(writing, guild)
                ),
            )

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

    async def set_titles(self, asker: Asker, hides: bool) -> None:
        """Set whether titles past a place's limit are masked. Raises `NotAdmin`."""
        guild = require_admin(asker)
        async with self._database.write() as writing:
            await set_hides_titles(writing, guild, hides)

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

    async def overview(self, asker: Asker) -> Overview:
        """Every setting of the server. Raises `NotModerator`."""
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
            others = _of_others(place, policies, list(shows.values()))
            placed[index] = replace(placed[index], others=others)
        return Overview(default_show, settings.hides_titles, tuple(placed))

    async def explain(self, asker: Asker, places: Sequence[ChannelId], named_show: str | None) -> Explanation:
        """What applies in a place of the server, for moderators. Raises `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            return await self._explain(reading, asker, guild, places, named_show)

    async def here(self, asker: Asker, named_show: str | None) -> Explanation | None:
        """What applies where the asker is; None without a known server and place."""
        if asker.guild is None or not asker.places:
            return None
        async with self._database.read() as reading:
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


async def _besides(reading: Reading, guild: GuildId, setting: PlacePolicy) -> tuple[Show, ...]:
    """The shows with a setting of their own in the place of a setting for all shows."""
    if setting.show is not None:
        return ()
    keys = {other.show for other in await policies_of(reading, guild) if other.place == setting.place}
    return tuple(show for show in await shows_of(reading, guild) if show.progress_key in keys)


def _of_others(
    place: ChannelId | None, policies: Sequence[PlacePolicy], shows: Sequence[Show]
) -> Policy | None:
    """The policy that settings for single shows imply for the place's other shows; None if none do.

    A setting farther out may make it strict.
    """
    here = {setting.show: setting.policy for setting in policies if setting.place == place}
    if None in here or all(show.progress_key in here for show in shows):
        return None
    return Policy(Kind.TAGGED, strict=any(policy.strict for policy in here.values()))


def _for_single_shows(policies: Sequence[PlacePolicy]) -> tuple[ChannelId | None, ...]:
    for_all = {setting.place for setting in policies if setting.show is None}
    return tuple(dict.fromkeys(setting.place for setting in policies if setting.place not in for_all))

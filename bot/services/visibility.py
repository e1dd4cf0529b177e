"""What an asker may see in a place: the viewpoint on a show, and the visibility of an answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.aired_limit import Airing, Ceiling, over_everywhere
from bot.domain.asking import Asker
from bot.domain.ids import ChannelId, GuildId, ProgressKey, ShowId
from bot.domain.policies import UNSET, Kind, Policy, ceiling_of
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.domain.spoilers import (
    NOTHING,
    Audience,
    Disclosure,
    Limit,
    Viewpoint,
    disclose,
    shows_label,
)
from bot.services.sharing import can_be_shared
from bot.store.database import Reading
from bot.store.episodes import airings_of, as_known
from bot.store.guilds import guild_settings
from bot.store.places import PlacePolicy, settings_in
from bot.store.progress import progress_of

Clock = Callable[[], datetime]
"""Returns the current time, with a time zone."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The setting that applies in a place for a show (None: nothing is set), and its limit.

    `implied`: the setting isn't stored. The place has settings for other shows only, so this show is hidden.
    """

    setting: PlacePolicy | None
    ceiling: Ceiling
    implied: bool = False

    @property
    def policy(self) -> Policy:
        """The policy that applies."""
        return self.setting.policy if self.setting else UNSET


class Viewpoints:
    """Works out what askers may see of a show in a place."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def has_aired(self, day: date) -> bool:
        """Whether what airs on a day has aired in every time zone."""
        return over_everywhere(day) <= self._clock()

    async def of(self, reading: Reading, asker: Asker, show: Show) -> Viewpoint:
        """The asker's viewpoint on a show. Without a server or a known place the limit is NOTHING.

        Insisting has no effect without progress: then only the place decides what is hidden.
        """
        progress = await progress_of(reading, asker.user, show)
        insisted = asker.insisted and progress is not None
        if asker.guild is None or not asker.places:
            return Viewpoint(
                show.id,
                asker.audience,
                ceiling=NOTHING,
                hides_titles=asker.guild is not None
                and (await guild_settings(reading, asker.guild)).hides_titles,
                progress=progress,
                insisted=insisted,
            )
        ruling = await self.ruling(reading, asker.guild, asker.places, show)
        return Viewpoint(
            show=show.id,
            audience=asker.audience,
            ceiling=ruling.ceiling.limit,
            strict=ruling.policy.strict,
            hides_titles=(await guild_settings(reading, asker.guild)).hides_titles,
            progress=progress,
            insisted=insisted,
        )

    async def ruling(
        self, reading: Reading, guild: GuildId, places: Sequence[ChannelId], show: Show
    ) -> Ruling:
        """The setting and limit for a show in a place. `places` are ordered nearest first."""
        settings = await settings_in(reading, guild, places)
        setting, implied = deciding(settings, [*places, None], show.progress_key)
        if setting is not None:
            setting = await self.known(reading, setting, show)
        policy = setting.policy if setting else UNSET
        return Ruling(setting, await self.ceiling(reading, guild, policy, show), implied)

    async def known(self, reading: Reading, setting: PlacePolicy, show: Show) -> PlacePolicy:
        """The setting with `up_to` shown by the code that it is known by in the show."""
        policy = setting.policy
        if policy.up_to is None:
            return setting
        up_to = await as_known(reading, show.id, policy.up_to)
        return replace(setting, policy=replace(policy, up_to=up_to))

    async def ceiling(self, reading: Reading, guild: GuildId, policy: Policy, show: Show) -> Ceiling:
        """The current limit of a policy for a server's show."""
        airings: list[Airing] = await airings_of(reading, guild, show) if policy.kind is Kind.AIRED else []
        return ceiling_of(policy, airings, self._clock())


def deciding(
    settings: Sequence[PlacePolicy], places: Sequence[ChannelId | None], show: ProgressKey
) -> tuple[PlacePolicy | None, bool]:
    """The setting that applies to a show, and whether it is only implied. `places`: nearest first.

    In one place a setting for the show beats one for all shows. A place with settings for other shows only
    hides this show, and is strict if any of them is, or if the next setting farther out for this show is.
    """
    for index, place in enumerate(places):
        here = {setting.show: setting.policy for setting in settings if setting.place == place}
        for whose in (show, None):
            if whose in here:
                return PlacePolicy(place, whose, here[whose]), False
        if here:
            farther, _ = deciding(settings, places[index + 1 :], show)
            strict = any(policy.strict for policy in here.values())
            strict = strict or (farther is not None and farther.policy.strict)
            return PlacePolicy(place, show, Policy(Kind.TAGGED, strict=strict)), True
    return None, False


class Question:
    """One question at one moment: the asker, and their viewpoint on each show, worked out once."""

    def __init__(self, reading: Reading, asker: Asker, viewpoints: Viewpoints) -> None:
        self.reading = reading
        self.asker = asker
        self.viewpoints = viewpoints
        self._known: dict[ShowId, Viewpoint] = {}

    async def viewpoint(self, show: Show, audience: Audience | None = None) -> Viewpoint:
        """The asker's viewpoint on a show for an audience; None: the asker's own audience."""
        if show.id not in self._known:
            self._known[show.id] = await self.viewpoints.of(self.reading, self.asker, show)
        return self._known[show.id].for_audience(audience or self.asker.audience)


@dataclass(frozen=True, slots=True)
class Visibility:
    """Who gets an answer, and what the spoiler rule decided for the item that it is about.

    `past_limit`: asked for everyone, but past the place's limit, so only the asker gets it.
    """

    audience: Audience
    disclosure: Disclosure
    masked: bool
    progress: Limit | None
    past_limit: bool
    can_be_shared: bool

    @property
    def withheld(self) -> bool:
        """Whether no story is sent. Then the answer must not depend on whether there is any."""
        return self.disclosure is Disclosure.WITHHELD

    @property
    def for_everyone(self) -> bool:
        """Whether everyone who can see the place sees the answer."""
        return self.audience is Audience.EVERYONE

    @property
    def ends_at_progress(self) -> bool:
        """Whether the answer stops at the asker's progress, whether or not there is more."""
        return self.audience is Audience.ASKER and self.progress is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One item of a show as the asker may see it: an episode, a song, a recap or a quote.

    `title` is None if it is masked or missing.
    """

    visibility: Visibility
    show: Show
    position: Position
    title: str | None

    @property
    def audience(self) -> Audience:
        """Who sees the answer."""
        return self.visibility.audience

    @property
    def watched(self) -> bool:
        """Whether the asker has watched it; False in an answer for everyone."""
        progress = self.visibility.progress
        return not self.visibility.for_everyone and progress is not None and progress.covers(self.position)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """Titles and codes of a show, as the asker may see them."""

    audience: Audience
    show: Show
    can_be_shared: bool


def visibility_of(
    asker: Asker, viewpoint: Viewpoint, position: Position, *, has_facts: bool = False, private: bool = False
) -> tuple[Visibility, Viewpoint]:
    """The visibility of an item at a position, and the viewpoint to disclose its story from.

    In a strict place an item past the limit goes to the asker alone. If it `has_facts`, everyone gets
    those without the story. `private`: only the asker gets it, for another reason.
    """
    wanted_by = viewpoint.audience
    refused = disclose(position, viewpoint.for_audience(Audience.EVERYONE)) is Disclosure.WITHHELD
    only_for_asker = wanted_by is Audience.EVERYONE and (private or (refused and not has_facts))
    if only_for_asker:
        viewpoint = viewpoint.for_audience(Audience.ASKER)
    visibility = Visibility(
        audience=viewpoint.audience,
        disclosure=disclose(position, viewpoint),
        masked=not shows_label(position, viewpoint),
        progress=viewpoint.progress,
        past_limit=only_for_asker and not viewpoint.ceiling.covers(position),
        can_be_shared=can_be_shared(asker, wanted_by, refused=private or refused),
    )
    return visibility, viewpoint

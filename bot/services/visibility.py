"""What an asker may see where they are: how the spoiler rule sees them, and what it makes of an answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.asking import Asker
from bot.domain.ids import ChannelId, GuildId, ProgressKey, ShowId
from bot.domain.policies import UNSET, Airing, Ceiling, Kind, Policy, ceiling_of
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
from bot.store.database import Reading
from bot.store.episodes import airings_of
from bot.store.guilds import guild_settings
from bot.store.places import PlacePolicy, settings_in
from bot.store.progress import progress_of

Clock = Callable[[], datetime]
"""Gives the present moment, with a time zone."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds in a place for a show: the setting that decides (None: none is set), and its ceiling.

    `implied`: nobody made that setting. The place has settings for other shows only, and so hides this one.
    """

    setting: PlacePolicy | None
    ceiling: Ceiling
    implied: bool = False

    @property
    def policy(self) -> Policy:
        """The policy that decides."""
        return self.setting.policy if self.setting else UNSET


class Viewpoints:
    """Works out how far askers, and the places where they ask, may see into shows."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def of(self, reading: Reading, asker: Asker, show: Show) -> Viewpoint:
        """How the asker sees a show. Where there is no server, or no known place, nothing is clear.

        To insist means nothing for who has set no progress: then the place alone decides what is hidden.
        """
        progress = await progress_of(reading, asker.user, show.progress_key)
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
        """What holds in a place (nearest first) for a show."""
        settings = await settings_in(reading, guild, places)
        setting, implied = _deciding(settings, [*places, None], show.progress_key)
        policy = setting.policy if setting else UNSET
        return Ruling(setting, await self.ceiling(reading, guild, policy, show), implied)

    async def ceiling(self, reading: Reading, guild: GuildId, policy: Policy, show: Show) -> Ceiling:
        """The ceiling that a policy gives for a server's show at this moment."""
        airings: list[Airing] = await airings_of(reading, guild, show) if policy.kind is Kind.AIRED else []
        return ceiling_of(policy, airings, self._clock())


def _deciding(
    settings: Sequence[PlacePolicy], places: Sequence[ChannelId | None], show: ProgressKey
) -> tuple[PlacePolicy | None, bool]:
    """The setting that decides for a show, and whether it is only implied; places come nearest first.

    In one place a setting for the show comes before one for all shows. A place with settings for other shows
    only hides this one, and is as strict as any of them, or as what is set farther out for this show.
    """
    for index, place in enumerate(places):
        here = {setting.show: setting.policy for setting in settings if setting.place == place}
        for whose in (show, None):
            if whose in here:
                return PlacePolicy(place, whose, here[whose]), False
        if here:
            farther, _ = _deciding(settings, places[index + 1 :], show)
            strict = any(policy.strict for policy in here.values())
            strict = strict or (farther is not None and farther.policy.strict)
            return PlacePolicy(place, show, Policy(Kind.TAGGED, strict=strict)), True
    return None, False


class Question:
    """One question, read at one moment: who asks, and what they may see of each show, worked out once."""

    def __init__(self, reading: Reading, asker: Asker, viewpoints: Viewpoints) -> None:
        self.reading = reading
        self.asker = asker
        self._viewpoints = viewpoints
        self._known: dict[ShowId, Viewpoint] = {}

    async def viewpoint(self, show: Show, audience: Audience | None = None) -> Viewpoint:
        """How the asker sees a show, in an answer for this audience; None: for that of the asker."""
        if show.id not in self._known:
            self._known[show.id] = await self._viewpoints.of(self.reading, self.asker, show)
        return replace(self._known[show.id], audience=audience or self.asker.audience)


@dataclass(frozen=True, slots=True)
class Visibility:
    """For whom an answer is, and what was done to the thing that it is about.

    `past_limit`: it would be for everyone, but the asker alone gets it, for it is past the place's limit.
    """

    audience: Audience
    disclosure: Disclosure
    masked: bool
    progress: Limit | None
    past_limit: bool
    can_be_shared: bool

    @property
    def withheld(self) -> bool:
        """Whether no story is shown: then nothing may depend on whether there is any."""
        return self.disclosure is Disclosure.WITHHELD

    @property
    def for_everyone(self) -> bool:
        """Whether everyone who can see the place sees the answer."""
        return self.audience is Audience.EVERYONE

    @property
    def may_be_shared_as_it_is(self) -> bool:
        """Whether everyone in the place gets the story, visible or hidden."""
        return self.for_everyone and not self.withheld

    @property
    def ends_at_progress(self) -> bool:
        """Whether the answer goes just as far as the asker has watched, whatever there may be beyond."""
        return self.audience is Audience.ASKER and self.progress is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One thing of a show, as one asker may see it: an episode, a song, a recap, a quote.

    `title` is None where it is masked, or where there is none.
    """

    visibility: Visibility
    show: Show
    position: Position
    title: str | None

    @property
    def audience(self) -> Audience:
        """Who sees the answer."""
        return self.visibility.audience


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """Titles and codes of a show, as one asker may see them."""

    audience: Audience
    show: Show
    can_be_shared: bool


def visibility_of(
    asker: Asker, viewpoint: Viewpoint, position: Position, *, has_facts: bool = False, private: bool = False
) -> tuple[Visibility, Viewpoint]:
    """What is visible of the thing at a position, and the viewpoint that its story is seen from.

    In a strict place story above the ceiling is answered to the asker alone; where a thing `has_facts`,
    everyone gets these without the story. `private`: for another reason it is for the asker alone.
    """
    everyone = replace(viewpoint, audience=Audience.EVERYONE)
    refused = disclose(position, everyone) is Disclosure.WITHHELD
    wanted_by_everyone = viewpoint.audience is Audience.EVERYONE
    aside = wanted_by_everyone and (private or (refused and not has_facts))
    if aside:
        viewpoint = replace(viewpoint, audience=Audience.ASKER)
    visibility = Visibility(
        audience=viewpoint.audience,
        disclosure=disclose(position, viewpoint),
        masked=not shows_label(position, viewpoint),
        progress=viewpoint.progress,
        past_limit=aside and not viewpoint.ceiling.covers(position),
        can_be_shared=not (wanted_by_everyone or private or refused) and asker.guild is not None,
    )
    return visibility, viewpoint

"""From what is known of an asker and a place to the viewpoint that the spoiler rule needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.asking import Asker
from bot.domain.ids import ChannelId, GuildId, ProgressKey
from bot.domain.policies import UNSET, Airing, Ceiling, Kind, Policy, ceiling_of
from bot.domain.shows import Show
from bot.domain.spoilers import NOTHING, Viewpoint
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
    """Works out how askers stand to shows."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def of(self, reading: Reading, asker: Asker, show: Show) -> Viewpoint:
        """How the asker stands to a show. Where there is no server, or no known place, nothing is clear.

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
        return Ruling(setting, await self.ceiling(reading, policy, show), implied)

    async def ceiling(self, reading: Reading, policy: Policy, show: Show) -> Ceiling:
        """The ceiling that a policy gives for a show at this moment."""
        airings: list[Airing] = await airings_of(reading, show.id) if policy.kind is Kind.AIRED else []
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

"""Setting up the bot in a server. Every change checks for Manage Server again."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from bot.domain.asking import Asker
from bot.domain.errors import EveryoneModerates
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.policies import DEFAULT_DAYS, UNSET, Kind, Policy
from bot.domain.shows import Show
from bot.services.default_show import DefaultMade, bundled_shows, default_shows
from bot.services.permissions import require_admin
from bot.services.shows import show_of, show_with_slug
from bot.store.database import Database, Reading, Writing
from bot.store.guilds import (
    GuildSettings,
    guild_settings,
    set_default_show,
    set_hides_bundled,
    set_hides_titles,
    set_log_channel,
    set_moderator_roles,
)
from bot.store.places import PlacePolicy, clear_place, policies_of, set_policy
from bot.store.shows import shows_of

SHOWN = 25
"""The maximum of Discord's channel select; more are set with `/spoilers channel`."""

OPEN = Policy(Kind.OPEN)
CLOSED = Policy(Kind.TAGGED, strict=True)

DEFAULTS = {
    "tagged": UNSET,
    "aired": Policy(Kind.AIRED, days=DEFAULT_DAYS),
    "open": OPEN,
    "closed": CLOSED,
}
"""The default policies in the panel, by name; others are set with `/spoilers default`."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything that `/setup` shows. `default` is None if not set, `default_show` if there is no show.

    `special_defaults` are the shows with a default policy of their own, `bundled` those that can be hidden.
    """

    settings: GuildSettings
    shows: tuple[Show, ...]
    default_show: Show | None
    open: tuple[ChannelId, ...]
    closed: tuple[ChannelId, ...]
    default: Policy | None
    special_defaults: tuple[Show, ...]
    bundled: tuple[Show, ...] = ()


class Setup:
    """Reads and changes a server's settings."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def panel(self, asker: Asker) -> Panel:
        """Everything that is set. Raises `NotAdmin`."""
        guild = require_admin(asker)
        async with self._database.read() as reading:
            return await _panel(reading, guild)

    async def log_channel(self, guild: GuildId) -> ChannelId | None:
        """The log channel, if one is set."""
        async with self._database.read() as reading:
            return (await guild_settings(reading, guild)).log_channel

    async def set_default_show(self, asker: Asker, slug: str) -> Panel:
        """Set the default show. Raises `NotAdmin` or `ShowNotFound`."""

        async def change(writing: Writing, guild: GuildId) -> None:
            show = await show_of(writing, guild, slug)
            await set_default_show(writing, guild, show.progress_key)

        return await self._change(asker, change)

    async def make_default(self, asker: Asker, slug: str, hides_bundled: bool) -> DefaultMade:
        """Make a show the default, and hide the bundled shows if `hides_bundled`.

        Raises `NotAdmin` or `PartGone`.
        """
        guild = require_admin(asker)
        async with self._database.write() as writing:
            show = await show_with_slug(writing, guild, slug)
            await set_default_show(writing, guild, show.progress_key)
            if hides_bundled:
                await set_hides_bundled(writing, guild, hides_bundled)
            return DefaultMade(show, await bundled_shows(writing, guild, but=show) if hides_bundled else ())

    async def set_hides_bundled(self, asker: Asker, hides: bool) -> Panel:
        """Set whether bundled shows are found only by name. Raises `NotAdmin`."""
        return await self._change(asker, lambda writing, guild: set_hides_bundled(writing, guild, hides))

    async def set_moderator_roles(self, asker: Asker, roles: Collection[RoleId]) -> Panel:
        """Set the moderator roles. Raises `NotAdmin`, and `EveryoneModerates` for @everyone."""
        if require_admin(asker) in roles:
            # The @everyone role has the id of the server.
            raise EveryoneModerates
        return await self._change(asker, lambda writing, guild: set_moderator_roles(writing, guild, roles))

    async def set_log_channel(self, asker: Asker, channel: ChannelId | None) -> Panel:
        """Set the log channel. Raises `NotAdmin`."""
        return await self._change(asker, lambda writing, guild: set_log_channel(writing, guild, channel))

    async def set_hides_titles(self, asker: Asker, hides: bool) -> Panel:
        """Set whether titles past a place's limit are masked. Raises `NotAdmin`."""
        return await self._change(asker, lambda writing, guild: set_hides_titles(writing, guild, hides))

    async def set_default_policy(self, asker: Asker, policy: Policy) -> Panel:
        """Set the policy of every place without its own setting. Raises `NotAdmin`."""

        async def change(writing: Writing, guild: GuildId) -> None:
            await clear_place(writing, guild, None)
            await set_policy(writing, guild, PlacePolicy(None, None, policy))

        return await self._change(asker, change)

    async def set_channels(
        self,
        asker: Asker,
        policy: Policy,
        channels: Collection[ChannelId],
        shown: Collection[ChannelId] = (),
    ) -> Panel:
        """Set which channels have this policy (`OPEN` or `CLOSED`); `shown` are those that the panel showed.

        Raises `NotAdmin`.
        """
        return await self._change(
            asker, lambda writing, guild: _choose(writing, guild, policy, channels, shown)
        )

    async def _change(self, asker: Asker, change: Callable[[Writing, GuildId], Awaitable[None]]) -> Panel:
        guild = require_admin(asker)
        async with self._database.write() as writing:
            await change(writing, guild)
            return await _panel(writing, guild)


async def _panel(reading: Reading, guild: GuildId) -> Panel:
    policies = await policies_of(reading, guild)
    shows = await shows_of(reading, guild)
    default = [setting.policy for setting in policies if setting.place is None and setting.show is None]
    special = {setting.show for setting in policies if setting.place is None}
    default_show = (await default_shows(reading, guild))[0] if shows else None
    return Panel(
        settings=await guild_settings(reading, guild),
        shows=tuple(shows),
        default_show=default_show,
        bundled=tuple(show for show in shows if show.owner is None and show != default_show),
        open=_places_with(policies, OPEN),
        closed=_places_with(policies, CLOSED),
        default=default[0] if default else None,
        special_defaults=tuple(show for show in shows if show.progress_key in special),
    )


def _places_with(policies: list[PlacePolicy], policy: Policy) -> tuple[ChannelId, ...]:
    """The places where this policy applies to every show."""
    special = {setting.place for setting in policies if setting.show is not None}
    return tuple(
        setting.place
        for setting in policies
        if setting.place is not None and setting.place not in special and setting.policy == policy
    )


async def _choose(
    writing: Writing,
    guild: GuildId,
    policy: Policy,
    channels: Collection[ChannelId],
    shown: Collection[ChannelId],
) -> None:
    """Set a policy for channels, and clear it from those `shown` in the menu but not chosen."""
    with_it = _places_with(await policies_of(writing, guild), policy)
    for channel in (set(shown) & set(with_it)) - set(channels):
        await clear_place(writing, guild, channel)
    for channel in set(channels) - set(with_it):
        await clear_place(writing, guild, channel)
        await set_policy(writing, guild, PlacePolicy(channel, None, policy))

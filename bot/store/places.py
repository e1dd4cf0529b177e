"""The spoiler policies of places."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, ProgressKey
from bot.domain.policies import Kind, Policy
from bot.domain.positions import Position
from bot.store.database import Reading, Writing
from bot.store.guilds import ensure_guild

_DEFAULT = 0
_ALL_SHOWS = 0


@dataclass(frozen=True, slots=True)
class PlacePolicy:
    """A setting: `place` None is the server's default, `show` None is all shows."""

    place: ChannelId | None
    show: ProgressKey | None
    policy: Policy


def _place_policy(row: sqlite3.Row) -> PlacePolicy:
    return PlacePolicy(
        place=ChannelId(row["place_id"]) if row["place_id"] != _DEFAULT else None,
        show=ProgressKey(row["progress_key"]) if row["progress_key"] != _ALL_SHOWS else None,
        policy=Policy(
            kind=Kind(row["kind"]),
            up_to=None if row["up_to"] is None else Position.from_key(row["up_to"]),
            days=row["days"],
            strict=bool(row["strict"]),
        ),
    )


async def policies_of(reading: Reading, guild: GuildId) -> list[PlacePolicy]:
    """The settings of a server: the default first, then by place, those for all shows first."""
    rows = await reading.rows(
        "SELECT * FROM place_policy WHERE guild_id = $1 ORDER BY place_id, progress_key", guild
    )
    return [_place_policy(row) for row in rows]


async def settings_in(reading: Reading, guild: GuildId, places: Sequence[ChannelId]) -> list[PlacePolicy]:
    """The settings of a thread, its channel and its category for any show, and the defaults."""
    thread, channel, category = [*places, *(_DEFAULT,) * (3 - len(places))]
    rows = await reading.rows(
        "SELECT * FROM place_policy WHERE guild_id = $1 AND place_id IN ($2, $3, $4, $5)",
        guild,
        thread,
        channel,
        category,
        _DEFAULT,
    )
    return [_place_policy(row) for row in rows]


async def set_policy(writing: Writing, guild: GuildId, setting: PlacePolicy) -> None:
    """Save a setting, replacing an earlier one."""
    await ensure_guild(writing, guild)
    policy = setting.policy
    await writing.run(
        """
        INSERT INTO place_policy (guild_id, place_id, progress_key, kind, up_to, days, strict)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (guild_id, place_id, progress_key) DO UPDATE
        SET kind = $4, up_to = $5, days = $6, strict = $7, up_to_under = 0
        """,
        guild,
        setting.place or _DEFAULT,
        setting.show or _ALL_SHOWS,
        policy.kind.value,
        policy.up_to.key if policy.up_to else None,
        policy.days,
        policy.strict,
    )


async def clear_policy(
    writing: Writing, guild: GuildId, place: ChannelId | None, show: ProgressKey | None
) -> bool:
    """Delete a setting of a place: for a show, or (None) for all shows.

    Returns whether there was one.
    """
    rows = await writing.rows(
        """
        DELETE FROM place_policy WHERE guild_id = $1 AND place_id = $2 AND progress_key = $3
        RETURNING place_id
        """,
        guild,
        place or _DEFAULT,
        show or _ALL_SHOWS,
    )
    return bool(rows)


async def clear_place(writing: Writing, guild: GuildId, place: ChannelId | None) -> bool:
    """Delete all settings of a place. Returns whether there was one."""
    rows = await writing.rows(
        "DELETE FROM place_policy WHERE guild_id = $1 AND place_id = $2 RETURNING place_id",
        guild,
        place or _DEFAULT,
    )
    return bool(rows)


async def forget_place(writing: Writing, guild: GuildId, place: ChannelId) -> None:
    """Delete everything set for a place that was deleted."""
    await clear_place(writing, guild, place)
    await writing.run("UPDATE guild SET log_channel = NULL WHERE id = $1 AND log_channel = $2", guild, place)

"""Servers that removed the bot: when, and erasing their data.

One short transaction detaches a server's data from its id and orphans its shows. Those are erased in small
steps, so that a show with 60,000 quotes blocks nobody; an interrupted erasure continues the next time.
"""

from collections.abc import Collection
from datetime import datetime
from typing import LiteralString

from bot.domain.ids import GuildId, ShowId
from bot.store.database import Reading, Writing
from bot.store.folding import run_of_ids
from bot.store.fulltext import sweep_pages
from bot.store.guilds import ensure_guild
from bot.store.remembered import forget, recall, remember

_TO_SWEEP = "words to sweep"
"""Remembered while the index may still contain words of erased quotes; see 0011_sweep.sql."""

_AT_ONCE = 500
"""Rows per step. Each quote is also removed from the index."""


async def known_guilds(reading: Reading) -> set[GuildId]:
    """The servers with any stored data."""
    rows = await reading.rows(
        """
        SELECT id FROM guild
        UNION SELECT owner FROM show WHERE owner > 0
        UNION SELECT guild_id FROM session WHERE guild_id IS NOT NULL
        UNION SELECT guild_id FROM repost
        """
    )
    return {GuildId(row["id"]) for row in rows}


async def left_guilds(reading: Reading, since: datetime | None = None) -> set[GuildId]:
    """The servers that the bot has left; with `since`, only those it left by then."""
    rows = await reading.rows(
        "SELECT id FROM guild WHERE left_at IS NOT NULL AND ($1 IS NULL OR left_at <= $1)",
        None if since is None else since.isoformat(),
    )
    return {GuildId(row["id"]) for row in rows}


async def mark_left(writing: Writing, guilds: Collection[GuildId], at: datetime) -> None:
    """Save when the bot left servers."""
    for guild in guilds:
        await ensure_guild(writing, guild)
        await writing.run("UPDATE guild SET left_at = $2 WHERE id = $1", guild, at.isoformat())


async def mark_back(writing: Writing, guilds: Collection[GuildId]) -> None:
    """Save that the bot is in servers again."""
    await writing.run_many("UPDATE guild SET left_at = NULL WHERE id = $1", [(guild,) for guild in guilds])


DETACH: tuple[LiteralString, ...] = (
    "UPDATE change SET guild_id = 0 WHERE guild_id = $1",
    "UPDATE show SET owner = 0, removed = 1 WHERE owner = $1",
    "DELETE FROM session WHERE guild_id = $1",
    "DELETE FROM repost WHERE guild_id = $1",
    "DELETE FROM guild WHERE id = $1",  # its policies and moderator roles are deleted with it
)
"""SQL that removes a server's id from every table. A test compares it with the schema."""


async def detach(writing: Writing, guild: GuildId) -> None:
    """Delete a server's settings, and orphan its shows."""
    for statement in DETACH:
        await writing.run(statement, guild)


async def erase_step(writing: Writing) -> bool:
    """Erase some rows of an orphaned show. Returns whether there were any."""
    row = await writing.row("SELECT id FROM show WHERE owner = 0 LIMIT 1")
    if row is None:
        return False
    show = ShowId(row["id"])
    if not (await _erase_snapshots(writing, show) or await _erase_quotes(writing, show)):
        await _erase_rest(writing, show)
    return True


async def has_words_to_sweep(reading: Reading) -> bool:
    """Whether the index may still contain words of erased quotes."""
    return await recall(reading, _TO_SWEEP) is not None


async def sweep_index(writing: Writing, *, begin: bool) -> bool:
    """Rewrite a part of the index without erased words. Returns whether there is more."""
    more = await sweep_pages(writing, begin=begin)
    if not more:
        await forget(writing, _TO_SWEEP)
    return more


async def _erase_snapshots(writing: Writing, show: ShowId) -> bool:
    gone = await writing.rows(
        """
        DELETE FROM change_part WHERE (change_id, kind, part_id) IN (
            SELECT part.change_id, part.kind, part.part_id
            FROM change JOIN change_part AS part ON part.change_id = change.id
            WHERE change.show_id = $1 LIMIT $2
        ) RETURNING change_id
        """,
        show,
        _AT_ONCE,
    )
    return bool(gone)


async def _erase_quotes(writing: Writing, show: ShowId) -> bool:
    first, last = run_of_ids(show)
    gone = await writing.rows(
        """
        DELETE FROM quote WHERE id IN (SELECT id FROM quote WHERE id BETWEEN $1 AND $2 LIMIT $3)
        RETURNING id
        """,
        first,
        last,
        _AT_ONCE,
    )
    if gone:
        await remember(writing, _TO_SWEEP, "yes")
    return bool(gone)


async def _erase_rest(writing: Writing, show: ShowId) -> None:
    """Delete a show without quotes and snapshots, and members' progress in it.

    Progress under the key of a bundled show stays.
    """
    await writing.run(
        """
        DELETE FROM progress WHERE progress_key = $1 OR progress_key IN (
            SELECT -id FROM story_key WHERE show_id = $1
        )
        """,
        show,
    )
    await writing.run("DELETE FROM show WHERE id = $1", show)

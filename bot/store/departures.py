"""Servers that have removed the bot: when, and erasing what was kept for them.

A server's data is let go of in one short transaction, after which nothing bears the server's id; its shows
are nobody's then. They go a piece at a time, so that a show of 60,000 lines holds nobody up; a stop half way
leaves the rest for the next time.
"""

from collections.abc import Collection
from datetime import datetime
from typing import LiteralString

from bot.domain.ids import GuildId, ShowId
from bot.store.database import Reading, Writing
from bot.store.folding import run_of_ids
from bot.store.fulltext import sweep_a_step
from bot.store.guilds import ensure_guild
from bot.store.remembered import forget, recall, remember

_TO_SWEEP = "words to sweep"
"""Kept while words of erased lines may still stand in pages of the index; see 0011_sweep.sql too."""

_AT_ONCE = 500
"""Rows of a piece; each line also leaves the index of words."""


async def known_guilds(reading: Reading) -> set[GuildId]:
    """Every server that something is kept for."""
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
    """The servers that the bot has left; with `since`, those that it left by then."""
    rows = await reading.rows(
        "SELECT id FROM guild WHERE left_at IS NOT NULL AND ($1 IS NULL OR left_at <= $1)",
        None if since is None else since.isoformat(),
    )
    return {GuildId(row["id"]) for row in rows}


async def keep_left(writing: Writing, guilds: Collection[GuildId], at: datetime) -> None:
    """Keep when the bot has left servers."""
    for guild in guilds:
        await ensure_guild(writing, guild)
        await writing.run("UPDATE guild SET left_at = $2 WHERE id = $1", guild, at.isoformat())


async def keep_back(writing: Writing, guilds: Collection[GuildId]) -> None:
    """Keep that the bot is back in servers."""
    await writing.run_many("UPDATE guild SET left_at = NULL WHERE id = $1", [(guild,) for guild in guilds])


LET_GO: tuple[LiteralString, ...] = (
    "UPDATE change SET guild_id = 0 WHERE guild_id = $1",
    "UPDATE show SET owner = 0, removed = 1 WHERE owner = $1",
    "DELETE FROM session WHERE guild_id = $1",
    "DELETE FROM repost WHERE guild_id = $1",
    "DELETE FROM guild WHERE id = $1",  # and with it the policies of its places, and its moderators' roles
)
"""What takes a server's id out of every table; a test reads the schema, and fails where one is missing."""


async def let_go(writing: Writing, guild: GuildId) -> None:
    """Erase what a server has set up, and make its shows nobody's."""
    for statement in LET_GO:
        await writing.run(statement, guild)


async def erase_a_piece(writing: Writing) -> bool:
    """Erase a piece of what is nobody's; gives whether there was any."""
    row = await writing.row("SELECT id FROM show WHERE owner = 0 LIMIT 1")
    if row is None:
        return False
    show = ShowId(row["id"])
    if not (await _erase_images(writing, show) or await _erase_lines(writing, show)):
        await _erase_rest(writing, show)
    return True


async def has_words_to_sweep(reading: Reading) -> bool:
    """Whether words of erased lines may still stand in the index."""
    return await recall(reading, _TO_SWEEP) is not None


async def sweep_a_piece(writing: Writing, *, begin: bool) -> bool:
    """Write a piece of the index anew without what was erased; gives whether there is more."""
    more = await sweep_a_step(writing, begin=begin)
    if not more:
        await forget(writing, _TO_SWEEP)
    return more


async def _erase_images(writing: Writing, show: ShowId) -> bool:
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


async def _erase_lines(writing: Writing, show: ShowId) -> bool:
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
    """Erase a show that has no lines and no images any more, and members' progress in it alone.

    A copy shares its key with the bundled show; what members said of that stays.
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

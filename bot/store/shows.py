"""Shows: which there are for a server."""

import sqlite3

from bot.domain.ids import GuildId, ProgressKey, ShowId
from bot.domain.shows import Show
from bot.store.database import Reading


def _show(row: sqlite3.Row) -> Show:
    return Show(
        id=ShowId(row["id"]),
        slug=row["slug"],
        title=row["title"],
        owner=None if row["owner"] is None else GuildId(row["owner"]),
        progress_key=ProgressKey(row["progress_key"] or row["id"]),
    )


async def shows_of(reading: Reading, guild: GuildId | None) -> list[Show]:
    """A server's own shows, then the bundled ones that it has no copy of; by title.

    Where there is no server there are only bundled shows.
    """
    rows = await reading.rows(
        """
        SELECT id, slug, title, owner, progress_key FROM show
        WHERE owner = $1
           OR (owner IS NULL AND slug NOT IN (SELECT own.slug FROM show AS own WHERE own.owner = $1))
        ORDER BY owner IS NULL, title
        """,
        guild,
    )
    return [_show(row) for row in rows]

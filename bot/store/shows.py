"""Reading the shows of a server."""

import sqlite3

from bot.domain.ids import GuildId, ProgressKey, ShowId, UserId
from bot.domain.looks import Look
from bot.domain.show_ids import ShowIds
from bot.domain.shows import Show
from bot.store.database import Reading


def _show(row: sqlite3.Row) -> Show:
    return Show(
        id=ShowId(row["id"]),
        slug=row["slug"],
        title=row["title"],
        owner=None if row["owner"] is None else GuildId(row["owner"]),
        progress_key=ProgressKey(row["progress_key"] or row["id"]),
        origin=None if row["origin"] is None else ShowId(row["origin"]),
        has_songs=bool(row["has_songs"]),
        look=Look(row["poster"], row["accent"]),
        ids=ShowIds(row["tvdb"], row["imdb"], row["tmdb"], row["tvmaze"]),
    )


_SHOW = "SELECT * FROM show"


async def shows_of(reading: Reading, guild: GuildId | None) -> list[Show]:
    """A server's own shows, then the bundled ones that it has no copy of, each by title.

    Without a server only the bundled ones.
    """
    # As the index of slugs has it: it leads past the shows of all other servers.
    rows = await reading.rows(
        f"{_SHOW} WHERE removed = 0 AND coalesce(owner, 0) IN (0, $1) ORDER BY owner IS NULL, title", guild
    )
    own = {row["slug"] for row in rows if row["owner"] is not None}
    return [_show(row) for row in rows if row["owner"] is not None or row["slug"] not in own]


async def shows_watched_by(reading: Reading, user: UserId) -> list[Show]:
    """The shows that a person's progress is saved for, of whatever server, by title.

    Of a bundled show and its copies it is the bundled one.
    """
    rows = await reading.rows(
        """
        SELECT show.* FROM progress
        LEFT JOIN story_key ON story_key.id = -progress.progress_key
        JOIN show ON show.id = coalesce(story_key.show_id, progress.progress_key)
        WHERE progress.user_id = $1 AND show.removed = 0
          AND coalesce(show.progress_key, show.id) = progress.progress_key
        ORDER BY show.title
        """,
        user,
    )
    return [_show(row) for row in rows]


async def show_by_id(reading: Reading, guild: GuildId, show: ShowId) -> Show | None:
    """A show of a server, also a removed one; None if there is none with this id."""
    row = await reading.row(f"{_SHOW} WHERE id = $1 AND owner = $2", show, guild)
    return None if row is None else _show(row)


async def bundled_show_by_id(reading: Reading, show: ShowId) -> Show | None:
    """A bundled show; None if there is none with this id."""
    row = await reading.row(f"{_SHOW} WHERE id = $1 AND owner IS NULL", show)
    return None if row is None else _show(row)


async def slug_is_taken(
    reading: Reading, guild: GuildId | None, slug: str, *, but_by: ShowId | None = None
) -> bool:
    """Whether the server or a bundled show uses this slug; without a server, whether any show does."""
    row = await reading.row(
        """
        SELECT 1 FROM show WHERE slug = $2 AND removed = 0 AND ($1 IS NULL OR owner = $1 OR owner IS NULL)
          AND ($3 IS NULL OR id <> $3)
        """,
        guild,
        slug,
        but_by,
    )
    return row is not None

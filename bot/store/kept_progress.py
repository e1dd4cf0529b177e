"""How far people watched shows that no server of theirs had when they sent a file, by the shows' ids.

It belongs to the person, not to a server, and is offered where a server has the show.
"""

from collections.abc import Iterable

from bot.domain.ids import UserId
from bot.domain.positions import Position
from bot.domain.show_ids import ShowIds
from bot.store.database import Reading, Writing


async def keep_progress(
    writing: Writing, user: UserId, kept: Iterable[tuple[ShowIds, Position]]
) -> list[tuple[ShowIds, Position]]:
    """Save what a file says, in place of what an earlier one said of the same shows, which is returned."""
    kept = list(kept)
    before = await kept_progress_of(writing, user) if kept else []
    for ids, position in kept:
        await drop_kept_progress(writing, user, ids)
        await writing.run(
            """
            INSERT INTO kept_progress (user_id, tvdb, imdb, tmdb, tvmaze, position)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            *(user, ids.tvdb, ids.imdb, ids.tmdb, ids.tvmaze, position.key),
        )
    return [each for each in before if any(each[0].shares_with(ids) for ids, _ in kept)]


async def kept_progress_of(reading: Reading, user: UserId) -> list[tuple[ShowIds, Position]]:
    """What a person's files said of shows."""
    rows = await reading.rows("SELECT * FROM kept_progress WHERE user_id = $1 ORDER BY id", user)
    return [
        (
            ShowIds(row["tvdb"], row["imdb"], row["tmdb"], row["tvmaze"]),
            Position.from_key(row["position"]),
        )
        for row in rows
    ]


async def drop_kept_progress(writing: Writing, user: UserId, ids: ShowIds) -> None:
    """Delete what a person's files said of a show: what shares an id with it."""
    await writing.run(
        """
        DELETE FROM kept_progress WHERE user_id = $1 AND (tvdb = $2 OR imdb = $3 OR tmdb = $4 OR tvmaze = $5)
        """,
        *(user, ids.tvdb, ids.imdb, ids.tmdb, ids.tvmaze),
    )

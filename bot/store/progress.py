"""Members' progress."""

from bot.domain.ids import ProgressKey, UserId
from bot.domain.shows import Show
from bot.domain.spoilers import NOTHING, Limit
from bot.store.database import Reading, Writing
from bot.store.rows import position_in


async def progress_of(reading: Reading, user: UserId, show: Show) -> Limit | None:
    """A member's progress in a show; None if they have saved none."""
    row = await reading.row(
        """
        SELECT position, (
            SELECT known_as FROM episode WHERE show_id = $3 AND episode.position = progress.position
        ) AS known_as
        FROM progress WHERE user_id = $1 AND progress_key = $2
        """,
        user,
        show.progress_key,
        show.id,
    )
    if row is None:
        return None
    return NOTHING if row["position"] <= NOTHING.key else Limit(row["position"], position_in(row))


async def all_progress_of(reading: Reading, user: UserId) -> dict[ProgressKey, Limit]:
    """All of a member's progress, by show."""
    rows = await reading.rows("SELECT progress_key, position FROM progress WHERE user_id = $1", user)
    return {ProgressKey(row["progress_key"]): Limit(row["position"]) for row in rows}


async def set_progress(writing: Writing, user: UserId, key: ProgressKey, progress: Limit) -> None:
    """Save a member's progress in a show."""
    await writing.run(
        """
        INSERT INTO progress (user_id, progress_key, position) VALUES ($1, $2, $3)
        ON CONFLICT (user_id, progress_key) DO UPDATE SET position = $3
        """,
        user,
        key,
        progress.key,
    )


async def clear_progress(writing: Writing, user: UserId, key: ProgressKey) -> None:
    """Delete a member's progress in a show."""
    await writing.run("DELETE FROM progress WHERE user_id = $1 AND progress_key = $2", user, key)

"""Imports that moderators look at before they apply them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import GuildId, PreviewId, UserId
from bot.store.database import Reading, Writing

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Preview:
    """An import to be looked at: a draft in MessagePack, and the show that it goes into (None: a new one)."""

    id: PreviewId
    user: UserId
    guild: GuildId
    slug: str | None
    draft: bytes


async def keep_preview(writing: Writing, preview: Preview, now: datetime) -> None:
    """Keep an import for a day, in place of what the same person looked at before."""
    await writing.run("DELETE FROM import_preview WHERE user_id = $1", preview.user)
    await writing.run(
        """
        INSERT INTO import_preview (id, user_id, guild_id, slug, draft, made_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        preview.id,
        preview.user,
        preview.guild,
        preview.slug,
        preview.draft,
        now.isoformat(),
    )


async def preview_by_id(reading: Reading, preview: PreviewId, now: datetime) -> Preview | None:
    """An import to be looked at; None where it is no longer kept, or is over a day old."""
    row = await reading.row(
        "SELECT user_id, guild_id, slug, draft FROM import_preview WHERE id = $1 AND made_at >= $2",
        preview,
        _oldest(now),
    )
    if row is None:
        return None
    return Preview(preview, UserId(row["user_id"]), GuildId(row["guild_id"]), row["slug"], row["draft"])


async def claim_preview(writing: Writing, preview: PreviewId) -> bool:
    """Take an import away that is applied in this transaction; False where it is there no more."""
    return bool(await writing.rows("DELETE FROM import_preview WHERE id = $1 RETURNING id", preview))


async def erase_old_previews(writing: Writing, now: datetime) -> None:
    """Erase imports that nobody has applied within a day."""
    await writing.run("DELETE FROM import_preview WHERE made_at < $1", _oldest(now))


def _oldest(now: datetime) -> str:
    return (now - _KEPT).isoformat()

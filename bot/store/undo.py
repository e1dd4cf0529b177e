"""Undoing a change: finding conflicts with later changes, and putting snapshots back."""

from bot.domain.ids import ChangeId
from bot.store.database import Reading, Writing
from bot.store.rows import EPISODE, QUOTE, SHOW, SONG, for_each
from bot.store.snapshots import IMAGE


async def changed_since(reading: Reading, change: ChangeId) -> ChangeId | None:
    """A later change of what this one touched, or of what depends on it; None if it can be undone."""
    row = await reading.row(
        f"""
        SELECT max(later.change_id) AS id FROM change_part AS part
        JOIN change_part AS later
          ON later.kind = part.kind AND later.part_id = part.part_id AND later.change_id > part.change_id
        WHERE part.change_id = $1 AND {IMAGE} IS NOT (
            SELECT next.before FROM change_part AS next
            WHERE next.kind = part.kind AND next.part_id = part.part_id AND next.change_id > part.change_id
            ORDER BY next.change_id LIMIT 1
        )
        """,
        change,
    )
    if row is not None and row["id"] is not None:
        return ChangeId(row["id"])
    return await _uses_what_it_added(reading, change) or await _removed_by(reading, change)


async def _uses_what_it_added(reading: Reading, change: ChangeId) -> ChangeId | None:
    """A later change that added something to an episode or song which this one created."""
    row = await reading.row(
        """
        SELECT max(later.change_id) AS id FROM change_part AS later WHERE later.change_id > $1 AND (
            (later.kind = 'quote' AND later.part_id IN (
                SELECT quote.id FROM quote
                JOIN change_part AS made ON made.kind = 'episode' AND made.part_id = quote.episode_id
                WHERE made.change_id = $1 AND made.before IS NULL
            ))
            OR (later.kind = 'sung' AND later.part_id IN (
                SELECT performance.episode_id FROM performance
                JOIN change_part AS made
                  ON (made.kind = 'episode' AND made.part_id = performance.episode_id)
                  OR (made.kind = 'song' AND made.part_id = performance.song_id)
                WHERE made.change_id = $1 AND made.before IS NULL
            ))
            OR (later.kind = 'recap' AND later.part_id IN (
                SELECT scene.episode_id FROM scene
                JOIN change_part AS made ON made.kind = 'episode' AND made.part_id = scene.episode_id
                WHERE made.change_id = $1 AND made.before IS NULL
            ))
        ) AND NOT EXISTS (
            SELECT 1 FROM change_part AS own
            WHERE own.change_id = $1 AND own.kind = later.kind AND own.part_id = later.part_id
        )
        """,
        change,
    )
    return None if row is None or row["id"] is None else ChangeId(row["id"])


async def _removed_by(reading: Reading, change: ChangeId) -> ChangeId | None:
    """The later change that deleted the whole show, if a part touched is within the show."""
    row = await reading.row(
        """
        SELECT max(later.change_id) AS id FROM change JOIN show ON show.id = change.show_id
        JOIN change_part AS later ON later.kind = 'show' AND later.part_id = show.id
        WHERE change.id = $1 AND show.removed = 1 AND NOT EXISTS (
            SELECT 1 FROM change_part AS own WHERE own.change_id = $1 AND own.kind = 'show'
        )
        """,
        change,
    )
    return None if row is None or row["id"] is None else ChangeId(row["id"])


async def put_back(writing: Writing, change: ChangeId) -> None:
    """Restore every part that a change touched from its snapshot.

    Raises `sqlite3.IntegrityError` if something else is in its place, or what it belongs to is gone.
    """
    for statement in (_LEAVE_NO_TRACE, *_TAKE_OUT, *_MAKE_ROOM, *_PUT_BACK):
        await writing.run(statement, change)


_NEW = "SELECT part_id FROM change_part WHERE change_id = $1 AND before IS NULL AND kind ="
_OLD = "FROM change_part AS part WHERE part.change_id = $1 AND part.before IS NOT NULL AND part.kind ="
_TOUCHED = "SELECT part_id FROM change_part WHERE change_id = $1 AND kind ="

_LEAVE_NO_TRACE = "UPDATE new_place SET followed = NULL WHERE change_id = $1 AND followed = $1"
"""Everything that a change added is deleted at once, so that no trigger sees a part of it."""

_TAKE_OUT = (
    f"DELETE FROM quote WHERE id IN ({_NEW} 'quote')",
    f"DELETE FROM performance WHERE episode_id IN ({_TOUCHED} 'sung')",
    f"DELETE FROM scene WHERE episode_id IN ({_TOUCHED} 'recap')",
    f"DELETE FROM song WHERE id IN ({_NEW} 'song')",
    f"DELETE FROM episode WHERE id IN ({_NEW} 'episode')",
    f"DELETE FROM credit WHERE episode_id IN ({_TOUCHED} 'episode')",
    f"UPDATE show SET removed = 1 WHERE id IN ({_NEW} 'show')",
)

_MAKE_ROOM = (
    # Two of them may have swapped: neither may block the other.
    f"""
    UPDATE episode SET known_as = NULL, position = CASE position
      WHEN (SELECT json_extract(before, '$.position') {_OLD} 'episode' AND part_id = episode.id) THEN position
      ELSE -id END
    WHERE id IN ({_TOUCHED} 'episode')
    """,
    f"UPDATE song SET title = char(0) || id WHERE id IN ({_TOUCHED} 'song')",
)

_KEPT = "json_extract(before, '$.{}')"
_AGAIN = "{} = excluded.{}"

_PUT_BACK = (
    f"""
    UPDATE show SET {for_each(SHOW, "{} = old.{}")}
    FROM (SELECT part_id, {for_each(SHOW, f"{_KEPT} AS {{}}")} {_OLD} 'show') AS old
    WHERE show.id = old.part_id
    """,
    f"""
    INSERT INTO episode (id, show_id, position, known_as, {for_each(EPISODE)}, origin)
    SELECT part_id, {for_each(("show_id", "position", "known_as", *EPISODE, "origin"), _KEPT)}
    {_OLD} 'episode'
    ON CONFLICT (id) DO UPDATE SET {for_each(("position", "known_as", *EPISODE), _AGAIN)}
    """,
    f"""
    INSERT INTO credit (episode_id, role, ordinal, name, character)
    SELECT part_id, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
           json_extract(value, '$[3]')
    FROM (SELECT part_id, before {_OLD} 'episode') AS old, json_each(old.before, '$.credits')
    """,
    f"""
    INSERT INTO song (id, show_id, {for_each(SONG)}, origin)
    SELECT part_id, {for_each(("show_id", *SONG, "origin"), _KEPT)}
    {_OLD} 'song'
    ON CONFLICT (id) DO UPDATE SET {for_each(SONG, _AGAIN)}
    """,
    f"""
    INSERT INTO performance (episode_id, song_id, ordinal, performers, context)
    SELECT part_id, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
           json_extract(value, '$[3]')
    FROM (SELECT part_id, before {_OLD} 'sung') AS old, json_each(old.before)
    """,
    f"""
    INSERT INTO scene (episode_id, ordinal, text)
    SELECT part_id, key, value FROM (SELECT part_id, before {_OLD} 'recap') AS old, json_each(old.before)
    """,
    f"""
    INSERT INTO quote (id, episode_id, ordinal, {for_each(QUOTE)})
    SELECT part_id, {for_each(("episode_id", "ordinal", *QUOTE), _KEPT)}
    {_OLD} 'quote'
    ON CONFLICT (id) DO UPDATE SET {for_each(("episode_id", "ordinal", *QUOTE), _AGAIN)}
    """,
)

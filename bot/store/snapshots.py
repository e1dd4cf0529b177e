"""The parts of the catalogue as changes keep them: an image of each before a change, and putting it back.

An image is a JSON text, made by SQL alone, so that thousands of parts take one statement and two images of
one part are equal as texts just when the part is the same. The kinds of parts, and what their ids are:
`show`, `episode` (with its credits), `song` and `quote` by their own; `sung` (the performances of an
episode) and `recap` (its scenes) by the episode's.
"""

import json
from collections.abc import Iterable
from enum import StrEnum

from bot.domain.ids import ChangeId
from bot.store.database import Reading, Writing


class Part(StrEnum):
    """The kinds of parts."""

    SHOW = "show"
    EPISODE = "episode"
    SUNG = "sung"
    RECAP = "recap"
    SONG = "song"
    QUOTE = "quote"


IMAGE = """
    CASE part.kind
    WHEN 'show' THEN (
        SELECT json_object('title', title, 'slug', slug, 'progress_key', progress_key, 'removed', removed)
        FROM show WHERE id = part.part_id
    )
    WHEN 'episode' THEN (
        SELECT json_object(
            'show_id', show_id, 'position', position, 'title', title, 'aired', aired,
            'number_in_series', number_in_series, 'production_code', production_code, 'summary', summary,
            'origin', origin, 'credits', (
                SELECT json_group_array(json_array(role, ordinal, name, character)) FROM (
                    SELECT * FROM credit WHERE episode_id = episode.id ORDER BY role, ordinal
                )
            ), 'known_as', known_as
        )
        FROM episode WHERE id = part.part_id
    )
    WHEN 'sung' THEN (
        SELECT json_group_array(json_array(song_id, ordinal, performers, context)) FROM (
            SELECT * FROM performance WHERE episode_id = part.part_id ORDER BY ordinal
        )
    )
    WHEN 'recap' THEN (
        SELECT json_group_array(text) FROM (
            SELECT text FROM scene WHERE episode_id = part.part_id ORDER BY ordinal
        )
    )
    WHEN 'song' THEN (
        SELECT json_object(
            'show_id', show_id, 'title', title, 'writers', writers, 'original_artist', original_artist,
            'origin', origin
        )
        FROM song WHERE id = part.part_id
    )
    WHEN 'quote' THEN (
        SELECT json_object(
            'episode_id', episode_id, 'ordinal', ordinal, 'speaker', speaker, 'text', text,
            'context', context, 'timestamp', timestamp
        )
        FROM quote WHERE id = part.part_id
    )
    END
"""
"""SQL for the image of a row of `part` (`kind`, `part_id`); NULL where there is no such part."""


async def note_parts(writing: Writing, change: ChangeId, kind: Part, ids: Iterable[int]) -> None:
    """Keep parts as they are now, before a change touches them. What it has noted once it keeps."""
    await writing.run(
        f"""
        INSERT INTO change_part (change_id, kind, part_id, before)
        SELECT $1, part.kind, part.part_id, {IMAGE}
        FROM (SELECT $2 AS kind, value AS part_id FROM json_each($3)) AS part WHERE true
        ON CONFLICT (change_id, kind, part_id) DO NOTHING
        """,
        change,
        kind,
        json.dumps(list(ids)),
    )


async def note_new_parts(writing: Writing, change: ChangeId, kind: Part, ids: Iterable[int]) -> None:
    """Keep that a change has made these parts."""
    await writing.run(
        """
        INSERT INTO change_part (change_id, kind, part_id, before)
        SELECT $1, $2, value, NULL FROM json_each($3) WHERE true
        ON CONFLICT (change_id, kind, part_id) DO NOTHING
        """,
        change,
        kind,
        json.dumps(list(ids)),
    )


async def note_the_same_parts(writing: Writing, change: ChangeId, other: ChangeId) -> None:
    """Keep all parts that another change touched as they are now."""
    await writing.run(
        f"""
        INSERT INTO change_part (change_id, kind, part_id, before)
        SELECT $1, part.kind, part.part_id, {IMAGE} FROM change_part AS part WHERE part.change_id = $2
        """,
        change,
        other,
    )


async def has_touched(reading: Reading, change: ChangeId) -> bool:
    """Whether any part of those that a change has noted is another than it was."""
    row = await reading.row(
        f"""
        SELECT 1 FROM change_part AS part WHERE part.change_id = $1 AND part.before IS NOT {IMAGE} LIMIT 1
        """,
        change,
    )
    return row is not None


async def put_back(writing: Writing, change: ChangeId) -> None:
    """Make every part that a change touched what it was before it.

    Raises `sqlite3.IntegrityError` where something stands in its place, or what it hangs on is gone.
    """
    for statement in (*_TAKE_OUT, *_MAKE_ROOM, *_PUT_BACK):
        await writing.run(statement, change)


_NEW = "SELECT part_id FROM change_part WHERE change_id = $1 AND before IS NULL AND kind ="
_OLD = "FROM change_part AS part WHERE part.change_id = $1 AND part.before IS NOT NULL AND part.kind ="
_TOUCHED = "SELECT part_id FROM change_part WHERE change_id = $1 AND kind ="

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
    # Two of them may have changed places: neither may stand in the other's way.
    f"UPDATE episode SET position = -id, known_as = NULL WHERE id IN ({_TOUCHED} 'episode')",
    f"UPDATE song SET title = char(0) || id WHERE id IN ({_TOUCHED} 'song')",
)

_PUT_BACK = (
    f"""
    UPDATE show SET title = old.title, slug = old.slug, progress_key = old.progress_key, removed = old.removed
    FROM (
        SELECT part_id, json_extract(before, '$.title') AS title, json_extract(before, '$.slug') AS slug,
               json_extract(before, '$.progress_key') AS progress_key,
               json_extract(before, '$.removed') AS removed
        {_OLD} 'show'
    ) AS old WHERE show.id = old.part_id
    """,
    f"""
    INSERT INTO episode
        (id, show_id, position, known_as, title, aired, number_in_series, production_code, summary, origin)
    SELECT part_id, json_extract(before, '$.show_id'), json_extract(before, '$.position'),
           json_extract(before, '$.known_as'),
           json_extract(before, '$.title'), json_extract(before, '$.aired'),
           json_extract(before, '$.number_in_series'), json_extract(before, '$.production_code'),
           json_extract(before, '$.summary'), json_extract(before, '$.origin')
    {_OLD} 'episode'
    ON CONFLICT (id) DO UPDATE
    SET position = excluded.position, known_as = excluded.known_as, title = excluded.title,
        aired = excluded.aired, number_in_series = excluded.number_in_series,
        production_code = excluded.production_code, summary = excluded.summary
    """,
    f"""
    INSERT INTO credit (episode_id, role, ordinal, name, character)
    SELECT part_id, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
           json_extract(value, '$[3]')
    FROM (SELECT part_id, before {_OLD} 'episode') AS old, json_each(old.before, '$.credits')
    """,
    f"""
    INSERT INTO song (id, show_id, title, writers, original_artist, origin)
    SELECT part_id, json_extract(before, '$.show_id'), json_extract(before, '$.title'),
           json_extract(before, '$.writers'), json_extract(before, '$.original_artist'),
           json_extract(before, '$.origin')
    {_OLD} 'song'
    ON CONFLICT (id) DO UPDATE
    SET title = excluded.title, writers = excluded.writers, original_artist = excluded.original_artist
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
    INSERT INTO quote (id, episode_id, ordinal, speaker, text, context, timestamp)
    SELECT part_id, json_extract(before, '$.episode_id'), json_extract(before, '$.ordinal'),
           json_extract(before, '$.speaker'), json_extract(before, '$.text'),
           json_extract(before, '$.context'), json_extract(before, '$.timestamp')
    {_OLD} 'quote'
    ON CONFLICT (id) DO UPDATE
    SET episode_id = excluded.episode_id, ordinal = excluded.ordinal, speaker = excluded.speaker,
        text = excluded.text, context = excluded.context, timestamp = excluded.timestamp
    """,
)

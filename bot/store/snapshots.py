"""Snapshots of parts of the catalogue, taken by each change before it touches them.

A snapshot is a JSON text made in SQL, so that one statement covers thousands of parts, and two snapshots of a
part are equal texts exactly if the part is the same. The kinds of parts and their ids: `show`, `episode`
(with its credits), `song` and `quote` by their own id; `sung` (the performances of an episode) and `recap`
(its scenes) by the episode's.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import LiteralString

from bot.domain.ids import ChangeId, ShowId
from bot.store.database import Reading, Writing
from bot.store.rows import EPISODE, QUOTE, SHOW, SONG, for_each

UNRECORDED = ChangeId(0)
"""The change of a pack, which has no history: no snapshots are taken."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a show while it is being made."""

    writing: Writing
    change: ChangeId
    show: ShowId


class Part(StrEnum):
    """The kinds of parts."""

    SHOW = "show"
    EPISODE = "episode"
    SUNG = "sung"
    RECAP = "recap"
    SONG = "song"
    QUOTE = "quote"


_PAIR = "'{}', {}"

IMAGE = f"""
    CASE part.kind
    WHEN 'show' THEN (
        SELECT json_object({for_each(SHOW, _PAIR)})
        FROM show WHERE id = part.part_id
    )
    WHEN 'episode' THEN (
        SELECT json_object(
            'show_id', show_id, 'position', position, {for_each(EPISODE, _PAIR)}, 'origin', origin,
            'credits', (
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
            'show_id', show_id, {for_each(SONG, _PAIR)}, 'origin', origin
        )
        FROM song WHERE id = part.part_id
    )
    WHEN 'quote' THEN (
        SELECT json_object(
            'episode_id', episode_id, 'ordinal', ordinal, {for_each(QUOTE, _PAIR)}
        )
        FROM quote WHERE id = part.part_id
    )
    END
"""
"""SQL for the snapshot of a row of `part` (`kind`, `part_id`); NULL if the part doesn't exist."""


async def note_parts(edit: Edit, kind: Part, ids: Iterable[int]) -> None:
    """Take snapshots of parts before a change touches them. The first snapshot of a part is kept."""
    await _note(edit, kind, ids, IMAGE)


async def note_new_parts(edit: Edit, kind: Part, ids: Iterable[int]) -> None:
    """Record that a change created these parts."""
    await _note(edit, kind, ids, "NULL")


async def _note(edit: Edit, kind: Part, ids: Iterable[int], image: LiteralString) -> None:
    if edit.change == UNRECORDED:
        return
    await edit.writing.run(
        f"""
        INSERT INTO change_part (change_id, kind, part_id, before)
        SELECT $1, part.kind, part.part_id, {image}
        FROM (SELECT $2 AS kind, value AS part_id FROM json_each($3)) AS part WHERE true
        ON CONFLICT (change_id, kind, part_id) DO NOTHING
        """,
        edit.change,
        kind,
        json.dumps(list(ids)),
    )


async def note_the_same_parts(writing: Writing, change: ChangeId, other: ChangeId) -> None:
    """Take snapshots of all parts that another change touched."""
    await writing.run(
        f"""
        INSERT INTO change_part (change_id, kind, part_id, before)
        SELECT $1, part.kind, part.part_id, {IMAGE} FROM change_part AS part WHERE part.change_id = $2
        """,
        change,
        other,
    )


async def has_touched(reading: Reading, change: ChangeId) -> bool:
    """Whether any part with a snapshot for a change is different now."""
    row = await reading.row(
        f"""
        SELECT 1 FROM change_part AS part WHERE part.change_id = $1 AND part.before IS NOT {IMAGE} LIMIT 1
        """,
        change,
    )
    return row is not None

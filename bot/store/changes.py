"""The history of changes: what was done, who did it, and the differences."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bot.domain.changes import Action, Change, Difference, Done, Topic
from bot.domain.ids import ChangeId, GuildId, ShowId, UserId
from bot.domain.positions import Position
from bot.store.database import Reading, Writing
from bot.store.rows import position_in
from bot.store.snapshots import IMAGE, Edit, Part

_UNDONE_BY = """
    (
        -- The newest undo of a change, the newest undo of that one, and so on: each turns it round.
        WITH RECURSIVE turn (id, n) AS (
            SELECT change.id, 0
            UNION ALL
            SELECT (SELECT max(newer.id) FROM change AS newer WHERE newer.undoes = turn.id), n + 1
            FROM turn WHERE turn.id IS NOT NULL
        )
        SELECT id FROM turn WHERE n = 1 AND (SELECT max(n) FROM turn WHERE id IS NOT NULL) % 2 = 1
    )
"""
_CHANGE = f"""
    SELECT change.id, change.guild_id, change.show_id, change.user_id, change.made_at, change.action,
           change.subject, change.position, episode.known_as, change.copied, change.undoes,
           show.title AS show_title,
           {_UNDONE_BY} AS undone_by
    FROM change JOIN show ON show.id = change.show_id
    LEFT JOIN episode ON episode.show_id = change.show_id AND episode.position = change.position
"""


def _change(row: sqlite3.Row) -> Change:
    return Change(
        id=ChangeId(row["id"]),
        guild=GuildId(row["guild_id"]),
        show=ShowId(row["show_id"]),
        show_title=row["show_title"],
        user=None if row["user_id"] is None else UserId(row["user_id"]),
        at=datetime.fromisoformat(row["made_at"]),
        done=Done(
            Action(row["action"]),
            Topic(row["subject"]),
            None if row["position"] is None else position_in(row),
        ),
        copied=bool(row["copied"]),
        undoes=None if row["undoes"] is None else ChangeId(row["undoes"]),
        undone_by=None if row["undone_by"] is None else ChangeId(row["undone_by"]),
    )


async def begin_change(
    writing: Writing,
    *,
    guild: GuildId,
    show: ShowId,
    user: UserId | None,
    at: datetime,
    copied: bool = False,
    undoes: ChangeId | None = None,
) -> Edit:
    """Insert a change, before it touches anything; `set_done` later says what it did.

    `user` None: the host, on the machine itself.
    """
    row = await writing.one(
        """
        INSERT INTO change (guild_id, show_id, user_id, made_at, action, subject, copied, undoes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
        """,
        guild,
        show,
        user,
        at.isoformat(),
        Action.EDIT,
        Topic.SHOW,
        copied,
        undoes,
    )
    return Edit(writing, ChangeId(row["id"]), show)


async def set_done(edit: Edit, done: Done) -> None:
    """Save what a change did, and to what."""
    await edit.writing.run(
        "UPDATE change SET action = $2, subject = $3, position = $4 WHERE id = $1",
        edit.change,
        done.action,
        done.topic,
        None if done.position is None else done.position.key,
    )


async def change_by_id(reading: Reading, guild: GuildId, change: ChangeId) -> Change | None:
    """A change of a server; None if there is none with this id."""
    row = await reading.row(f"{_CHANGE} WHERE change.id = $1 AND change.guild_id = $2", change, guild)
    return None if row is None else _change(row)


async def any_change(reading: Reading, change: ChangeId) -> Change | None:
    """A change of any server or of the host. For the host only."""
    row = await reading.row(f"{_CHANGE} WHERE change.id = $1", change)
    return None if row is None else _change(row)


async def changes_of(
    reading: Reading, guild: GuildId, show: ShowId | None, *, skip: int = 0, at_most: int
) -> list[Change]:
    """A server's changes, newest first: of one show, or of all."""
    rows = await reading.rows(
        f"""
        {_CHANGE} WHERE change.guild_id = $1 AND ($2 IS NULL OR change.show_id = $2)
        ORDER BY change.id DESC LIMIT $3 OFFSET $4
        """,
        guild,
        show,
        at_most,
        skip,
    )
    return [_change(row) for row in rows]


async def is_as_copied(reading: Reading, show: ShowId) -> bool:
    """Whether every change of a show was undone."""
    row = await reading.row(
        f"""
        SELECT 1 FROM change WHERE change.show_id = $1 AND change.undoes IS NULL AND {_UNDONE_BY} IS NULL
        LIMIT 1
        """,
        show,
    )
    return row is None


_PARTS = """
    change_part AS part LEFT JOIN change_part AS next
      ON next.kind = part.kind AND next.part_id = part.part_id AND next.change_id = (
        SELECT min(later.change_id) FROM change_part AS later
        WHERE later.kind = part.kind AND later.part_id = part.part_id AND later.change_id > part.change_id
      )
"""
_AFTER = f"CASE WHEN next.change_id IS NULL THEN {IMAGE} ELSE next.before END"
"""A part as its change has left it."""


async def words_of(reading: Reading, changes: Iterable[Change]) -> dict[ChangeId, str]:
    """The title or the words of the episode, song or quote that each change was about, where it has any."""
    rows = await reading.rows(
        f"""
        SELECT id, coalesce(json_extract(image, '$.text'), json_extract(image, '$.title')) AS words
        FROM (
            SELECT change.id, (
                SELECT coalesce({_AFTER}, part.before) FROM {_PARTS}
                WHERE part.change_id = change.id AND part.kind = change.subject ORDER BY part.part_id LIMIT 1
            ) AS image
            FROM change JOIN json_each($1) ON json_each.value = change.id WHERE change.subject <> 'show'
        )
        """,
        json.dumps([change.id for change in changes]),
    )
    return {ChangeId(row["id"]): row["words"] for row in rows if row["words"]}


async def differences(reading: Reading, change: ChangeId, at_most: int) -> list[Difference]:
    """The differences that a change made to the first parts it touched, value by value."""
    rows = await reading.rows(
        f"""
        SELECT part.kind, part.before, {_AFTER} AS after FROM {_PARTS}
        WHERE part.change_id = $1 ORDER BY part.kind, part.part_id LIMIT $2
        """,
        change,
        at_most,
    )
    return [difference for row in rows for difference in _differences(row)]


_TOPICS = {Part.SUNG: Topic.SONG, Part.RECAP: Topic.RECAP}
_INNER = ("show_id", "episode_id", "origin", "ordinal", "progress_key", "removed")
"""The keys of a snapshot that mean nothing to a reader."""


def _differences(row: sqlite3.Row) -> Iterator[Difference]:
    part = Part(row["kind"])
    topic = _TOPICS.get(part) or Topic(part)
    before, after = _fields(part, row["before"]), _fields(part, row["after"])
    for field in dict.fromkeys([*before, *after]):
        if before.get(field) != after.get(field):
            yield Difference(topic, field, before.get(field), after.get(field))


def _fields(part: Part, image: str | None) -> dict[str, str]:
    """The values of a snapshot that a reader understands, as text."""
    if image is None:
        return {}
    read: Any = json.loads(image)
    if part is Part.RECAP:
        return {"scenes": "\n\n".join(read)} if read else {}
    if part is Part.SUNG:
        return {"songs": str(len(read))} if read else {}
    if part is Part.SHOW:
        read["has_songs"] = "yes" if read["has_songs"] else "no"
    if part is Part.SONG:
        read["writers"] = ", ".join(json.loads(read["writers"]))
    if part is Part.EPISODE:
        read["position"] = Position.from_key(read["position"], read.pop("known_as", None)).code
        people: list[tuple[str, int, str, str | None]] = read.pop("credits")
        for role in ("writer", "director", "guest"):
            named = [(name, character) for its, _, name, character in people if its == role]
            read[f"{role}s"] = ", ".join(f"{name} as {who}" if who else name for name, who in named)
    return {key: str(value) for key, value in read.items() if key not in _INNER and value not in (None, "")}

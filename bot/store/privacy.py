"""Everything stored about people: the only place that knows every table with a person's id.

A test compares it with the schema, and fails if such a table is missing here.
"""

from dataclasses import dataclass
from typing import LiteralString

from bot.domain.ids import UserId
from bot.domain.privacy import Trace
from bot.store.connections import Value
from bot.store.database import Reading, Writing


@dataclass(frozen=True, slots=True)
class StoredData:
    """A kind of stored data: its table, and the column with the person's id.

    `exported` selects what a person's download has of their rows: codes, numbers and what they searched for.
    `stays`: erasing removes only the person from the rows.
    """

    trace: Trace
    table: LiteralString
    person: LiteralString
    exported: LiteralString
    stays: bool = False
    kind: LiteralString | None = None

    @property
    def rows(self) -> LiteralString:
        """The rows of a person, after FROM."""
        of_kind = "" if self.kind is None else f" AND kind = '{self.kind}'"
        return f"{self.table} WHERE {self.person} = $1{of_kind}"


STORED_DATA = (
    # A key is the id of a show, or an earlier key of a show (see 0005_changes.sql).
    StoredData(
        Trace.PROGRESS,
        "progress",
        "user_id",
        """
        SELECT show.slug AS show, show.owner AS server, progress.position, episode.known_as
        FROM progress
        LEFT JOIN story_key ON story_key.id = -progress.progress_key
        LEFT JOIN show ON show.id = coalesce(story_key.show_id, progress.progress_key)
        LEFT JOIN episode ON episode.show_id = show.id AND episode.position = progress.position
        WHERE progress.user_id = $1 ORDER BY progress.progress_key
        """,
    ),
    StoredData(
        Trace.KEPT,
        "kept_progress",
        "user_id",
        "SELECT tvdb, imdb, tmdb, tvmaze, position FROM kept_progress WHERE user_id = $1 ORDER BY id",
    ),
    StoredData(
        Trace.CHANGES,
        "change",
        "user_id",
        """
        SELECT change.id AS number, change.made_at AS at, change.guild_id AS server, show.slug AS show,
               change.action, change.subject, change.position, episode.known_as
        FROM change JOIN show ON show.id = change.show_id
        LEFT JOIN episode ON episode.show_id = show.id AND episode.position = change.position
        WHERE change.user_id = $1 ORDER BY change.id
        """,
        stays=True,
    ),
    StoredData(
        Trace.FORMS,
        "session",
        "user_id",
        """
        SELECT made_at AS at, guild_id AS server, json_extract(payload, '$.subject[1]') AS show,
               json_extract(payload, '$.subject[0]') AS subject, (
                   SELECT json_group_array(now.key)
                   FROM json_each(payload, '$.typed') AS now
                   LEFT JOIN json_each(payload, '$.base') AS was ON was.key = now.key
                   WHERE now.value IS NOT was.value
               ) AS typed_into
        FROM session WHERE user_id = $1 AND kind = 'form' ORDER BY made_at, id
        """,
        kind="form",
    ),
    StoredData(
        Trace.PREVIEWS,
        "session",
        "user_id",
        """
        SELECT made_at AS at, guild_id AS server, json_extract(payload, '$.show') AS show,
               length(payload) AS bytes
        FROM session WHERE user_id = $1 AND kind = 'import' ORDER BY made_at, id
        """,
        kind="import",
    ),
    StoredData(
        Trace.WATCHED,
        "session",
        "user_id",
        """
        SELECT made_at AS at, guild_id AS server, length(payload) AS bytes
        FROM session WHERE user_id = $1 AND kind = 'watched' ORDER BY made_at, id
        """,
        kind="watched",
    ),
    StoredData(
        Trace.MOVES,
        "session",
        "user_id",
        """
        SELECT made_at AS at, guild_id AS server, length(payload) AS bytes
        FROM session WHERE user_id = $1 AND kind = 'moves' ORDER BY made_at, id
        """,
        kind="moves",
    ),
    StoredData(
        Trace.SEARCHES,
        "session",
        "user_id",
        """
        SELECT session.made_at AS at, session.guild_id AS server, show.slug AS show,
               json_extract(payload, '$.typed') AS typed, json_extract(payload, '$.insisted') AS beyond,
               json_extract(payload, '$.quotes') AS lines
        FROM session LEFT JOIN show ON show.id = json_extract(payload, '$.show')
        WHERE session.user_id = $1 AND kind = 'search' ORDER BY session.made_at, session.id
        """,
        kind="search",
    ),
    StoredData(
        Trace.DRAWS,
        "quote_draw",
        "user_id",
        """
        SELECT show.slug AS show, quote_draw.character, quote_draw.multiplier, quote_draw.last
        FROM quote_draw JOIN show ON show.id = quote_draw.show_id
        WHERE quote_draw.user_id = $1 ORDER BY show.id, quote_draw.character
        """,
    ),
    StoredData(
        Trace.REPOSTS,
        "repost",
        "author_id",
        """
        SELECT made_at AS at, guild_id AS server, channel_id AS channel, message_id AS message
        FROM repost WHERE author_id = $1 ORDER BY made_at, message_id
        """,
    ),
)
"""Each kind of stored data. A new table with a person's id gets an entry here and in `PRIVACY.md`."""


async def traces_of(reading: Reading, user: UserId) -> dict[Trace, list[dict[str, Value]]]:
    """The rows of each kind in a person's download. Columns:

    `at` (ISO 8601), `server`, `show` (a slug), `position` (a key; -1: not started) and `known_as` (a key),
    `number` of a change, `typed_into` (JSON: names of fields), `typed` (what was searched for), `lines`
    (JSON: ids of quotes), `beyond` (0 or 1), `channel` and `message` (Discord's ids).
    """
    return {
        data.trace: [dict(row) for row in await reading.rows(data.exported, user)] for data in STORED_DATA
    }


async def count_traces(reading: Reading, user: UserId) -> dict[Trace, int]:
    """How many rows of each kind are stored about a person."""
    counts: dict[Trace, int] = {}
    for data in STORED_DATA:
        row = await reading.one(f"SELECT count(*) AS rows FROM {data.rows}", user)
        counts[data.trace] = int(row["rows"])
    return counts


async def erase_traces(writing: Writing, user: UserId) -> None:
    """Erase a person: delete their rows, or their id from those that stay."""
    for data in STORED_DATA:
        if data.stays:
            await writing.run(f"UPDATE {data.table} SET {data.person} = NULL WHERE {data.person} = $1", user)
        else:
            await writing.run(f"DELETE FROM {data.table} WHERE {data.person} = $1", user)

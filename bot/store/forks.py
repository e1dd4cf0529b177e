"""Servers' own copies of bundled shows, and the keys that progress is stored under."""

from typing import LiteralString

from bot.domain.ids import QUOTE_BITS, EpisodeId, GuildId, ProgressKey, QuoteId, ShowId, SongId
from bot.domain.shows import Show
from bot.store.database import Reading, Writing
from bot.store.folding import fold_waiting
from bot.store.rows import EPISODE, IDS, LOOK, QUOTE, SONG, for_each
from bot.store.snapshots import Edit, Part, note_parts

_NUMBER = (1 << QUOTE_BITS) - 1
_FACTS: tuple[LiteralString, ...] = ("has_songs", *LOOK, *IDS)


async def copy_show(writing: Writing, show: Show, guild: GuildId) -> ShowId:
    """Copy a whole bundled show for a server. Quotes keep their numbers within the show."""
    row = await writing.one(
        f"""
        INSERT INTO show (slug, title, owner, progress_key, quotes_numbered, origin, {for_each(_FACTS)})
        SELECT slug, title, $2, coalesce(progress_key, id), quotes_numbered, id, {for_each(_FACTS)}
        FROM show WHERE id = $1
        RETURNING id
        """,
        show.id,
        guild,
    )
    for statement in _COPY:
        await writing.run(statement, show.id, row["id"])
    await writing.run(
        f"""
        INSERT INTO quote (id, episode_id, ordinal, {for_each(QUOTE)})
        SELECT ($2 << $3) | (quote.id & $4), copy.id, quote.ordinal, {for_each(QUOTE, "quote.{}")}
        FROM episode AS copy JOIN quote ON quote.episode_id = copy.origin WHERE copy.show_id = $2
          AND quote.id BETWEEN $1 << $3 AND ($1 << $3) | $4
        """,
        show.id,
        row["id"],
        QUOTE_BITS,
        _NUMBER,
    )
    await fold_waiting(writing)
    return ShowId(row["id"])


_COPY = (
    f"""
    INSERT INTO episode (show_id, position, known_as, {for_each(EPISODE)}, origin)
    SELECT $2, position, known_as, {for_each(EPISODE)}, id
    FROM episode WHERE show_id = $1 ORDER BY position
    """,
    f"""
    INSERT INTO song (show_id, {for_each(SONG)}, origin)
    SELECT $2, {for_each(SONG)}, id FROM song WHERE show_id = $1 ORDER BY id
    """,
    """
    INSERT INTO credit (episode_id, role, ordinal, name, character)
    SELECT copy.id, role, ordinal, name, character
    FROM episode AS copy JOIN credit ON credit.episode_id = copy.origin
    WHERE copy.show_id = $2
    """,
    """
    INSERT INTO performance (song_id, episode_id, ordinal, performers, context)
    SELECT song.id, copy.id, ordinal, performers, context
    FROM episode AS copy JOIN performance ON performance.episode_id = copy.origin
    JOIN song ON song.show_id = $2 AND song.origin = performance.song_id
    WHERE copy.show_id = $2
    """,
    """
    INSERT INTO scene (episode_id, ordinal, text)
    SELECT copy.id, ordinal, text FROM episode AS copy JOIN scene ON scene.episode_id = copy.origin
    WHERE copy.show_id = $2
    """,
    """
    INSERT INTO story_order (show_id, progress_key, position, episode)
    SELECT show.id, show.progress_key, position, episode.origin
    FROM show JOIN episode ON episode.show_id = show.id WHERE show.id = $2
    """,
)


async def episode_in(reading: Reading, show: Show, episode: EpisodeId) -> EpisodeId | None:
    """An episode of a show, or its copy in the show; None if it is gone."""
    row = await reading.row(
        "SELECT id FROM episode WHERE show_id = $1 AND (id = $2 OR origin = $2)", show.id, episode
    )
    return None if row is None else EpisodeId(row["id"])


async def song_in(reading: Reading, show: Show, song: SongId) -> SongId | None:
    """A song of a show, or its copy in the show; None if it is gone."""
    row = await reading.row(
        "SELECT id FROM song WHERE show_id = $1 AND (id = $2 OR origin = $2)", show.id, song
    )
    return None if row is None else SongId(row["id"])


async def quote_in(reading: Reading, show: Show, quote: QuoteId) -> QuoteId | None:
    """A quote of a show, or its copy in the show; None if it is gone."""
    own = own_quote_id(show, quote)
    row = None if own is None else await reading.row("SELECT id FROM quote WHERE id = $1", own)
    return None if row is None else QuoteId(row["id"])


def own_quote_id(show: Show, quote: QuoteId) -> QuoteId | None:
    """The id in this show of a quote of it or of its original; else None.

    A copied quote keeps its number.
    """
    if quote >> QUOTE_BITS not in (show.id, show.origin):
        return None
    return QuoteId((show.id << QUOTE_BITS) | (quote & _NUMBER))


async def keep_story_order(edit: Edit, show: Show) -> bool:
    """Give the show a new progress key if a position was given to another episode. Returns whether it did.

    Members who said they watched that position haven't watched the new episode. Under the new key progress is
    unset and an `up-to` limit is nothing; other settings stay.
    """
    writing = edit.writing
    moved = await writing.row(
        """
        SELECT 1 FROM episode
        JOIN story_order ON story_order.show_id = $1 AND story_order.progress_key = $2
          AND story_order.position = episode.position
        WHERE episode.show_id = $1 AND story_order.episode NOT IN (episode.id, coalesce(episode.origin, -1))
        LIMIT 1
        """,
        show.id,
        show.progress_key,
    )
    key = show.progress_key
    if moved is not None:
        await note_parts(edit, Part.SHOW, [show.id])
        key = await _new_key(writing, show)
    await writing.run(
        """
        INSERT INTO story_order (show_id, progress_key, position, episode)
        SELECT $1, $2, position, coalesce(origin, id) FROM episode WHERE show_id = $1
        ON CONFLICT (show_id, progress_key, position) DO NOTHING
        """,
        show.id,
        key,
    )
    return moved is not None


async def _new_key(writing: Writing, show: Show) -> ProgressKey:
    row = await writing.one("INSERT INTO story_key (show_id) VALUES ($1) RETURNING id", show.id)
    key = ProgressKey(-row["id"])
    await writing.run("UPDATE show SET progress_key = $2 WHERE id = $1", show.id, key)
    await follow_key(writing, show.id, show.progress_key, key)
    return key


async def key_in_force(reading: Reading, show: Show) -> ProgressKey:
    """The key of a show, or where it is deleted, of the bundled one that its server has instead."""
    row = await reading.row(
        """
        SELECT coalesce(progress_key, id) AS key FROM show WHERE removed = 0 AND id IN ($1, $2)
        ORDER BY id = $1 DESC LIMIT 1
        """,
        *(show.id, show.origin),
    )
    return show.progress_key if row is None else ProgressKey(row["key"])


async def follow_key(writing: Writing, show: ShowId, before: ProgressKey, after: ProgressKey) -> None:
    """Keep what the servers of a show have set for it when another of its keys is in force.

    An `up-to` limit becomes `tagged`: its position may be another episode's. It is back when its own key is,
    unless a moderator has set something else meanwhile.
    """
    if before != after:
        for statement in _FOLLOW:
            await writing.run(statement, show, before, after)


_ITS_SERVERS: LiteralString = """
    guild_id IN (SELECT owner FROM show WHERE id = $1 UNION
                 SELECT id FROM guild WHERE (SELECT owner FROM show WHERE id = $1) IS NULL)
    AND guild_id NOT IN (SELECT owner FROM show WHERE origin = $1 AND removed = 0)
"""
"""SQL for the servers (`guild_id`) of a show ($1): its owner; for a bundled one all without a copy."""

_FOLLOW: tuple[LiteralString, ...] = (
    f"""
    UPDATE guild SET default_show = $3 FROM (SELECT id AS guild_id FROM guild) AS its
    WHERE guild.id = its.guild_id AND default_show = $2 AND {_ITS_SERVERS}
    """,
    f"""
    DELETE FROM place_policy WHERE progress_key = $3 AND {_ITS_SERVERS} AND NOT EXISTS (
        SELECT 1 FROM place_policy AS now WHERE now.guild_id = place_policy.guild_id
          AND now.place_id = place_policy.place_id AND now.progress_key = $2
    )
    """,
    f"""
    INSERT INTO place_policy (guild_id, place_id, progress_key, kind, up_to, days, strict, up_to_under)
    SELECT guild_id, place_id, $3, CASE kind WHEN 'up-to' THEN 'tagged' ELSE kind END, NULL, days, strict,
           CASE kind WHEN 'up-to' THEN $2 ELSE up_to_under END
    FROM place_policy WHERE progress_key = $2 AND up_to_under <> $3 AND {_ITS_SERVERS}
    ON CONFLICT (guild_id, place_id, progress_key) DO UPDATE
    SET kind = excluded.kind, up_to = NULL, days = excluded.days, strict = excluded.strict,
        up_to_under = excluded.up_to_under
    """,
)

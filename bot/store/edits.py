"""Every function that writes the catalogue, for moderators, imports and packs.

Each takes snapshots of what it touches for its `Edit` first, so that the change can be undone.
"""

import json
from collections.abc import Mapping, Sequence
from typing import LiteralString

from bot.domain.drafts import EpisodeDraft, PerformanceDraft, QuoteDraft, SongDraft
from bot.domain.ids import EpisodeId, GuildId, QuoteId, ShowId, SongId
from bot.domain.placing import specials_to_move
from bot.domain.positions import Position
from bot.store.connections import Value
from bot.store.database import Writing
from bot.store.episodes import airing
from bot.store.folding import QUOTE_BITS, fold_waiting
from bot.store.positions import keys_of
from bot.store.snapshots import Edit, Part, note_new_parts, note_parts
from bot.store.unfiltered import episodes_with

_AT_ONCE = 100_000
"""Quotes per statement."""


async def add_show(writing: Writing, guild: GuildId | None, slug: str, title: str) -> ShowId:
    """Add an empty show for a server, or (None) a bundled one."""
    row = await writing.one(
        "INSERT INTO show (slug, title, owner) VALUES ($1, $2, $3) RETURNING id", slug, title, guild
    )
    return ShowId(row["id"])


async def set_show(edit: Edit, *, slug: str, title: str) -> None:
    """Rename a show."""
    await note_parts(edit, Part.SHOW, [edit.show])
    await edit.writing.run("UPDATE show SET slug = $2, title = $3 WHERE id = $1", edit.show, slug, title)


async def delete_show(edit: Edit) -> None:
    """Delete a show with everything in it."""
    await note_parts(edit, Part.SHOW, [edit.show])
    await edit.writing.run("UPDATE show SET removed = 1 WHERE id = $1", edit.show)


async def add_episode(edit: Edit, draft: EpisodeDraft) -> EpisodeId:
    """Add an episode with its facts, its summary and its credits."""
    row = await edit.writing.one(
        "INSERT INTO episode (show_id, position, known_as) VALUES ($1, $2, $3) RETURNING id",
        edit.show,
        *keys_of(draft.position),
    )
    episode = EpisodeId(row["id"])
    await note_new_parts(edit, Part.EPISODE, [episode])
    await set_episode(edit, episode, draft)
    return episode


async def set_episode(edit: Edit, episode: EpisodeId, draft: EpisodeDraft) -> None:
    """Save an episode's own facts, its summary and its credits."""
    await note_parts(edit, Part.EPISODE, [episode])
    await edit.writing.run(
        """
        UPDATE episode SET position = $2, known_as = $3, title = $4, aired = $5, number_in_series = $6,
                           production_code = $7, summary = $8
        WHERE id = $1
        """,
        episode,
        *keys_of(draft.position),
        draft.title,
        draft.aired.isoformat() if draft.aired else None,
        draft.number_in_series,
        draft.production_code,
        draft.summary,
    )
    await edit.writing.run("DELETE FROM credit WHERE episode_id = $1", episode)
    people: list[tuple[Value, ...]] = [
        *((episode, "writer", ordinal, name, None) for ordinal, name in enumerate(draft.writers)),
        *((episode, "director", ordinal, name, None) for ordinal, name in enumerate(draft.directors)),
        *(
            (episode, "guest", ordinal, guest.name, guest.character)
            for ordinal, guest in enumerate(draft.guests)
        ),
    ]
    await edit.writing.run_many(
        "INSERT INTO credit (episode_id, role, ordinal, name, character) VALUES ($1, $2, $3, $4, $5)", people
    )


async def move_episodes(edit: Edit, places: Mapping[EpisodeId, Position]) -> None:
    """Move episodes to other positions; two of them may swap."""
    await note_parts(edit, Part.EPISODE, places)
    await edit.writing.run_many("UPDATE episode SET position = -id WHERE id = $1", [(its,) for its in places])
    await edit.writing.run_many(
        "UPDATE episode SET position = $2, known_as = $3 WHERE id = $1",
        [(episode, *keys_of(place)) for episode, place in places.items()],
    )


async def place_specials(edit: Edit) -> None:
    """Move each special of season 0 to where its air date puts it, after a change of the show."""
    rows = await edit.writing.rows(
        "SELECT id, position, known_as, aired FROM episode WHERE show_id = $1", edit.show
    )
    ids = {row["position"]: EpisodeId(row["id"]) for row in rows}
    moves = specials_to_move(map(airing, rows))
    await move_episodes(edit, {ids[before.key]: after for before, after in moves})


async def delete_episode(edit: Edit, episode: EpisodeId) -> None:
    """Delete an episode with everything in it. No other episode moves."""
    quotes = await edit.writing.rows("SELECT id FROM quote WHERE episode_id = $1", episode)
    await delete_quotes(edit, [QuoteId(quote["id"]) for quote in quotes])
    for kind in (Part.SUNG, Part.RECAP, Part.EPISODE):
        await note_parts(edit, kind, [episode])
    # Only undoing an addition leaves no trace: a deleted episode goes on blocking `aired`.
    await edit.writing.run("DELETE FROM new_place WHERE show_id = $1 AND episode_id = $2", edit.show, episode)
    await edit.writing.run("DELETE FROM episode WHERE id = $1", episode)


async def set_scenes(edit: Edit, episode: EpisodeId, scenes: Sequence[str]) -> None:
    """Save an episode's recap, scene by scene."""
    await note_parts(edit, Part.RECAP, [episode])
    await edit.writing.run("DELETE FROM scene WHERE episode_id = $1", episode)
    await edit.writing.run_many(
        "INSERT INTO scene (episode_id, ordinal, text) VALUES ($1, $2, $3)",
        [(episode, ordinal, text) for ordinal, text in enumerate(scenes)],
    )


async def add_song(edit: Edit, draft: SongDraft) -> SongId:
    """Add a song without a performance."""
    row = await edit.writing.one(
        "INSERT INTO song (show_id, title, writers, original_artist) VALUES ($1, $2, $3, $4) RETURNING id",
        edit.show,
        *_song(draft),
    )
    song = SongId(row["id"])
    await note_new_parts(edit, Part.SONG, [song])
    return song


async def set_song(edit: Edit, song: SongId, draft: SongDraft) -> None:
    """Save a song's facts."""
    await note_parts(edit, Part.SONG, [song])
    await edit.writing.run(
        "UPDATE song SET title = $2, writers = $3, original_artist = $4 WHERE id = $1", song, *_song(draft)
    )


def _song(draft: SongDraft) -> tuple[Value, ...]:
    return draft.title, json.dumps(draft.writers, ensure_ascii=False), draft.original_artist


async def delete_song(edit: Edit, song: SongId) -> None:
    """Delete a song and its performances."""
    episodes = [episode for episode, _ in await episodes_with(edit.writing, song)]
    await note_parts(edit, Part.SUNG, episodes)
    await note_parts(edit, Part.SONG, [song])
    await edit.writing.run("DELETE FROM song WHERE id = $1", song)


async def set_performances(edit: Edit, episode: EpisodeId, performances: Sequence[PerformanceDraft]) -> None:
    """Save the songs performed in an episode, in order."""
    await note_parts(edit, Part.SUNG, [episode])
    await edit.writing.run("DELETE FROM performance WHERE episode_id = $1", episode)
    await edit.writing.run_many(
        """
        INSERT INTO performance (episode_id, ordinal, song_id, performers, context)
        VALUES ($1, $2, (SELECT id FROM song WHERE show_id = $3 AND title = $4), $5, $6)
        """,
        [
            (
                episode,
                ordinal,
                edit.show,
                sung.title,
                json.dumps(sung.performers, ensure_ascii=False),
                sung.context,
            )
            for ordinal, sung in enumerate(performances)
        ],
    )


async def add_quotes(edit: Edit, quotes: Sequence[tuple[EpisodeId, QuoteDraft]]) -> Sequence[QuoteId]:
    """Add quotes at the end of their episodes, and index them. Returns their ids.

    Ids are never reused. Raises `OverflowError` when a show has none left.
    """
    if not quotes:
        return []
    ids = await _new_quote_ids(edit, len(quotes))
    last = await _last_ordinals(edit)
    rows: list[tuple[Value, ...]] = []
    for quote, (episode, draft) in zip(ids, quotes, strict=True):
        last[episode] += 1
        rows.append((quote, episode, last[episode], *_words(draft)))
    for start in range(0, len(rows), _AT_ONCE):
        await edit.writing.run_many(
            """
            INSERT INTO quote (id, episode_id, ordinal, text, speaker, context, timestamp)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            rows[start : start + _AT_ONCE],
        )
    await fold_waiting(edit.writing)
    await note_new_parts(edit, Part.QUOTE, ids)
    return ids


async def _new_quote_ids(edit: Edit, count: int) -> list[QuoteId]:
    row = await edit.writing.one(
        "UPDATE show SET quotes_numbered = quotes_numbered + $2 WHERE id = $1 RETURNING quotes_numbered",
        edit.show,
        count,
    )
    last = int(row["quotes_numbered"])
    if last >> QUOTE_BITS:
        raise OverflowError(edit.show)
    first = (edit.show << QUOTE_BITS) + last - count + 1
    return [QuoteId(first + place) for place in range(count)]


async def _last_ordinals(edit: Edit) -> dict[int, int]:
    rows = await edit.writing.rows(
        """
        SELECT id, (SELECT coalesce(max(ordinal), -1) FROM quote WHERE episode_id = episode.id) AS last
        FROM episode WHERE show_id = $1
        """,
        edit.show,
    )
    return {row["id"]: row["last"] for row in rows}


_AT_THE_END: LiteralString = "(SELECT coalesce(max(ordinal), -1) + 1 FROM quote WHERE episode_id = $2)"


async def set_quote(edit: Edit, quote: QuoteId, episode: EpisodeId, draft: QuoteDraft) -> None:
    """Save a quote. Moved to another episode it comes last."""
    await note_parts(edit, Part.QUOTE, [quote])
    await edit.writing.run(
        f"""
        UPDATE quote SET ordinal = CASE episode_id WHEN $2 THEN ordinal ELSE {_AT_THE_END} END,
                         episode_id = $2, text = $3, speaker = $4, context = $5, timestamp = $6
        WHERE id = $1
        """,
        quote,
        episode,
        *_words(draft),
    )
    await fold_waiting(edit.writing)


def _words(draft: QuoteDraft) -> tuple[Value, ...]:
    return draft.text, draft.speaker, draft.context, draft.timestamp


async def order_quotes(edit: Edit, quotes: Sequence[QuoteId]) -> None:
    """Reorder the quotes of an episode."""
    await note_parts(edit, Part.QUOTE, quotes)
    await edit.writing.run_many(
        "UPDATE quote SET ordinal = $2 WHERE id = $1",
        [(quote, ordinal) for ordinal, quote in enumerate(quotes)],
    )


async def delete_quotes(edit: Edit, quotes: Sequence[QuoteId]) -> None:
    """Delete quotes."""
    await note_parts(edit, Part.QUOTE, quotes)
    await edit.writing.run(
        "DELETE FROM quote WHERE id IN (SELECT value FROM json_each($1))", json.dumps(list(quotes))
    )

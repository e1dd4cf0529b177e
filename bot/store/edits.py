"""Every function that writes the catalogue, for moderators, imports and packs.

Each takes snapshots of what it touches for its `Edit` first, so that the change can be undone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import LiteralString

from bot.domain.ids import QUOTE_BITS, EpisodeId, GuildId, QuoteId, ShowId, SongId
from bot.domain.merging import Merge, MergedEpisode
from bot.domain.placing import specials_to_move
from bot.domain.positions import Position
from bot.domain.shows import Episode, Performance, Quote, Song
from bot.store.connections import Value
from bot.store.database import Writing
from bot.store.episodes import airing
from bot.store.folding import fold_waiting
from bot.store.rows import IDS, LOOK, for_each, keys_of
from bot.store.snapshots import Edit, Part, note_new_parts, note_parts
from bot.store.unfiltered import episodes_with

_AT_ONCE = 2_000
"""Quotes written at once: what the event loop prepares of them takes a few milliseconds."""


async def add_show(
    writing: Writing, guild: GuildId | None, slug: str, title: str, *, has_songs: bool = True
) -> ShowId:
    """Add an empty show for a server, or (None) a bundled one."""
    row = await writing.one(
        "INSERT INTO show (slug, title, owner, has_songs) VALUES ($1, $2, $3, $4) RETURNING id",
        *(slug, title, guild, has_songs),
    )
    return ShowId(row["id"])


_OF_SHOW: tuple[LiteralString, ...] = ("title", "slug", "has_songs", *LOOK, *IDS)


async def set_show(edit: Edit, facts: Mapping[str, str | int | None]) -> None:
    """Save a show's own facts, by their columns; the others stay."""
    await note_parts(edit, Part.SHOW, [edit.show])
    kept = "{} = CASE WHEN json_type($2, '$.{}') IS NULL THEN {} ELSE json_extract($2, '$.{}') END"
    await edit.writing.run(
        f"UPDATE show SET {for_each(_OF_SHOW, kept)} WHERE id = $1", edit.show, json.dumps(facts)
    )


async def delete_show(edit: Edit) -> None:
    """Delete a show with everything in it."""
    await note_parts(edit, Part.SHOW, [edit.show])
    await edit.writing.run("UPDATE show SET removed = 1 WHERE id = $1", edit.show)


async def save_episode(edit: Edit, episode: Episode[str, str]) -> EpisodeId:
    """Add an episode, or save the one with its id: facts, summary and credits. Gives its id."""
    its = episode.id or await _add_episode(edit, episode.position)
    await note_parts(edit, Part.EPISODE, [its])
    await edit.writing.run(
        """
        UPDATE episode SET position = $2, known_as = $3, title = $4, aired = $5, number_in_series = $6,
                           production_code = $7, summary = $8, still = $9
        WHERE id = $1
        """,
        *(its, *keys_of(episode.position), episode.title, episode.aired and episode.aired.isoformat()),
        *(episode.number_in_series, episode.production_code, episode.summary, episode.still),
    )
    await fold_waiting(edit.writing)  # a moved episode's quotes
    await edit.writing.run("DELETE FROM credit WHERE episode_id = $1", its)
    people: list[tuple[Value, ...]] = [
        *((its, "writer", ordinal, name, None) for ordinal, name in enumerate(episode.writers)),
        *((its, "director", ordinal, name, None) for ordinal, name in enumerate(episode.directors)),
        *((its, "guest", ordinal, one.name, one.character) for ordinal, one in enumerate(episode.guests)),
    ]
    await edit.writing.run_many(
        "INSERT INTO credit (episode_id, role, ordinal, name, character) VALUES ($1, $2, $3, $4, $5)", people
    )
    return its


async def _add_episode(edit: Edit, position: Position) -> EpisodeId:
    row = await edit.writing.one(
        "INSERT INTO episode (show_id, position, known_as) VALUES ($1, $2, $3) RETURNING id",
        *(edit.show, *keys_of(position)),
    )
    await note_new_parts(edit, Part.EPISODE, [row["id"]])
    return EpisodeId(row["id"])


async def move_episodes(edit: Edit, places: Mapping[EpisodeId, Position]) -> None:
    """Move episodes to other positions; two of them may swap."""
    await note_parts(edit, Part.EPISODE, places)
    await edit.writing.run_many("UPDATE episode SET position = -id WHERE id = $1", [(its,) for its in places])
    await edit.writing.run_many(
        "UPDATE episode SET position = $2, known_as = $3 WHERE id = $1",
        [(episode, *keys_of(place)) for episode, place in places.items()],
    )
    await fold_waiting(edit.writing)


async def place_specials(edit: Edit) -> None:
    """Move each special of season 0 to where its air date puts it, after a change of the show."""
    rows = await edit.writing.rows(
        "SELECT id, position, known_as, aired FROM episode WHERE show_id = $1", edit.show
    )
    ids = {row["position"]: EpisodeId(row["id"]) for row in rows}
    moves = {ids[before.key]: after for before, after in specials_to_move(map(airing, rows))}
    await move_episodes(edit, moves)
    # A special that was postponed has left its place, which holds others back no longer than it did before.
    await edit.writing.run(
        """
        UPDATE removed_episode SET aired = json_extract(old.before, '$.aired')
        FROM (SELECT before FROM change_part JOIN json_each($3) ON value = part_id WHERE change_id = $1) old
        WHERE show_id = $2 AND position = json_extract(old.before, '$.position')
          AND json_extract(old.before, '$.aired') < aired
        """,
        *(edit.change, edit.show, json.dumps(list(moves))),
    )


async def delete_episode(edit: Edit, episode: EpisodeId) -> None:
    """Delete an episode with everything in it. No other episode moves."""
    quotes = await edit.writing.rows("SELECT id FROM quote WHERE episode_id = $1", episode)
    await delete_quotes(edit, [QuoteId(quote["id"]) for quote in quotes])
    for kind in (Part.SUNG, Part.RECAP, Part.EPISODE):
        await note_parts(edit, kind, [episode])
    # Only an addition that is undone leaves no trace: whoever deletes may have meant it to hold others back.
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


async def save_song(edit: Edit, song: Song[str, str]) -> None:
    """Add a song, which is sung nowhere yet, or save the facts of the one with its id."""
    facts = song.title, _json(song.writers), song.original_artist
    if song.id:
        await note_parts(edit, Part.SONG, [song.id])
        await edit.writing.run(
            "UPDATE song SET title = $2, writers = $3, original_artist = $4 WHERE id = $1", song.id, *facts
        )
        return
    row = await edit.writing.one(
        "INSERT INTO song (show_id, title, writers, original_artist) VALUES ($1, $2, $3, $4) RETURNING id",
        *(edit.show, *facts),
    )
    await note_new_parts(edit, Part.SONG, [row["id"]])


async def delete_song(edit: Edit, song: SongId) -> None:
    """Delete a song and its performances."""
    await note_parts(edit, Part.SUNG, [episode.id for episode in await episodes_with(edit.writing, song)])
    await note_parts(edit, Part.SONG, [song])
    await edit.writing.run("DELETE FROM song WHERE id = $1", song)


async def set_performances(
    edit: Edit, episode: EpisodeId, performances: Sequence[Performance[str, str]]
) -> None:
    """Save the songs performed in an episode, in order."""
    await note_parts(edit, Part.SUNG, [episode])
    await edit.writing.run("DELETE FROM performance WHERE episode_id = $1", episode)
    await edit.writing.run_many(
        """
        INSERT INTO performance (episode_id, ordinal, song_id, performers, context)
        VALUES ($1, $2, (SELECT id FROM song WHERE show_id = $3 AND title = $4), $5, $6)
        """,
        [
            (episode, ordinal, edit.show, sung.title, _json(sung.performers), sung.context)
            for ordinal, sung in enumerate(performances)
        ],
    )


def _json(names: Sequence[str]) -> str:
    return json.dumps(names, ensure_ascii=False)


async def add_quotes(edit: Edit, quotes: Sequence[tuple[EpisodeId, Quote[str]]]) -> Sequence[QuoteId]:
    """Add quotes at the end of their episodes, and index them. Returns their ids.

    Ids are never reused. Raises `OverflowError` when a show has none left.
    """
    if not quotes:
        return []
    ids = await _new_quote_ids(edit, len(quotes))
    last = await _last_ordinals(edit)
    for start in range(0, len(quotes), _AT_ONCE):
        rows: list[tuple[Value, ...]] = []
        some = slice(start, start + _AT_ONCE)
        for number, (episode, quote) in zip(ids[some], quotes[some], strict=True):
            last[episode] += 1
            rows.append((number, episode, last[episode], *_words(quote)))
        await edit.writing.run_many(
            """
            INSERT INTO quote (id, episode_id, ordinal, text, speaker, context, timestamp)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            rows,
        )
    await fold_waiting(edit.writing)
    await note_new_parts(edit, Part.QUOTE, ids)
    return ids


async def _new_quote_ids(edit: Edit, count: int) -> list[QuoteId]:
    row = await edit.writing.one(
        "UPDATE show SET quotes_numbered = quotes_numbered + $2 WHERE id = $1 RETURNING quotes_numbered",
        *(edit.show, count),
    )
    last = int(row["quotes_numbered"])
    if last >= (1 << QUOTE_BITS) - 1:  # the last number is a mark in the search index (0022_story_order.sql)
        raise OverflowError(edit.show)
    first = (edit.show << QUOTE_BITS) + last - count + 1
    return [QuoteId(first + place) for place in range(count)]


async def _last_ordinals(edit: Edit) -> dict[int, int]:
    last = "SELECT coalesce(max(ordinal), -1) FROM quote WHERE episode_id = episode.id"
    rows = await edit.writing.rows(f"SELECT id, ({last}) AS last FROM episode WHERE show_id = $1", edit.show)
    return {row["id"]: row["last"] for row in rows}


async def set_quote(edit: Edit, episode: EpisodeId, quote: Quote[str]) -> None:
    """Save a quote. Moved to another episode it comes last."""
    await note_parts(edit, Part.QUOTE, [quote.id])
    await edit.writing.run(
        """
        UPDATE quote SET ordinal = CASE episode_id WHEN $2 THEN ordinal
                           ELSE (SELECT coalesce(max(ordinal), -1) + 1 FROM quote WHERE episode_id = $2) END,
                         episode_id = $2, text = $3, speaker = $4, context = $5, timestamp = $6
        WHERE id = $1
        """,
        *(quote.id, episode, *_words(quote)),
    )
    await fold_waiting(edit.writing)


def _words(quote: Quote[str]) -> tuple[Value, ...]:
    return quote.text, quote.speaker, quote.context, quote.timestamp


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


_OF_ANOTHER_TABLE = {"performances", "scenes"}


async def save_merge(edit: Edit, merge: Merge) -> None:
    """Save what a file makes of a show."""
    for facts in filter(None, (merge.look, merge.ids)):
        await set_show(edit, asdict(facts))
    for song in merge.songs:
        await save_song(edit, song)
    new: list[tuple[EpisodeId, Quote[str]]] = []
    for merged in merge.episodes:
        episode = await _save_merged(edit, merged)
        for quote in merged.episode.quotes:
            if quote.id:
                await set_quote(edit, episode, quote)
            else:
                new.append((episode, quote))
    await add_quotes(edit, new)


async def _save_merged(edit: Edit, merged: MergedEpisode) -> EpisodeId:
    """Save an episode but for its quotes."""
    episode, its = merged.episode, merged.episode.id
    if merged.is_new or merged.fields - _OF_ANOTHER_TABLE:
        its = await save_episode(edit, episode)
    if "performances" in merged.fields:
        await set_performances(edit, its, episode.performances)
    if "scenes" in merged.fields:
        await set_scenes(edit, its, episode.scenes)
    return its

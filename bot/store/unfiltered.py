"""The unfiltered catalogue, for moderators and hosts.

Only this module reads it as plain text, and only services for moderators and hosts may import it (a test
holds that).
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import LiteralString

from bot.domain.drafts import Draft
from bot.domain.ids import EpisodeId, QuoteId, ShowId, SongId
from bot.domain.positions import Position
from bot.domain.shows import Episode, Quote, Show, Song
from bot.store.database import Reading
from bot.store.folding import run_of_ids
from bot.store.rows import (
    FACTS,
    UNFILTERED,
    credits_from,
    episode_from,
    performance_from,
    quote_from,
    song_from,
)

_QUOTE = "quote.id AS quote_id, quote.episode_id, quote.speaker, quote.text, quote.context, quote.timestamp"


async def unfiltered_episode(reading: Reading, episode: EpisodeId) -> Episode[str, str] | None:
    """An episode with all that is in it but its quotes; None where it is gone."""
    found = await _episodes(reading, "episode.id = $1", episode)
    return found[0] if found else None


async def _episodes(reading: Reading, where: LiteralString, key: int) -> list[Episode[str, str]]:
    """Episodes without quotes, in story order."""
    parts = f"JOIN episode ON episode.id = part.episode_id WHERE {where} ORDER BY episode.id, part.ordinal"
    people = _by_episode(await reading.rows(f"SELECT part.* FROM credit AS part {parts}", key))
    scenes = _by_episode(await reading.rows(f"SELECT part.* FROM scene AS part {parts}", key))
    sung = _by_episode(
        await reading.rows(
            f"""
            SELECT part.*, song.title AS song_title
            FROM performance AS part JOIN song ON song.id = part.song_id {parts}
            """,
            key,
        )
    )
    rows = await reading.rows(f"SELECT * FROM episode WHERE {where} ORDER BY position", key)
    return [
        replace(
            episode_from(row, UNFILTERED),
            **credits_from(people[row["id"]], UNFILTERED),
            performances=tuple(performance_from(part, UNFILTERED) for part in sung[row["id"]]),
            scenes=tuple(scene["text"] for scene in scenes[row["id"]]),
        )
        for row in rows
    ]


async def unfiltered_facts(reading: Reading, show: ShowId) -> list[Episode[str, str]]:
    """The episodes of a show with only their own facts, in story order."""
    rows = await reading.rows("SELECT * FROM episode WHERE show_id = $1 ORDER BY position", show)
    return [episode_from(row, UNFILTERED) for row in rows]


async def episode_with_code(reading: Reading, show: ShowId, code: Position) -> Episode[str, str] | None:
    """The episode of a show that a code names, by its own facts alone."""
    episodes = await unfiltered_facts(reading, show)
    return next((episode for episode in episodes if episode.position.is_named_by(code)), None)


async def unfiltered_songs(reading: Reading, show: ShowId) -> list[Song[str, str]]:
    """The songs of a show, in the order of their ids."""
    rows = await reading.rows("SELECT * FROM song WHERE show_id = $1 ORDER BY id", show)
    return [song_from(row, UNFILTERED) for row in rows]


async def episodes_with(reading: Reading, song: SongId) -> list[Episode[str, str]]:
    """The episodes in which a song is sung, by their own facts alone, in story order."""
    rows = await reading.rows(
        """
        SELECT * FROM episode WHERE id IN (SELECT episode_id FROM performance WHERE song_id = $1)
        ORDER BY position
        """,
        song,
    )
    return [episode_from(row, UNFILTERED) for row in rows]


async def unfiltered_quote(reading: Reading, quote: QuoteId) -> Episode[str, str] | None:
    """The episode of a quote, with that quote alone; None where the quote is gone."""
    row = await reading.row(
        f"""
        SELECT {_QUOTE}, {FACTS} FROM quote JOIN episode ON episode.id = episode_id WHERE quote.id = $1
        """,
        quote,
    )
    if row is None:
        return None
    return replace(episode_from(row, UNFILTERED), quotes=(quote_from(row, UNFILTERED),))


async def unfiltered_quotes_of(reading: Reading, episode: EpisodeId) -> list[Quote[str]]:
    """The quotes of an episode, in order."""
    rows = await reading.rows(
        f"SELECT {_QUOTE} FROM quote WHERE episode_id = $1 ORDER BY ordinal, id", episode
    )
    return [quote_from(row, UNFILTERED) for row in rows]


async def unfiltered_quotes(reading: Reading, ids: Sequence[QuoteId]) -> list[Quote[str]]:
    """The quotes with these ids, in this order, without those that are gone."""
    rows = await reading.rows(
        f"""
        SELECT {_QUOTE} FROM json_each($1) AS wanted JOIN quote ON quote.id = wanted.value ORDER BY wanted.key
        """,
        json.dumps(list(ids)),
    )
    return [quote_from(row, UNFILTERED) for row in rows]


async def newest_quotes(reading: Reading, show: ShowId, at_most: int) -> list[Quote[str]]:
    """The latest quotes of a show, newest first."""
    rows = await reading.rows(
        f"SELECT {_QUOTE} FROM quote WHERE id BETWEEN $1 AND $2 ORDER BY id DESC LIMIT $3",
        *run_of_ids(show),
        at_most,
    )
    return [quote_from(row, UNFILTERED) for row in rows]


async def unfiltered_show(reading: Reading, show: Show) -> Draft:
    """A whole show with every quote, and all ids."""
    rows = await reading.rows(
        f"""
        SELECT {_QUOTE} FROM quote JOIN episode ON episode.id = quote.episode_id
        WHERE episode.show_id = $1 ORDER BY episode.id, quote.ordinal, quote.id
        """,
        show.id,
    )
    quotes = _by_episode(rows)
    episodes = tuple(
        replace(episode, quotes=tuple(quote_from(row, UNFILTERED) for row in quotes[episode.id]))
        for episode in await _episodes(reading, "episode.show_id = $1", show.id)
    )
    songs = tuple(await unfiltered_songs(reading, show.id))
    return Draft(
        show.title, show.slug, songs, episodes, has_songs=show.has_songs, look=show.look, ids=show.ids
    )


def _by_episode(rows: Sequence[sqlite3.Row]) -> defaultdict[int, list[sqlite3.Row]]:
    found: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        found[row["episode_id"]].append(row)
    return found

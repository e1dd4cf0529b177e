"""The unfiltered catalogue, for moderators and hosts.

Only this module reads it as plain text, and only services for moderators and hosts may import it (a test
holds that).
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import LiteralString

from bot.domain.drafts import EpisodeDraft, GuestDraft, PerformanceDraft, QuoteDraft, SongDraft
from bot.domain.ids import EpisodeId, QuoteId, ShowId, SongId
from bot.domain.merging import CurrentEpisode, CurrentShow
from bot.domain.positions import Position
from bot.store.database import Reading
from bot.store.folding import QUOTE_BITS
from bot.store.positions import position_in


@dataclass(frozen=True, slots=True)
class UnfilteredQuote:
    """A quote and its episode."""

    id: QuoteId
    episode: EpisodeId
    draft: QuoteDraft

    @property
    def number(self) -> int:
        """Its number within the show, which a server's copy shares."""
        return self.id % (1 << QUOTE_BITS)


async def unfiltered_episode(reading: Reading, episode: EpisodeId) -> EpisodeDraft | None:
    """An episode with its credits, songs and scenes, without quotes; None if it is gone."""
    return (await _episodes(reading, "episode.id = $1", episode)).get(episode)


async def _episodes(reading: Reading, where: LiteralString, key: int) -> dict[EpisodeId, EpisodeDraft]:
    """Episodes without quotes, in story order."""
    parts = f"JOIN episode ON episode.id = part.episode_id WHERE {where} ORDER BY episode.id, part.ordinal"
    people = _by_episode(await reading.rows(f"SELECT part.* FROM credit AS part {parts}", key))
    scenes = _by_episode(await reading.rows(f"SELECT part.* FROM scene AS part {parts}", key))
    songs = _by_episode(
        await reading.rows(
            f"""
            SELECT part.*, song.title FROM performance AS part JOIN song ON song.id = part.song_id {parts}
            """,
            key,
        )
    )
    rows = await reading.rows(f"SELECT * FROM episode WHERE {where} ORDER BY position", key)
    return {
        EpisodeId(row["id"]): replace(
            facts_of(row),
            writers=tuple(person["name"] for person in people[row["id"]] if person["role"] == "writer"),
            directors=tuple(person["name"] for person in people[row["id"]] if person["role"] == "director"),
            guests=tuple(
                GuestDraft(person["name"], person["character"])
                for person in people[row["id"]]
                if person["role"] == "guest"
            ),
            performances=tuple(
                PerformanceDraft(sung["title"], tuple(json.loads(sung["performers"])), sung["context"])
                for sung in songs[row["id"]]
            ),
            scenes=tuple(scene["text"] for scene in scenes[row["id"]]),
        )
        for row in rows
    }


def facts_of(row: sqlite3.Row) -> EpisodeDraft:
    """The facts in an episode's own row."""
    return EpisodeDraft(
        position=position_in(row),
        title=row["title"],
        aired=None if row["aired"] is None else date.fromisoformat(row["aired"]),
        number_in_series=row["number_in_series"],
        production_code=row["production_code"],
        summary=row["summary"],
    )


async def unfiltered_facts(reading: Reading, show: ShowId) -> list[EpisodeDraft]:
    """The episodes of a show with only their own facts, in story order."""
    rows = await reading.rows("SELECT * FROM episode WHERE show_id = $1 ORDER BY position", show)
    return [facts_of(row) for row in rows]


async def episode_ids(reading: Reading, show: ShowId) -> dict[Position, EpisodeId]:
    """The ids of a show's episodes by position, in story order."""
    rows = await reading.rows(
        "SELECT id, position, known_as FROM episode WHERE show_id = $1 ORDER BY position", show
    )
    return {position_in(row): EpisodeId(row["id"]) for row in rows}


async def episode_with_code(
    reading: Reading, show: ShowId, code: Position
) -> tuple[EpisodeId, Position] | None:
    """The episode of a show that a code means, and its position."""
    found = await episode_ids(reading, show)
    return next(((episode, place) for place, episode in found.items() if place.is_named_by(code)), None)


async def unfiltered_songs(reading: Reading, show: ShowId) -> dict[SongId, SongDraft]:
    """The songs of a show, in the order of their ids."""
    rows = await reading.rows(
        "SELECT id, title, writers, original_artist FROM song WHERE show_id = $1 ORDER BY id", show
    )
    return {
        SongId(row["id"]): SongDraft(row["title"], tuple(json.loads(row["writers"])), row["original_artist"])
        for row in rows
    }


async def episodes_with(reading: Reading, song: SongId) -> list[tuple[EpisodeId, Position]]:
    """The positions of the episodes with a song, in story order."""
    rows = await reading.rows(
        """
        SELECT DISTINCT episode.id, position, known_as
        FROM performance JOIN episode ON episode.id = episode_id
        WHERE song_id = $1 ORDER BY position
        """,
        song,
    )
    return [(EpisodeId(row["id"]), position_in(row)) for row in rows]


async def unfiltered_quote(reading: Reading, quote: QuoteId) -> UnfilteredQuote | None:
    """A quote; None if it is gone."""
    row = await reading.row(f"{_QUOTE} WHERE id = $1", quote)
    return None if row is None else _quote(row)


_QUOTE = "SELECT id, episode_id, speaker, text, context, timestamp FROM quote"


def _quote(row: sqlite3.Row) -> UnfilteredQuote:
    draft = QuoteDraft(row["text"], row["speaker"], row["context"], row["timestamp"])
    return UnfilteredQuote(QuoteId(row["id"]), EpisodeId(row["episode_id"]), draft)


async def unfiltered_quotes_of(reading: Reading, episode: EpisodeId) -> list[UnfilteredQuote]:
    """The quotes of an episode, in order."""
    rows = await reading.rows(f"{_QUOTE} WHERE episode_id = $1 ORDER BY ordinal, id", episode)
    return [_quote(row) for row in rows]


async def unfiltered_quotes(reading: Reading, ids: Sequence[QuoteId]) -> list[UnfilteredQuote]:
    """The quotes with these ids, in this order, without those that are gone."""
    rows = await reading.rows(
        f"{_QUOTE} WHERE id IN (SELECT value FROM json_each($1))", json.dumps(list(ids))
    )
    found = {row["id"]: _quote(row) for row in rows}
    return [found[quote] for quote in ids if quote in found]


async def newest_quotes(reading: Reading, show: ShowId, at_most: int) -> list[UnfilteredQuote]:
    """The latest quotes of a show, newest first."""
    rows = await reading.rows(
        f"{_QUOTE} WHERE id BETWEEN $1 AND $2 ORDER BY id DESC LIMIT $3",
        show << QUOTE_BITS,
        ((show + 1) << QUOTE_BITS) - 1,
        at_most,
    )
    return [_quote(row) for row in rows]


async def unfiltered_show(reading: Reading, show: ShowId) -> CurrentShow:
    """A whole show with every quote, and all ids."""
    songs = await unfiltered_songs(reading, show)
    rows = await reading.rows(
        """
        SELECT quote.* FROM quote JOIN episode ON episode.id = quote.episode_id
        WHERE episode.show_id = $1 ORDER BY episode.id, quote.ordinal, quote.id
        """,
        show,
    )
    quotes = _by_episode(rows)
    known: dict[Position, CurrentEpisode] = {}
    for episode, draft in (await _episodes(reading, "episode.show_id = $1", show)).items():
        whole = replace(draft, quotes=tuple(_quote(row).draft for row in quotes[episode]))
        ids = tuple(QuoteId(row["id"]) for row in quotes[episode])
        known[draft.position] = CurrentEpisode(episode, whole, ids)
    return CurrentShow(songs, known)


def _by_episode(rows: Sequence[sqlite3.Row]) -> defaultdict[int, list[sqlite3.Row]]:
    found: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        found[row["episode_id"]].append(row)
    return found

"""The catalogue in plain text, for those who look after it.

Nothing else reads it unfiltered: only services for moderators and hosts may import this (a test holds that).
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.drafts import EpisodeDraft, GuestDraft, PerformanceDraft, QuoteDraft, SongDraft
from bot.domain.ids import EpisodeId, QuoteId, ShowId, SongId
from bot.domain.merging import Known, KnownEpisode
from bot.domain.positions import Position
from bot.store.database import Reading
from bot.store.folding import QUOTE_BITS
from bot.store.positions import position_in


@dataclass(frozen=True, slots=True)
class Sung:
    """A performance as it is kept: the song by its id."""

    song: SongId
    performers: tuple[str, ...]
    context: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is kept, and the episode that it is of."""

    id: QuoteId
    episode: EpisodeId
    draft: QuoteDraft

    @property
    def number(self) -> int:
        """Its number among the show's, which a server's copy of the show shares."""
        return self.id % (1 << QUOTE_BITS)


async def plain_episode(reading: Reading, episode: EpisodeId) -> EpisodeDraft | None:
    """An episode with its credits, songs and scenes, and without its lines; None where it is gone."""
    row = await reading.row("SELECT * FROM episode WHERE id = $1", episode)
    if row is None:
        return None
    people = await reading.rows(
        "SELECT role, name, character FROM credit WHERE episode_id = $1 ORDER BY role, ordinal", episode
    )
    sung = await reading.rows(
        """
        SELECT title, performers, context FROM performance JOIN song ON song.id = performance.song_id
        WHERE episode_id = $1 ORDER BY ordinal
        """,
        episode,
    )
    scenes = await reading.rows("SELECT text FROM scene WHERE episode_id = $1 ORDER BY ordinal", episode)
    return replace(
        _with_people(facts_of(row), people),
        performances=tuple(
            PerformanceDraft(one["title"], tuple(json.loads(one["performers"])), one["context"])
            for one in sung
        ),
        scenes=tuple(scene["text"] for scene in scenes),
    )


def facts_of(row: sqlite3.Row) -> EpisodeDraft:
    """What stands in an episode's own row."""
    return EpisodeDraft(
        position=position_in(row),
        title=row["title"],
        aired=None if row["aired"] is None else date.fromisoformat(row["aired"]),
        number_in_series=row["number_in_series"],
        production_code=row["production_code"],
        summary=row["summary"],
    )


async def facts_of_all(reading: Reading, show: ShowId) -> list[EpisodeDraft]:
    """Every episode of a show by its own facts alone, in story order."""
    rows = await reading.rows("SELECT * FROM episode WHERE show_id = $1 ORDER BY position", show)
    return [facts_of(row) for row in rows]


async def episode_ids(reading: Reading, show: ShowId) -> dict[Position, EpisodeId]:
    """The episodes of a show by where they stand, in story order."""
    rows = await reading.rows(
        "SELECT id, position, known_as FROM episode WHERE show_id = $1 ORDER BY position", show
    )
    return {position_in(row): EpisodeId(row["id"]) for row in rows}


async def episode_with_code(
    reading: Reading, show: ShowId, code: Position
) -> tuple[EpisodeId, Position] | None:
    """The episode of a show that a code names, and where it stands."""
    found = await episode_ids(reading, show)
    return next(((episode, place) for place, episode in found.items() if place.is_named_by(code)), None)


async def plain_songs(reading: Reading, show: ShowId) -> dict[SongId, SongDraft]:
    """The songs of a show, in the order in which they were added."""
    rows = await reading.rows(
        "SELECT id, title, writers, original_artist FROM song WHERE show_id = $1 ORDER BY id", show
    )
    return {
        SongId(row["id"]): SongDraft(row["title"], tuple(json.loads(row["writers"])), row["original_artist"])
        for row in rows
    }


async def sung_in(reading: Reading, episode: EpisodeId) -> list[Sung]:
    """The performances of an episode, in their order."""
    rows = await reading.rows(
        "SELECT song_id, performers, context FROM performance WHERE episode_id = $1 ORDER BY ordinal", episode
    )
    return [
        Sung(SongId(row["song_id"]), tuple(json.loads(row["performers"])), row["context"]) for row in rows
    ]


async def episodes_with(reading: Reading, song: SongId) -> list[tuple[EpisodeId, Position]]:
    """The episodes in which a song is sung, in story order."""
    rows = await reading.rows(
        """
        SELECT DISTINCT episode.id, position, known_as
        FROM performance JOIN episode ON episode.id = episode_id
        WHERE song_id = $1 ORDER BY position
        """,
        song,
    )
    return [(EpisodeId(row["id"]), position_in(row)) for row in rows]


async def plain_quote(reading: Reading, quote: QuoteId) -> Line | None:
    """A line; None where it is gone."""
    row = await reading.row(f"{_LINE} WHERE id = $1", quote)
    return None if row is None else _line(row)


_LINE = "SELECT id, episode_id, speaker, text, context, timestamp FROM quote"


def _line(row: sqlite3.Row) -> Line:
    draft = QuoteDraft(row["text"], row["speaker"], row["context"], row["timestamp"])
    return Line(QuoteId(row["id"]), EpisodeId(row["episode_id"]), draft)


async def lines_of(reading: Reading, episode: EpisodeId) -> list[Line]:
    """The lines of an episode, in their order."""
    rows = await reading.rows(f"{_LINE} WHERE episode_id = $1 ORDER BY ordinal, id", episode)
    return [_line(row) for row in rows]


async def lines_by_ids(reading: Reading, ids: Sequence[QuoteId]) -> list[Line]:
    """The lines with these ids, in this order; those that are gone are left out."""
    rows = await reading.rows(f"{_LINE} WHERE id IN (SELECT value FROM json_each($1))", json.dumps(list(ids)))
    found = {row["id"]: _line(row) for row in rows}
    return [found[quote] for quote in ids if quote in found]


async def newest_lines(reading: Reading, show: ShowId, at_most: int) -> list[Line]:
    """The lines of a show that were added last, the newest first."""
    rows = await reading.rows(
        f"{_LINE} WHERE id BETWEEN $1 AND $2 ORDER BY id DESC LIMIT $3",
        show << QUOTE_BITS,
        ((show + 1) << QUOTE_BITS) - 1,
        at_most,
    )
    return [_line(row) for row in rows]


async def show_as_it_is(reading: Reading, show: ShowId) -> Known:
    """A whole show, with every line, and the ids of all."""
    songs = await plain_songs(reading, show)
    people = _by_episode(await reading.rows(f"SELECT part.* FROM credit AS part {_OF_SHOW}", show))
    sung = _by_episode(await reading.rows(f"SELECT part.* FROM performance AS part {_OF_SHOW}", show))
    scenes = _by_episode(await reading.rows(f"SELECT part.* FROM scene AS part {_OF_SHOW}", show))
    lines = _by_episode(await reading.rows(f"SELECT part.* FROM quote AS part {_OF_SHOW}, part.id", show))
    known: dict[Position, KnownEpisode] = {}
    for row in await reading.rows("SELECT * FROM episode WHERE show_id = $1 ORDER BY position", show):
        of_it = row["id"]
        draft = replace(
            _with_people(facts_of(row), people[of_it]),
            performances=tuple(
                PerformanceDraft(
                    songs[SongId(one["song_id"])].title, tuple(json.loads(one["performers"])), one["context"]
                )
                for one in sung[of_it]
            ),
            scenes=tuple(scene["text"] for scene in scenes[of_it]),
            quotes=tuple(
                QuoteDraft(line["text"], line["speaker"], line["context"], line["timestamp"])
                for line in lines[of_it]
            ),
        )
        ids = tuple(QuoteId(line["id"]) for line in lines[of_it])
        known[draft.position] = KnownEpisode(EpisodeId(of_it), draft, ids)
    return Known(songs, known)


_OF_SHOW = """
    JOIN episode ON episode.id = part.episode_id WHERE episode.show_id = $1 ORDER BY episode.id, part.ordinal
"""


def _by_episode(rows: Sequence[sqlite3.Row]) -> defaultdict[int, list[sqlite3.Row]]:
    found: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        found[row["episode_id"]].append(row)
    return found


def _with_people(draft: EpisodeDraft, people: Sequence[sqlite3.Row]) -> EpisodeDraft:
    return replace(
        draft,
        writers=tuple(person["name"] for person in people if person["role"] == "writer"),
        directors=tuple(person["name"] for person in people if person["role"] == "director"),
        guests=tuple(
            GuestDraft(person["name"], person["character"]) for person in people if person["role"] == "guest"
        ),
    )

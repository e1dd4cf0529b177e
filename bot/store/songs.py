"""Reading songs and performances."""

import json
import sqlite3
from collections.abc import Sequence

from bot.domain.ids import EpisodeId, ShowId, SongId
from bot.domain.positions import LAST
from bot.domain.shows import Performance, Song, Sung
from bot.domain.spoilers import Label, Veiled
from bot.store.database import Reading
from bot.store.positions import position_in

_PERFORMANCE = """
    SELECT song.id AS song_id, song.title AS song_title, performance.performers, performance.context,
           episode.show_id, episode.position, episode.known_as, episode.title
    FROM performance
    JOIN song ON song.id = performance.song_id
    JOIN episode ON episode.id = performance.episode_id
"""


def _sung(row: sqlite3.Row) -> Sung[Label, Veiled]:
    show, position = ShowId(row["show_id"]), position_in(row)
    return Sung(
        position, row["title"] and Label(row["title"], show=show, position=position), performance_of(row)
    )


def performance_of(row: sqlite3.Row) -> Performance[Label, Veiled]:
    """The performance in a row with its song (`song_id`, `song_title`) and its episode's position."""
    show, position = ShowId(row["show_id"]), position_in(row)
    return Performance(
        song=SongId(row["song_id"]),
        title=Label(row["song_title"], show=show, position=position),
        performers=tuple(
            Veiled(name, show=show, position=position) for name in json.loads(row["performers"])
        ),
        context=row["context"] and Veiled(row["context"], show=show, position=position),
    )


async def performances_in(reading: Reading, episode: EpisodeId) -> tuple[Performance[Label, Veiled], ...]:
    """The performances of an episode, in order."""
    rows = await reading.rows(
        _PERFORMANCE + "WHERE performance.episode_id = $1 ORDER BY performance.ordinal", episode
    )
    return tuple(performance_of(row) for row in rows)


async def songs_of(reading: Reading, show: ShowId) -> list[Song]:
    """The songs of a show with their performances, in order of the first one."""
    rows = await reading.rows(
        _PERFORMANCE + "WHERE episode.show_id = $1 ORDER BY episode.position, performance.ordinal", show
    )
    sung: dict[SongId, list[Sung[Label, Veiled]]] = {}
    for row in rows:
        sung.setdefault(SongId(row["song_id"]), []).append(_sung(row))
    facts = await reading.rows(
        "SELECT id, title, writers, original_artist FROM song WHERE show_id = $1 ORDER BY id", show
    )
    songs = [_song(row, show, sung.get(SongId(row["id"]), [])) for row in facts]
    return sorted(songs, key=lambda song: song.title.position)


async def song_by_id(reading: Reading, show: ShowId, song: SongId) -> Song | None:
    """A song of a show."""
    facts = await reading.row(
        "SELECT id, title, writers, original_artist FROM song WHERE id = $1 AND show_id = $2", song, show
    )
    if facts is None:
        return None
    rows = await reading.rows(
        _PERFORMANCE + "WHERE song.id = $1 ORDER BY episode.position, performance.ordinal", song
    )
    return _song(facts, show, [_sung(row) for row in rows])


def _song(row: sqlite3.Row, show: ShowId, sung: Sequence[Sung[Label, Veiled]]) -> Song:
    """A song's title has the position of its first performance; without one it is unplaced."""
    position = sung[0].position if sung else LAST
    return Song(
        id=SongId(row["id"]),
        title=Label(row["title"], show=show, position=position),
        writers=tuple(json.loads(row["writers"])),
        original_artist=row["original_artist"],
        sung=tuple(sung),
    )

"""Reading songs and performances."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ids import ShowId, SongId
from bot.domain.positions import LAST
from bot.domain.shows import Episode, Song
from bot.domain.spoilers import Label, Veiled
from bot.store.database import Reading
from bot.store.rows import FACTS, episode_from, performance_from, sealed, sealed_in, song_from

_SUNG = f"""
    SELECT performance.song_id, performance.performers, performance.context, song.title AS song_title, {FACTS}
    FROM performance
    JOIN song ON song.id = performance.song_id
    JOIN episode ON episode.id = performance.episode_id
"""


def _sung(row: sqlite3.Row) -> Episode[Label, Veiled]:
    form = sealed_in(row)
    return replace(episode_from(row, form), performances=(performance_from(row, form),))


async def songs_of(reading: Reading, show: ShowId) -> list[Song[Label, Veiled]]:
    """The songs of a show with their performances, in order of the first one."""
    rows = await reading.rows(
        f"{_SUNG} WHERE episode.show_id = $1 ORDER BY episode.position, performance.ordinal", show
    )
    sung: dict[SongId, list[Episode[Label, Veiled]]] = {}
    for row in rows:
        sung.setdefault(SongId(row["song_id"]), []).append(_sung(row))
    facts = await reading.rows("SELECT * FROM song WHERE show_id = $1 ORDER BY id", show)
    songs = [_song(row, show, sung.get(SongId(row["id"]), [])) for row in facts]
    return sorted(songs, key=lambda song: song.title.position)


async def song_by_id(reading: Reading, show: ShowId, song: SongId) -> Song[Label, Veiled] | None:
    """A song of a show."""
    facts = await reading.row("SELECT * FROM song WHERE id = $1 AND show_id = $2", song, show)
    if facts is None:
        return None
    rows = await reading.rows(
        f"{_SUNG} WHERE song.id = $1 ORDER BY episode.position, performance.ordinal", song
    )
    return _song(facts, show, [_sung(row) for row in rows])


def _song(row: sqlite3.Row, show: ShowId, sung: Sequence[Episode[Label, Veiled]]) -> Song[Label, Veiled]:
    """A song's title has the position of its first performance; without one it is unplaced."""
    position = sung[0].position if sung else LAST
    return replace(song_from(row, sealed(show, position)), sung=tuple(sung))

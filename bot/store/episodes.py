"""Reading episodes and what belongs to them."""

import sqlite3
from dataclasses import replace
from datetime import date

from bot.domain.ids import EpisodeId, GuildId, ShowId
from bot.domain.policies import Airing
from bot.domain.positions import Position
from bot.domain.shows import Entry, Episode, Guest, Show
from bot.domain.spoilers import Label, Veiled
from bot.store.database import Reading
from bot.store.positions import position_in
from bot.store.songs import performances_in

_ENTRY = "id, show_id, position, known_as, title, aired, number_in_series"


def _entry(row: sqlite3.Row) -> Entry:
    show, position = ShowId(row["show_id"]), position_in(row)
    return Entry(
        id=EpisodeId(row["id"]),
        show=show,
        position=position,
        title=None if row["title"] is None else Label(row["title"], show=show, position=position),
        aired=_date(row["aired"]),
        number_in_series=row["number_in_series"],
    )


async def entries_of(reading: Reading, show: ShowId) -> list[Entry]:
    """Every episode of a show, in story order."""
    rows = await reading.rows(f"SELECT {_ENTRY} FROM episode WHERE show_id = $1 ORDER BY position", show)
    return [_entry(row) for row in rows]


async def entry_at(reading: Reading, show: ShowId, position: Position) -> Entry | None:
    """The episode at a position or with this known code, as a list entry."""
    row = await reading.row(
        f"SELECT {_ENTRY} FROM episode WHERE show_id = $1 AND $2 IN (position, known_as)", show, position.key
    )
    return None if row is None else _entry(row)


async def as_known(reading: Reading, show: ShowId, position: Position) -> Position:
    """The position with the code that its episode is known by."""
    entry = await entry_at(reading, show, position)
    return position if entry is None or entry.position != position else entry.position


async def episode_of(reading: Reading, entry: Entry, *, with_story: bool) -> Episode:
    """Everything on an episode's card.

    Without `with_story` its story isn't read, so the timing reveals nothing.
    """
    row = await reading.one(
        """
        SELECT production_code, CASE WHEN $2 THEN summary END AS summary,
               CASE WHEN $2 THEN EXISTS (SELECT 1 FROM scene WHERE episode_id = $1) END AS has_recap,
               CASE WHEN $2 THEN EXISTS (SELECT 1 FROM quote WHERE episode_id = $1) END AS has_quotes
        FROM episode WHERE id = $1
        """,
        entry.id,
        with_story,
    )
    guests = await _credited(reading, entry, "guest") if with_story else []
    return Episode(
        entry=entry,
        production_code=row["production_code"],
        writers=tuple(writer["name"] for writer in await _credited(reading, entry, "writer")),
        directors=tuple(director["name"] for director in await _credited(reading, entry, "director")),
        summary=_veiled(entry, row["summary"]),
        guests=tuple(
            Guest(
                Veiled(guest["name"], show=entry.show, position=entry.position),
                _veiled(entry, guest["character"]),
            )
            for guest in guests
        ),
        performances=await performances_in(reading, entry.id) if with_story else (),
        has_recap=bool(row["has_recap"]),
        has_quotes=bool(row["has_quotes"]),
    )


async def _credited(reading: Reading, entry: Entry, role: str) -> list[sqlite3.Row]:
    return await reading.rows(
        "SELECT name, character FROM credit WHERE episode_id = $1 AND role = $2 ORDER BY ordinal",
        entry.id,
        role,
    )


def _veiled(entry: Entry, text: str | None) -> Veiled | None:
    return None if text is None else Veiled(text, show=entry.show, position=entry.position)


_NEIGHBOUR = "SELECT position, known_as FROM episode WHERE show_id = $1"


async def neighbours(
    reading: Reading, show: ShowId, position: Position
) -> tuple[Position | None, Position | None]:
    """The positions before and after one, whether or not it has an episode itself."""
    before = await reading.row(
        f"{_NEIGHBOUR} AND position < $2 ORDER BY position DESC LIMIT 1",
        show,
        position.key,
    )
    after = await reading.row(
        f"{_NEIGHBOUR} AND position > $2 ORDER BY position LIMIT 1",
        show,
        position.key,
    )
    return _position(before), _position(after)


def _position(row: sqlite3.Row | None) -> Position | None:
    return None if row is None else position_in(row)


async def airings_of(reading: Reading, guild: GuildId, show: Show) -> list[Airing]:
    """The airings of a show's episodes in story order, including those of removed episodes.

    What a server's copies of a bundled show once had counts under either.
    """
    rows = await reading.rows(
        """
        WITH gone AS (
            SELECT position, CASE count(*) WHEN count(aired) THEN max(aired) END AS aired
            FROM removed_episode
            WHERE show_id IN (SELECT id FROM show WHERE id = $2 OR (origin = $2 AND owner = $3))
            GROUP BY position
        )
        SELECT position, known_as, aired, 0 AS removed FROM episode WHERE show_id = $1
        UNION ALL
        SELECT position, NULL, aired, 1 FROM gone
        WHERE NOT EXISTS (SELECT 1 FROM episode WHERE show_id = $1 AND position = gone.position)
        ORDER BY position
        """,
        show.id,
        show.origin or show.id,
        guild,
    )
    return [replace(airing(row), removed=bool(row["removed"])) for row in rows]


def airing(row: sqlite3.Row) -> Airing:
    """The airing in an episode's row."""
    return Airing(position_in(row), _date(row["aired"]))


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


async def scenes_of(reading: Reading, show: ShowId, position: Position) -> tuple[Veiled, ...]:
    """The recap of the episode at a position, scene by scene; empty if there is none."""
    rows = await reading.rows(
        """
        SELECT scene.text FROM scene JOIN episode ON episode.id = scene.episode_id
        WHERE episode.show_id = $1 AND episode.position = $2 ORDER BY scene.ordinal
        """,
        show,
        position.key,
    )
    return tuple(Veiled(row["text"], show=show, position=position) for row in rows)

"""Reading episodes and what belongs to them."""

import sqlite3
from dataclasses import replace

from bot.domain.aired_limit import Airing
from bot.domain.ids import EpisodeId, GuildId, ShowId
from bot.domain.positions import Position
from bot.domain.shows import Episode, Show
from bot.domain.spoilers import Label, Veiled
from bot.store.database import Reading
from bot.store.rows import (
    FACTS,
    credits_from,
    date_in,
    episode_from,
    performance_from,
    position_in,
    sealed,
    sealed_in,
)


async def entries_of(reading: Reading, show: ShowId) -> list[Episode[Label, Veiled]]:
    """Every episode of a show without its story, in story order."""
    rows = await reading.rows(f"SELECT {FACTS} FROM episode WHERE show_id = $1 ORDER BY position", show)
    return [episode_from(row, sealed_in(row)) for row in rows]


Titled = tuple[Position, Label | None, int | None]
"""An episode's position, its title, and its number in the series."""


async def titles_of(
    reading: Reading, show: ShowId, at: Position | None = None, at_most: int = -1
) -> list[Titled]:
    """The episodes of a show by their titles, in story order: all, or the first few (`at_most`).

    `at`: only the one at a position, by any code.
    """
    titled = "SELECT position, known_as, title, number_in_series FROM episode WHERE show_id = $1"
    rows = await (
        reading.rows(f"{titled} ORDER BY position LIMIT $2", show, at_most)
        if at is None
        else reading.rows(f"{titled} AND (position = $2 OR known_as = $2)", show, at.key)
    )
    return [
        (
            position := position_in(row),
            row["title"] and Label(row["title"], show=show, position=position),
            row["number_in_series"],
        )
        for row in rows
    ]


async def entry_at(reading: Reading, show: ShowId, position: Position) -> Episode[Label, Veiled] | None:
    """The episode at a position, or known by its code, without its story."""
    row = await reading.row(
        f"SELECT {FACTS} FROM episode WHERE show_id = $1 AND (position = $2 OR known_as = $2)",
        show,
        position.key,
    )
    return None if row is None else episode_from(row, sealed_in(row))


async def as_known(reading: Reading, show: ShowId, position: Position) -> Position:
    """The position with the code that its episode is known by."""
    entry = await entry_at(reading, show, position)
    return position if entry is None or entry.position != position else entry.position


async def with_credits(
    reading: Reading, show: ShowId, entry: Episode[Label, Veiled]
) -> Episode[Label, Veiled]:
    """An episode with its writers and directors: what its card shows where its story is withheld."""
    # One role at a time: its index leads past the guests, so the time doesn't show how many there are.
    by_role = "SELECT * FROM credit WHERE episode_id = $1 AND role = $2 ORDER BY ordinal"
    people = [row for role in ("director", "writer") for row in await reading.rows(by_role, entry.id, role)]
    return replace(entry, **credits_from(people, sealed(show, entry.position)))


async def with_story(reading: Reading, show: ShowId, entry: Episode[Label, Veiled]) -> Episode[Label, Veiled]:
    """An episode with its credits, summary, guests and performances."""
    form = sealed(show, entry.position)
    row = await reading.one("SELECT * FROM episode WHERE id = $1", entry.id)
    people = await reading.rows("SELECT * FROM credit WHERE episode_id = $1 ORDER BY ordinal", entry.id)
    performances = await reading.rows(
        """
        SELECT performance.*, song.title AS song_title
        FROM performance JOIN song ON song.id = song_id WHERE episode_id = $1 ORDER BY ordinal
        """,
        entry.id,
    )
    return replace(
        episode_from(row, form),
        **credits_from(people, form),
        performances=tuple(performance_from(row, form) for row in performances),
    )


async def has_recap_and_quotes(reading: Reading, episode: EpisodeId) -> tuple[bool, bool]:
    """Whether an episode has a recap, and quotes."""
    row = await reading.one(
        """
        SELECT EXISTS (SELECT 1 FROM scene WHERE episode_id = $1) AS has_recap,
               EXISTS (SELECT 1 FROM quote WHERE episode_id = $1) AS has_quotes
        """,
        episode,
    )
    return bool(row["has_recap"]), bool(row["has_quotes"])


_NEIGHBOUR = "SELECT position, known_as, aired FROM episode WHERE show_id = $1"


async def neighbours(
    reading: Reading, show: ShowId, position: Position
) -> tuple[Airing | None, Airing | None]:
    """The episodes before and after a position, whether or not it has one itself."""
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
    return None if before is None else airing(before), None if after is None else airing(after)


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
    return Airing(position_in(row), date_in(row))


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


async def has_recap(reading: Reading, show: ShowId, position: Position) -> bool:
    """Whether the episode at a position has a recap."""
    row = await reading.row(
        """
        SELECT 1 FROM episode JOIN scene ON scene.episode_id = episode.id
        WHERE episode.show_id = $1 AND episode.position = $2 LIMIT 1
        """,
        show,
        position.key,
    )
    return row is not None

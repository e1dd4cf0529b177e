"""Quotes to search in, and searching them."""

from collections.abc import Sequence

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.domain.ids import ShowId
from bot.domain.positions import Position
from bot.domain.queries import read_query
from bot.domain.spoilers import EVERYTHING, Audience, Limit, Veiled, Viewpoint
from bot.store.database import Database, Reading, Writing
from bot.store.folding import fold_waiting
from bot.store.searching import search

SHOW = ShowId(1)


Line = tuple[str, str | None, str]
"""A quote in these tests: episode code, speaker, and text."""


LINES: list[Line] = [
    ("S01E01", "Tom Levitt", "I don’t want a new writing partner, okay? I just want my old one back"),
    ("S01E01", "Éloïse", "What are you doing here?"),
    ("S01E01", "Tom Levitt", "You are what I was doing here, partner"),
    ("S01E02", "Eileen", "I’ll have my lawyer draw up the contract"),
    ("S01E02", None, "Curtain!"),
    ("S02E01", "Tom Levitt", "The lawyer, after all these years of waiting, came to draw the other contract"),
    ("S02E01", "Jimmy", "NEAR and far, OR not, AND so on"),
    ("S02E01", "Jimmy", "!!!"),
]


WORDS = [
    "curtain",
    "café",
    "don’t",
    "theatre",
    "I",
    "a",
    "lawyer",
    "Ångström",
    "naïve",
    "partner",
    "strasse",
    "2nd",
]


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)


anything = st.text(max_size=40) | texts


lines = st.lists(
    st.tuples(st.sampled_from(["S01E01", "S01E02", "S02E01"]), st.sampled_from([None, "Tom", "Éva"]), texts),
    min_size=1,
    max_size=12,
)


slow_setup = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


async def write(writing: Writing, lines: Sequence[Line], show: ShowId = SHOW) -> None:
    """Write a show with these quotes."""
    await writing.run("INSERT INTO show (id, slug, title) VALUES ($1, $2, $2)", show, f"show{show}")
    for code in dict.fromkeys(code for code, _, _ in lines):
        await writing.run(
            "INSERT INTO episode (show_id, position) VALUES ($1, $2)", show, Position.from_code(code).key
        )
    for number, (code, speaker, text) in enumerate(lines):
        await writing.run(
            """
            INSERT INTO quote (id, episode_id, ordinal, speaker, text) VALUES (
                $1, (SELECT id FROM episode WHERE show_id = $2 AND position = $3), $4, $5, $6
            )
            """,
            show << 24 | number,
            show,
            Position.from_code(code).key,
            number,
            speaker,
            text,
        )
    await fold_waiting(writing)


async def rewrite(database: Database, lines: Sequence[Line]) -> None:
    """The same, replacing everything that was there."""
    async with database.write() as writing:
        await writing.run("DELETE FROM show")
        await write(writing, lines)


async def found(
    reading: Reading,
    typed: str,
    limit: Limit = EVERYTHING,
    *,
    speaker: str | None = None,
    season: int | None = None,
) -> list[int]:
    """The numbers of the quotes that a search finds, in order."""
    ids = await search(reading, SHOW, read_query(typed), limit=limit, speaker=speaker, season=season)
    return [quote & 0xFFFFFF for quote in ids]


def revealed(veiled: Veiled | None) -> str | None:
    """Sealed text, opened for somebody who has watched everything."""
    if veiled is None:
        return None
    viewpoint = Viewpoint(veiled.show, Audience.ASKER, ceiling=EVERYTHING, progress=EVERYTHING)
    return veiled.disclosed_to(viewpoint).text


def up_to(code: str) -> Limit:
    return Limit.up_to(Position.from_code(code))

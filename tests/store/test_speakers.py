"""Speakers: ids are never reused, and the work done reveals nothing about later speakers."""

from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import GuildId, QuoteId, ShowId
from bot.domain.quotes import referred_speaker, speaker_reference
from bot.domain.shows import Show
from bot.domain.spoilers import EVERYTHING
from bot.store.connections import Reading, connect_reader
from bot.store.database import Database
from bot.store.draws import Draw, new_draw
from bot.store.folding import fold_waiting, repair_search, search_is_in_step
from bot.store.forks import copy_show
from bot.store.quotes import characters_of, next_quote, speaker_within
from bot.store.shows import shows_of
from tests.store.quotes.steps import LINES, SHOW, Line, revealed, rewrite, up_to

WITHIN: list[Line] = [("S01E01", name, f"line {number}") for number, name in enumerate(["Tom", "Ivy"] * 20)]
BEYOND: list[Line] = [("S01E02", "Ned", f"later {number}") for number in range(300)]


async def ids_of(reading: Reading) -> dict[str, int]:
    return {row["name"]: row["id"] for row in await reading.rows("SELECT id, name FROM speaker")}


async def the_show(reading: Reading) -> Show:
    return next(show for show in await shows_of(reading, None) if show.id == SHOW)


async def test_a_speaker_keeps_its_id_and_ids_are_never_reused(database: Database) -> None:
    await rewrite(database, LINES)
    async with database.write() as writing:
        before = await ids_of(writing)
        await writing.run("UPDATE quote SET speaker = 'Tom' WHERE speaker = 'Tom Levitt'")
        await writing.run("DELETE FROM quote WHERE speaker = 'Jimmy'")
        await fold_waiting(writing)
        after = await ids_of(writing)
        assert after.items() > before.items()
        assert after["Tom"] > max(before.values())
        await writing.run("UPDATE quote SET speaker = 'Tom Levitt' WHERE speaker = 'Tom'")
        await fold_waiting(writing)
        assert await ids_of(writing) == after


async def test_differently_written_names_have_their_own_ids(database: Database) -> None:
    await rewrite(database, [("S01E01", name, "x") for name in ("Más", "Mas", "mas", "Más")])
    async with database.read() as reading:
        assert (await ids_of(reading)).keys() == {"Más", "Mas", "mas"}
        (speaker,) = await characters_of(reading, SHOW, EVERYTHING, "", at_most=25)
        assert (revealed(speaker.name), speaker.quotes) == ("Más", 4)


async def test_a_suggested_speaker_of_a_bundled_show_works_in_a_copy(database: Database) -> None:
    await rewrite(database, LINES)
    async with database.write() as writing:
        original = await the_show(writing)
        reference = speaker_reference((await ids_of(writing))["Eileen"])  # type: ignore[arg-type]
        await copy_show(writing, original, GuildId(7))
        (copy,) = await shows_of(writing, GuildId(7))
        assert await speaker_within(writing, copy, EVERYTHING, reference) == "eileen"


async def test_a_speaker_of_another_show_is_not_found(database: Database) -> None:
    await rewrite(database, LINES)
    async with database.write() as writing:
        await writing.run("INSERT INTO show (id, slug, title) VALUES (9, 'other', 'Other')")
        await writing.run("INSERT INTO speaker (id, show_id, name) VALUES (900, 9, 'Eileen')")
        assert await speaker_within(writing, await the_show(writing), EVERYTHING, "speaker-900") is None


async def test_a_speaker_without_an_id_is_detected_and_repaired(database: Database) -> None:
    await rewrite(database, LINES)
    async with database.write() as writing:
        await writing.run("DELETE FROM speaker WHERE name = 'Eileen'")
        assert not await search_is_in_step(writing)
        await repair_search(writing)
        assert await search_is_in_step(writing)


@pytest.mark.parametrize(
    "typed", ["speaker-", "speaker-x", "speaker-1x", "Speaker 1", "speaker-" + "9" * 30, ""]
)
def test_text_that_is_not_a_speaker_reference_is_a_name(typed: str) -> None:
    assert referred_speaker(typed) is None


async def steps(database: Database, work: Callable[[Reading], Awaitable[object]]) -> int:
    """How many virtual machine steps SQLite takes for some work."""
    taken = Counter[str]()

    def count() -> int:
        taken["steps"] += 1
        return 0

    with connect_reader(database.path, 0) as connection:
        connection.set_progress_handler(count, 1)
        await work(Reading(connection, database.path))
    return taken["steps"]


async def test_looking_up_a_later_speaker_takes_the_same_work_as_an_unknown_one(
    database: Database,
) -> None:
    await rewrite(database, WITHIN + BEYOND)
    async with database.read() as reading:
        show = await the_show(reading)

    async def look_for(typed: str) -> int:
        async def work(reading: Reading) -> None:
            assert await speaker_within(reading, show, up_to("S01E01"), typed) is None

        return await steps(database, work)

    assert await look_for("Ned") == await look_for("Nobody")


async def test_random_quotes_and_suggestions_take_the_same_work_whatever_comes_later(
    database: Database,
) -> None:
    async def draw(reading: Reading) -> None:
        assert await next_quote(reading, SHOW, Draw(5, -1), up_to("S01E01"), None)
        assert await next_quote(reading, SHOW, Draw(5, -1), up_to("S01E01"), "ivy")

    async def suggest(reading: Reading) -> None:
        assert len(await characters_of(reading, SHOW, up_to("S01E01"), "", at_most=25)) == 2

    taken: list[tuple[int, int]] = []
    for lines in (WITHIN + BEYOND[:1], WITHIN + BEYOND):
        await rewrite(database, lines)
        taken.append((await steps(database, draw), await steps(database, suggest)))
    assert taken[0] == taken[1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.integers(1, 6), st.sampled_from([None, "ivy"]))
async def test_each_round_has_every_quote_once_and_none_twice_in_a_row(
    database: Database, count: int, speaker: str | None
) -> None:
    await rewrite(
        database, [*[("S01E01", "Ivy", "x")] * count, *[("S01E01", "Tom", "y")] * (speaker is not None)]
    )
    draw, drawn = new_draw(), list[QuoteId]()
    async with database.read() as reading:
        for _ in range(count * 8):
            found = await next_quote(reading, ShowId(SHOW), draw, EVERYTHING, speaker)
            assert found is not None
            quote, draw = found
            drawn.append(quote)
    rounds = [drawn[start : start + count] for start in range(0, len(drawn), count)]
    assert all(len({*each}) == count for each in rounds)
    assert count == 1 or all(one != other for one, other in pairwise(drawn))

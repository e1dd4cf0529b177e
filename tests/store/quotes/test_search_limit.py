"""A search ends at the limit, and what is past it tells nothing."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.positions import Position
from bot.domain.spoilers import EVERYTHING, NOTHING
from bot.store.database import Database
from bot.store.quotes import characters_of
from tests.store.quotes.steps import (
    LINES,
    SHOW,
    Line,
    anything,
    found,
    lines,
    revealed,
    rewrite,
    slow_setup,
    up_to,
    write,
)


@slow_setup
@given(
    lines, anything, st.sampled_from(["S01E01", "S01E02", "S02E01"]), st.sampled_from([None, "tom", "EVA"])
)
async def test_quotes_past_the_limit_do_not_affect_search_results(
    database: Database, lines: list[Line], typed: str, code: str, speaker: str | None
) -> None:
    """Results and their order are the same as if the later quotes did not exist."""
    within = [line for line in lines if up_to(code).covers(Position.from_code(line[0]))]
    numbers = [number for number, line in enumerate(lines) if line in within]
    async with database.write() as writing:
        await writing.run("DELETE FROM show")
        await write(writing, lines)
        answer = await found(writing, typed, up_to(code), speaker=speaker)
        names = [
            (revealed(each.name), each.quotes)
            for each in await characters_of(writing, SHOW, up_to(code), "", at_most=25)
        ]
        await writing.run("DELETE FROM show")
        await write(writing, within)
        assert [numbers[number] for number in await found(writing, typed, speaker=speaker)] == answer
        assert [
            (revealed(each.name), each.quotes)
            for each in await characters_of(writing, SHOW, EVERYTHING, "", at_most=25)
        ] == names


async def test_quotes_past_the_limit_do_not_affect_searches_for_common_words(database: Database) -> None:
    chance = random.Random(5)
    common = ["what", "are", "you", "doing", "here", "with", "me", "now", "going", "there"]
    rare = ["lawyer", "contract", "parrot", "going", "money"]

    def line(code: str) -> Line:
        return code, None, " ".join(chance.sample(common, 5) + chance.choices(rare, k=chance.randint(0, 2)))

    within = [line("S01E01") for _ in range(400)]
    beyond = [line("S01E02") for _ in range(400)] + [("S01E02", None, "moneys dooing hear goings")] * 120
    queries = [
        " ".join(chance.sample([*common, *rare, "dooing", "moey", "gonig", "hear"], chance.randint(1, 6)))
        for _ in range(60)
    ]
    answers: list[list[list[int]]] = []
    for quotes in (within, within + beyond):
        await rewrite(database, quotes)
        async with database.read() as reading:
            answers.append([await found(reading, typed, up_to("S01E01")) for typed in queries])
    assert answers[0] == answers[1]
    assert sum(map(bool, answers[0])) > 40


async def test_with_progress_not_started_nothing_is_found(database: Database) -> None:
    await rewrite(database, LINES)
    async with database.read() as reading:
        assert await found(reading, "partner", NOTHING) == []
        assert await characters_of(reading, SHOW, NOTHING, "", at_most=25) == []

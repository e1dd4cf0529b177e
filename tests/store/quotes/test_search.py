"""What a search finds, and in which order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.domain.folding import words_of
from bot.domain.ids import ShowId
from bot.domain.queries import read_query
from bot.domain.spoilers import EVERYTHING
from bot.domain.typos import typos_forgiven
from bot.services.pack_loading import bundled_packs, load_packs
from bot.store.database import Database
from bot.store.quotes import quotes_by_ids
from bot.store.searching import search
from tests.store.quotes.steps import (
    LINES,
    SHOW,
    Line,
    found,
    lines,
    revealed,
    rewrite,
    slow_setup,
    up_to,
    write,
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("i dont want a new riting partner", [0]),
        ("I DON'T want", [0]),
        ("lawyer draw contract", [3, 5]),
        ("contract lawyer draw", [3, 5]),
        ("lawyer draw con", [3, 5]),
        ("“draw up the contract”", [3]),
        ('"draw the other contract"', [5]),
        ('"contract draw"', []),
        ("what are you doing here", [1, 2]),
        ("crutain", [4]),
        ("contarct", [3, 5]),
        ("partnerr", [2, 0]),
        ("near", [6]),
        ("partner banana", []),
        ("lawyer draw banana", [3, 5]),
    ],
)
async def test_matching_quotes_are_found_best_first(
    database: Database, typed: str, expected: list[int]
) -> None:
    await rewrite(database, LINES)
    async with database.read() as reading:
        assert await found(reading, typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "x",
        "!",
        "!!!",
        '"',
        '""',
        "“",
        "*",
        "^",
        "-",
        ":",
        "🎭",
        "🎭🎭 🎭",
        "{text}",
        "(",
        "\0",
        "'",
        "’’",
        "text:zzz",
        "zzz*",
        '"zzz',
        "zzz" * 1300,
        "zz " * 1300,
        "\ud800",
        "$1",
        "%",
        "_",
    ],
)
async def test_a_query_without_words_finds_nothing(database: Database, typed: str) -> None:
    await rewrite(database, LINES)
    async with database.read() as reading:
        assert await found(reading, typed) == []


@pytest.mark.parametrize(
    "typed", ["AND", "so AND on", "far OR not", "NEAR(and far)", "and*", '"near and far']
)
async def test_search_operators_are_treated_as_words(database: Database, typed: str) -> None:
    await rewrite(database, LINES)
    async with database.read() as reading:
        assert await found(reading, typed) == [6]


@slow_setup
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(['"', "*", "NEAR(", "AND", "OR", "NOT", "a", "I", "^", "+"])).map(" ".join)
)
async def test_any_query_is_searched_without_an_error(database: Database, typed: str) -> None:
    await rewrite(database, LINES)
    async with database.read() as reading:
        for quote in await found(reading, typed):
            line = {*words_of(LINES[quote][2])}
            assert len([word for word in words_of(typed) if any(each[:1] == word[:1] for each in line)]) > 0


async def test_a_very_long_query_is_searched_by_its_beginning(database: Database) -> None:
    long = " ".join(f"word{number}" for number in range(600))
    await rewrite(database, [("S01E01", None, long), ("S01E01", None, "word7 word8")])
    async with database.read() as reading:
        assert await found(reading, long[:4000]) == [0]


async def test_a_phrase_of_many_contractions_is_found(database: Database) -> None:
    text = "Don’t, don’t, don’t, don’t, don’t!"
    await rewrite(database, [("S01E01", None, text), ("S01E01", None, "Do not. Do not. Do not.")])
    async with database.read() as reading:
        assert await found(reading, f"“{text}”") == [0]


@slow_setup
@given(lines, st.data())
async def test_every_quote_is_found_by_its_words_in_any_order(
    database: Database, lines: list[Line], data: st.DataObject
) -> None:
    await rewrite(database, lines)
    async with database.read() as reading:
        for number, (_, _, text) in enumerate(lines):
            words = data.draw(st.permutations(words_of(text)))
            assert number in await found(reading, " ".join(words))
            first = await found(reading, f"“{text}”")
            assert number in first
            assert words_of(lines[first[0]][2]) == words_of(text)
            if len(words[-1]) > 2:
                assert number in await found(reading, " ".join(words)[:-1])


def possible_typos(word: str, place: int) -> list[str]:
    """The possible typos at a position of a word: letters swapped, one missing, doubled or wrong."""
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return [
        before + after[0] + letter + after[1:],
        before + after,
        before + letter * 2 + after,
        before + "z" + after,
    ]


@slow_setup
@given(
    st.lists(st.text("abcdefghijklmnopqrstuvwxyzéß", min_size=5, max_size=14), min_size=1, max_size=4),
    st.data(),
)
async def test_every_quote_is_found_with_a_typo_in_each_long_word(
    database: Database, words: list[str], data: st.DataObject
) -> None:
    await rewrite(database, [("S01E01", None, " ".join(words)), ("S01E01", None, "other")])
    typed = words_of(" ".join(words))
    for number, word in enumerate(typed):
        for _ in range(1 if len(word) < 10 else 2):
            place = data.draw(st.integers(0, len(typed[number]) - 2))
            typed[number] = data.draw(st.sampled_from(possible_typos(typed[number], place)))
        # Two slips at one place can be three: letters were swapped that hadn't been neighbours.
        if typos_forgiven(typed[number]) < typos_forgiven(word) or OSA.distance(typed[number], word) > 2:
            typed[number] = word
    async with database.read() as reading:
        assert 0 in await found(reading, " ".join(typed))


async def test_searches_can_be_limited_to_a_speaker_or_season(database: Database) -> None:
    await rewrite(database, LINES)
    async with database.read() as reading:
        assert await found(reading, "lawyer contract", season=1) == [3]
        assert await found(reading, "lawyer contract", season=2) == [5]
        assert await found(reading, "lawyer contract", season=2, limit=up_to("S01E02")) == []
        assert await found(reading, "lawyer contract", season=7) == []
        assert await found(reading, "here", speaker="eloise") == [1]
        assert await found(reading, "here", speaker="tom levitt") == [2]
        assert await found(reading, "here", speaker="tom") == []
        assert await found(reading, "here", speaker='" OR *') == []


async def test_a_search_stays_in_its_show(database: Database) -> None:
    async with database.write() as writing:
        await write(writing, LINES)
        await write(writing, LINES, ShowId(2))
    async with database.read() as reading:
        ids = await search(reading, ShowId(2), read_query("lawyer draw contract"), limit=EVERYTHING)
    assert [quote >> 24 for quote in ids] == [2, 2]


async def test_the_bundled_quotes_are_found(database: Database) -> None:
    await load_packs(database, bundled_packs())
    async with database.read() as reading:
        for typed, speaker in [
            ("i dont want a new riting partner", "Tom"),
            ("lawyer draw contract", "Eileen"),
        ]:
            (first, *_) = await search(reading, SHOW, read_query(typed), limit=EVERYTHING)
            (episode,) = await quotes_by_ids(reading, [first])
            assert revealed(episode.quotes[0].speaker) == speaker


async def test_the_order_of_results_is_stable(database: Database) -> None:
    twice = [line for line in LINES for _ in range(3)]
    await rewrite(database, twice)
    async with database.read() as reading:
        for typed in ("lawyer draw contract", "partner", "here", "what are yuo doing here"):
            first = await found(reading, typed)
            assert first == await found(reading, typed)
            assert all(first.index(number) < first.index(number + 1) for number in first if (number + 1) % 3)


async def test_a_very_common_word_finds_no_more_than_the_maximum(database: Database) -> None:
    await rewrite(database, [("S01E01", None, f"the {number}") for number in range(500)])
    async with database.read() as reading:
        ids = await search(reading, SHOW, read_query("the"), limit=EVERYTHING, at_most=30)
        assert len(ids) == 30
        assert (await found(reading, "the 499"))[0] == 499


async def test_a_quote_of_common_words_is_found_with_one_word_missing(database: Database) -> None:
    chance = random.Random(7)
    common = ["what", "are", "you", "doing", "here", "with", "me", "now", "then", "there"]
    lines = [" ".join(chance.sample(common[:-1], chance.randint(4, 6))) for _ in range(600)]
    await rewrite(database, [("S01E01", None, line) for line in lines])
    async with database.read() as reading:
        for number in range(0, 600, 25):
            *others, _ = words = lines[number].split()
            assert lines[(await found(reading, " ".join(words)))[0]] == lines[number]
            answers = [lines[answer] for answer in await found(reading, " ".join([*others, "there"]))]
            assert any(set(others) <= set(answer.split()) for answer in answers)
            for count in range(1, 11):
                await found(reading, " ".join(chance.choices([*common, "whta", "dooing"], k=count)))

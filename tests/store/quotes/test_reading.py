"""Reading and writing quotes, and the characters who speak."""

import random

import pytest

from bot.domain.ids import EpisodeId, QuoteId
from bot.domain.shows import Quote
from bot.domain.spoilers import EVERYTHING
from bot.store.database import Database
from bot.store.edits import add_quotes
from bot.store.folding import search_is_in_step
from bot.store.quotes import characters_of, quotes_around, quotes_by_ids
from bot.store.snapshots import UNRECORDED, Edit
from tests.store.quotes.steps import LINES, SHOW, found, revealed, rewrite, write


async def test_quotes_are_read_in_the_requested_order_and_sealed(database: Database) -> None:
    await rewrite(database, LINES)
    ids = [QuoteId(SHOW << 24 | number) for number in (5, 4, 99, 0)]
    async with database.read() as reading:
        episodes = await quotes_by_ids(reading, ids)
    quotes = [episode.quotes[0] for episode in episodes]
    assert [quote.id for quote in quotes] == [ids[0], ids[1], ids[3]]
    assert [episode.position.code for episode in episodes] == ["S02E01", "S01E02", "S01E01"]
    assert [revealed(quote.speaker) for quote in quotes] == ["Tom Levitt", None, "Tom Levitt"]
    assert revealed(quotes[1].text) == "Curtain!"


@pytest.mark.parametrize(
    ("number", "around", "expected"),
    [(1, 1, [0, 1, 2]), (0, 5, [0, 1, 2]), (3, 1, [3, 4]), (4, 0, [4]), (99, 3, [])],
)
async def test_surrounding_quotes_are_of_the_same_episode(
    database: Database, number: int, around: int, expected: list[int]
) -> None:
    await rewrite(database, LINES)
    async with database.read() as reading:
        quotes = await quotes_around(reading, QuoteId(SHOW << 24 | number), around)
    assert [quote.id & 0xFFFFFF for quote in quotes] == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["Tom Levitt", "Jimmy", "Eileen", "Éloïse"]),
        ("lev", ["Tom Levitt"]),
        ("E", ["Eileen", "Éloïse"]),
        ("elo", ["Éloïse"]),
        ("evitt", []),
        ("%", []),
    ],
)
async def test_characters_are_suggested_by_the_start_of_any_word(
    database: Database, typed: str, expected: list[str]
) -> None:
    await rewrite(database, LINES)
    async with database.read() as reading:
        named = await characters_of(reading, SHOW, EVERYTHING, typed, at_most=25)
        assert [revealed(each.name) for each in named] == expected


async def test_many_quotes_are_written_and_deleted_at_once(database: Database) -> None:
    words = [f"word{number}" for number in range(4000)]
    chance = random.Random(3)
    new = [
        (EpisodeId(1), Quote(" ".join(chance.choices(words, k=6)), chance.choice([None, "Tom", "Éva"])))
        for _ in range(25_000)
    ]
    async with database.write() as writing:
        await writing.run("INSERT INTO show (id, slug, title) VALUES (1, 'a', 'A')")
        await writing.run("INSERT INTO episode (id, show_id, position) VALUES (1, 1, 100010000)")
        first = await add_quotes(Edit(writing, UNRECORDED, SHOW), new[:3])
        ids = await add_quotes(Edit(writing, UNRECORDED, SHOW), new)
        assert await search_is_in_step(writing)
        assert ids[-1] & 0xFFFFFF in await found(writing, new[-1][1].text)
        await writing.run("DELETE FROM quote WHERE id BETWEEN $1 AND $2", ids[0], ids[-1])
        assert await search_is_in_step(writing)
        rows = await writing.rows("SELECT id, text FROM quote ORDER BY id")
    assert [(row["id"], row["text"]) for row in rows] == [
        (quote, draft.text) for quote, (_, draft) in zip(first, new, strict=False)
    ]


async def test_quote_ids_are_never_reused(database: Database) -> None:
    quote = (EpisodeId(1), Quote("Curtain!"))
    async with database.write() as writing:
        await writing.run("INSERT INTO show (id, slug, title) VALUES (1, 'a', 'A')")
        await writing.run("INSERT INTO episode (id, show_id, position) VALUES (1, 1, 100010000)")
        given = [*await add_quotes(Edit(writing, UNRECORDED, SHOW), [quote] * 3)]
        assert await add_quotes(Edit(writing, UNRECORDED, SHOW), []) == []
        await writing.run("DELETE FROM quote")
        given += await add_quotes(Edit(writing, UNRECORDED, SHOW), [quote] * 2)
    assert given == [SHOW << 24 | number for number in range(1, 6)]


async def test_a_show_cannot_have_more_quotes_than_ids(database: Database) -> None:
    async with database.write() as writing:
        await write(writing, LINES)
        await writing.run("UPDATE show SET quotes_numbered = $1", 2**24 - 3)
        quote = (EpisodeId(1), Quote("Curtain!"))
        assert await add_quotes(Edit(writing, UNRECORDED, SHOW), [quote]) == [(SHOW << 24) + 2**24 - 2]
        with pytest.raises(OverflowError):
            await add_quotes(Edit(writing, UNRECORDED, SHOW), [quote])

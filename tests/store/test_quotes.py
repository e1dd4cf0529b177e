import random
from collections.abc import Sequence
from pathlib import Path

import aiosqlite
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.domain.folding import words_of
from bot.domain.ids import EpisodeId, QuoteId, ShowId
from bot.domain.positions import Position
from bot.domain.queries import read_query
from bot.domain.shows import Quote
from bot.domain.spoilers import EVERYTHING, NOTHING, Audience, Limit, Veiled, Viewpoint
from bot.domain.typos import typos_forgiven
from bot.services.pack_loading import bundled_packs, load_packs
from bot.store.database import Database, Reading, Writing
from bot.store.edits import add_quotes
from bot.store.folding import fold_waiting, repair_search, search_is_in_step
from bot.store.fulltext import index_is_in_step
from bot.store.migrations import migrate, migrations
from bot.store.quotes import characters_of, quotes_around, quotes_by_ids
from bot.store.searching import search
from bot.store.snapshots import UNRECORDED, Edit

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
    for lines in (within, within + beyond):
        await rewrite(database, lines)
        async with database.read() as reading:
            answers.append([await found(reading, typed, up_to("S01E01")) for typed in queries])
    assert answers[0] == answers[1]
    assert sum(map(bool, answers[0])) > 40


async def test_with_progress_not_started_nothing_is_found(database: Database) -> None:
    await rewrite(database, LINES)
    async with database.read() as reading:
        assert await found(reading, "partner", NOTHING) == []
        assert await characters_of(reading, SHOW, NOTHING, "", at_most=25) == []


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


Change = tuple[str, int, str]


@slow_setup
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["insert", "text", "speaker", "move", "delete", "episode", "fold"]),
            st.integers(0, 9),
            anything,
        ),
        max_size=25,
    )
)
@example([("insert", 1, '"\\ʼ"'), ("fold", 0, ""), ("insert", 1, "x"), ("delete", 1, "")])
async def test_the_search_index_follows_every_change(database: Database, changes: list[Change]) -> None:
    async with database.write() as writing:
        await writing.run("DELETE FROM show")
        await write(writing, LINES[:3])
        for kind, number, text in changes:
            await change(writing, kind, number, text.replace("\ud800", ""))
        await fold_waiting(writing)
        assert await search_is_in_step(writing)


async def change(writing: Writing, kind: str, number: int, text: str) -> None:
    quote = SHOW << 24 | number
    match kind:
        case "insert":
            await writing.run(
                """
                INSERT INTO quote (id, episode_id, ordinal, text)
                SELECT $1, id, $1, $2 FROM episode WHERE show_id = 1 LIMIT 1
                ON CONFLICT (id) DO UPDATE SET text = $2
                """,
                quote,
                text,
            )
        case "text":
            await writing.run("UPDATE quote SET text = $2 WHERE id = $1", quote, text)
        case "speaker":
            await writing.run("UPDATE quote SET speaker = $2 WHERE id = $1", quote, text or None)
        case "move":
            await writing.run(
                "INSERT INTO episode (show_id, position) VALUES (1, $1) ON CONFLICT DO NOTHING", number
            )
            await writing.run(
                "UPDATE quote SET episode_id = (SELECT id FROM episode WHERE position = $2) WHERE id = $1",
                quote,
                number,
            )
        case "delete":
            await writing.run("DELETE FROM quote WHERE id = $1", quote)
        case "episode":
            await writing.run(
                "DELETE FROM episode WHERE id = (SELECT max(id) FROM episode) AND $1 > 7", number
            )
        case _:
            await fold_waiting(writing)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE quote_folded SET text = 'stale' WHERE quote_id = (SELECT min(id) FROM quote)",
        "INSERT INTO quote_fts (quote_fts) VALUES ('delete-all')",
        "DELETE FROM quote_vocabulary",
        "UPDATE quote_speaker SET lines = 9",
        "DELETE FROM quote_folded",
        "INSERT INTO quote_fts (rowid, text) VALUES (5, 'never written')",
    ],
)
async def test_an_inconsistent_search_index_is_detected_and_repaired(database: Database, harm: str) -> None:
    await rewrite(database, LINES)
    async with database.write() as writing:
        assert await search_is_in_step(writing)
        await writing.run(harm)  # pyright: ignore[reportArgumentType] -- a test may choose its statement
        assert not await search_is_in_step(writing)
        await repair_search(writing)
        assert await search_is_in_step(writing)
        assert await index_is_in_step(writing)
        assert await found(writing, "crutain") == [4]


async def test_quotes_from_before_the_search_index_are_found_after_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await migrate(connection, path, migrations()[:2])
        await connection.execute("INSERT INTO show (id, slug, title) VALUES (1, 'a', 'A')")
        await connection.execute("INSERT INTO episode (show_id, position) VALUES (1, 100010000)")
        await connection.execute(
            "INSERT INTO quote (id, episode_id, ordinal, text) VALUES (?, 1, 0, 'Curtain!')", [1 << 24]
        )
    async with Database.open(path) as database:
        async with database.write() as writing:
            await fold_waiting(writing)
        async with database.read() as reading:
            assert await found(reading, "curtain") == [0]


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

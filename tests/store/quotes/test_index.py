"""The search index stays in step with the quotes."""

from pathlib import Path

import aiosqlite
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.store.database import Database, Writing
from bot.store.folding import fold_waiting, repair_search, search_is_in_step
from bot.store.fulltext import index_is_in_step
from bot.store.migrations import migrate, migrations
from tests.store.quotes.steps import LINES, SHOW, anything, found, rewrite, slow_setup, write

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

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import ShowId
from bot.domain.positions import Position
from bot.domain.queries import read_query
from bot.domain.spoilers import EVERYTHING, Limit
from bot.store.database import Database, Reading, Writing
from bot.store.folding import fold_waiting, search_is_in_step
from bot.store.searching import scope_of, search
from bot.store.story_order import shows_out_of_order

SHOW = ShowId(1)
OTHER = ShowId(2)
Step = tuple[str, int, int]

steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "move", "swap", "delete", "quote moves", "fold"]),
        st.integers(1, 12),
        st.integers(1, 12),
    ),
    max_size=20,
)


def at(number: int) -> int:
    return Position.from_code(f"S01E{number:02}").key


async def add(writing: Writing, show: ShowId, number: int) -> None:
    """Two quotes of an episode, which is added if it isn't there."""
    await writing.run(
        "INSERT INTO episode (show_id, position) VALUES ($1, $2) ON CONFLICT DO NOTHING", show, at(number)
    )
    for _ in range(2):
        await writing.run(
            """
            INSERT INTO quote (id, episode_id, ordinal, text)
            SELECT (SELECT coalesce(max(id), $1 << 24) + 1 FROM quote WHERE id >> 24 = $1), id, 0,
                   'a line of ' || $3
            FROM episode WHERE show_id = $1 AND position = $2
            """,
            show,
            at(number),
            f"episode{number}",
        )


async def take(writing: Writing, step: Step) -> None:
    what, one, other = step
    if what == "add":
        await add(writing, SHOW, one)
    elif what == "move":
        await writing.run(
            "UPDATE OR IGNORE episode SET position = $2 WHERE show_id = 1 AND position = $1",
            at(one),
            at(other),
        )
    elif what == "swap":
        for before, after in ((one, 99), (other, one), (99, other)):
            await writing.run(
                "UPDATE OR IGNORE episode SET position = $2 WHERE show_id = 1 AND position = $1",
                at(before),
                at(after),
            )
    elif what == "delete":
        await writing.run("DELETE FROM episode WHERE show_id = 1 AND position = $1", at(one))
    elif what == "quote moves":
        await writing.run(
            """
            UPDATE quote SET episode_id = (SELECT id FROM episode WHERE show_id = 1 AND position = $2)
            WHERE episode_id = (SELECT id FROM episode WHERE show_id = 1 AND position = $1)
              AND EXISTS (SELECT 1 FROM episode WHERE show_id = 1 AND position = $2)
            """,
            at(one),
            at(other),
        )
    else:
        await fold_waiting(writing)


async def in_rows(reading: Reading, limit: Limit) -> set[int]:
    """The positions of the quotes in the run of ids that a search goes through."""
    scope = await scope_of(reading, SHOW, limit=limit)
    if scope is None:
        return set()
    rows = await reading.rows(
        """
        SELECT position FROM quote_folded JOIN episode ON episode.id = quote_folded.episode_id
        WHERE quote_folded.id BETWEEN $1 AND $2
        """,
        *scope.rows,
    )
    return {row["position"] for row in rows}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(steps)
async def test_a_search_goes_through_the_visible_quotes_alone_whatever_was_done_before(
    database: Database, steps: list[Step]
) -> None:
    async with database.write() as writing:
        await writing.run("DELETE FROM show")
        for show in (SHOW, OTHER):
            await writing.run("INSERT INTO show (id, slug, title) VALUES ($1, $1, $1)", show)
            await add(writing, show, 5)
        for step in steps:
            await take(writing, step)
        await fold_waiting(writing)
        assert await search_is_in_step(writing)
        for number in (3, 5, 7, 12):
            limit = Limit.up_to(Position.from_key(at(number)))
            visible = await writing.rows(
                """
                SELECT DISTINCT position FROM quote JOIN episode ON episode.id = quote.episode_id
                WHERE show_id = 1 AND position <= $1
                """,
                limit.key,
            )
            assert await in_rows(writing, limit) == {row["position"] for row in visible}


async def test_episodes_are_added_between_two_until_there_is_no_room_and_then_too(database: Database) -> None:
    async with database.write() as writing:
        await writing.run("INSERT INTO show (id, slug, title) VALUES (1, 'a', 'A')")
        for number in [1, 99, *range(2, 40)]:
            await add(writing, SHOW, number)
            await fold_waiting(writing)
            assert await shows_out_of_order(writing) == []
        assert await search_is_in_step(writing)
        limit = Limit.up_to(Position.from_key(at(20)))
        assert len(await search(writing, SHOW, read_query("line"), limit=limit)) == 40


async def test_a_stale_index_shows_nothing_past_the_limit(database: Database) -> None:
    async with database.write() as writing:
        await writing.run("INSERT INTO show (id, slug, title) VALUES (1, 'a', 'A')")
        for number in (1, 2):
            await add(writing, SHOW, number)
        await fold_waiting(writing)
        await writing.run(
            "UPDATE episode_slot SET slot = slot - 100 WHERE episode_id = (SELECT max(id) FROM episode)"
        )
        limit = Limit.up_to(Position.from_key(at(1)))
        assert await search(writing, SHOW, read_query('"episode2"'), limit=limit) == []
        assert len(await search(writing, SHOW, read_query('"episode2"'), limit=EVERYTHING)) in (0, 2)
        assert not await search_is_in_step(writing)

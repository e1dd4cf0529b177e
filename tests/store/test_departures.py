"""Erasing a server leaves nothing of it and touches nothing else, on real SQLite files."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import GuildId
from bot.services.departures import KEPT_FOR, Departures
from bot.services.pack_loading import load_packs
from bot.services.privacy import Privacy
from bot.store.database import Database
from bot.store.departures import detach, erase_step
from bot.store.folding import search_is_in_step
from bot.store.fulltext import set_up_index
from bot.store.remembered import remember
from tests.servers import NOON, ManualClock, Services, asker
from tests.world import write_curtain

HERE, THERE = 1_000_000, 2_000_000
MEMBER, OTHER = 11, 12

Rows = dict[str, list[tuple[object, ...]]]


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[tuple[Services, Departures, ManualClock]]:
    watch = ManualClock()
    async with Database.open(folder / "u.db") as database:
        await load_packs(database, write_curtain(folder / "packs"))
        yield Services(database, watch), Departures(database=database, clock=watch), watch


async def create_all_data(services: Services, guild: int, user: int, lines: int = 3) -> None:
    """Create every kind of stored data in a server."""
    await services.set_up(guild)
    made = await services.own_show(guild, user, lines)
    await services.undo(guild, user, made)
    await services.own_show(guild, user, lines, "again")
    await services.fork(guild, user, "curtain")
    await services.open_form(guild, user)
    await services.pending_import(guild, user)
    await services.hidden_message(guild, user)
    await services.watch(guild, user, "again")
    if lines:
        await services.search_and_draw(guild, user, "again", "line0")


def columns(path: Path) -> dict[str, list[str]]:
    """The columns of every table, except SQLite's own and FTS5's index tables."""
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        for name in names
        if not name.startswith(("sqlite_", "quote_fts"))
    }
    connection.close()
    return found


def rows(path: Path) -> Rows:
    """Every row of every table."""
    connection = sqlite3.connect(path)
    found = {
        name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
        for name in columns(path)
    }
    connection.close()
    return found


def tables_of(path: Path, guild: int) -> set[str]:
    """The tables with a server's id."""
    connection = sqlite3.connect(path)
    found = {
        table
        for table, names in columns(path).items()
        for name in names
        if name in ("guild_id", "owner") or (table, name) == ("guild", "id")
        if connection.execute(f"SELECT 1 FROM {table} WHERE {name} = ?", (guild,)).fetchone()
    }
    connection.close()
    return found


async def test_the_test_server_has_rows_in_every_table_with_server_ids(tmp_path: Path) -> None:
    async with opened(tmp_path) as (services, _, _):
        await create_all_data(services, HERE, MEMBER)
    named = {
        table
        for table, names in columns(tmp_path / "u.db").items()
        if table == "guild" or {"guild_id", "owner"} & set(names)
    }
    assert tables_of(tmp_path / "u.db", HERE) == named


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.sampled_from([0, 1, 499, 500, 501]) | st.integers(2, 40), renumbers=st.booleans())
async def test_erasing_a_server_leaves_no_row_of_it(
    tmp_path_factory: pytest.TempPathFactory, lines: int, renumbers: bool
) -> None:
    folder = tmp_path_factory.mktemp("servers")
    async with opened(folder) as (services, departures, watch):
        await create_all_data(services, THERE, OTHER)
        await services.watch(
            None, MEMBER, "curtain"
        )  # progress in a bundled show belongs to the member, not to a server
        before = rows(folder / "u.db")
        await create_all_data(services, HERE, MEMBER, lines)
        if renumbers:
            await services.renumber(HERE, MEMBER, "curtain")
            await services.watch(HERE, MEMBER, "curtain")
        await departures.left(GuildId(HERE))
        watch.at = NOON + KEPT_FOR
        await departures.erase_due()
        async with services.database.write() as writing:
            assert await search_is_in_step(writing)
    assert rows(folder / "u.db") == before


async def test_nothing_is_erased_before_30_days(tmp_path: Path) -> None:
    async with opened(tmp_path) as (services, departures, watch):
        await create_all_data(services, HERE, MEMBER)
        kept = rows(tmp_path / "u.db")
        await departures.left(GuildId(HERE))
        watch.at = NOON + KEPT_FOR - timedelta(seconds=1)
        await departures.erase_due()
        await departures.back(GuildId(HERE))
        assert rows(tmp_path / "u.db") == kept
        watch.at = NOON + 3 * KEPT_FOR
        await departures.erase_due()
        assert rows(tmp_path / "u.db") == kept


async def test_leaving_again_restarts_the_30_days(tmp_path: Path) -> None:
    async with opened(tmp_path) as (services, departures, watch):
        await create_all_data(services, HERE, MEMBER)
        for day in (0, 29):
            watch.at = NOON + timedelta(days=day)
            await departures.left(GuildId(HERE))
        watch.at = NOON + timedelta(days=31)
        await departures.erase_due()
        assert "show" in tables_of(tmp_path / "u.db", HERE)


async def test_servers_that_left_or_returned_while_the_bot_was_off_are_noticed(tmp_path: Path) -> None:
    async with opened(tmp_path) as (services, departures, watch):
        await create_all_data(services, HERE, MEMBER)
        await create_all_data(services, THERE, OTHER)
        await departures.left(GuildId(THERE))
        watch.at = NOON + timedelta(days=20)
        await departures.compare({GuildId(THERE)})
        watch.at = NOON + timedelta(days=40)
        await departures.compare(
            {GuildId(THERE)}
        )  # for a server already known to have left, the time keeps running
        await departures.erase_due()
        assert tables_of(tmp_path / "u.db", HERE)
        watch.at = NOON + timedelta(days=50)
        await departures.erase_due()
    assert not tables_of(tmp_path / "u.db", HERE)
    assert "show" in tables_of(tmp_path / "u.db", THERE)


async def test_leaving_stores_nothing_about_a_server_without_settings(tmp_path: Path) -> None:
    async with opened(tmp_path) as (_, departures, _):
        await departures.left(GuildId(HERE))
    assert not tables_of(tmp_path / "u.db", HERE)


async def test_a_server_that_returns_during_erasure_does_not_see_its_old_data(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as (services, departures, _):
        await services.own_show(HERE, MEMBER, 700)
        async with services.database.write() as writing:
            await detach(writing, GuildId(HERE))
        assert not tables_of(tmp_path / "u.db", HERE)
        async with services.database.write() as writing:
            assert await erase_step(writing)
        await services.own_show(HERE, MEMBER, 2)
        await departures.erase_due()
        async with services.database.read() as reading:
            shows = await reading.rows("SELECT owner FROM show WHERE slug = 'ours'")
            lines = await reading.one("SELECT count(*) AS lines FROM quote")
    assert [row["owner"] for row in shows] == [HERE]
    assert lines["lines"] == 2


async def test_others_can_write_while_a_server_is_erased(tmp_path: Path) -> None:
    async with opened(tmp_path) as (services, departures, watch):
        await services.own_show(HERE, MEMBER, 1600)
        await departures.left(GuildId(HERE))
        watch.at = NOON + KEPT_FOR
        lines_left: list[int] = []

        async def look() -> None:
            async with services.database.write() as writing:
                row = await writing.one("SELECT count(*) AS lines FROM quote WHERE id > 0")
                lines_left.append(row["lines"])

        erasing = asyncio.create_task(departures.erase_due())
        while not erasing.done():
            await look()
        await erasing
    assert len(set(lines_left)) > 2


GUILD, PERSON = 1_234_567_890_123_456_789, 1_122_334_455_667_788_990
"""Ids like Discord's: eight bytes that are unlikely to occur otherwise."""


def files(path: Path) -> bytes:
    """All bytes of a database: the file, and those that SQLite keeps beside it."""
    beside = [path, *(path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-shm"))]
    return b"".join(file.read_bytes() for file in beside if file.exists())


def found_in(path: Path, *wanted: str | int) -> list[str | int]:
    """Which of these words and ids occur anywhere in a database's files."""
    content = files(path)
    forms = {
        one: [one.encode()] if isinstance(one, str) else [one.to_bytes(8, "big"), str(one).encode()]
        for one in wanted
    }
    return [one for one, several in forms.items() if any(form in content for form in several)]


@pytest.mark.parametrize("lines", [3, 900])
async def test_no_word_or_id_of_an_erased_server_is_left_in_the_database_files(
    tmp_path: Path, lines: int
) -> None:
    path = tmp_path / "u.db"
    words = ("qwopzx", "Qwopzx")
    async with opened(tmp_path) as (services, departures, watch):
        await create_all_data(services, THERE, OTHER)
        await create_all_data(services, GUILD, PERSON)
        await services.own_show(GUILD, PERSON, lines, "qwopzx")
        assert found_in(path, *words, GUILD) == [*words, GUILD]
        await departures.left(GuildId(GUILD))
        watch.at = NOON + KEPT_FOR
        await departures.erase_due()
        assert found_in(path, *words, GUILD) == []
        async with services.database.write() as writing:
            assert await search_is_in_step(writing)
    assert found_in(path, *words, GUILD) == []


async def test_words_left_in_the_index_by_an_older_version_are_erased_too(tmp_path: Path) -> None:
    path = tmp_path / "u.db"
    async with opened(tmp_path) as (services, departures, _):
        await services.own_show(GUILD, PERSON, 3, "qwopzx")
        async with services.database.write() as writing:
            await writing.run("DELETE FROM quote WHERE text LIKE 'qwopzx%'")
            await writing.run("DELETE FROM change_part")
            await writing.run("DELETE FROM quote_vocabulary")
            await writing.run("UPDATE show SET slug = 'x', title = 'X' WHERE slug = 'qwopzx'")
            await writing.run("UPDATE episode SET title = 'x'")
            await writing.run("UPDATE song SET title = 'x'")
            await remember(writing, "words to sweep", "yes")  # like the migration
        await services.database.empty_log()
        assert found_in(path, "qwopzx") == ["qwopzx"]
        await departures.erase_due()
        assert found_in(path, "qwopzx") == []


async def test_no_id_of_an_erased_member_is_left_in_the_database_files(tmp_path: Path) -> None:
    path = tmp_path / "u.db"
    async with opened(tmp_path) as (services, _, watch):
        await create_all_data(services, HERE, PERSON)
        assert found_in(path, PERSON, "qwopzx") == [PERSON]
        await Privacy(database=services.database, clock=watch).erase(asker(HERE, PERSON))
        assert found_in(path, PERSON) == []
    assert found_in(path, PERSON) == []


async def test_the_search_index_is_rebuilt_after_a_newer_sqlite_and_overwrites_deleted_text(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as (services, _, _):
        await services.own_show(HERE, MEMBER, 3, "qwopzx")
        async with services.database.write() as writing:
            await set_up_index(writing)
            await writing.run("INSERT OR REPLACE INTO quote_fts_config (k, v) VALUES ('secure-delete', 1)")
            await set_up_index(writing)
            row = await writing.row("SELECT v FROM quote_fts_config WHERE k = 'secure-delete'")
            assert (row is not None) is (sqlite3.sqlite_version_info >= (3, 42))
            assert await search_is_in_step(writing)

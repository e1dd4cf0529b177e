"""STORED_DATA lists every table with user ids; on real SQLite files."""

import re
import sqlite3
from pathlib import Path

import bot.services
from bot.domain.ids import UserId
from bot.domain.privacy import Trace
from bot.services.pack_loading import load_packs
from bot.store.database import Database
from bot.store.privacy import STORED_DATA, count_traces, erase_traces, traces_of
from tests.servers import ManualClock, Services
from tests.store.test_departures import HERE, MEMBER, OTHER, THERE, columns, create_all_data, rows
from tests.world import write_curtain

PEOPLE = {"user_id", "author_id", "member_id", "owner_id"}
"""The names of columns with user ids. New ones must use one of these names."""


async def test_every_column_with_a_user_id_is_listed_in_stored_data(database: Database) -> None:
    with_people = {
        (table, name) for table, names in columns(database.path).items() for name in names if name in PEOPLE
    }
    assert with_people == {(kept.table, kept.person) for kept in STORED_DATA}
    assert {kept.trace for kept in STORED_DATA} == set(Trace)


def test_every_kind_of_session_is_in_the_export() -> None:
    kinds = {
        name
        for module in Path(bot.services.__file__).parent.rglob("*.py")
        for name in re.findall(r'= SessionKind\("(\w+)"', module.read_text(encoding="utf-8"))
    }
    assert kinds == {kept.kind for kept in STORED_DATA if kept.table == "session"}
    assert kinds


async def test_erasing_a_member_deletes_their_rows_and_nobody_elses(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "u.db") as database:
        await load_packs(database, write_curtain(tmp_path / "packs"))
        services = Services(database, ManualClock())
        await create_all_data(services, THERE, OTHER)
        await services.own_show(THERE, MEMBER, 2, "third")
        await create_all_data(services, HERE, MEMBER)
        await services.watch(None, MEMBER, "curtain")
        await services.files(None, MEMBER)
        before = rows(database.path)
        async with database.write() as writing:
            others = await traces_of(writing, UserId(OTHER))
            counts = await count_traces(writing, UserId(MEMBER))
            traces = await traces_of(writing, UserId(MEMBER))
            await erase_traces(writing, UserId(MEMBER))
            assert await traces_of(writing, UserId(OTHER)) == others
            assert not any((await count_traces(writing, UserId(MEMBER))).values())
        after = rows(database.path)
    assert all(counts.values()), "the test's member has left something everywhere"
    assert counts == {trace: len(found) for trace, found in traces.items()}
    connection = sqlite3.connect(tmp_path / "u.db")
    for kept in STORED_DATA:
        found = connection.execute(f"SELECT 1 FROM {kept.table} WHERE {kept.person} = ?", (MEMBER,))
        assert found.fetchone() is None
    connection.close()
    tables = {kept.table for kept in STORED_DATA}
    assert {name: found for name, found in after.items() if name not in tables} == {
        name: found for name, found in before.items() if name not in tables
    }
    assert len(after["change"]) == len(before["change"]), "changes stay, without the name"

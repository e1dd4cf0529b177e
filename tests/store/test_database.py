import asyncio
import sqlite3
import stat
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.ids import UserId
from bot.domain.start_errors import DatabaseTooNew, DatabaseUnreadable
from bot.domain.storage_errors import DatabaseBusy, DatabaseReadOnly
from bot.store.database import Database, Reading, Writing
from bot.store.health import health_of
from bot.store.migrations import migrations
from bot.store.remembered import recall, remember


async def test_written_values_can_be_read(database: Database) -> None:
    async with database.write() as writing:
        await remember(writing, "colour", "gold")
        await remember(writing, "colour", "red")
    async with database.read() as reading:
        assert await recall(reading, "colour") == "red"
        assert await recall(reading, "shape") is None


async def test_an_error_rolls_back_the_whole_transaction(database: Database) -> None:
    async def fail() -> None:
        async with database.write() as writing:
            await remember(writing, "colour", "gold")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.read() as reading:
        assert await recall(reading, "colour") is None


@pytest.mark.parametrize("turns", range(12))
async def test_a_write_cancelled_at_any_moment_is_saved_completely_or_not_at_all(
    database: Database, turns: int
) -> None:
    async def write_twice() -> None:
        async with database.write() as writing:
            await remember(writing, "one", "1")
            await asyncio.sleep(0)
            await remember(writing, "two", "2")

    task = asyncio.create_task(write_twice())
    for _ in range(turns):
        await asyncio.sleep(0.0002)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with database.write() as writing:
        await remember(writing, "three", "3")
    async with database.read() as reading:
        assert (await recall(reading, "one") is None) == (await recall(reading, "two") is None)
        assert await recall(reading, "three") == "3"


async def test_a_write_cancelled_before_its_end_saves_nothing(database: Database) -> None:
    async def write_forever() -> None:
        async with database.write() as writing:
            await remember(writing, "one", "1")
            await asyncio.Event().wait()

    task = asyncio.create_task(write_forever())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as writing:
        assert await recall(writing, "one") is None


async def test_a_reader_sees_a_consistent_snapshot_while_others_write(database: Database) -> None:
    async with database.read() as reading:
        assert await recall(reading, "colour") is None
        async with database.write() as writing:
            await remember(writing, "colour", "gold")
        assert await recall(reading, "colour") is None
    async with database.read() as reading:
        assert await recall(reading, "colour") == "gold"


async def test_a_reader_cannot_write(database: Database) -> None:
    async with database.read() as reading:
        with pytest.raises(DatabaseReadOnly):
            await reading.rows("DELETE FROM show")


async def test_concurrent_writers_take_turns(database: Database) -> None:
    async def count_up() -> None:
        async with database.write() as writing:
            value = int(await recall(writing, "count") or 0)
            await asyncio.sleep(0)
            await remember(writing, "count", str(value + 1))

    await asyncio.gather(*(count_up() for _ in range(20)))
    async with database.read() as reading:
        assert await recall(reading, "count") == "20"


def writes(name: str, value: str) -> Callable[[Writing], Awaitable[None]]:
    """A background write."""
    return lambda writing: remember(writing, name, value)


async def test_background_writes_do_not_wait_for_a_writer_and_keep_their_order(
    database: Database,
) -> None:
    async with database.write() as writing:
        database.write_soon(writes("colour", "gold"))
        database.write_soon(writes("colour", "red"))
        assert await recall(writing, "colour") is None
    await database.caught_up()
    async with database.read() as reading:
        assert await recall(reading, "colour") == "red"


async def test_background_writes_happen_without_anyone_waiting(database: Database) -> None:
    database.write_soon(writes("colour", "gold"))
    for _ in range(500):
        async with database.read() as reading:
            if await recall(reading, "colour") == "gold":
                return
        await asyncio.sleep(0.01)
    pytest.fail("it was never written")


async def test_background_writes_are_finished_before_the_database_closes(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "soon.db") as database:
        for number in range(20):
            database.write_soon(writes(f"number {number}", str(number)))
    async with Database.open(tmp_path / "soon.db") as database, database.read() as reading:
        assert [await recall(reading, f"number {number}") for number in range(20)] == [
            str(number) for number in range(20)
        ]


async def test_a_failed_background_write_does_not_affect_others(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(writing: Writing) -> None:
        await remember(writing, "shape", "round")
        raise ZeroDivisionError

    database.write_soon(fail)
    database.write_soon(writes("colour", "gold"))
    await database.caught_up()
    async with database.read() as reading:
        assert await recall(reading, "shape") is None
        assert await recall(reading, "colour") == "gold"
    assert "a background write failed" in caplog.text


@pytest.mark.parametrize("turns", range(6))
async def test_cancelling_a_wait_for_background_writes_loses_none(database: Database, turns: int) -> None:
    for number in range(3):
        database.write_soon(writes(f"number {number}", str(number)))
    waiting = asyncio.create_task(database.caught_up())
    for _ in range(turns):
        await asyncio.sleep(0.0005)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await database.caught_up()
    async with database.read() as reading:
        assert [await recall(reading, f"number {number}") for number in range(3)] == ["0", "1", "2"]


async def test_waiting_for_background_writes_does_not_wait_for_later_ones(database: Database) -> None:
    """Somebody who keeps searching always has something waiting to be written."""
    over = False

    async def search_on(writing: Writing) -> None:
        await remember(writing, "colour", "gold")
        if not over:
            database.write_soon(search_on)

    database.write_soon(search_on)
    async with asyncio.timeout(5):
        await database.caught_up()
    over = True


async def test_a_member_waits_only_for_their_own_background_writes(database: Database) -> None:
    theirs, mine = UserId(1), UserId(2)
    async with database.write():
        database.write_soon(writes("colour", "gold"), theirs)
        async with asyncio.timeout(5):
            await database.caught_up(mine)
    await database.caught_up(theirs)
    async with database.read() as reading:
        assert await recall(reading, "colour") == "gold"


async def test_background_writes_queued_together_share_a_transaction(
    database: Database,
) -> None:
    transactions: list[Writing] = []

    async def note(writing: Writing) -> None:
        transactions.append(writing)

    async with database.write():
        for _ in range(20):
            database.write_soon(note)
        await asyncio.sleep(0)
        for _ in range(20):
            database.write_soon(note)
    await database.caught_up()
    assert len(transactions) == 40
    assert len({id(transaction) for transaction in transactions}) == 2


async def test_an_immediate_write_does_not_wait_for_a_long_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.database._BUSY_SECONDS", 0.02)
    async with database.write():
        with pytest.raises(DatabaseBusy):
            async with database.write(at_once=True):
                pass
    async with database.write(at_once=True) as writing:
        await remember(writing, "colour", "gold")


async def test_the_wal_does_not_stay_large(database: Database) -> None:
    log = database.path.with_name(f"{database.path.name}-wal")
    async with database.write() as writing:
        await remember(writing, "long", "x" * 20_000_000)
    assert log.stat().st_size < 10_000_000
    async with database.write() as writing:
        await remember(writing, "short", "x")
    await database.empty_log()
    assert log.stat().st_size == 0
    async with database.read() as reading:
        assert await recall(reading, "short") == "x"


async def test_a_slow_reader_does_not_block_a_large_write(database: Database) -> None:
    async with database.read() as reading, asyncio.timeout(5):
        assert await recall(reading, "long") is None
        async with database.write() as writing:
            await remember(writing, "long", "x" * 20_000_000)
        assert await recall(reading, "long") is None


async def test_a_database_of_a_newer_version_is_refused_and_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseTooNew) as error:
        async with Database.open(path):
            pass
    assert error.value.version == 999
    assert path.read_bytes() == before


async def test_another_programs_database_is_refused_and_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    with pytest.raises(DatabaseUnreadable):
        async with Database.open(path):
            pass
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]
    connection.close()


@pytest.mark.parametrize("content", [b"this is no database at all, it is text" * 40, b"<html>"])
async def test_a_file_that_is_not_a_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "text.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseUnreadable):
        async with Database.open(path):
            pass
    assert path.read_bytes() == content


async def test_a_path_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreadable):
        async with Database.open(tmp_path):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
async def test_only_the_host_can_read_the_database(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "folder" / "private.db") as database:
        assert stat.S_IMODE(database.path.stat().st_mode) == 0o600


async def test_an_intact_database_has_no_faults(database: Database) -> None:
    health = await health_of(database.path)
    assert health.version == health.newest == migrations()[-1].version
    assert health.faults == ()


async def test_a_damaged_database_has_faults(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    async with Database.open(path):
        pass
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    path.write_bytes(content)
    assert (await health_of(path)).faults


async def test_a_missing_database_has_no_version(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert (await health_of(path)).version is None
    assert not path.exists()


async def test_what_is_read_apart_is_of_one_moment_and_in_another_thread(database: Database) -> None:
    threads = set[int]()

    async def twice(reading: Reading) -> tuple[str | None, str | None]:
        threads.add(threading.get_ident())
        first = await recall(reading, "colour")
        with sqlite3.connect(database.path) as other:
            other.execute("INSERT INTO remembered (name, value) VALUES ('colour', 'gold')")
        other.close()
        return first, await recall(reading, "colour")

    assert await database.read_apart(twice) == (None, None)
    assert threads.isdisjoint({threading.get_ident()})
    async with database.read() as reading:
        assert await recall(reading, "colour") == "gold"


async def test_reading_apart_gives_its_reader_back_whatever_happens(database: Database) -> None:
    async def fail(_: Reading) -> None:
        raise ZeroDivisionError

    async def wait(_: Reading) -> None:
        await asyncio.sleep(0)

    async def recalled(reading: Reading) -> str | None:
        return await recall(reading, "colour")

    for _ in range(6):
        with pytest.raises(ZeroDivisionError):
            await database.read_apart(fail)
        with pytest.raises(RuntimeError, match="may wait for nothing"):
            await database.read_apart(wait)
        cancelled = asyncio.ensure_future(database.read_apart(recalled))
        await asyncio.sleep(0)
        cancelled.cancel()
        await asyncio.gather(cancelled, return_exceptions=True)
    async with database.write() as writing:
        await remember(writing, "colour", "gold")
    assert await asyncio.gather(*(database.read_apart(recalled) for _ in range(6))) == ["gold"] * 6

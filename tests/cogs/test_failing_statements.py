"""Every statement and commit of everything that writes fails once: all of it is saved, or nothing.

The person gets a sentence, and what they typed comes back.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from simcord import InteractionResult

from bot.app import now
from bot.domain.storage_errors import StorageFailed
from bot.store.database import Database
from tests.forms import fill_in
from tests.world import World, message_of, open_world, text_of, write_curtain

WORDS = "Words that were typed once."
_MOST = 200

Act = Callable[[], Awaitable[InteractionResult]]


class _Failing:
    """The writer's connection, whose statement or commit of a number fails as a broken disk does."""

    def __init__(self, connection: aiosqlite.Connection, number: int) -> None:
        self._connection = connection
        self._left = number
        self.failed = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def _count(self, what: str) -> None:
        self._left -= 1
        if self._left == 0:
            self.failed = what
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_IOERR, "SQLITE_IOERR"
            raise error

    async def execute_fetchall(self, sql: str, *values: Any) -> Any:
        self._count(sql)
        return await self._connection.execute_fetchall(sql, *values)

    def executemany(self, sql: str, many: Any) -> Any:
        self._count(sql)
        return self._connection.executemany(sql, many)

    async def commit(self) -> None:
        self._count("COMMIT")
        await self._connection.commit()


@contextmanager
def failing(database: Database, number: int) -> Generator[_Failing]:
    fields = vars(database)
    connection = fields["_writer"]
    fields["_writer"] = broken = _Failing(connection, number)
    try:
        yield broken
    finally:
        fields["_writer"] = connection


def state(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but not the search index, which is filled in the background."""
    with closing(sqlite3.connect(path)) as reader:
        tables = [
            name
            for (name,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("quote_folded", "quote_waiting", "quote_index", "sqlite_"))
        ]
        return {name: sorted(reader.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}


async def _progress(world: World) -> Act:
    return lambda: world.fan.slash(world.general, "progress set", episode="S01E02")


async def _undo_progress(world: World) -> Act:
    shown = await world.fan.slash(world.general, "progress set", episode="S01E02")
    return lambda: world.fan.click(message_of(shown), label="Undo")


async def _titles(world: World) -> Act:
    return lambda: world.admin.slash(world.general, "spoilers titles", hide=True)


async def _limit(world: World) -> Act:
    return lambda: world.admin.slash(world.general, "spoilers channel", policy="open")


async def _clear_limit(world: World) -> Act:
    await world.admin.slash(world.general, "spoilers channel", policy="open")
    return lambda: world.admin.slash(world.general, "spoilers clear", channel=world.general)


async def _form(world: World, command: str, typed: dict[str, str], **options: str) -> Act:
    form = await world.admin.slash(world.general, f"catalog {command}", **options)
    return lambda: fill_in(world.admin, form, **typed)


async def _add_quote(world: World) -> Act:
    return await _form(world, "quote add", {"text": WORDS}, episode="S01E01")


async def _add_episode(world: World) -> Act:
    return await _form(world, "episode add", {"title": WORDS}, season="3", number="1")


async def _add_song(world: World) -> Act:
    return await _form(world, "song add", {"title": WORDS}, episode="S01E01")


async def _add_show(world: World) -> Act:
    return await _form(world, "show add", {"title": WORDS})


async def _open_form(world: World) -> Act:
    return lambda: world.admin.slash(world.general, "catalog quote add", episode="S01E01")


async def _delete_episode(world: World) -> Act:
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E02")
    return lambda: world.admin.click(message_of(panel), label="Delete episode")


async def _undo(world: World) -> Act:
    saved = await (await _add_quote(world))()
    return lambda: world.admin.click(message_of(saved), label="Undo")


async def _import(world: World) -> Act:
    file = ("quotes.csv", f"season,episode,speaker,line\n1,1,Anna,{WORDS}\n".encode())
    preview = await world.admin.slash(world.general, "catalog import", file=file)
    return lambda: world.admin.click(message_of(preview), label="Apply")


WRITES: dict[str, tuple[Callable[[World], Awaitable[Act]], bool]] = {
    "progress": (_progress, False),
    "undo progress": (_undo_progress, False),
    "titles": (_titles, False),
    "limit": (_limit, False),
    "clear limit": (_clear_limit, False),
    "open a form": (_open_form, False),
    "add quote": (_add_quote, True),
    "add episode": (_add_episode, True),
    "add song": (_add_song, True),
    "add show": (_add_show, True),
    "delete episode": (_delete_episode, False),
    "undo": (_undo, False),
    "import": (_import, False),
}
"""What writes, and whether it sends typed text."""


async def fail_from(world: World, name: str, number: int) -> int | None:
    """Fail statement after statement, from a number on, while nothing is saved; then the next number.

    None: none is left to fail, and it was saved.
    """
    prepare, sends_text = WRITES[name]
    act = await prepare(world)
    while number < _MOST:
        await world.database.caught_up()
        before = state(world.database.path)
        with failing(world.database, number) as broken:
            result = await act()
            await world.env.settle()
            await world.database.caught_up()
        if not broken.failed:
            assert state(world.database.path) != before
            return None
        number += 1
        where = f"{name}: statement {number - 1}, {broken.failed[:60]}"
        said = "" if result.modal is not None else text_of(result)
        if "Nothing was saved" not in said:
            assert result.modal is not None or said, f"{where}: nothing was said"
            assert "went wrong" not in said, where
            assert state(world.database.path) != before, f"{where}: {said}"
            break
        assert state(world.database.path) == before, f"{where}: something was saved"
        assert not sends_text or WORDS in said, f"{where}: what was typed is lost"
        if name not in ("undo", "undo progress"):  # those have one button, which still works
            act = await prepare(world)
    return number


@pytest.mark.parametrize("name", WRITES)
async def test_whichever_statement_fails_all_is_saved_or_nothing(tmp_path: Path, name: str) -> None:
    number: int | None = 1
    packs = write_curtain(tmp_path / "packs")
    while number is not None:
        assert number < _MOST
        async with open_world(tmp_path / f"{number}.db", packs) as world:
            world.clock.at = now()
            world.expected.append(StorageFailed)
            number = await fail_from(world, name, number)

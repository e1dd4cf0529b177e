"""Checking whether a database file is sound, without changing it."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from bot.domain.start_errors import DatabaseUnreadable
from bot.domain.storage_errors import DatabaseDamaged
from bot.store.failures import why_not_opened
from bot.store.fulltext import OF_THE_INDEX
from bot.store.lock import real_path
from bot.store.migrations import APPLICATION_ID, migrations, new_at

_ROOM = 100 * 1024 * 1024
"""Free bytes that a disk should have: for a day's log and a large import."""


@dataclass(frozen=True, slots=True)
class Health:
    """The result: `version` is None if there is no file; `faults` are SQLite's own texts.

    `index_alone`: only the index of quotes has faults, and that can be rebuilt.
    """

    version: int | None
    newest: int
    faults: tuple[str, ...] = ()
    index_alone: bool = False


async def health_of(path: Path) -> Health:
    """Check a database file: its version, pages, references and tables.

    Raises `DatabaseUnreadable` if it isn't Understudy's, and `StorageFailed`.
    """
    newest = migrations()[-1].version
    if not await asyncio.to_thread(path.exists):
        return Health(None, newest)
    try:
        async with aiosqlite.connect(_read_only(path), uri=True) as connection:
            (version,) = await connection.execute_fetchall("PRAGMA user_version")
            (program,) = await connection.execute_fetchall("PRAGMA application_id")
            tables = await connection.execute_fetchall("SELECT 1 FROM sqlite_master LIMIT 1")
            if tables and program[0] != APPLICATION_ID:
                raise DatabaseUnreadable(path, "it is a database of another program")
            faults = await _faults(connection, path)
            alone = bool(faults) and await _all_else_is_sound(connection)
            if not faults and version[0] <= newest:
                faults = await _strange(connection, int(version[0]))
    except sqlite3.Error as error:
        failure = why_not_opened(error, path)
        if isinstance(failure, DatabaseDamaged):
            return Health(0, newest, (str(error),))
        raise failure from error
    return Health(int(version[0]), newest, tuple(faults), alone)


async def _faults(connection: aiosqlite.Connection, path: Path) -> list[str]:
    try:
        integrity = await connection.execute_fetchall("PRAGMA integrity_check")
    except sqlite3.Error as error:
        if not isinstance(why_not_opened(error, path), DatabaseDamaged):
            raise
        return [str(error)]
    faults = [str(row[0]) for row in integrity if row[0] != "ok"]
    if faults:
        return faults
    orphans = await connection.execute_fetchall("PRAGMA foreign_key_check")
    return [f"a row of {row[0]} refers to a row of {row[2]} that is not there" for row in orphans]


async def _all_else_is_sound(connection: aiosqlite.Connection) -> bool:
    tables = await connection.execute_fetchall("SELECT name FROM sqlite_master WHERE type = 'table'")
    try:
        for (name,) in tables:
            if name not in OF_THE_INDEX:
                found = await connection.execute_fetchall(f"PRAGMA integrity_check('{name}')")
                if [row[0] for row in found] != ["ok"]:
                    return False
        return not list(await connection.execute_fetchall("PRAGMA foreign_key_check"))
    except sqlite3.Error:
        return False


_Shape = dict[tuple[str, str], str]
"""By kind and name every part of a database, with its SQL if that matters."""

_PARTS = """
SELECT 'column', part.name || '.' || field.name, ''
FROM sqlite_master AS part, pragma_table_info(part.name) AS field
WHERE part.type = 'table' AND part.sql NOT LIKE 'CREATE VIRTUAL %'
  AND part.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
UNION ALL SELECT 'table', name, '' FROM sqlite_master
WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
UNION ALL SELECT 'index', name, '' FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
UNION ALL SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')
"""


async def _strange(connection: aiosqlite.Connection, version: int) -> list[str]:
    """What the database lacks compared with its version, and tables, triggers and views that aren't ours.

    A foreign trigger acts by itself, and `/privacy erase` deletes nothing from a foreign table.
    """
    have = _shape(await connection.execute_fetchall(_PARTS))
    should = await asyncio.to_thread(_shape_at, version)
    gone = [name for kind, name in should.keys() - have.keys() if kind == "table"]
    lacks = [
        f"the {kind} {name} is missing"
        for kind, name in sorted(should.keys() - have.keys())
        if kind != "column" or name.partition(".")[0] not in gone
    ]
    foreign = [
        f"the {kind} {name} is not Understudy's"
        for kind, name in sorted(have)
        if kind in {"table", "trigger", "view"} and should.get((kind, name)) != have[kind, name]
    ]
    return lacks + foreign


def _shape_at(version: int) -> _Shape:
    with closing(new_at(version)) as connection:
        return _shape(connection.execute(_PARTS).fetchall())


def _shape(rows: Iterable[sqlite3.Row | tuple[str, str, str]]) -> _Shape:
    return {(row[0], row[1]): " ".join(row[2].split()) for row in rows}


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"


def short_of_room(path: Path) -> int | None:
    """The free bytes on the database's disk if they are few; None if there is enough.

    Without any SQLite may be unable even to read: it needs its own files beside the database.
    """
    folder = real_path(path).absolute().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return free if free < _ROOM else None

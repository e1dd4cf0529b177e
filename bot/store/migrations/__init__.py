"""Numbered schema migrations. Each is applied once, whole, together with its number.

A statement may return one row with one text saying what it did to the data; it is logged.
"""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from bot.domain.start_errors import DatabaseTooNew, DatabaseUnreadable

_log = logging.getLogger(__name__)
_FILE = re.compile(r"(?P<version>\d{4})_\w+\.sql")
APPLICATION_ID = 0x554E4453
"""Marks a file as ours ("UNDS"); see https://www.sqlite.org/pragma.html#pragma_application_id."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration, and the version of the database after it."""

    version: int
    sql: str


def migrations(folder: Path = Path(__file__).parent) -> list[Migration]:
    """The migrations in a folder of `0001_topic.sql` files, in order."""
    return [
        Migration(int(name["version"]), path.read_text(encoding="utf-8"))
        for path in sorted(folder.iterdir())
        if (name := _FILE.fullmatch(path.name))
    ]


def new_at(version: int) -> sqlite3.Connection:
    """An empty database in memory with the schema of a version."""
    connection = sqlite3.connect(":memory:")
    for migration in migrations():
        if migration.version <= version:
            for statement in _statements(migration.sql):
                connection.execute(statement)
    return connection


async def migrate(connection: aiosqlite.Connection, path: Path, known: list[Migration] | None = None) -> None:
    """Migrate a database to the newest version, after copying it to `NAME.before-VERSION`.

    Raises `DatabaseTooNew` if a newer Understudy wrote it, `DatabaseUnreadable` if it is another program's;
    it is unchanged then.
    """
    known = migrations() if known is None else known
    version = await _pragma(connection, "user_version")
    newest = known[-1].version
    if version > newest:
        raise DatabaseTooNew(path, version, newest)
    tables = await connection.execute_fetchall("SELECT 1 FROM sqlite_master LIMIT 1")
    if tables and await _pragma(connection, "application_id") != APPLICATION_ID:
        raise DatabaseUnreadable(path, "it is a database of another program")
    pending = [migration for migration in known if migration.version > version]
    # What a migration drops is overwritten in the file, as everything that is deleted later is.
    await connection.execute_fetchall("PRAGMA secure_delete=ON")
    if tables and pending:
        await _copy(connection, path.with_name(f"{path.name}.before-{pending[0].version}"))
    for migration in pending:
        await _apply(connection, migration)


async def _apply(connection: aiosqlite.Connection, migration: Migration) -> None:
    done: list[str] = []
    try:
        await connection.execute_fetchall("BEGIN IMMEDIATE")
        for statement in _statements(migration.sql):
            done += [text for (text,) in await connection.execute_fetchall(statement)]
        await connection.execute_fetchall(f"PRAGMA application_id={APPLICATION_ID}")
        await connection.execute_fetchall(f"PRAGMA user_version={migration.version}")
        await connection.commit()
    except BaseException:  # also when interrupted by Ctrl-C: the schema and its number go together
        await connection.rollback()
        raise
    for text in done:
        _log.info("migration %d: %s", migration.version, text)


def _statements(sql: str) -> Iterator[str]:
    """Split a script into statements; `executescript` would commit the transaction."""
    statement = ""
    for part in re.split(r"(?<=;)", sql):
        statement += part
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


async def _copy(connection: aiosqlite.Connection, target: Path) -> None:
    await asyncio.to_thread(_empty_file, target)
    async with aiosqlite.connect(target) as copy:
        await connection.backup(copy)


def _empty_file(target: Path) -> None:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)


async def _pragma(connection: aiosqlite.Connection, name: str) -> int:
    (row,) = await connection.execute_fetchall(f"PRAGMA {name}")
    return int(row[0])

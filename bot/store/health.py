"""Whether a database file is sound, without changing it."""

import asyncio
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from bot.domain.start_errors import DatabaseUnreadable
from bot.domain.storage_errors import DatabaseDamaged
from bot.store.failures import why_not_opened
from bot.store.migrations import APPLICATION_ID, migrations


@dataclass(frozen=True, slots=True)
class Health:
    """What was found: `version` is None where there is no file yet; `faults` are SQLite's own words."""

    version: int | None
    newest: int
    faults: tuple[str, ...] = ()


async def health_of(path: Path) -> Health:
    """Look a database file over: its version, every page, every reference.

    Raises `DatabaseUnreadable` where it is no database of ours, and `StorageFailed`.
    """
    newest = migrations()[-1].version
    if not await asyncio.to_thread(path.exists):
        return Health(None, newest)
    try:
        async with aiosqlite.connect(_read_only(path), uri=True) as connection:
            (version,) = await connection.execute_fetchall("PRAGMA user_version")
            (program,) = await connection.execute_fetchall("PRAGMA application_id")
            tables = await connection.execute_fetchall("SELECT 1 FROM sqlite_master LIMIT 1")
            integrity = await connection.execute_fetchall("PRAGMA integrity_check")
            orphans = await connection.execute_fetchall("PRAGMA foreign_key_check")
    except sqlite3.Error as error:
        failure = why_not_opened(error, path)
        if isinstance(failure, DatabaseDamaged):
            return Health(0, newest, (str(error),))
        raise failure from error
    if tables and program[0] != APPLICATION_ID:
        raise DatabaseUnreadable(path, "it is a database of another program")
    faults = [str(row[0]) for row in integrity if row[0] != "ok"]
    faults += [f"a row of {row[0]} refers to a row of {row[2]} that is not there" for row in orphans]
    return Health(int(version[0]), newest, tuple(faults))


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"

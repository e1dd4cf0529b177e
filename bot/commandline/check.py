"""`python -m bot check`: check everything that a host can fix."""

import asyncio
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typer

from bot.app import build, opened
from bot.commandline.command_limits import payload_problems
from bot.commandline.console import read_settings
from bot.commandline.notices import explain, put_a_copy_back, shortened
from bot.domain.start_errors import BrokenPack, DatabaseTooNew, DatabaseUnreadable, StartError
from bot.domain.storage_errors import DatabaseDamaged, DatabaseGone, DatabaseReadOnly, DiskFull, StorageFailed
from bot.services.pack_loading import bundled_packs, read_packs
from bot.settings import ENV_FILE, Settings
from bot.store.database import Database
from bot.store.folding import repair_search, search_is_in_step
from bot.store.fulltext import replace_index
from bot.store.health import Health, health_of, short_of_room
from bot.store.lock import is_worked_on, real_path


def check() -> None:
    """Check settings, database, bundled shows and commands, and say how to fix what is wrong."""
    settings = read_settings()
    for warning in _open_to_others(ENV_FILE, settings.database):
        typer.echo(f"! {warning}")
    problems = asyncio.run(_check(settings))
    for problem in problems:
        typer.echo(f"✗ {problem}")
    typer.echo("Everything is in order." if not problems else f"Problems: {len(problems)}")
    raise typer.Exit(1 if problems else 0)


def _open_to_others(*files: Path) -> Iterator[str]:
    """Files with secrets that other users of the machine may read."""
    if sys.platform == "win32":  # Windows has other permissions
        return
    for file in files:
        if file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{file} can be read by other users of this machine: chmod 600 {file}"


async def _check(settings: Settings) -> list[str]:
    problems: list[str] = []
    if settings.token is None:
        problems.append("DISCORD_TOKEN is not set. Put it into .env. See .env.example.")
    try:
        problems += await _database_problems(settings.database)
    except (StartError, StorageFailed) as error:
        damaged = isinstance(error, DatabaseDamaged | DatabaseGone | DatabaseUnreadable)
        problems.append(explain(error) + (_copies_beside(settings.database) if damaged else ""))
    try:
        read_packs(bundled_packs())
    except BrokenPack as broken:
        problems.append(explain(broken))
        return problems
    with tempfile.TemporaryDirectory(prefix="understudy-") as folder:
        async with opened(Path(folder) / "check.db", bundled_packs()) as database:
            bot = build(database, announce=_ignored)
            await bot.add_parts()
            problems += payload_problems(bot.payload())
    return problems


async def _database_problems(path: Path) -> list[str]:
    """The faults of the database. Raises if it can't be opened."""
    _check_room(path)
    health = await _health_of(path)
    if health.version is None:
        if is_worked_on(path):
            raise DatabaseGone(path, "ENOENT")
        typer.echo(f"  {path} does not exist yet. The first start creates it{_copies_beside(path)}.")
        return []
    if health.version > health.newest:
        raise DatabaseTooNew(path, health.version, health.newest)
    if health.index_alone:
        return [f"The search index of {path} is damaged. Stop the bot and check again to repair it."]
    if health.faults:
        damage = f"{path} is damaged: {shortened(health.faults)}. {put_a_copy_back()}"
        return [damage + _copies_beside(path)]
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise DatabaseReadOnly(path, "EACCES")
    if health.version == health.newest:
        await _check_search(path)
    return []


def _check_room(path: Path) -> None:
    """Report little free space. Raises `DiskFull`."""
    free = short_of_room(path)
    if free == 0:
        raise DiskFull(path, "ENOSPC")
    if free is not None:
        typer.echo(f"! Only {free / 1_000_000:.1f} MB are free on the disk of {path}. Free some space soon.")


async def _health_of(path: Path) -> Health:
    """The result of the check, after rebuilding a search index that alone was damaged."""
    health = await health_of(path)
    if not health.index_alone or is_worked_on(path):
        return health
    await asyncio.to_thread(replace_index, path)
    typer.echo(f"  The search index of {path} was damaged and has been rebuilt.")
    return await health_of(path)


def _copies_beside(path: Path) -> str:
    """Copies beside the database, left by a migration or `restore`."""
    folders = {file.parent: file.name for file in (path, real_path(path))}
    found = [
        copy
        for folder, name in folders.items()
        for kind in ("before", "replaced")
        for copy in folder.glob(f"{name}.{kind}-*")
    ]
    names = [str(copy) for copy in sorted(found) if not copy.name.endswith(("-wal", "-shm"))]
    return f" (older copies next to it: {', '.join(names)})" if names else ""


async def _check_search(path: Path) -> None:
    """Check that searches find every quote; if not, repair the index and say so."""
    async with Database.open(path) as database:
        try:
            async with database.write() as writing:
                if await search_is_in_step(writing):
                    return
                await repair_search(writing)
        except DatabaseDamaged:  # not even to be emptied: it is replaced
            if is_worked_on(path):
                raise
            await asyncio.to_thread(replace_index, path)
            async with database.write() as writing:
                await repair_search(writing)
    typer.echo(f"  The search index of {path} was out of date and has been rebuilt.")


def _ignored(_: str) -> None:
    """The checked client never joins a server."""

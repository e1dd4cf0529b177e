"""`python -m bot check`: look at everything that a host can mend."""

import asyncio
import tempfile
from pathlib import Path

import typer

from bot.app import build, opened
from bot.checks import payload_problems
from bot.commandline.telling import read_settings
from bot.commandline.words import explain
from bot.domain.errors import BrokenPack, DatabaseTooNew
from bot.services.packs import bundled_packs, read_packs
from bot.settings import Settings
from bot.store.database import Database
from bot.store.folding import mend_search, search_is_in_step
from bot.store.health import health_of


def check() -> None:
    """Look at settings, database, bundled shows and commands; say what is wrong, and how to mend it."""
    settings = read_settings()
    problems = asyncio.run(_check(settings))
    for problem in problems:
        typer.echo(f"✗ {problem}")
    typer.echo("Everything is in order." if not problems else f"Problems: {len(problems)}")
    raise typer.Exit(1 if problems else 0)


async def _check(settings: Settings) -> list[str]:
    problems: list[str] = []
    if settings.token is None:
        problems.append("DISCORD_TOKEN is not set. Put it into .env; .env.example shows how.")
    health = await health_of(settings.database)
    if health.version is None:
        typer.echo(f"  {settings.database} is not there yet; the first start makes it.")
    elif health.version > health.newest:
        problems.append(explain(DatabaseTooNew(settings.database, health.version, health.newest)))
    elif health.version == health.newest and not health.faults:
        await _check_search(settings.database)
    problems += [
        f"{settings.database}: {fault}. Stop the bot, and put a copy of the file in its place."
        for fault in health.faults
    ]
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


async def _check_search(path: Path) -> None:
    """Prove that searches find every line as it is; if not, mend that and say so."""
    async with Database.open(path) as database, database.write() as writing:
        if not await search_is_in_step(writing):
            await mend_search(writing)
            typer.echo(f"  The search index of {path} was out of step, and has been made anew.")


def _ignored(_: str) -> None:
    """Nobody invites a bot that is only looked at."""

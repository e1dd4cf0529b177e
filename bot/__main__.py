"""The command line: `python -m bot run`, `playground`, `check`."""

import asyncio
import signal
import tempfile
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn

import aiohttp
import discord
import typer
from filelock import FileLock, Timeout

from bot.app import build, opened
from bot.checks import payload_problems
from bot.client import Understudy, point_at
from bot.domain.errors import (
    AlreadyRunning,
    BadSetting,
    BrokenPack,
    DatabaseTooNew,
    DatabaseUnreadable,
    StartError,
)
from bot.logs import set_up_logging
from bot.services.packs import bundled_packs, read_packs
from bot.services.setup import Setup
from bot.settings import Settings
from bot.store.database import Database
from bot.store.folding import mend_search, search_is_in_step
from bot.store.health import health_of

_CLOSING = 4
"""Seconds that the gateway gets to say goodbye in."""

_PLAYGROUND_PORT = 8750

_FIRST_STEPS = """\
To connect the bot to Discord it needs a token:
  1. Open https://discord.com/developers/applications and make a New Application.
  2. Under "Bot", press "Reset Token" and copy what it shows.
  3. Put it into a file named .env here: DISCORD_TOKEN=what-you-copied"""

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False, invoke_without_command=True)


@cli.callback()
def understudy(context: typer.Context) -> None:
    """Understudy: a Discord bot that never tells the fans of a show more than they are ready for."""
    if context.invoked_subcommand is None:
        run()


@cli.command()
def run(
    *,
    or_playground: Annotated[
        bool, typer.Option(help="Without a token, start the playground instead of giving up.")
    ] = False,
) -> None:
    """Connect to Discord and answer, until stopped."""
    settings = _settings()
    if settings.token is None and or_playground:
        typer.echo(f"There is no DISCORD_TOKEN yet. {_FIRST_STEPS}\n")
        typer.echo("Until then, here is the playground: the same bot, in a page in your browser.\n")
        playground()
        return
    set_up_logging(settings.log_level)
    point_at(api_url=settings.api_url, gateway_url=settings.gateway_url)
    _until_stopped(_run(settings))


@cli.command()
def playground(
    *, port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free port.")] = _PLAYGROUND_PORT
) -> None:
    """Try the bot in a page in the browser, with no Discord account; nothing there is kept."""
    try:
        # What it needs is an extra that a server does not install.
        from bot.playground import PortTaken, serve_playground, set_up_world  # noqa: PLC0415 - as above
    except ModuleNotFoundError as missing:
        _give_up(f"The playground needs a package more ({missing.name}): pip install '.[playground]'")
    set_up_logging("WARNING")

    async def serve() -> None:
        with tempfile.TemporaryDirectory(prefix="understudy-") as folder:
            path = Path(folder) / "playground.db"
            async with opened(path, bundled_packs()) as database:
                bot = build(database, announce=_ignored, shard_count=1)
                setup = Setup(database=database)
                await serve_playground(
                    bot,
                    port=port,
                    announce=_announce_playground,
                    prepare=lambda world: set_up_world(setup, world),
                )

    try:
        _until_stopped(serve())
    except PortTaken:
        _give_up(
            f"Port {port} is in use. Give another: python -m bot playground --port 0 takes any free one."
        )


def _ignored(_: str) -> None:
    """Nobody invites the bot of the playground anywhere."""


def _announce_playground(address: str) -> None:
    typer.echo(f"The playground is open: {address}\nPress Ctrl-C to close it.")


@cli.command()
def check() -> None:
    """Look at settings, database, bundled shows and commands; say what is wrong, and how to mend it."""
    settings = _settings()
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
        problems.append(_explain(DatabaseTooNew(settings.database, health.version, health.newest)))
    elif health.version == health.newest and not health.faults:
        await _check_search(settings.database)
    problems += [
        f"{settings.database}: {fault}. Stop the bot, and put a copy of the file in its place."
        for fault in health.faults
    ]
    try:
        read_packs(bundled_packs())
    except BrokenPack as broken:
        problems.append(_explain(broken))
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


async def _run(settings: Settings) -> None:
    token = settings.required_token()
    settings.database.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.database.with_name(f"{settings.database.name}.lock"), timeout=0):
            async with opened(settings.database, bundled_packs()) as database:
                await _connected(build(database, announce=typer.echo), token)
    except Timeout as taken:
        raise AlreadyRunning(settings.database) from taken


async def _connected(bot: Understudy, token: str) -> None:
    try:
        await bot.start(token)
    finally:
        with suppress(TimeoutError):
            await asyncio.wait_for(bot.close(), _CLOSING)


def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until the work ends, or until Ctrl-C or SIGTERM ask it to; either closes everything in order."""

    async def stoppable() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl-C cancels the main task all the same
                loop.add_signal_handler(wanted, task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    try:
        asyncio.run(stoppable())
    except KeyboardInterrupt:
        pass
    except StartError as error:
        _give_up(_explain(error))
    except discord.LoginFailure:
        _give_up(
            'Discord does not take this DISCORD_TOKEN. Reset it under "Bot" and copy the new one into .env.'
        )
    except discord.HTTPException as error:
        _give_up(f"Discord answers {error.status} and does not let the bot in. Please try again later.")
    except aiohttp.ClientConnectionError:
        _give_up("Discord cannot be reached. Look at the connection, and at DISCORD_API_URL if it is set.")


def _settings() -> Settings:
    try:
        return Settings.read()
    except BadSetting as error:
        _give_up(_explain(error))


def _give_up(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _explain(error: StartError) -> str:
    match error:
        case BadSetting("DISCORD_TOKEN", "is not set"):
            return f"DISCORD_TOKEN is not set. {_FIRST_STEPS}"
        case BadSetting(name, needs):
            return f"{name} {needs}. It stands in the environment or in .env; .env.example shows how."
        case DatabaseUnreadable(path, reason):
            return (
                f"The database {path} cannot be used: {reason}. "
                "Give another path in UNDERSTUDY_DATABASE, or put a copy in its place."
            )
        case DatabaseTooNew(path, version, known):
            return (
                f"The database {path} is from a newer Understudy (version {version}, "
                f"and this one knows {known}). "
                "Upgrade Understudy; nothing was changed."
            )
        case AlreadyRunning(path):
            return (
                f"Another Understudy is at work on {path}. "
                "Stop it first, or give this one a database of its own in UNDERSTUDY_DATABASE."
            )
        case BrokenPack(problems):
            told = "\n".join(f"  {problem}" for problem in problems)
            return f"A bundled show cannot be read; the database was left as it is.\n{told}"
        case _:
            raise error


if __name__ == "__main__":
    cli()

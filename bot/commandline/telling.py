"""The words for what keeps a command from doing its work; every command gives up with one sentence and 1."""

from typing import NoReturn

import typer

from bot.domain.errors import (
    AlreadyRunning,
    BadSetting,
    BrokenPack,
    DatabaseTooNew,
    DatabaseUnreadable,
    StartError,
)
from bot.settings import Settings

FIRST_STEPS = """\
To connect the bot to Discord it needs a token:
  1. Open https://discord.com/developers/applications and make a New Application.
  2. Under "Bot", press "Reset Token" and copy what it shows.
  3. Put it into a file named .env here: DISCORD_TOKEN=what-you-copied"""


def read_settings() -> Settings:
    """The settings; gives up on a bad one."""
    try:
        return Settings.read()
    except BadSetting as error:
        give_up(explain(error))


def give_up(sentence: str) -> NoReturn:
    """Say why on standard error, and exit with 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def explain(error: StartError) -> str:
    """What is wrong, and what to do about it."""
    match error:
        case BadSetting("DISCORD_TOKEN", "is not set"):
            return f"DISCORD_TOKEN is not set. {FIRST_STEPS}"
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

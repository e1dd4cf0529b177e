"""Reading the settings, and giving up: with one sentence on standard error, and 1."""

from typing import NoReturn

import typer

from bot.commandline.notices import explain
from bot.domain.start_errors import BadSetting
from bot.settings import Settings


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

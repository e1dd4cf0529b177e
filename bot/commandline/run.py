"""`python -m bot run`: connect to Discord and run the bot."""

from typing import Annotated

import typer

from bot.commandline.console import read_settings
from bot.commandline.notices import FIRST_STEPS
from bot.commandline.playground import playground
from bot.commandline.running import start


def run(
    *,
    or_playground: Annotated[
        bool, typer.Option(help="Without a token, start the playground instead.")
    ] = False,
    adopt: Annotated[bool, typer.Option(help="Move the database to this token's application.")] = False,
) -> None:
    """Run the bot until stopped."""
    if or_playground and read_settings().token is None:
        typer.echo(f"There is no DISCORD_TOKEN yet. {FIRST_STEPS}\n")
        typer.echo("Until then, here is the playground: the same bot, in a page in your browser.\n")
        playground(port=None)
    else:
        start(adopt=adopt)

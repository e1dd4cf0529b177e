"""The commands by name, for Typer. Each has a module of its own beside this one."""

import typer

from bot.commandline.backup import backup
from bot.commandline.check import check
from bot.commandline.exporting import export
from bot.commandline.importing import import_
from bot.commandline.playground import playground
from bot.commandline.restore import restore
from bot.commandline.run import run
from bot.commandline.undoing import undo

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@cli.callback()
def understudy() -> None:
    """Understudy: a Discord bot for fans of TV shows that never spoils what you haven't watched."""


cli.command("run")(run)
cli.command("playground")(playground)
cli.command("check")(check)
cli.command("import")(import_)
cli.command("export")(export)
cli.command("undo")(undo)
cli.command("backup")(backup)
cli.command("restore")(restore)

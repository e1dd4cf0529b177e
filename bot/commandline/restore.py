"""`python -m bot restore FILE`: replace the database with a copy."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.app import now
from bot.commandline.backup import facts_of
from bot.commandline.console import bar, explained, read_settings, summary
from bot.commandline.options import AsJson
from bot.store.backup import restore as put_back
from bot.store.lock import alone_on


def restore(
    file: Annotated[Path, typer.Argument(help="A copy made by backup, or any Understudy database.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Restore a backup (stop the bot first). The current database is kept next to it."""
    database = read_settings().database
    with explained(), alone_on(database), bar("Restoring") as step:
        copy, kept = asyncio.run(put_back(file, database, at=now(), on_step=step))
    summary({**facts_of(copy), "replaced_database": None if kept is None else str(kept)})

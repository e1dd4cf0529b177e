"""`python -m bot backup FILE`: copy the database, also while the bot is running."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.commandline.console import bar, explained, give_up, read_settings, summary
from bot.commandline.options import AsJson, Force
from bot.store.backup import Copy, back_up


def backup(
    file: Annotated[Path, typer.Argument(help="Where to put the copy, e.g. understudy-monday.db.")],
    *,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Back up the database, also while the bot is running. The copy is checked before it is kept."""
    database = read_settings().database
    if file.is_dir() or (file.exists() and database.exists() and file.samefile(database)):
        give_up(f"{file} is a folder or the database itself. Choose a file for the copy.")
    if file.exists() and not force:
        give_up(f"{file} already exists and was not changed. Choose another name, or use --force.")
    with explained(), bar("Copying") as step:
        copy = asyncio.run(back_up(database, file, on_step=step))
    summary(facts_of(copy))


def facts_of(copy: Copy) -> dict[str, str | int | None]:
    """A copy's facts for a summary."""
    return {
        "file": str(copy.path),
        "bytes": copy.size,
        "version": copy.version,
        "shows": copy.rows.get("show"),
        "episodes": copy.rows.get("episode"),
        "songs": copy.rows.get("song"),
        "quotes": copy.rows.get("quote"),
        "servers": copy.rows.get("guild"),
        "members_progress": copy.rows.get("progress"),
    }

"""`python -m bot backup FILE`: a copy of the database, also while the bot is at work on it."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.commandline.console import bar, summary
from bot.commandline.notices import explain
from bot.commandline.telling import give_up, read_settings
from bot.domain.start_errors import StartError
from bot.domain.storage_errors import StorageFailed
from bot.store.backup import Copy, back_up


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes, for example understudy-monday.db.")],
    *,
    force: Annotated[bool, typer.Option(help="Replace the file if it is there already.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one line of JSON.")] = False,
) -> None:
    """Copy the database, also while the bot is running; the copy is looked over before it counts."""
    database = read_settings().database
    if file.is_dir() or (file.exists() and database.exists() and file.samefile(database)):
        give_up(f"{file} is a folder, or the database itself. Name a file that the copy goes to.")
    if file.exists() and not force:
        give_up(f"{file} is there already, and was left as it is. Give another name, or --force.")
    try:
        with bar("Copying", hidden=as_json) as step:
            copy = asyncio.run(back_up(database, file, on_step=step))
    except (StartError, StorageFailed) as error:
        give_up(explain(error))
    summary(facts_of(copy), as_json=as_json)


def facts_of(copy: Copy) -> dict[str, str | int | None]:
    """What a summary says of a copy."""
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

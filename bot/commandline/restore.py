"""`python -m bot restore FILE`: put a copy in the place of the database."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.app import now
from bot.commandline.backup import facts_of
from bot.commandline.console import bar, summary
from bot.commandline.notices import explain
from bot.commandline.telling import give_up, read_settings
from bot.domain.start_errors import StartError
from bot.domain.storage_errors import StorageFailed
from bot.store.backup import restore as put_back
from bot.store.lock import alone_on


def restore(
    file: Annotated[Path, typer.Argument(help="A copy made by backup, or any database of Understudy's.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one line of JSON.")] = False,
) -> None:
    """Put a copy in the place of the database, with the bot stopped; what is there now is kept beside it."""
    database = read_settings().database
    try:
        with alone_on(database), bar("Restoring", hidden=as_json) as step:
            copy, kept = asyncio.run(put_back(file, database, at=now(), on_step=step))
    except (StartError, StorageFailed) as error:
        give_up(explain(error))
    facts = {**facts_of(copy), "replaced_database": None if kept is None else str(kept)}
    summary(facts, as_json=as_json)

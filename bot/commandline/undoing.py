"""`python -m bot undo ID`: take a change back, also while the bot is running."""

import asyncio
from typing import Annotated

import typer

from bot.app import now, opened
from bot.commandline.notices import explain, explain_undo
from bot.commandline.telling import give_up, read_settings
from bot.domain.errors import UnderstudyError
from bot.domain.ids import ChangeId
from bot.domain.start_errors import StartError
from bot.domain.storage_errors import StorageFailed
from bot.services.editing import Saved
from bot.services.history import History
from bot.services.packs import bundled_packs


def undo(
    change: Annotated[
        int, typer.Argument(min=1, max=2**63 - 1, help="The number of the change; an import prints it.")
    ],
) -> None:
    """Undo a change, of bundled shows too. An undo is a change itself, and can be undone."""
    try:
        saved = asyncio.run(_undo(ChangeId(change)))
    except (StartError, StorageFailed) as error:
        give_up(explain(error))
    except UnderstudyError as error:
        give_up(explain_undo(error))
    typer.echo(
        f"Undone: change {change}, of {saved.show.title}. To redo it: python -m bot undo {saved.change}"
    )


async def _undo(change: ChangeId) -> Saved:
    async with opened(read_settings().database, bundled_packs()) as database:
        return await History(database=database, clock=now).undo_for_host(change)

"""`python -m bot undo ID`: undo a change, also while the bot is running."""

import asyncio
from typing import Annotated

import typer

from bot.app import now, opened
from bot.commandline.console import explained, read_settings
from bot.domain.ids import ChangeId
from bot.services.editing import Saved
from bot.services.history import History
from bot.services.pack_loading import bundled_packs


def undo(
    change: Annotated[
        int, typer.Argument(min=1, max=2**63 - 1, help="Number of the change, as printed by import.")
    ],
) -> None:
    """Undo a change, also of bundled shows. An undo can be undone too."""
    with explained():
        saved = asyncio.run(_undo(ChangeId(change)))
    typer.echo(
        f"Undone: change {change}, of {saved.show.title}. To redo it: python -m bot undo {saved.change}"
    )


async def _undo(change: ChangeId) -> Saved:
    async with opened(read_settings().database, bundled_packs()) as database:
        return await History(database=database, clock=now).undo_for_host(change)

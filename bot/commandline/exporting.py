"""`python -m bot export`: a show in one file, also while the bot is running."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.app import opened
from bot.commandline.console import summary
from bot.commandline.notices import explain
from bot.commandline.telling import give_up, read_settings
from bot.domain.errors import NoShows, ShowNotFound
from bot.domain.ids import GuildId
from bot.domain.start_errors import StartError
from bot.domain.storage_errors import StorageFailed
from bot.services.exports import Exported, ExportFormat, Exports
from bot.services.packs import bundled_packs


def export(
    *,
    show: Annotated[str | None, typer.Option(help="Which show; else all of them, in one archive.")] = None,
    server: Annotated[
        int | None,
        typer.Option(min=1, max=2**63 - 1, help="The ID of the server whose show it is; else all servers'."),
    ] = None,
    kind: Annotated[
        ExportFormat, typer.Option("--format", help="A pack as TOML or JSON, or the lines for a sheet.")
    ] = ExportFormat.PACK,
    to: Annotated[Path, typer.Option(file_okay=False, help="The folder to write into.")] = Path(),
    force: Annotated[bool, typer.Option(help="Replace the file if it is there already.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one line of JSON.")] = False,
) -> None:
    """Write a show into a file that imports back to the same."""
    try:
        exported = asyncio.run(_export(None if server is None else GuildId(server), show, kind))
    except (StartError, StorageFailed) as error:
        give_up(explain(error))
    except (ShowNotFound, NoShows):
        give_up(f"There is no show {show or 'yet'}. Name one that is there with --show.")
    file = to / exported.name
    if file.exists() and not force:
        give_up(f"{file} is there already, and was left as it is. Give another folder, or --force.")
    to.mkdir(parents=True, exist_ok=True)
    file.write_bytes(exported.data)
    summary(
        {
            "file": str(file),
            "shows": ", ".join(each.slug for each in exported.shows),
            "episodes": exported.episodes,
            "lines": exported.lines,
        },
        as_json=as_json,
    )


async def _export(guild: GuildId | None, show: str | None, kind: ExportFormat) -> Exported:
    async with opened(read_settings().database, bundled_packs()) as database:
        return await Exports(database=database).for_host(guild, show, kind)

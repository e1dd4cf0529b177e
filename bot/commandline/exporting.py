"""`python -m bot export`: a show in one file, also while the bot is running."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.app import opened
from bot.commandline.console import explained, give_up, read_settings, summary
from bot.commandline.options import AsJson, Force, Server
from bot.domain.ids import GuildId
from bot.services.exports import Exported, ExportFormat, Exports
from bot.services.pack_loading import bundled_packs


def export(
    *,
    show: Annotated[
        str | None, typer.Option(help="Short name of the show. Default: all of them, in one archive.")
    ] = None,
    server: Server = None,
    kind: Annotated[
        ExportFormat,
        typer.Option("--format", help="A pack (TOML or JSON), or the quotes for a spreadsheet (CSV)."),
    ] = ExportFormat.PACK,
    to: Annotated[Path, typer.Option(file_okay=False, help="The folder to write into.")] = Path(),
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Export a show to a file that can be imported again."""
    with explained():
        exported = asyncio.run(_export(None if server is None else GuildId(server), show, kind))
    file = to / exported.name
    if file.exists() and not force:
        give_up(f"{file} already exists and was not changed. Choose another folder, or use --force.")
    to.mkdir(parents=True, exist_ok=True)
    file.write_bytes(exported.data)
    summary(
        {
            "file": str(file),
            "shows": ", ".join(each.slug for each in exported.shows),
            "episodes": exported.episodes,
            "lines": exported.quotes,
        }
    )


async def _export(guild: GuildId | None, show: str | None, kind: ExportFormat) -> Exported:
    async with opened(read_settings().database, bundled_packs()) as database:
        return await Exports(database=database).for_host(guild, show, kind)

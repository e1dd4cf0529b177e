"""`python -m bot import FILE…`: files into the catalogue, also while the bot is running."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.app import now, opened
from bot.commandline.showing import bar, summary
from bot.commandline.telling import give_up, read_settings
from bot.commandline.words import explain
from bot.domain.curation_errors import NothingToChange, NotImportable
from bot.domain.errors import NoShows, ShowNotFound
from bot.domain.ids import GuildId
from bot.domain.merging import Merge
from bot.domain.start_errors import StartError
from bot.domain.storage_errors import StorageFailed
from bot.importers.child import read_in_child
from bot.importers.reading import Format
from bot.importers.source import Source
from bot.services.imports import Imports, Target
from bot.services.packs import bundled_packs


def import_(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="What to import.")],
    *,
    show: Annotated[
        str | None, typer.Option(help="Which show; else the one that a file names, or the usual one.")
    ] = None,
    server: Annotated[
        int | None, typer.Option(help="The id of the server whose show it is; else it is all servers'.")
    ] = None,
    kind: Annotated[
        Format | None, typer.Option("--format", help="What the files are, if it cannot be told.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary of each file as JSON.")] = False,
) -> None:
    """Import files into the catalogue, each whole or not at all; what is there already stays."""
    guild = None if server is None else GuildId(server)
    failed = 0
    with bar("Importing", hidden=as_json) as step:
        for number, file in enumerate(files, start=1):
            step(number - 1, len(files))
            try:
                facts = asyncio.run(_import(file, show, guild, kind))
            except (StartError, StorageFailed) as error:
                give_up(explain(error))
            except NotImportable as error:
                failed += 1
                for problem in error.problems:
                    typer.echo(f"✗ {problem}", err=True)
                continue
            except (ShowNotFound, NoShows):
                give_up(f"There is no show {show or 'yet'}. Name one that is there with --show.")
            step(number, len(files))
            summary(facts, as_json=as_json)
    if failed:
        give_up(f"Files that were not imported: {failed}. Nothing of them was written.")


async def _import(
    file: Path, show: str | None, guild: GuildId | None, kind: Format | None
) -> dict[str, str | int | None]:
    source = Source(file.name, await asyncio.to_thread(file.read_bytes))
    async with opened(read_settings().database, bundled_packs()) as database:
        imports = Imports(database=database, clock=now, read=read_in_child)
        try:
            target, merged = await imports.for_host(source, kind, show, guild)
        except NothingToChange:
            return {"file": file.name, "changed": 0}
    return _facts(file, target, merged)


def _facts(file: Path, target: Target, merged: Merge) -> dict[str, str | int | None]:
    new = sum(episode.id is None for episode in merged.episodes)
    return {
        "file": file.name,
        "show": target.slug,
        "new_episodes": new,
        "changed_episodes": len(merged.episodes) - new,
        "unchanged_episodes": merged.same,
        "new_lines": merged.new_lines,
        "changed_lines": merged.changed_lines,
        "new_songs": len(merged.new_songs),
        "doubtful": len(merged.doubts),
    }

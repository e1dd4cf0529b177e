"""`python -m bot import FILE…`: import files into the catalogue, also while the bot is running."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.app import now, opened
from bot.commandline.console import (
    Server,
    bar,
    explained,
    give_up,
    listing,
    read_settings,
    shortened,
    summary,
)
from bot.commandline.notices import explain_import
from bot.domain.drafts import Doubt
from bot.domain.editing_errors import NothingToChange
from bot.domain.errors import UnderstudyError
from bot.domain.ids import ChangeId, GuildId
from bot.domain.merging import Merge
from bot.domain.overwriting import Overwritten
from bot.importers.child import read_in_child
from bot.importers.reading import Format
from bot.importers.source import Source
from bot.replies.imports import DOUBTS
from bot.services.imports import Imports
from bot.services.packs import bundled_packs
from bot.services.targets import Into, Target


def import_(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Files to import.")],
    *,
    show: Annotated[
        str | None,
        typer.Option(metavar="SLUG", help="Short name of the show. Default: the one the file names."),
    ] = None,
    new: Annotated[
        str | None, typer.Option(metavar="TITLE", help="Add a new show with this title for the files.")
    ] = None,
    server: Server = None,
    kind: Annotated[
        Format | None, typer.Option("--format", help="What the files are, if that is not recognised.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="Print one line of JSON per file, with every change and everything to check."
        ),
    ] = False,
) -> None:
    """Import files into the catalogue, each completely or not at all. Can be undone with "undo"."""
    if show is not None and new is not None:
        give_up("Use --show for an existing show or --new for a new one, not both.")
    guild = None if server is None else GuildId(server)
    into, failed = Into(show, new), 0
    with bar("Importing", hidden=as_json) as step:
        for number, file in enumerate(files, start=1):
            step(number - 1, len(files))
            try:
                with explained():
                    outcome = asyncio.run(_import(file, into, guild, kind, dry_run=dry_run))
            except UnderstudyError as error:
                failed += 1
                typer.echo(f"✗ {explain_import(error, file.name)}", err=True)
                continue
            step(number, len(files))
            _show(file, outcome, as_json=as_json)
            if new is not None and outcome is not None and not dry_run:
                into = Into(named=outcome.target.slug)  # the other files go into the show that was just added
    if failed:
        give_up(f"Files not imported: {failed}. Nothing of them was saved.")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a file changed; `change` None: what it would change."""

    target: Target
    merge: Merge
    change: ChangeId | None

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return *self.target.doubts, *self.merge.doubts


async def _import(
    file: Path, into: Into, guild: GuildId | None, kind: Format | None, *, dry_run: bool
) -> _Outcome | None:
    """Import a file, or only try it; None if it changes nothing."""
    source = Source(file.name, await asyncio.to_thread(file.read_bytes))
    async with opened(read_settings().database, bundled_packs()) as database:
        imports = Imports(database=database, clock=now, read=read_in_child)
        try:
            if dry_run:
                return _Outcome(*await imports.try_for_host(source, kind, into, guild), None)
            imported = await imports.for_host(source, kind, into, guild)
        except NothingToChange:
            return None
    return _Outcome(imported.target, imported.merge, imported.saved.change)


def _show(file: Path, outcome: _Outcome | None, *, as_json: bool) -> None:
    """Print the result, with a line for each overwritten value and each doubt."""
    if outcome is None:
        summary({"file": file.name, "changed": 0}, as_json=as_json)
        return
    facts = _facts(file, outcome)
    if as_json:
        lists = {
            "overwritten": [_overwritten(change) for change in outcome.merge.overwritten],
            "doubts": [_doubt(doubt) for doubt in outcome.doubts],
        }
        summary({**facts, **lists}, as_json=True)
        return
    summary(facts, as_json=False)
    listing("Overwritten", map(_overwritten_in_words, outcome.merge.overwritten))
    listing("Please check", map(_doubt_in_words, outcome.doubts))
    if outcome.change is None:
        typer.echo("This was a dry run. Nothing was saved.")
    else:
        typer.echo(f"To undo: python -m bot undo {outcome.change}")


def _facts(file: Path, outcome: _Outcome) -> dict[str, str | int | None]:
    target, merged = outcome.target, outcome.merge
    return {
        "file": file.name,
        "show": target.slug,
        "title": target.title,
        "new_show": target.show is None,
        "because": target.why.value,
        "new_episodes": merged.new_episodes,
        "changed_episodes": len(merged.episodes) - merged.new_episodes,
        "unchanged_episodes": merged.same,
        "new_lines": merged.new_quotes,
        "changed_lines": merged.changed_quotes,
        "new_songs": merged.new_songs,
        "changed_songs": len(merged.songs) - merged.new_songs,
        "overwritten_values": len(merged.overwritten),
        "doubtful": len(outcome.doubts),
        "change": outcome.change,
        "dry_run": outcome.change is None,
    }


def _overwritten(change: Overwritten) -> dict[str, str | int | None]:
    return {
        "episode": None if change.position is None else change.position.code,
        "of": change.of,
        "field": change.field,
        "old": change.old,
        "new": change.new,
    }


def _overwritten_in_words(change: Overwritten) -> str:
    where = "" if change.position is None else f"{change.position.code} "
    of = "" if change.of is None else f"“{shortened(change.of)}” "
    field = change.field.replace("_", " ")
    return f"{where}{of}{field}: {shortened(change.old)} → {shortened(change.new)}"


def _doubt(doubt: Doubt) -> dict[str, str | int | None]:
    return {
        "what": DOUBTS[doubt.what],
        "episode": None if doubt.position is None else doubt.position.code,
        "line": doubt.line,
        "text": doubt.text or None,
    }


def _doubt_in_words(doubt: Doubt) -> str:
    where = [] if doubt.position is None else [doubt.position.code]
    where += [] if doubt.line is None else [f"line {doubt.line}"]
    where += [f"“{shortened(doubt.text)}”"] if doubt.text else []
    return ": ".join(filter(None, [DOUBTS[doubt.what], " ".join(where)]))

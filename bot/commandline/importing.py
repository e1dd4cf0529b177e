"""`python -m bot import FILE…`: import files into the catalogue, also while the bot is running."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.app import now, opened
from bot.commandline.console import Fact, bar, give_up, listing, note, read_settings, refuse, summary
from bot.commandline.notices import explain
from bot.commandline.options import AsJson, Server
from bot.domain.drafts import Doubt
from bot.domain.editing_errors import NothingToChange, NotImportable
from bot.domain.errors import ShowNotFound, UnderstudyError
from bot.domain.ids import ChangeId, GuildId
from bot.domain.merging import Merge
from bot.domain.overwriting import Overwritten
from bot.domain.problems import Problem
from bot.domain.start_errors import StartError
from bot.domain.storage_errors import StorageFailed
from bot.domain.text import cut
from bot.importers.child import read_in_child
from bot.importers.source import Format, Source
from bot.replies.imports import DOUBTS
from bot.services.import_targets import Into, Target
from bot.services.imports import Imports
from bot.services.pack_loading import bundled_packs

_SHOWN = 100
"""As much of a value is shown to people; programs get all of it."""

_Outcome = tuple[Target, Merge, ChangeId | None]
"""Where a file went and what that changed; without a change: what it would change."""


def import_(
    files: Annotated[list[Path], typer.Argument(help="Files to import.")],
    *,
    show: Annotated[
        str | None,
        typer.Option(
            metavar="SLUG",
            help="Short name of the show. Default: the one the file names. With --new, its own.",
        ),
    ] = None,
    new: Annotated[
        str | None, typer.Option(metavar="TITLE", help="Add a new show with this title for the files.")
    ] = None,
    server: Server = None,
    kind: Annotated[
        Format | None, typer.Option("--format", help="What the files are, if that is not recognised.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    show_doubts: Annotated[
        bool,
        typer.Option(
            "--doubts", help="Show everything to check, with its line. Default: the first of each kind."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import files into the catalogue, each completely or not at all. Can be undone with "undo"."""
    guild = None if server is None else GuildId(server)
    into, failed = Into(show, new), 0
    for number, file in enumerate(files, start=1):
        try:
            with bar(f"Importing {file.name} ({number} of {len(files)})"):
                outcome = asyncio.run(_import(file, into, guild, kind, dry_run=dry_run))
        except (StartError, StorageFailed) as error:
            give_up(explain(error))
        except NothingToChange as nothing:
            _print_unchanged(file, nothing.doubts, show_doubts=show_doubts)
            continue
        except UnderstudyError as error:
            failed += 1
            place = "" if isinstance(error, NotImportable) else f"{file.name}: "
            how = " Use --new TITLE to add it." if isinstance(error, ShowNotFound) else ""
            refuse(f"{place}{explain(error)}{how}", file=file.name)
            continue
        _print(file, outcome, show_doubts=show_doubts)
        if new is not None and not dry_run:
            into = Into(named=outcome[0].slug)  # the other files go into the show that was just added
    if failed and not as_json:
        give_up(f"Files not imported: {failed}. Nothing of them was saved.")
    raise typer.Exit(1 if failed else 0)


async def _import(
    file: Path, into: Into, guild: GuildId | None, kind: Format | None, *, dry_run: bool
) -> _Outcome:
    """Import a file, or only try it. Raises `NothingToChange`, and what `Imports.for_host` raises."""
    try:
        source = Source(file.name, await asyncio.to_thread(file.read_bytes))
    except OSError as error:
        problem = Problem(file.name, None, "", f"cannot be read: {error.strerror}")
        raise NotImportable((problem,)) from error
    async with opened(read_settings().database, bundled_packs()) as database:
        imports = Imports(database=database, clock=now, read=read_in_child)
        if dry_run:
            return *await imports.try_for_host(source, kind, into, guild), None
        imported = await imports.for_host(source, kind, into, guild)
    return imported.target, imported.merge, imported.saved.change


def _print_unchanged(file: Path, doubts: Sequence[Doubt], *, show_doubts: bool) -> None:
    """Print that a file changes nothing, and what to check in it."""
    listed = [_doubt(each) for each in doubts]
    summary({"file": file.name, "changed": 0, "doubtful": len(doubts), "doubts": listed})
    _print_doubts(doubts, show_doubts=show_doubts)
    note("Nothing to change. What it says is saved already.")


def _print(file: Path, outcome: _Outcome, *, show_doubts: bool) -> None:
    """Print the result, with a line for each overwritten value and what to check."""
    target, merged, change = outcome
    doubts = (*target.doubts, *merged.doubts)
    summary(
        {
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
            "doubtful": len(doubts),
            "change": change,
            "dry_run": change is None,
            "overwritten": [_overwritten(each) for each in merged.overwritten],
            "doubts": [_doubt(each) for each in doubts],
        }
    )
    listing("Overwritten", [_overwritten_in_words(each) for each in merged.overwritten])
    _print_doubts(doubts, show_doubts=show_doubts)
    if change is None:
        note("This was a dry run. Nothing was saved.")
    else:
        note(f"To undo: python -m bot undo {change}")


def _overwritten(change: Overwritten) -> dict[str, Fact]:
    return {
        "episode": None if change.position is None else change.position.code,
        "of": change.of,
        "field": change.field,
        "old": change.old,
        "new": change.new,
    }


def _overwritten_in_words(change: Overwritten) -> str:
    where = "" if change.position is None else f"{change.position.code} "
    of = "" if change.of is None else f"“{cut(change.of, _SHOWN)}” "
    field = change.field.replace("_", " ")
    return f"{where}{of}{field}: {cut(change.old, _SHOWN)} → {cut(change.new, _SHOWN)}"


def _print_doubts(doubts: Sequence[Doubt], *, show_doubts: bool) -> None:
    listing("Please check", list(map(_doubt_in_words, doubts) if show_doubts else _kinds_of(doubts)))


def _kinds_of(doubts: Sequence[Doubt]) -> Iterator[str]:
    """A line for each kind of doubt: the first of them, and how many more there are."""
    for what, count in Counter(doubt.what for doubt in doubts).items():
        first = next(doubt for doubt in doubts if doubt.what is what)
        more = f" (and {count - 1:,} more: use --doubts)" if count > 1 else ""
        yield f"{_doubt_in_words(first)}{more}"


def _doubt(doubt: Doubt) -> dict[str, Fact]:
    return {
        "what": DOUBTS[doubt.what],
        "episode": None if doubt.position is None else doubt.position.code,
        "line": doubt.line,
        "text": doubt.text or None,
    }


def _doubt_in_words(doubt: Doubt) -> str:
    where = [] if doubt.position is None else [doubt.position.code]
    where += [] if doubt.line is None else [f"line {doubt.line}"]
    where += [f"“{cut(doubt.text, _SHOWN)}”"] if doubt.text else []
    return ": ".join(filter(None, [DOUBTS[doubt.what], " ".join(where)]))

"""The words for errors of the host's commands: what is wrong, and what to do."""

import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.domain import editing_errors as editing
from bot.domain import start_errors as start
from bot.domain import storage_errors as storage
from bot.domain.errors import NoShows, ShowNotFound, UnderstudyError
from bot.domain.fields import BadField
from bot.domain.start_errors import StartError

FIRST_STEPS: Final = """\
To connect the bot to Discord it needs a token:
  1. Open https://discord.com/developers/applications and make a New Application.
  2. Under "Bot", press "Reset Token" and copy what it shows.
  3. Put it into a file named .env here: DISCORD_TOKEN=what-you-copied"""

_WORDS: Final[Mapping[type[Exception], str]] = {
    start.BadSetting: "{0.name} {0.needs}. Set it in .env or in the environment. See .env.example.",
    start.BrokenPack: "A bundled show cannot be read. The database was not changed.\n{listed}",
    start.DatabaseUnreadable: "The database {0.path} cannot be used: {0.reason}. "
    "Set another path in UNDERSTUDY_DATABASE. {restore}",
    start.DatabaseTooNew: "The database {0.path} is from a newer Understudy (version {0.version}, "
    "and this one knows {0.known}). Nothing was changed. Upgrade Understudy.",
    start.AlreadyRunning: "Another Understudy is already using {0.path}. "
    "Stop it first, or set another database in UNDERSTUDY_DATABASE.",
    start.AnotherApplication: "The database {0.path} belongs to the Discord application {0.known}, "
    "but this token belongs to {0.given}. Use the other token, or another database in UNDERSTUDY_DATABASE. "
    "To move this database to the new application: {adopt} "
    "(servers it is not in are deleted 30 days later).",
    start.CopyUnsound: "{0.path} is no intact Understudy database: {listed}. Nothing was changed.",
    start.DatabaseMissing: "{0.path} does not exist. Nothing was changed.",
    start.CopyNotWritten: "{0.path} cannot be written: {0.reason}.",
    storage.DatabaseBusy: "{0.path} is locked by another process. "
    "Wait for it to finish, or find it with: lsof {0.path}",
    storage.DiskFull: "The disk of {0.path} is full. Free some space. Your data is unharmed.",
    storage.DatabaseReadOnly: "{0.path} is read-only. The file and its folder must belong to the user that "
    "runs the bot, on a disk that is not mounted read-only.",
    storage.DatabaseDamaged: "{0.path} is damaged ({0.reason}). {restore}",
    storage.DatabaseGone: "{0.path} was moved or deleted while it was open. {restore}",
    storage.StorageFailed: "The disk of {0.path} reported an error ({0.reason}). Check the system's log, "
    "quotas and file size limits.",
    NoShows: "There is no show yet.",
    ShowNotFound: "No show is called {0.typed}. {listed}",
    editing.NotImportable: "{listed}",
    editing.ShowExists: "There is a show called {0.slug} already. Leave out --new to import into it.",
    editing.NothingInFile: "Nothing to import. It names {0.show_title} but has no episodes and no songs. "
    "For TVmaze, add ?embed=episodes to the address of the show.",
    BadField: "--new takes a title of up to 100 characters.",
    editing.ChangeNotFound: "There is no such change. Each import prints the number of its change.",
    editing.AlreadyUndone: "That was already undone. To redo it: python -m bot undo {0.by}",
}
"""The sentences by error; `{0}` is the error, and `{listed}` what it lists."""

_NAMED: Final = 3
"""Faults of a database that are named; SQLite may know a hundred."""


def typed(command: str) -> str:
    """A command as it has to be typed here, also outside the virtual environment."""
    for name in ("python", "python3"):
        if shutil.which(name) == sys.executable:
            return f"{name} -m bot {command}"
    program = Path(sys.executable)
    if program.is_relative_to(Path.cwd()):
        program = program.relative_to(Path.cwd())
    return f"{shlex.quote(str(program))} -m bot {command}"


def put_a_copy_back() -> str:
    """How to restore a copy, if the database can't be saved."""
    return f"Stop the bot and restore a backup: {typed('restore FILE')}"


def explain(error: StartError | UnderstudyError) -> str:
    """One or a few sentences for the host. Raises the error itself if there are none for it."""
    match error:
        case start.BadSetting("DISCORD_TOKEN", "is not set"):
            return f"DISCORD_TOKEN is not set. {FIRST_STEPS}"
        case BadField("slug"):
            return "With --new, --show takes a short name for the show, like the-office."
        case editing.ShowUnclear(title, slugs):
            return _unclear(title, slugs)
        case editing.ChangedSince(change, None):
            return f"Change {change} cannot be undone, because its place is taken. Nothing was changed."
        case editing.ChangedSince(_, later):
            return f"Change {later} edited the same thing. Undo that one first. Nothing was changed."
        case _:
            words = next((_WORDS[kind] for kind in type(error).__mro__ if kind in _WORDS), None)
            if words is None:
                raise error
            adopt = typed("run --adopt")
            return words.format(error, listed=_listed(error), restore=put_a_copy_back(), adopt=adopt)


def _listed(error: StartError | UnderstudyError) -> str:
    """What an error lists, as its sentence needs it."""
    match error:
        case start.BrokenPack(problems):
            return "\n".join(f"  {problem}" for problem in problems)
        case editing.NotImportable(problems):
            return "\n".join(map(str, problems))
        case start.CopyUnsound(_, faults):
            return shortened(faults)
        case ShowNotFound(_, slugs):
            return _shows(slugs)
        case _:
            return ""


def _unclear(title: str | None, slugs: Sequence[str]) -> str:
    if title is None:
        how = "Use --show SLUG, or --new TITLE to add one."
        return f"It does not say which show it is for. {how} {_shows(slugs)}"
    return (
        f"It is for “{title}”, which could be {' or '.join(slugs)}. "
        f'Use --show {slugs[0]}, or --new "{title}" to add another.'
    )


def _shows(slugs: Sequence[str]) -> str:
    return f"Shows: {', '.join(slugs)}." if slugs else "There are no shows yet."


def shortened(faults: Sequence[str]) -> str:
    """The first of a database's faults; SQLite may list a hundred."""
    more = f" and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
    return ", ".join(faults[:_NAMED]) + more

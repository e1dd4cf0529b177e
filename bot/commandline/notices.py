"""The words for errors of the host's commands: what is wrong, and what to do."""

import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.domain.editing_errors import (
    AlreadyUndone,
    ChangedSince,
    ChangeNotFound,
    NothingInFile,
    NotImportable,
    ShowUnclear,
)
from bot.domain.errors import ShowNotFound, UnderstudyError
from bot.domain.fields import BadField
from bot.domain.start_errors import (
    AlreadyRunning,
    AnotherApplication,
    BadSetting,
    BrokenPack,
    CopyNotWritten,
    CopyUnsound,
    DatabaseMissing,
    DatabaseTooNew,
    DatabaseUnreadable,
    StartError,
)
from bot.domain.storage_errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseGone,
    DatabaseReadOnly,
    DiskFull,
    StorageFailed,
)

FIRST_STEPS = """\
To connect the bot to Discord it needs a token:
  1. Open https://discord.com/developers/applications and make a New Application.
  2. Under "Bot", press "Reset Token" and copy what it shows.
  3. Put it into a file named .env here: DISCORD_TOKEN=what-you-copied"""

_NAMED = 3


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


def explain(error: StartError | StorageFailed) -> str:
    """One or a few sentences for the host. Raises the error itself if there are none for it."""
    match error:
        case StorageFailed():
            return _of_the_disk(error)
        case BadSetting("DISCORD_TOKEN", "is not set"):
            return f"DISCORD_TOKEN is not set. {FIRST_STEPS}"
        case BadSetting(name, needs):
            return f"{name} {needs}. Set it in .env or in the environment. See .env.example."
        case BrokenPack(problems):
            told = "\n".join(f"  {problem}" for problem in problems)
            return f"A bundled show cannot be read. The database was not changed.\n{told}"
        case _:
            return _of_the_file(error)


def _of_the_file(error: StartError) -> str:
    match error:
        case DatabaseUnreadable(path, reason):
            return (
                f"The database {path} cannot be used: {reason}. "
                f"Set another path in UNDERSTUDY_DATABASE. {put_a_copy_back()}"
            )
        case DatabaseTooNew(path, version, known):
            return (
                f"The database {path} is from a newer Understudy (version {version}, "
                f"and this one knows {known}). "
                "Nothing was changed. Upgrade Understudy."
            )
        case AlreadyRunning(path):
            return (
                f"Another Understudy is already using {path}. "
                "Stop it first, or set another database in UNDERSTUDY_DATABASE."
            )
        case AnotherApplication(path, known, given):
            return (
                f"The database {path} belongs to the Discord application {known}, "
                f"but this token belongs to {given}. "
                "Use the other token, or another database in UNDERSTUDY_DATABASE. "
                f"To move this database to the new application: {typed('run --adopt')} "
                "(servers it is not in are deleted 30 days later)."
            )
        case _:
            return _of_a_copy(error)


def _of_a_copy(error: StartError) -> str:
    match error:
        case CopyUnsound(path, faults):
            return f"{path} is no intact Understudy database: {shortened(faults)}. Nothing was changed."
        case DatabaseMissing(path):
            return f"{path} does not exist. Nothing was changed."
        case CopyNotWritten(path, reason):
            return f"{path} cannot be written: {reason}."
        case _:
            raise error


def explain_import(error: UnderstudyError, file: str) -> str:
    """Why a file wasn't imported, and what to do. Raises the error itself if there are no words for it."""
    match error:
        case NotImportable(problems):
            return "\n".join(map(str, problems))
        case ShowNotFound(typed, slugs):
            return f"{file}: no show is called {typed}. {_shows(slugs)} To add one: --new TITLE"
        case ShowUnclear(None, slugs):
            return (
                f"{file} does not say which show it is for. "
                f"Use --show SLUG, or --new TITLE to add one. {_shows(slugs)}"
            )
        case ShowUnclear(title, slugs):
            return (
                f"{file} is for “{title}”, which could be {' or '.join(slugs)}. "
                f'Use --show {slugs[0]}, or --new "{title}" to add another.'
            )
        case NothingInFile(title):
            return f"{file} names {title} but has no episodes and no songs. {_EMBED}"
        case BadField():
            return "--new takes a title of up to 100 characters."
        case _:
            raise error


def _shows(slugs: Sequence[str]) -> str:
    return f"Shows: {', '.join(slugs)}." if slugs else "There are no shows yet."


_EMBED = "For TVmaze, add ?embed=episodes to the address of the show."


def explain_undo(error: UnderstudyError) -> str:
    """Why a change wasn't undone. Raises the error itself if there are no words for it."""
    match error:
        case ChangeNotFound():
            return "There is no such change. Each import prints the number of its change."
        case AlreadyUndone(by):
            return f"That was already undone. To redo it: python -m bot undo {by}"
        case ChangedSince(change, None):
            return f"Change {change} cannot be undone, because its place is taken. Nothing was changed."
        case ChangedSince(_, later):
            return f"Change {later} edited the same thing. Undo that one first. Nothing was changed."
        case _:
            raise error


def shortened(faults: Sequence[str]) -> str:
    """The first of a database's faults; SQLite may list a hundred."""
    more = f" and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
    return ", ".join(faults[:_NAMED]) + more


def _of_the_disk(error: StorageFailed) -> str:
    path = error.path
    match error:
        case DatabaseBusy():
            return f"{path} is locked by another process. Wait for it to finish, or find it with: lsof {path}"
        case DiskFull():
            return f"The disk of {path} is full. Free some space. Your data is unharmed."
        case DatabaseReadOnly():
            return (
                f"{path} is read-only. The file and its folder must belong to the user that runs the bot, "
                "on a disk that is not mounted read-only."
            )
        case DatabaseDamaged():
            return f"{path} is damaged ({error.reason}). {put_a_copy_back()}"
        case DatabaseGone():
            return f"{path} was moved or deleted while it was open. {put_a_copy_back()}"
        case _:
            return (
                f"The disk of {path} reported an error ({error.reason}). Check the system's log, quotas "
                "and file size limits."
            )

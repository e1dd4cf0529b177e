"""The words for what keeps a command from doing its work: what is wrong, and what to do about it."""

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
    """A command of ours as it works when typed here, also outside the virtual environment."""
    for name in ("python", "python3"):
        if shutil.which(name) == sys.executable:
            return f"{name} -m bot {command}"
    program = Path(sys.executable)
    if program.is_relative_to(Path.cwd()):
        program = program.relative_to(Path.cwd())
    return f"{shlex.quote(str(program))} -m bot {command}"


def put_a_copy_back() -> str:
    """What to do where the database cannot be saved."""
    return f"Stop the bot and put a copy back: {typed('restore FILE')}"


def explain(error: StartError | StorageFailed) -> str:
    """One sentence or a few for the host. Raises the error itself where there are none for it."""
    match error:
        case StorageFailed():
            return _of_the_disk(error)
        case BadSetting("DISCORD_TOKEN", "is not set"):
            return f"DISCORD_TOKEN is not set. {FIRST_STEPS}"
        case BadSetting(name, needs):
            return f"{name} {needs}. It stands in the environment or in .env; .env.example shows how."
        case BrokenPack(problems):
            told = "\n".join(f"  {problem}" for problem in problems)
            return f"A bundled show cannot be read; the database was left as it is.\n{told}"
        case _:
            return _of_the_file(error)


def _of_the_file(error: StartError) -> str:
    match error:
        case DatabaseUnreadable(path, reason):
            return (
                f"The database {path} cannot be used: {reason}. "
                f"Give another path in UNDERSTUDY_DATABASE. Or: {put_a_copy_back()}"
            )
        case DatabaseTooNew(path, version, known):
            return (
                f"The database {path} is from a newer Understudy (version {version}, "
                f"and this one knows {known}). "
                "Upgrade Understudy; nothing was changed."
            )
        case AlreadyRunning(path):
            return (
                f"Another Understudy is at work on {path}. "
                "Stop it first, or give this one a database of its own in UNDERSTUDY_DATABASE."
            )
        case AnotherApplication(path, known, given):
            return (
                f"The database {path} belongs to the Discord application {known}, and this token to {given}. "
                "Use the other token, or another database in UNDERSTUDY_DATABASE. "
                f"To move this database to the new application: {typed('run --adopt')} "
                "(servers that it is not in are erased 30 days later)."
            )
        case _:
            return _of_a_copy(error)


def _of_a_copy(error: StartError) -> str:
    match error:
        case CopyUnsound(path, faults):
            return f"{path} gives no sound copy: {shortened(faults)}. Nothing was changed."
        case DatabaseMissing(path):
            return f"There is no file {path}. Nothing was changed."
        case CopyNotWritten(path, reason):
            return f"{path} cannot be written: {reason}."
        case _:
            raise error


def explain_import(error: UnderstudyError, file: str) -> str:
    """Why a file was not imported, and what to do. Raises the error itself where there are no words."""
    match error:
        case NotImportable(problems):
            return "\n".join(map(str, problems))
        case ShowNotFound(typed, slugs):
            return f"{file}: there is no show {typed}. {_shows(slugs)} To make one: --new TITLE"
        case ShowUnclear(None, slugs):
            return (
                f"{file} names no show. Say which: --show SLUG, or --new TITLE to make one. {_shows(slugs)}"
            )
        case ShowUnclear(title, slugs):
            return (
                f"{file} is of “{title}”, which could be {' or '.join(slugs)}. "
                f'Say which: --show {slugs[0]}, or --new "{title}" to make another.'
            )
        case NothingInFile(title):
            return f"{file} names {title}, and has no episodes and no songs in it. {_EMBED}"
        case BadField():
            return "--new takes a title of up to 100 characters."
        case _:
            raise error


def _shows(slugs: Sequence[str]) -> str:
    return f"There are: {', '.join(slugs)}." if slugs else "There is no show yet."


_EMBED = "TVmaze's page of a show has them if you add ?embed=episodes to its address."


def explain_undo(error: UnderstudyError) -> str:
    """Why a change was not undone. Raises the error itself where there are no words for it."""
    match error:
        case ChangeNotFound():
            return "There is no such change. An import prints the number of its own."
        case AlreadyUndone(by):
            return f"That was undone already. To redo it: python -m bot undo {by}"
        case ChangedSince(change, None):
            return (
                f"Change {change} cannot be undone: something else stands in its place. Nothing was changed."
            )
        case ChangedSince(_, later):
            return f"Change {later} touched the same thing. Undo that one first. Nothing was changed."
        case _:
            raise error


def shortened(faults: Sequence[str]) -> str:
    """The first of a database's faults; SQLite may name a hundred."""
    more = f"; and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
    return "; ".join(faults[:_NAMED]) + more


def _of_the_disk(error: StorageFailed) -> str:
    path = error.path
    match error:
        case DatabaseBusy():
            return f"{path} is locked by another process. Wait until that is done, or end it: lsof {path}"
        case DiskFull():
            return f"There is no room left on the disk of {path}. Make room; what is there is unharmed."
        case DatabaseReadOnly():
            return (
                f"{path} may only be read. It and its folder need to belong to the user that runs the bot, "
                "on a disk that is not mounted read-only."
            )
        case DatabaseDamaged():
            return f"{path} is damaged ({error.reason}). {put_a_copy_back()}"
        case DatabaseGone():
            return f"{path} was moved or removed while it was open. {put_a_copy_back()}"
        case _:
            return (
                f"The disk of {path} fails ({error.reason}). Look at the system's log, at quotas, "
                "and at limits on the size of files."
            )

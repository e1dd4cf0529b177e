"""What keeps the bot, or a command of the host's, from its work; `bot.commandline.notices` has the words."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.problems import Problem


class StartError(Exception):
    """Something that keeps the bot from starting; the command line has the words for each."""


@dataclass(eq=False)
class BadSetting(StartError):
    """A setting is missing or cannot be used. Its value is not kept: it may be a secret."""

    name: str
    needs: str


@dataclass(eq=False)
class DatabaseUnreadable(StartError):
    """The database cannot be opened, or is not one of ours."""

    path: Path
    reason: str


@dataclass(eq=False)
class DatabaseTooNew(StartError):
    """The database was written by a newer Understudy."""

    path: Path
    version: int
    known: int


@dataclass(eq=False)
class DatabaseMissing(StartError):
    """There is no database to copy."""

    path: Path


@dataclass(eq=False)
class CopyUnsound(StartError):
    """What was copied of this file has faults, or is no database of ours; it was not kept."""

    path: Path
    faults: tuple[str, ...]


@dataclass(eq=False)
class CopyNotWritten(StartError):
    """A copy cannot be written there; `reason` is the system's own word."""

    path: Path
    reason: str


@dataclass(eq=False)
class AlreadyRunning(StartError):
    """Another copy of the bot works on the same database."""

    path: Path


@dataclass(eq=False)
class AnotherApplication(StartError):
    """The database is of another Discord application than the token; both are application ids."""

    path: Path
    known: str
    given: str


@dataclass(eq=False)
class BrokenPack(StartError):
    """Bundled packs have problems; every one of them is named."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)

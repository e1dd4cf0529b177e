"""Errors that stop the bot or a host's command; `bot.commandline.notices` has the words."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.problems import Problem


class StartError(Exception):
    """The base of errors that stop the bot from starting."""


@dataclass(eq=False)
class BadSetting(StartError):
    """A setting is missing or invalid. Its value isn't carried: it may be a secret."""

    name: str
    needs: str


@dataclass(eq=False)
class DatabaseUnreadable(StartError):
    """The database can't be opened, or isn't Understudy's."""

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
    """The copy of this file is damaged or isn't Understudy's database; it was deleted."""

    path: Path
    faults: tuple[str, ...]


@dataclass(eq=False)
class CopyNotWritten(StartError):
    """A copy can't be written there; `reason` is the system's own text."""

    path: Path
    reason: str


@dataclass(eq=False)
class AlreadyRunning(StartError):
    """Another process of the bot uses the same database."""

    path: Path


@dataclass(eq=False)
class AnotherApplication(StartError):
    """The database belongs to another Discord application than the token; both are application ids."""

    path: Path
    known: str
    given: str


@dataclass(eq=False)
class BrokenPack(StartError):
    """Bundled packs have problems, all of them listed."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)

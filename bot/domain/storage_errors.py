"""Failures of the database file or disk; `bot.replies.notices.database` has the words for people."""

from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import UnderstudyError


@dataclass(eq=False)
class StorageFailed(UnderstudyError):
    """The database failed, and nothing was saved.

    `path` is its file; `reason` is SQLite's or the system's name for the failure.
    """

    path: Path
    reason: str


class DatabaseBusy(StorageFailed):
    """Another process locked the database for too long."""


class DiskFull(StorageFailed):
    """The disk of the database is full."""


class DatabaseReadOnly(StorageFailed):
    """The database, its folder or its disk is read-only."""


class DatabaseDamaged(StorageFailed):
    """The file's content is damaged."""


class DatabaseGone(StorageFailed):
    """The file was deleted, moved or replaced while it was open: writes would be lost."""


class DiskFailed(StorageFailed):
    """The disk failed: a fault, a quota, or a file size limit."""

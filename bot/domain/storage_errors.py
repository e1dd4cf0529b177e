"""What the disk does to the database; `bot.replies.notices.database` has the words for people."""

from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import UnderstudyError


@dataclass(eq=False)
class StorageFailed(UnderstudyError):
    """The database could not do what was asked of it, and nothing of that was saved.

    `path` is its file; `reason` is the name that SQLite or the system has for what happened.
    """

    path: Path
    reason: str


class DatabaseBusy(StorageFailed):
    """Another process has kept the database locked for too long."""


class DiskFull(StorageFailed):
    """There is no room left where the database is."""


class DatabaseReadOnly(StorageFailed):
    """The database, its folder or its disk may only be read."""


class DatabaseDamaged(StorageFailed):
    """What stands in the file is not what was written there."""


class DatabaseGone(StorageFailed):
    """The file was removed, moved or replaced while it was open: what is written now would be lost."""


class DiskFailed(StorageFailed):
    """The disk does not take or give what it should: a fault, a quota, a limit on the size of files."""

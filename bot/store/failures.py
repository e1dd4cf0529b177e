"""Turning errors of SQLite and the system into `StorageFailed`.

Codes: https://www.sqlite.org/rescode.html. The low byte is the kind.
"""

import errno
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from bot.domain.start_errors import DatabaseUnreadable
from bot.domain.storage_errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseReadOnly,
    DiskFailed,
    DiskFull,
    StorageFailed,
)

_KIND = 0xFF
_INDEX_UNREADABLE = "invalid fts5 file format"
"""SQLite reports it as a mistake in the statement, but the index is damaged."""

_OF_SQLITE: dict[int, type[StorageFailed]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_PERM: DatabaseReadOnly,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
    sqlite3.SQLITE_IOERR: DiskFailed,
    sqlite3.SQLITE_CANTOPEN: DiskFailed,
}
_OF_THE_SYSTEM: dict[int | None, type[StorageFailed]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: DatabaseReadOnly,
    errno.EACCES: DatabaseReadOnly,
    errno.EPERM: DatabaseReadOnly,
    errno.EIO: DiskFailed,
}


@dataclass(frozen=True, slots=True)
class as_storage_failures:  # noqa: N801 - read like `suppress`
    """Raise failures of the disk as `StorageFailed`; programming errors stay what they are."""

    path: Path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, sqlite3.Error):
            failure = failure_of(error, self.path)
            if failure is not None:
                raise failure from error


def failure_of(error: sqlite3.Error | OSError, path: Path) -> StorageFailed | None:
    """The `StorageFailed` for an error; None if it isn't a failure of the disk."""
    if isinstance(error, OSError):
        kind = _OF_THE_SYSTEM.get(error.errno)
        return None if kind is None else kind(path, errno.errorcode[error.errno or 0])
    # Errors made by the sqlite3 module itself have no code.
    kind = _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & _KIND)
    if str(error).startswith(_INDEX_UNREADABLE):
        kind = DatabaseDamaged
    return None if kind is None else kind(path, error.sqlite_errorname)


def why_not_opened(error: sqlite3.Error | OSError, path: Path) -> StorageFailed | DatabaseUnreadable:
    """The error of ours for one raised while opening a database; also for a file that is none."""
    failure = failure_of(error, path)
    if not isinstance(error, sqlite3.Error) or failure is None:
        return failure or DatabaseUnreadable(path, str(error))
    if error.sqlite_errorcode & _KIND == sqlite3.SQLITE_CANTOPEN:
        # SQLite needs to create files beside it.
        sealed = path.is_file() and not os.access(path.parent, os.W_OK)
        return DatabaseReadOnly(path, failure.reason) if sealed else DatabaseUnreadable(path, str(error))
    if error.sqlite_errorcode & _KIND == sqlite3.SQLITE_NOTADB:
        return DatabaseUnreadable(path, str(error))
    return failure

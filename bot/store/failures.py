"""Which of the disk's bad weather an error is.

Codes: https://www.sqlite.org/rescode.html. The low byte is the kind, the rest says more.
"""

import errno
import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
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
"""SQLite calls it a mistake in the statement, and it is the index that is another than it should be."""

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


@contextmanager
def as_storage_failures(path: Path) -> Generator[None]:
    """Raise the disk's bad weather as errors of ours; a mistake of ours stays what it is."""
    try:
        yield
    except sqlite3.Error as error:
        failure = failure_of(error, path)
        if failure is None:
            raise
        raise failure from error


def failure_of(error: sqlite3.Error | OSError, path: Path) -> StorageFailed | None:
    """What an error means for the database at `path`; None where it is not the weather."""
    if isinstance(error, OSError):
        kind = _OF_THE_SYSTEM.get(error.errno)
        return None if kind is None else kind(path, errno.errorcode[error.errno or 0])
    # Errors that the module makes itself carry no code.
    kind = _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & _KIND)
    if str(error).startswith(_INDEX_UNREADABLE):
        kind = DatabaseDamaged
    return None if kind is None else kind(path, error.sqlite_errorname)


def why_not_opened(error: sqlite3.Error | OSError, path: Path) -> StorageFailed | DatabaseUnreadable:
    """What an error means that came while a database was being opened: also, that it is none."""
    failure = failure_of(error, path)
    if not isinstance(error, sqlite3.Error) or failure is None:
        return failure or DatabaseUnreadable(path, str(error))
    if error.sqlite_errorcode & _KIND == sqlite3.SQLITE_CANTOPEN:
        # SQLite needs files of its own beside it.
        sealed = path.is_file() and not os.access(path.parent, os.W_OK)
        return DatabaseReadOnly(path, failure.reason) if sealed else DatabaseUnreadable(path, str(error))
    if error.sqlite_errorcode & _KIND == sqlite3.SQLITE_NOTADB:
        return DatabaseUnreadable(path, str(error))
    return failure

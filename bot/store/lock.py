"""One running bot a database: whoever holds the lock beside the file may work on it, or replace it.

The file counts, whatever name leads to it: the lock of a link stands beside the file that it points at.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from bot.domain.start_errors import AlreadyRunning
from bot.store.failures import why_not_opened


@contextmanager
def alone_on(database: Path) -> Generator[None]:
    """Hold the lock of a database, made with its folder where it is missing.

    Raises `AlreadyRunning`, or what keeps the lock from being made: `StorageFailed`, `DatabaseUnreadable`.
    """
    path = _lock_of(database)
    lock = FileLock(path, timeout=0, mode=0o600)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        with suppress(PermissionError):  # made by an older version, for everyone to read; perhaps another's
            path.chmod(0o600)
    except Timeout as taken:
        raise AlreadyRunning(database) from taken
    except OSError as error:
        raise why_not_opened(error, database) from error
    try:
        yield
    finally:
        lock.release()


def is_worked_on(database: Path) -> bool:
    """Whether somebody holds the lock of a database at this moment. Makes nothing."""
    if not _lock_of(database).exists():
        return False
    try:
        with alone_on(database):
            return False
    except AlreadyRunning:
        return True


def real_path(path: Path) -> Path:
    """The file that a link leads to, also where there is none yet; any other path as it is."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _lock_of(database: Path) -> Path:
    file = Path(os.path.realpath(database))
    return file.with_name(f"{file.name}.lock")

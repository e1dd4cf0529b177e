"""One running bot per database: a lock file beside it allows using or replacing it.

The lock is beside the real file, also if the path is a symbolic link.
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
    """Hold the lock of a database, creating it and its folder if needed.

    Raises `AlreadyRunning`; if the lock can't be created, `StorageFailed` or `DatabaseUnreadable`.
    """
    path = _lock_of(database)
    lock = FileLock(path, timeout=0, mode=0o600)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        with suppress(
            PermissionError
        ):  # made readable for everyone by an older version; maybe by another user
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
    """Whether somebody holds the lock of a database now. Creates nothing."""
    if not _lock_of(database).exists():
        return False
    try:
        with alone_on(database):
            return False
    except AlreadyRunning:
        return True


def real_path(path: Path) -> Path:
    """The target of a symbolic link, even if it doesn't exist; any other path unchanged."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _lock_of(database: Path) -> Path:
    file = Path(os.path.realpath(database))
    return file.with_name(f"{file.name}.lock")

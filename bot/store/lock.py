"""One running bot a database: whoever holds the lock beside the file may work on it, or replace it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.domain.start_errors import AlreadyRunning
from bot.store.failures import why_not_opened


@contextmanager
def alone_on(database: Path) -> Generator[None]:
    """Hold the lock of a database, made with its folder where it is missing.

    Raises `AlreadyRunning`, or what keeps the lock from being made: `StorageFailed`, `DatabaseUnreadable`.
    """
    lock = FileLock(_lock_of(database), timeout=0)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
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


def _lock_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")

"""One running bot a database: whoever holds the lock beside the file may work on it, or replace it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.domain.errors import AlreadyRunning


@contextmanager
def alone_on(database: Path) -> Generator[None]:
    """Hold the lock of a database, made with its folder where it is missing. Raises `AlreadyRunning`."""
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(database.with_name(f"{database.name}.lock"), timeout=0):
            yield
    except Timeout as taken:
        raise AlreadyRunning(database) from taken

"""Reading a file in a child process with limits on time and memory.

A parser can be made to take very long or a lot of memory (60 KB of `<b>` keep a good one busy for 10 s). So
files are read in a child without secrets, while the bot goes on. `python -m bot.importers.child` is that
child: it reads a `_Task` from standard input and writes an `_Outcome` to standard output (MessagePack).
"""

import asyncio
import logging
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct

from bot.domain.drafts import Draft
from bot.domain.problems import Problem
from bot.domain.shows import Episode
from bot.domain.watch_history import WatchHistory
from bot.importers.source import Format, Source, Unreadable

_log = logging.getLogger(__name__)

_AT_ONCE: Final = 2
_MEGABYTE: Final = 1024 * 1024
_PASSED_ON: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
"""The only environment variables that the child gets: no token among them."""

_OUT_OF_MEMORY: Final = 3
"""The child's exit code when it runs out of memory."""

_CPU_USED_UP: Final[int] = getattr(signal, "SIGXCPU", 0)
"""The signal that ends a child after its CPU seconds. Windows has none, only the clock."""

_TOO_LONG: Final = "takes too long to read"
_TOO_MUCH: Final = "takes too much memory to read"
_FAILED: Final = "cannot be read. Something went wrong on our side"

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class _Task(Struct):
    """Files to read: one of a show's, or (`history`) somebody's own, all of them together."""

    sources: tuple[Source, ...]
    format: Format | None
    seconds: float
    bytes: int
    history: bool = False


class _Outcome(Struct):
    """The draft, with its episodes apart so that they can be decoded one by one; or the problems.

    `fault`: an error of our own code, as places in the code without anything of the file.
    """

    draft: Draft | None = None
    history: WatchHistory | None = None
    episodes: tuple[msgspec.Raw, ...] = ()
    problems: tuple[Problem, ...] = ()
    fault: str | None = None


async def read_in_child(
    source: Source,
    format: Format | None,  # noqa: A002 - the word that people type
    *,
    seconds: float = 60,
    megabytes: int = 512,
) -> Draft:
    """Read a file as `read` does, with limits on time and memory, without blocking the event loop.

    Two at once; others wait. Raises `Unreadable`, also if a limit is exceeded. The child is killed if the
    task is cancelled.
    """
    outcome = await _outcome_of(_Task((source,), format, seconds, megabytes * _MEGABYTE))
    if outcome.draft is None:
        raise Unreadable(*outcome.problems)
    return await _whole(outcome.draft, outcome.episodes)


async def read_history_in_child(
    sources: Sequence[Source], *, seconds: float = 60, megabytes: int = 512
) -> WatchHistory:
    """Read somebody's own files as `read_watched` does, with the same limits. Raises `Unreadable`."""
    task = _Task(tuple(sources), None, seconds, megabytes * _MEGABYTE, history=True)
    outcome = await _outcome_of(task)
    if outcome.history is None:
        raise Unreadable(*outcome.problems)
    return outcome.history


async def _outcome_of(task: _Task) -> _Outcome:
    turns = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE))
    async with turns:
        try:
            async with asyncio.timeout(task.seconds):
                outcome = await _ask(task.sources[0], msgspec.msgpack.encode(task))
        except TimeoutError as error:
            raise task.sources[0].unreadable(_TOO_LONG) from error
    if outcome.fault:
        _log.error("an importer failed: %s", outcome.fault)
    return outcome


async def _ask(source: Source, task: bytes) -> _Outcome:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
    )
    try:
        answer, _ = await process.communicate(task)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode == 0:
        return msgspec.msgpack.decode(answer, type=_Outcome)
    if process.returncode == -_CPU_USED_UP:
        raise source.unreadable(_TOO_LONG)
    if process.returncode != _OUT_OF_MEMORY:
        _log.error("an importer's process ended with %s", process.returncode)
    raise source.unreadable(_TOO_MUCH)


def _environment() -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    found = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**passed_on, "PYTHONPATH": os.pathsep.join(found)}


async def _whole(draft: Draft, episodes: tuple[msgspec.Raw, ...]) -> Draft:
    """Episodes are decoded one by one, so that a show with 60,000 quotes doesn't block the event loop."""
    found: list[Episode[str, str]] = []
    for episode in episodes:
        found.append(msgspec.msgpack.decode(episode, type=Episode[str, str]))
        await asyncio.sleep(0)
    return replace(draft, episodes=tuple(found))


def _limit(task: _Task) -> None:
    """Apply the limits to this process, if the system can. The parent watches the clock in any case."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - Windows has none

        for kind, limit in (
            (resource.RLIMIT_AS, task.bytes),
            (resource.RLIMIT_CPU, int(task.seconds) + 1),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, limit))


def _outcome(task: _Task) -> _Outcome:
    # 5 MB of libraries that only the child needs.
    from bot.importers.reading import read  # noqa: PLC0415
    from bot.importers.watch_history import read_watched  # noqa: PLC0415

    try:
        if task.history:
            return _Outcome(history=read_watched(task.sources))
        draft = read(task.sources[0], task.format)
    except Unreadable as unreadable:
        return _Outcome(problems=unreadable.problems)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of a reader: logged by the bot, a sentence to the person
        problem = Problem(task.sources[0].name, None, "", _FAILED)
        return _Outcome(problems=(problem,), fault=_fault(error))
    episodes = tuple(msgspec.Raw(msgspec.msgpack.encode(episode)) for episode in draft.episodes)
    return _Outcome(draft=replace(draft, episodes=()), episodes=episodes)


def _fault(error: Exception) -> str:
    """The error's class and the code locations it came through, without anything of the file."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return f"{type(error).__name__} at {', '.join(f'{Path(at.filename).name}:{at.lineno}' for at in frames)}"


def main() -> None:
    """Read the task from standard input and write its outcome."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Task)
    _limit(task)
    try:
        answer = msgspec.msgpack.encode(_outcome(task))
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()

"""Reading a file in a process of its own, with limits on its time and its memory.

A parser can be made to take very long or very much (60 KB of `<b>` hold a good one for 10 s). So the bot
hands files to a child, which knows no secrets, and goes on answering. `python -m bot.importers.child` is that
child: a `_Task` comes in by its standard input, an `_Outcome` goes out by its standard output (MessagePack).
"""

import asyncio
import logging
import os
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct

from bot.domain.drafts import Draft, EpisodeDraft
from bot.domain.problems import Problem
from bot.importers.reading import Format, read
from bot.importers.source import Source, Unreadable

_log = logging.getLogger(__name__)

_AT_ONCE: Final = 2
_MEGABYTE: Final = 1024 * 1024
_PASSED_ON: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
"""The only parts of the environment that a child sees: a token is not among them."""

_OUT_OF_MEMORY: Final = 3
"""The exit code of a child that got no more memory."""

_CPU_USED_UP: Final[int] = getattr(signal, "SIGXCPU", 0)
"""What ends a child that used its seconds; Windows has no such signal, and only the clock."""

_TOO_LONG: Final = "takes too long to read"
_TOO_MUCH: Final = "takes too much memory to read"
_FAILED: Final = "cannot be read. Something went wrong on our side"

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class _Task(Struct):
    source: Source
    format: Format | None
    seconds: float
    bytes: int


class _Outcome(Struct):
    """The draft, with its episodes apart so that they can be taken up one by one; or what is wrong.

    `fault` is where a reader failed in a way that is our mistake: places in our code, nothing of the file.
    """

    draft: Draft | None = None
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
    """Read a file as `read` does, in at most so much time and memory, while the event loop goes on.

    Two at a time; others wait for their turn. Raises `Unreadable`, also where reading takes more than it may.
    A child whose reader is cancelled is killed.
    """
    task = _Task(source, format, seconds, megabytes * _MEGABYTE)
    turns = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE))
    async with turns:
        try:
            async with asyncio.timeout(seconds):
                outcome = await _ask(source, msgspec.msgpack.encode(task))
        except TimeoutError as error:
            raise source.unreadable(_TOO_LONG) from error
    if outcome.fault:
        _log.error("an importer failed: %s", outcome.fault)
    if outcome.draft is None:
        raise Unreadable(*outcome.problems)
    return await _whole(outcome.draft, outcome.episodes)


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
    """Episodes are taken up one by one, so that a show of 60,000 lines holds nobody up."""
    found: list[EpisodeDraft] = []
    for episode in episodes:
        found.append(msgspec.msgpack.decode(episode, type=EpisodeDraft))
        await asyncio.sleep(0)
    return replace(draft, episodes=tuple(found))


def _limit(task: _Task) -> None:
    """Hold this process to its limits, where the system can; the parent watches the clock in any case."""
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
    try:
        draft = read(task.source, task.format)
    except Unreadable as unreadable:
        return _Outcome(problems=unreadable.problems)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of a reader: logged by the bot, a sentence to the person
        problem = Problem(task.source.name, None, "", _FAILED)
        return _Outcome(problems=(problem,), fault=_fault(error))
    episodes = tuple(msgspec.Raw(msgspec.msgpack.encode(episode)) for episode in draft.episodes)
    return _Outcome(draft=replace(draft, episodes=()), episodes=episodes)


def _fault(error: Exception) -> str:
    """The error's kind and the places that it came through: nothing of the file may stand in a log."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return f"{type(error).__name__} at {', '.join(f'{Path(at.filename).name}:{at.lineno}' for at in frames)}"


def main() -> None:
    """Read the task that comes in, and answer with its outcome."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Task)
    _limit(task)
    try:
        answer = msgspec.msgpack.encode(_outcome(task))
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()

"""Files are read in a child process: its results come back, its side effects don't."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.importers.child import read_in_child
from bot.importers.reading import read
from bot.importers.source import Format, Source, Unreadable
from tests.importers.files import CSV, PACK, SRT, gzipped, refusal, source

HUGE = b"season,episode,text\n" + b"1,1,x\n" * 3_000_000
SLOW = b"[[episode]]\n" + b"a." * 60_000 + b"a = 1\n"


async def refused(
    given: Source, kind: Format | None = None, *, seconds: float = 60, megabytes: int = 512
) -> list[str]:
    with pytest.raises(Unreadable) as unreadable:
        await read_in_child(given, kind, seconds=seconds, megabytes=megabytes)
    return [str(problem) for problem in unreadable.value.problems]


@pytest.mark.parametrize("content", [SRT.encode(), CSV.encode() + b"x,y,Tom,Lost\n", PACK])
async def test_the_child_process_returns_the_same_draft(content: bytes) -> None:
    given = source("S01E03.5", content)
    assert await read_in_child(given, None) == read(given)


async def test_the_chosen_format_is_passed_to_the_child() -> None:
    given = source("file", PACK)
    assert await refused(given, Format.DIALOGUE) == refusal(given, Format.DIALOGUE)


async def test_the_child_returns_every_problem_with_its_line() -> None:
    given = source("file.csv", "season,episode,text\na,b,Hi\nc,d,Ho\n")
    problems = await refused(given)
    assert problems == refusal(given)
    assert len(problems) == 2


async def test_reading_that_takes_too_long_is_stopped() -> None:
    assert await refused(source("slow.toml", SLOW), seconds=1) == ["slow.toml: takes too long to read"]


async def test_reading_that_takes_too_much_memory_is_stopped() -> None:
    problems = await refused(source("huge.csv", HUGE), megabytes=250)
    assert problems == ["huge.csv: takes too much memory to read"]


async def test_a_decompression_bomb_is_refused_within_the_limits() -> None:
    (problem,) = await refused(source("bomb.gz", gzipped(bytes(200_000_000))))
    assert problem.startswith("bomb.gz: unpacks to more than")


async def test_reading_a_file_does_not_block_the_event_loop() -> None:
    reading = asyncio.create_task(read_in_child(source("file.csv", CSV), None))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 10


async def test_cancelling_leaves_no_child_process_running() -> None:
    before = children()
    reading = asyncio.create_task(read_in_child(source("slow.toml", SLOW), None))
    await started(before)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert children() == before


async def test_at_most_two_files_are_read_at_once() -> None:
    before = children()
    readings = [asyncio.create_task(read_in_child(source("file", PACK), None)) for _ in range(5)]
    most = 0
    while not all(reading.done() for reading in readings):
        most = max(most, len(children() - before))
        await asyncio.sleep(0.005)
    assert most == 2
    assert len(await asyncio.gather(*readings)) == 5


async def test_the_child_process_does_not_get_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "not for readers")
    before = children()
    reading = asyncio.create_task(read_in_child(source("slow.toml", SLOW), None, seconds=2))
    child = await started(before)
    environment = await asyncio.to_thread(Path(f"/proc/{child}/environ").read_bytes)
    assert b"PYTHONPATH" in environment
    assert b"DISCORD_TOKEN" not in environment
    with pytest.raises(Unreadable):
        await reading


async def started(before: set[int]) -> int:
    """The newly started child, once it runs its own program."""
    for _ in range(1_000):
        await asyncio.sleep(0.01)
        for child in children() - before:
            command = await asyncio.to_thread(Path(f"/proc/{child}/cmdline").read_bytes)
            if b"bot.importers.child" in command:
                return child
    pytest.fail("no child has started")


def children() -> set[int]:
    """The running child processes."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not found.exists():
        pytest.skip("needs /proc to see processes")
    return {int(child) for child in found.read_text().split()}

import asyncio

import pytest

from bot.domain.editing_errors import TooManyFiles
from bot.domain.ids import GuildId, UserId
from bot.services.import_queue import ImportQueue


class Queue:
    """Members who wait for a turn; `begun` has the names of those who got one, in order."""

    def __init__(self) -> None:
        self.turns = ImportQueue()
        self.begun: list[str] = []
        self._ends: dict[str, asyncio.Event] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def come(self, name: str, user: int, guild: int) -> int:
        """Join the queue; returns how many are before."""
        ahead = self.turns.ahead(UserId(user), GuildId(guild))
        self._ends[name] = asyncio.Event()
        self._tasks.append(asyncio.create_task(self._wait(name, user, guild)))
        await asyncio.sleep(0)
        return ahead

    async def _wait(self, name: str, user: int, guild: int) -> None:
        async with self.turns.take(UserId(user), GuildId(guild)):
            self.begun.append(name)
            await self._ends[name].wait()

    async def end(self, name: str) -> None:
        self._ends[name].set()
        for _ in range(5):
            await asyncio.sleep(0)

    def give_up(self, number: int) -> None:
        self._tasks[number].cancel()

    async def close(self) -> None:
        for end in self._ends.values():
            end.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def test_two_files_are_read_at_a_time_and_others_know_their_place_in_the_queue() -> None:
    queue = Queue()
    assert [await queue.come(str(guild), guild, guild) for guild in range(1, 5)] == [0, 0, 2, 3]
    assert queue.begun == ["1", "2"]
    await queue.end("1")
    assert queue.begun == ["1", "2", "3"]
    await queue.close()


async def test_a_server_has_one_turn_at_a_time_and_does_not_block_others() -> None:
    queue = Queue()
    for number in range(4):
        await queue.come(f"a{number}", 10 + number, 1)
    await queue.come("b", 20, 2)
    assert queue.begun == ["a0", "b"]
    assert await queue.come("c", 30, 3) == 2, "before the server's others, which came earlier"
    await queue.end("b")
    assert queue.begun == ["a0", "b", "c"]
    await queue.close()


async def test_a_member_has_one_turn_at_a_time_across_servers() -> None:
    queue = Queue()
    for guild in (1, 2):
        await queue.come(str(guild), 10, guild)
    assert queue.begun == ["1"]
    await queue.end("1")
    assert queue.begun == ["1", "2"]
    await queue.close()


async def test_giving_up_leaves_the_queue() -> None:
    queue = Queue()
    for guild in (1, 2, 3, 4):
        await queue.come(str(guild), guild, guild)
    queue.give_up(2)
    await queue.end("1")
    assert queue.begun == ["1", "2", "4"]
    await queue.close()


async def test_a_server_with_too_many_waiting_files_is_refused() -> None:
    queue = Queue()
    for number in range(6):
        await queue.come(str(number), number, 1)
    with pytest.raises(TooManyFiles):
        async with queue.turns.take(UserId(9), GuildId(1)):
            pass
    await queue.close()


async def test_waiting_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.import_queue._PATIENCE", 0.01)
    queue = Queue()
    await queue.come("first", 1, 1)
    with pytest.raises(TooManyFiles):
        async with queue.turns.take(UserId(1), GuildId(2)):
            pass
    await queue.close()

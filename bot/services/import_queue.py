"""A fair queue for reading files: two at once, never two of one person or one server.

It goes in rounds: a server's second file waits until every other server had its first.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.domain.editing_errors import TooManyFiles
from bot.domain.ids import GuildId, UserId

_AT_ONCE = 2
_OF_A_SERVER = 5
"""Waiting files of one server; more are refused."""
_PATIENCE = 12 * 60
"""Seconds. Discord accepts an answer for 15 minutes."""


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    user: UserId
    guild: GuildId | None
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def group(self) -> int:
        """Whose files take turns: the server's, or the person's own."""
        return self.user if self.guild is None else self.guild


class ImportQueue:
    """The queue of this process."""

    def __init__(self) -> None:
        self._reading: list[_Turn] = []
        self._waiting: list[_Turn] = []

    @property
    def running(self) -> int:
        """How many files are read now."""
        return len(self._reading)

    @property
    def waiting(self) -> int:
        """How many files wait."""
        return len(self._waiting)

    def ahead(self, user: UserId, guild: GuildId | None) -> int:
        """How many files would be read before a new one; 0: it is read at once.

        `guild` None: a person's own file, for which only they take turns.
        """
        new = _Turn(user, guild)
        if len(self._reading) < _AT_ONCE and not self._waiting and self._may_begin(new):
            return 0
        return len(self._reading) + self._in_order([*self._waiting, new]).index(new)

    @asynccontextmanager
    async def take(self, user: UserId, guild: GuildId | None) -> AsyncGenerator[None]:
        """Wait for a turn and hold it. Raises `TooManyFiles` if that takes too long or too many wait."""
        turn = _Turn(user, guild)
        if sum(turn.group == other.group for other in self._waiting) >= _OF_A_SERVER:
            raise TooManyFiles
        self._waiting.append(turn)
        self._begin()
        try:
            async with asyncio.timeout(_PATIENCE):
                await turn.begun.wait()
            yield
        except TimeoutError as error:
            if turn.begun.is_set():
                raise
            raise TooManyFiles from error
        finally:
            (self._reading if turn.begun.is_set() else self._waiting).remove(turn)
            self._begin()

    def _begin(self) -> None:
        for turn in self._in_order(self._waiting):
            if len(self._reading) < _AT_ONCE and self._may_begin(turn):
                self._waiting.remove(turn)
                self._reading.append(turn)
                turn.begun.set()

    def _may_begin(self, turn: _Turn) -> bool:
        return not any(turn.user == other.user or turn.group == other.group for other in self._reading)

    def _in_order(self, waiting: list[_Turn]) -> list[_Turn]:
        rounds = Counter(turn.group for turn in self._reading)
        ordered: list[tuple[int, int, _Turn]] = []
        for number, turn in enumerate(waiting):
            ordered.append((rounds[turn.group], number, turn))
            rounds[turn.group] += 1
        return [turn for _, _, turn in sorted(ordered, key=lambda one: one[:2])]

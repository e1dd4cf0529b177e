"""How much is answered at a time, and whose turn it is.

All answers share one processor. If hundreds of questions were worked on at once, each would take as long as
all of them, too long for Discord. So a few have a turn, and the others wait: servers take turns, and their
members among themselves. Whoever waits long is told that an answer will come (a deferral), and beyond a bound
people are asked to try again.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Literal

from discord import Interaction, InteractionType

from bot.domain.errors import Restarting, TooBusy
from bot.domain.timing import Times
from bot.interactions.errors import OUTCOME
from bot.interactions.slow_answers import arrived, put_off
from bot.services.import_queue import ImportQueue

_log = logging.getLogger(__name__)

_TURN = 1.5
"""Seconds after which work no longer counts: it waits for a file or for Discord, not for the processor."""
_LATER = 0.1
"""Seconds until whoever was held back is looked at again."""
_PATIENCE = 1.2
"""Seconds until a waiting interaction is deferred."""
_LATEST = 16
"""Turns that count when the next is given. All of them would let a server with five questions wait for five
rounds of all others; with none a flood would hold up whoever asks after it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many have a turn at once: in all, of a server, of a member; and how many may wait.

    A member who has several questions open gets only so many turns `a_second`: their flood would take the
    processor from others.
    """

    at_once: int = 16
    of_a_server: int = 8
    of_a_member: int = 2
    a_second: int = 10
    waiting: int = 600
    waiting_of_a_member: int = 20


@dataclass(slots=True)
class Answered:
    """The answers of one command: how they ended, and how long they took."""

    outcomes: Counter[str] = field(default_factory=Counter[str])
    times: Times = field(default_factory=Times)


_Group = tuple[Literal["server", "member"], int]
"""Whose turns are counted together."""


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    server: _Group
    member: _Group
    begun: asyncio.Event = field(default_factory=asyncio.Event)


class Workload:
    """The interactions that the bot works on, of one process; `imports` is the queue of files to read."""

    def __init__(self, bounds: Bounds | None = None, *, imports: ImportQueue | None = None) -> None:
        self.imports = imports or ImportQueue()
        self._bounds = bounds or Bounds()
        self._running: set[_Turn] = set()
        self._of: Counter[_Group] = Counter()
        self._waiting: list[_Turn] = []
        self._asked: Counter[_Group] = Counter()
        self._recent: dict[_Group, deque[float]] = {}
        """When members had their last turns, by the loop's clock."""
        self._later: asyncio.TimerHandle | None = None
        self._latest: deque[_Turn] = deque()
        self._had: Counter[_Group] = Counter()
        """How many of the latest turns a server or member had."""
        self._open: set[asyncio.Task[Any]] = set()
        self._is_closing = False
        self.answers: dict[str, Answered] = {}

    @property
    def running(self) -> int:
        """How many have a turn."""
        return len(self._running)

    @property
    def open(self) -> int:
        """How many are not answered yet, waiting ones included."""
        return len(self._open)

    @property
    def waiting(self) -> int:
        """How many wait for a turn."""
        return len(self._waiting)

    @asynccontextmanager
    async def turn(self, interaction: Interaction[Any], name: str) -> AsyncGenerator[None]:
        """Wait for a turn and hold it while the interaction is answered, counted under a name.

        Raises `TooBusy` or `Restarting` instead if it can't be answered in time.
        """
        began, outcome = perf_counter(), "failed"
        task = asyncio.current_task()
        assert task is not None
        arrived(interaction)
        self._open.add(task)
        try:
            async with self._turn(interaction):
                yield
            outcome = interaction.extras.get(OUTCOME, "answered")
        except (TooBusy, Restarting):
            outcome = "busy"
            raise
        finally:
            self._open.discard(task)
            answered = self.answers.setdefault(name, Answered())
            answered.outcomes[outcome] += 1
            answered.times.count(perf_counter() - began)

    async def finish(self, within: float) -> None:
        """Begin nothing new, wait until everything open is answered, and end what takes longer."""
        self._is_closing = True
        if self._open:
            _log.info("stopping when %d interactions are answered, or in %s seconds", len(self._open), within)
            await asyncio.wait(self._open, timeout=within)
        for task in tuple(self._open):
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=within)

    @asynccontextmanager
    async def _turn(self, interaction: Interaction[Any]) -> AsyncGenerator[None]:
        user = interaction.user.id
        turn = _Turn(("server", interaction.guild_id or user), ("member", user))
        self._check_room(turn)
        self._waiting.append(turn)
        self._asked[turn.member] += 1
        self._begin()
        try:
            await self._wait(turn, interaction)
            over = asyncio.get_running_loop().call_later(_TURN, self._end, turn)
            try:
                yield
            finally:
                over.cancel()
        finally:
            self._asked -= Counter((turn.member,))
            self._end(turn)

    def _check_room(self, turn: _Turn) -> None:
        if self._is_closing:
            raise Restarting
        own = sum(other.member == turn.member for other in self._waiting)
        if len(self._waiting) >= self._bounds.waiting or own >= self._bounds.waiting_of_a_member:
            raise TooBusy

    async def _wait(self, turn: _Turn, interaction: Interaction[Any]) -> None:
        if turn.begun.is_set():
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await turn.begun.wait()
                return
        if interaction.type is InteractionType.autocomplete:
            raise TooBusy  # they can't be deferred, and whoever types has typed on
        await put_off(interaction)
        await turn.begun.wait()

    def _begin(self) -> None:
        """Give turns while there is room: to the server, and its member, with the fewest of the latest."""
        while len(self._running) < self._bounds.at_once:
            turn = min(filter(self._may_begin, self._waiting), key=self._order, default=None)
            if turn is None:
                break
            self._waiting.remove(turn)
            self._running.add(turn)
            self._of.update((turn.server, turn.member))
            self._count(turn)
            recent = self._recent.setdefault(turn.member, deque(maxlen=self._bounds.a_second))
            recent.append(asyncio.get_running_loop().time())
            turn.begun.set()
        if not self._waiting and not self._running:
            self._recent.clear()
        if self._later is None and any(map(self._floods, self._waiting)):
            self._later = asyncio.get_running_loop().call_later(_LATER, self._begin_later)

    def _count(self, turn: _Turn) -> None:
        """Count it among the latest turns, in place of the oldest of them."""
        self._latest.append(turn)
        self._had.update((turn.server, turn.member))
        if len(self._latest) > _LATEST:
            oldest = self._latest.popleft()
            self._had -= Counter((oldest.server, oldest.member))

    def _may_begin(self, turn: _Turn) -> bool:
        of, bounds = self._of, self._bounds
        has_room = of[turn.server] < bounds.of_a_server and of[turn.member] < bounds.of_a_member
        return has_room and not self._floods(turn)

    def _floods(self, turn: _Turn) -> bool:
        """Whether a member asks faster than they are answered, and had the turns of this second."""
        recent = self._recent.get(turn.member, deque[float]())
        if self._asked[turn.member] <= self._bounds.of_a_member or len(recent) < self._bounds.a_second:
            return False
        return asyncio.get_running_loop().time() - recent[0] < 1

    def _begin_later(self) -> None:
        self._later = None
        self._begin()

    def _order(self, turn: _Turn) -> tuple[int, int]:
        return self._had[turn.server], self._had[turn.member]

    def _end(self, turn: _Turn) -> None:
        """Take a turn back, or a waiting one out; nothing happens the second time."""
        if turn in self._running:
            self._running.remove(turn)
            self._of -= Counter((turn.server, turn.member))
            self._begin()
        elif not turn.begun.is_set():
            self._waiting.remove(turn)

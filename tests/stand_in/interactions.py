"""The state of an interaction: how it was answered, and what may follow next."""

import asyncio
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

_CALLBACKS = {
    4: "message",
    5: "deferral",
    6: "deferred update",
    7: "update",
    8: "suggestions",
    9: "form",
}
UPDATES = ("deferred update", "update")
"""Callbacks about the clicked message."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the bot.

    `kind` is "message", "deferral", "deferred update", "update", "suggestions" or "form" for the first
    answer, then "follow-up", "edit" or "removal". `after` is in seconds since the interaction was sent.
    `message` is the message after it, to be clicked.
    """

    kind: str
    body: dict[str, Any]
    ephemeral: bool
    after: float
    message: dict[str, Any] | None


@dataclass(slots=True)
class Asked:
    """An interaction sent to the bot. `original` is the message that `@original` means.

    It waits without Discord's limit of three seconds, which would be random on a busy machine. A test that
    wants a late answer refused adds that fault.
    """

    id: str
    token: str
    user: int
    channel: int
    sent: float
    original: dict[str, Any] | None = None
    is_answered: bool = False
    is_loading: bool = False
    answers: asyncio.Queue[Answer] = field(default_factory=asyncio.Queue[Answer])

    async def answer(self, *, within: float = 30) -> Answer:
        """The bot's next answer; waits at most so many seconds."""
        async with asyncio.timeout(within):
            return await self.answers.get()

    @property
    def is_hidden(self) -> bool:
        """Whether only the asker sees the original."""
        return self.original is not None and bool(self.original["flags"] & 64)

    def keep(self, kind: str, body: dict[str, Any], message: dict[str, Any] | None) -> None:
        """Queue an answer."""
        ephemeral = message is not None and bool(message["flags"] & 64)
        self.answers.put_nowait(Answer(kind, body, ephemeral, perf_counter() - self.sent, message))


def kind_of(callback: dict[str, Any]) -> str:
    """The kind of a callback, by its type."""
    return _CALLBACKS[callback["type"]]

"""What Discord knows of an interaction: what it was answered with, and what may still follow."""

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
"""Callbacks that are about the message that was clicked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that the bot answered.

    `kind` is "message", "deferral", "deferred update", "update", "suggestions" or "form" for the first
    answer, then "follow-up", "edit" or "removal". `after` is in seconds since the interaction was sent.
    `message` is the message as it stands then, for a click on it.
    """

    kind: str
    body: dict[str, Any]
    ephemeral: bool
    after: float
    message: dict[str, Any] | None


@dataclass(slots=True)
class Asked:
    """An interaction that was sent to the bot. `original` is what `@original` stands for.

    It waits as long as it takes, not for Discord's three seconds: on a busy machine that would be chance. A
    test that wants a late answer refused puts that fault in.
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
        """The next thing that the bot answers; waits so many seconds for it."""
        async with asyncio.timeout(within):
            return await self.answers.get()

    @property
    def is_hidden(self) -> bool:
        """Whether the asker alone sees the original."""
        return self.original is not None and bool(self.original["flags"] & 64)

    def keep(self, kind: str, body: dict[str, Any], message: dict[str, Any] | None) -> None:
        """Keep an answer for whoever waits for it."""
        ephemeral = message is not None and bool(message["flags"] & 64)
        self.answers.put_nowait(Answer(kind, body, ephemeral, perf_counter() - self.sent, message))


def kind_of(callback: dict[str, Any]) -> str:
    """What a callback is, by its type."""
    return _CALLBACKS[callback["type"]]

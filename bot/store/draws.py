"""How far members' random draws of quotes have come."""

import secrets
from dataclasses import dataclass, replace
from typing import Self
from zlib import crc32

from bot.domain.ids import QuoteId, ShowId, UserId
from bot.store.database import Reading, Writing

NUMBERS = 2**24
"""Lines that a show can have: the remainder of an id is the line's number within its show."""

ORDERS = 16_777_259
"""A prime just above that: each factor below it makes another order."""


@dataclass(frozen=True, slots=True)
class Draw:
    """An order to draw the lines of a show in, and how far in it somebody has come; -1: not begun.

    A line's place in the order is its number within the show times the multiplier, modulo `ORDERS`.
    """

    multiplier: int
    last: int

    def place_of(self, quote: QuoteId) -> int:
        """Where a line stands in this order."""
        return (quote % NUMBERS) * self.multiplier % ORDERS

    def turned_round(self) -> Self:
        """The same order from its end, not begun."""
        return replace(self, multiplier=ORDERS - self.multiplier, last=-1)


def new_draw() -> Draw:
    """An order made at random, not begun."""
    return Draw(1 + secrets.randbelow(ORDERS - 1), -1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Whose draws of what: of a show, or of one character's quotes (`speaker`, folded) in it."""

    user: UserId
    show: ShowId
    speaker: str | None

    @property
    def character(self) -> int:
        """A number for the character; 0 where it is of all quotes. Names are not kept."""
        return 0 if self.speaker is None else crc32(self.speaker.encode())


async def draw_of(reading: Reading, drawing: Drawing) -> Draw | None:
    """How far somebody's draws have come."""
    row = await reading.row(
        "SELECT multiplier, last FROM quote_draw WHERE user_id = $1 AND show_id = $2 AND character = $3",
        drawing.user,
        drawing.show,
        drawing.character,
    )
    return None if row is None else Draw(row["multiplier"], row["last"])


async def keep_draw(writing: Writing, drawing: Drawing, draw: Draw) -> None:
    """Keep how far somebody's draws have come."""
    await writing.run(
        """
        INSERT INTO quote_draw (user_id, show_id, character, multiplier, last) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (user_id, show_id, character) DO UPDATE SET multiplier = $4, last = $5
        """,
        drawing.user,
        drawing.show,
        drawing.character,
        draw.multiplier,
        draw.last,
    )

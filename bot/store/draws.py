"""The state of members' random quotes."""

import secrets
from dataclasses import dataclass, replace
from typing import Self
from zlib import crc32

from bot.domain.ids import QuoteId, ShowId, UserId
from bot.store.database import Reading, Writing

NUMBERS = 2**24
"""The number of possible quotes of a show: a quote's number is its id modulo this."""

ORDERS = 16_777_259
"""A prime just above it: each factor below it makes another order."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A random order of a show's quotes, and the last place reached in it; -1: not begun.

    A quote's place is its number within the show times the multiplier, modulo `ORDERS`.
    """

    multiplier: int
    last: int

    def place_of(self, quote: QuoteId) -> int:
        """A quote's place in this order."""
        return (quote % NUMBERS) * self.multiplier % ORDERS

    def turned_round(self) -> Self:
        """The same order reversed, not begun."""
        return replace(self, multiplier=ORDERS - self.multiplier, last=-1)


def new_draw() -> Draw:
    """A new random order."""
    return Draw(1 + secrets.randbelow(ORDERS - 1), -1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A member's random quotes of a show, or of one speaker (`speaker`, folded)."""

    user: UserId
    show: ShowId
    speaker: str | None

    @property
    def character(self) -> int:
        """A number for the speaker; 0 for all quotes. Names aren't stored."""
        return 0 if self.speaker is None else crc32(self.speaker.encode())


async def draw_of(reading: Reading, drawing: Drawing) -> Draw | None:
    """A member's state of random quotes."""
    row = await reading.row(
        "SELECT multiplier, last FROM quote_draw WHERE user_id = $1 AND show_id = $2 AND character = $3",
        drawing.user,
        drawing.show,
        drawing.character,
    )
    return None if row is None else Draw(row["multiplier"], row["last"])


async def keep_draw(writing: Writing, drawing: Drawing, draw: Draw) -> None:
    """Save a member's state of random quotes."""
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

"""What a search found, kept for its pages, and how far members' random draws have come."""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from zlib import crc32

from bot.domain.ids import QuoteId, SessionId, ShowId, UserId
from bot.store.database import Reading, Writing

_KEPT = timedelta(days=7)

NUMBERS = 2**24
"""Lines that a show can have: the remainder of an id is the line's number within its show."""

ORDERS = 16_777_259
"""A prime just above that: each factor below it makes another order."""


@dataclass(frozen=True, slots=True)
class Session:
    """The lines that a search found, best first. `insisted`: also those beyond the asker's progress."""

    user: UserId
    show: ShowId
    quotes: tuple[QuoteId, ...]
    insisted: bool


def new_session_id() -> SessionId:
    """An id that is known before the session is kept, and that nobody can guess."""
    return SessionId(secrets.randbits(63))


async def keep_session(writing: Writing, session_id: SessionId, session: Session, now: datetime) -> None:
    """Keep what a search found for a week; what is older goes."""
    await writing.run("DELETE FROM session WHERE made_at < $1", (now - _KEPT).isoformat())
    await writing.run(
        """
        INSERT INTO session (id, user_id, show_id, quotes, insisted, made_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        session_id,
        session.user,
        session.show,
        json.dumps(session.quotes),
        session.insisted,
        now.isoformat(),
    )


async def session_by_id(reading: Reading, session: SessionId, now: datetime) -> Session | None:
    """What a search found; None where that is no longer kept, or is over a week old."""
    row = await reading.row(
        "SELECT user_id, show_id, quotes, insisted FROM session WHERE id = $1 AND made_at >= $2",
        session,
        (now - _KEPT).isoformat(),
    )
    if row is None:
        return None
    quotes = tuple(QuoteId(quote) for quote in json.loads(row["quotes"]))
    return Session(UserId(row["user_id"]), ShowId(row["show_id"]), quotes, bool(row["insisted"]))


async def erase_old_sessions(writing: Writing, now: datetime) -> None:
    """Erase what searches found more than a week ago."""
    await writing.run("DELETE FROM session WHERE made_at < $1", (now - _KEPT).isoformat())


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

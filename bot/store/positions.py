"""Positions in rows: the columns `position` and, for a special of season 0, `known_as`."""

import sqlite3

from bot.domain.positions import Position
from bot.store.connections import Value


def position_in(row: sqlite3.Row) -> Position:
    """The position in a row with the columns `position` and `known_as`."""
    return Position.from_key(row["position"], row["known_as"])


def keys_of(position: Position) -> tuple[Value, Value]:
    """A position's values for the columns `position` and `known_as`."""
    return position.key, position.known_as and position.known_as.key

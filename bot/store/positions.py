"""Where an episode stands, as its row has it: `position` and, of a special of season 0, `known_as`."""

import sqlite3

from bot.domain.positions import Position
from bot.store.connections import Value


def position_in(row: sqlite3.Row) -> Position:
    """The position in a row with `position` and `known_as`."""
    return Position.from_key(row["position"], row["known_as"])


def keys_of(position: Position) -> tuple[Value, Value]:
    """What a row has for a position: `position`, `known_as`."""
    return position.key, position.known_as and position.known_as.key

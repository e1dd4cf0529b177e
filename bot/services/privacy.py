"""People's own data: exporting and erasing it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.asking import Asker
from bot.domain.positions import Position
from bot.domain.privacy import Trace
from bot.domain.spoilers import NOTHING
from bot.services.progress import NOT_STARTED
from bot.services.visibility import Clock
from bot.store.connections import Value
from bot.store.database import Database
from bot.store.expiring_sessions import erase_expired_sessions
from bot.store.privacy import count_traces, erase_traces, traces_of

FILE = "understudy-and-me.json"
"""The file name of `/privacy export`."""


@dataclass(frozen=True, slots=True)
class PrivacyExport:
    """Everything stored about a person: how much of each kind, and a JSON file with all of it."""

    counts: Mapping[Trace, int]
    data: bytes


class Privacy:
    """Exports and erases people's own data."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def counts(self, asker: Asker) -> Mapping[Trace, int]:
        """How much of each kind is stored about the asker, in all servers."""
        await self._database.caught_up(asker.user)  # what waits to be written counts too
        async with self._database.read() as reading:
            return await count_traces(reading, asker.user)

    async def export(self, asker: Asker) -> PrivacyExport:
        """Everything stored about the asker, in all servers: codes, numbers and their searches."""
        await self._database.caught_up(asker.user)
        async with self._database.read() as reading:
            traces = await traces_of(reading, asker.user)
        exported: dict[str, Any] = {"user": str(asker.user), "at": self._clock().isoformat()}
        for trace, rows in traces.items():
            exported[trace] = [_exported_row(row) for row in rows]
        data = json.dumps(exported, indent=1).encode()
        return PrivacyExport({trace: len(rows) for trace, rows in traces.items()}, data)

    async def erase(self, asker: Asker) -> Mapping[Trace, int]:
        """Erase everything stored about the asker. Returns how much it was. Changes stay without them."""
        async with self._database.write(erases=True) as writing:
            counts = await count_traces(writing, asker.user)
            await erase_traces(writing, asker.user)
            self._database.give_up(asker.user)  # what waits to be written would be saved after the erasure
        return counts

    async def erase_expired(self) -> None:
        """Erase forms, import previews and searches that have expired."""
        async with self._database.write() as writing:
            await erase_expired_sessions(writing, self._clock())


def _exported_row(row: Mapping[str, Value]) -> dict[str, Any]:
    """A row in the file: a special by the code that it is known by."""
    known_as = row.get("known_as")
    named = {"position": known_as} if row.get("position") is not None and known_as is not None else {}
    return {name: _exported(name, value) for name, value in {**row, **named}.items() if name != "known_as"}


def _exported(name: str, value: Value) -> Any:
    """A value in the file: positions as codes, Discord's ids as text.

    JSON readers often use floats for numbers, which can't hold such an id exactly.
    """
    match name, value:
        case _, None:
            return None
        case "position", int(key):
            return NOT_STARTED if key <= NOTHING.key else Position.from_key(key).code
        case "server", int(guild):
            return str(guild)
        case "lines" | "typed_into", str(written):
            return json.loads(written)
        case "beyond", _:
            return bool(value)
        case _:
            return value

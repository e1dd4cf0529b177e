"""How much an importer takes in, and what it leaves out because the catalogue has no room for it."""

from typing import Final

from bot.domain.drafts import Doubt, Doubtful
from bot.domain.positions import Position
from bot.domain.quotes import read_time
from bot.domain.text import NAME_LENGTH, TEXT_LENGTH
from bot.importers.page_episodes import quoted

FILE: Final = 20 * 1024 * 1024
"""Bytes of a file, unpacked where it is packed. No importer holds more than this at once."""

DUMP: Final = 64 * 1024 * 1024
"""Bytes of a wiki's dump, unpacked; it is read as a stream, page by page."""

LINES: Final = 60_000
"""Quotes of a file: writing them holds everybody else's writes for about two seconds."""

MEMBERS: Final = 1_000
"""Files in an archive."""


def excerpt(text: str) -> str:
    """The beginning of a file's own words, as a doubt gives them, out of a text of whatever length."""
    return quoted(text[: 4 * NAME_LENGTH])


class Doubts:
    """The doubts about a file, as they are gathered in the order of the file."""

    def __init__(self) -> None:
        self._found: list[Doubt] = []

    def add(
        self, what: Doubtful, text: str = "", position: Position | None = None, line: int | None = None
    ) -> None:
        """Note a doubt; of a long text its beginning is kept."""
        self._found.append(Doubt(what, excerpt(text), position, line))

    def name(self, text: str, position: Position | None = None, line: int | None = None) -> str | None:
        """A name that fits, None for an empty one; one that is too long is left out, with a doubt."""
        return self._fitting(text, NAME_LENGTH, position, line)

    def text(self, text: str, position: Position | None = None, line: int | None = None) -> str | None:
        """A text that fits, None for an empty one; one that is too long is left out, with a doubt."""
        return self._fitting(text, TEXT_LENGTH, position, line)

    def time(self, text: str, position: Position | None = None, line: int | None = None) -> str | None:
        """A time in an episode, None for an empty one; what is no time is left out, with a doubt."""
        found = read_time(text)
        if found is None and text.strip():
            self.add(Doubtful.UNREADABLE_TIME, text, position, line)
        return found

    def _fitting(self, text: str, room: int, position: Position | None, line: int | None) -> str | None:
        if len(text) <= room:
            return text if text.strip() else None
        self.add(Doubtful.LEFT_OUT, text, position, line)
        return None

    def all(self) -> tuple[Doubt, ...]:
        """Every doubt so far."""
        return tuple(self._found)

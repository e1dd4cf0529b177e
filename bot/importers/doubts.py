"""Collecting doubts while a file is read, and leaving out what is too long for the catalogue."""

from collections.abc import Iterable

from bot.domain.drafts import Doubt, Doubtful
from bot.domain.positions import Position
from bot.domain.quotes import read_time
from bot.domain.text import NAME_LENGTH, TEXT_LENGTH, tidy


def excerpt(text: str) -> str:
    """The beginning of a text, for a doubt."""
    return tidy(text[: 4 * NAME_LENGTH])[:NAME_LENGTH]


class Doubts:
    """The doubts about a file, in the file's order."""

    def __init__(self, known: Iterable[Doubt] = ()) -> None:
        self.all = list(known)

    def add(
        self, what: Doubtful, text: str = "", position: Position | None = None, line: int | None = None
    ) -> None:
        """Add a doubt. A long text is shortened."""
        self.all.append(Doubt(what, excerpt(text), position, line))

    def name(self, text: str, position: Position | None = None, line: int | None = None) -> str | None:
        """The name; None if it is empty, or too long (which adds a doubt)."""
        return self._fitting(text, NAME_LENGTH, position, line)

    def text(self, text: str, position: Position | None = None, line: int | None = None) -> str | None:
        """The text; None if it is empty, or too long (which adds a doubt)."""
        return self._fitting(text, TEXT_LENGTH, position, line)

    def time(self, text: str, position: Position | None = None, line: int | None = None) -> str | None:
        """The time in an episode; None if it is empty, or no time (which adds a doubt)."""
        found = read_time(text)
        if found is None and text.strip():
            self.add(Doubtful.UNREADABLE_TIME, text, position, line)
        return found

    def _fitting(self, text: str, room: int, position: Position | None, line: int | None) -> str | None:
        return text if text.strip() and self.fits(text, room, position, line) else None

    def fits(self, text: str, room: int, position: Position | None = None, line: int | None = None) -> bool:
        """Whether a text fits the catalogue. If not, a doubt is added."""
        if len(text) > room:
            self.add(Doubtful.LEFT_OUT, text, position, line)
        return len(text) <= room

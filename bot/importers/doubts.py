"""What an importer is not certain of, or leaves out because the catalogue has no room for it."""

from collections.abc import Iterable

from bot.domain.drafts import Doubt, Doubtful
from bot.domain.positions import Position
from bot.domain.quotes import read_time
from bot.domain.text import NAME_LENGTH, TEXT_LENGTH, tidy


def excerpt(text: str) -> str:
    """The beginning of a file's own words, as a doubt gives them."""
    return tidy(text[: 4 * NAME_LENGTH])[:NAME_LENGTH]


class Doubts:
    """The doubts about a file (`all`), gathered in the order of the file."""

    def __init__(self, known: Iterable[Doubt] = ()) -> None:
        self.all = list(known)

    def add(
        self, what: Doubtful, text: str = "", position: Position | None = None, line: int | None = None
    ) -> None:
        """Note a doubt; of a long text its beginning is kept."""
        self.all.append(Doubt(what, excerpt(text), position, line))

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
        return text if text.strip() and self.fits(text, room, position, line) else None

    def fits(self, text: str, room: int, position: Position | None = None, line: int | None = None) -> bool:
        """Whether a text has room in the catalogue; one that has none is left out, with a doubt."""
        if len(text) > room:
            self.add(Doubtful.LEFT_OUT, text, position, line)
        return len(text) <= room

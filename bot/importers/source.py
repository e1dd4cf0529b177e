"""The input of importers, and their only error."""

from dataclasses import dataclass
from enum import Enum

from bot.domain.problems import Problem


class Format(Enum):
    """The formats, as people choose them."""

    PAGE = "page"
    WIKITEXT = "wikitext"
    DUMP = "dump"
    TVMAZE = "tvmaze"
    SUBTITLES = "subtitles"
    DIALOGUE = "dialogue"
    EPISODES = "episodes"
    TRANSCRIPT = "transcript"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as sent. Its name is only a hint."""

    name: str
    data: bytes

    def unreadable(self, what: str, line: int | None = None) -> "Unreadable":
        """The error for one problem of the file, or of a line of it."""
        return Unreadable(Problem(self.name, line, "", what))


class Unreadable(Exception):
    """A file can't be imported: all its problems, with lines if known."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

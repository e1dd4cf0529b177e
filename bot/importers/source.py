"""The input of importers, and their only error."""

from dataclasses import dataclass
from enum import Enum
from typing import Self

from bot.domain.problems import Problem


class Format(Enum):
    """The formats: the value is what people type, `words` are what they choose."""

    PAGE = "page", "Text copied from an episode's wiki page"
    WIKITEXT = "wikitext", "Wikitext of a page"
    DUMP = "dump", "A wiki's XML dump"
    TVMAZE = "tvmaze", "TVmaze (JSON)"
    SUBTITLES = "subtitles", "Subtitles (SRT, VTT, ASS, …, or a zip of a season)"
    DIALOGUE = "dialogue", "Dialogue (CSV or JSON)"
    EPISODES = "episodes", "A list of episodes (CSV or JSON)"
    TRANSCRIPT = "transcript", "A transcript or script (text)"
    PACK = "pack", "A pack of Understudy's own"

    words: str

    def __new__(cls, value: str, words: str) -> Self:
        """Named by its value alone: `Format("page")`."""
        made = object.__new__(cls)
        made._value_ = value
        made.words = words
        return made


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

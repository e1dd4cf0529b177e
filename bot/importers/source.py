"""The input of importers, and their only error."""

from dataclasses import dataclass

from bot.domain.problems import Problem


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

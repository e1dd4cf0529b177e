"""What goes into an importer, and the one error that comes out of it."""

from dataclasses import dataclass

from bot.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """A file as somebody sent it. Its name is a hint and no more."""

    name: str
    data: bytes

    def unreadable(self, what: str, line: int | None = None) -> "Unreadable":
        """The error for one thing that is wrong with the whole file, or with a line of it."""
        return Unreadable(Problem(self.name, line, "", what))


class Unreadable(Exception):
    """A file that cannot be imported: every problem with it, each with its line where there is one."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

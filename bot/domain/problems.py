"""Problems of a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a file.

    `line` counts from 1; `path` names a value in a structured file, like `episode[3].title`. Both are
    optional.
    """

    file: str
    line: int | None
    path: str
    what: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.path} {self.what}" if self.path else f"{place}: {self.what}"

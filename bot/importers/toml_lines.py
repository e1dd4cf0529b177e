"""Finding the line of a value in a TOML text, which tomllib doesn't report."""

import re
from bisect import bisect_right

_HEADER = re.compile(r"\s*\[\[\s*([\w.]+)\s*\]\]")
_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")
_ITEM = re.compile(r"\s*[{\"']")


class Lines:
    """The lines of a TOML text, with the headers of its arrays of tables."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._headers: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            if header := _HEADER.match(line):
                self._headers.setdefault(header[1], []).append(number)

    def of(self, path: str) -> int | None:
        """The line, from 1, of the table or key at a path like `episode[3].quotes[0].text`.

        If it isn't found, the line of the table around it; None if that isn't found either.
        """
        at, end, found, header = -1, len(self._lines), None, ""
        for name, index in _STEP.findall(path):
            header = f"{header}.{name}".removeprefix(".")
            hit = self._table(header, int(index), at, end) if index else None
            if hit is not None:
                at, end = hit
            elif (line := self._key(name, at, end)) is not None:
                at = self._item(line, int(index)) if index else line
                end = at + 1
            else:
                break
            found = at + 1
        return found

    def _table(self, header: str, index: int, after: int, before: int) -> tuple[int, int] | None:
        """The line of the n-th such table in a range, and the line of the next one."""
        starts = self._headers.get(header, [])
        wanted = bisect_right(starts, after) + index
        if wanted >= len(starts) or starts[wanted] >= before:
            return None
        return starts[wanted], starts[wanted + 1] if wanted + 1 < len(starts) else len(self._lines)

    def _key(self, name: str, after: int, before: int) -> int | None:
        """The line of a key. A table's own keys come before its inner tables."""
        key = re.compile(rf"\s*{re.escape(name)}\s*=")
        for number in range(after + 1, before):
            if key.match(self._lines[number]):
                return number
            if _HEADER.match(self._lines[number]):
                return None
        return None

    def _item(self, line: int, index: int) -> int:
        """The line of an item in an array with one item per line, else the array's own."""
        at = line + 1 + index
        return at if at < len(self._lines) and _ITEM.match(self._lines[at]) else line

"""The rows of a history that is a table, from CSV or a JSON list, by the names of its columns."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.problems import Problem
from bot.importers.source import Source
from bot.importers.watch_history_values import Table, has_value

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_SEPARATOR = re.compile(r"\s*sep=(?P<delimiter>[,;\t|])[ \t]*\r?\n", re.IGNORECASE)
_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its last line (None: in JSON), and its cells by the names of their columns."""

    line: int | None
    cells: Table

    def first(self, names: Iterable[str]) -> str:
        """The value of the first of these columns that has one."""
        found = next((self.cells[name] for name in names if has_value(self.cells.get(name))), "")
        return found if isinstance(found, str) else str(found)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. Its columns are in lower case, with `_` for what is no letter or digit."""

    source: Source
    columns: frozenset[str]
    rows: Sequence[Row]
    problems: tuple[Problem, ...] = ()

    def has(self, names: Iterable[str]) -> bool:
        """Whether one of these is a column."""
        return not self.columns.isdisjoint(names)


def sheet_in(source: Source, text: str) -> Sheet | None:
    """The table in a CSV; None if it has no columns. Raises `Unreadable` if it is broken."""
    text = text.lstrip("\n\r\ufeff")
    declared = _SEPARATOR.match(text)
    begins = declared.end() if declared else 0
    first = text[begins:].partition("\n")[0]
    delimiter = declared["delimiter"] if declared else max(_DELIMITERS, key=first.count)
    if delimiter not in first:
        return None
    reader = csv.reader(io.StringIO(text[begins:], newline=""), delimiter=delimiter)
    above = 1 if declared else 0
    rows: list[Row] = []
    uneven: list[int] = []
    try:
        names = list(map(_name, next(reader)))
        for cells in reader:
            while len(cells) > len(names) and not cells[-1].strip():
                cells.pop()
            if len(cells) == len(names):
                rows.append(Row(reader.line_num + above, dict(zip(names, cells, strict=True))))
            elif any(map(str.strip, cells)):
                uneven.append(reader.line_num + above)
    except csv.Error as error:
        raise source.unreadable("has a row that is broken", reader.line_num + above) from error
    return Sheet(source, frozenset(names) - {""}, rows, _uneven(source, uneven))


def sheet_of(source: Source, rows: Sequence[Table]) -> Sheet | None:
    """JSON objects as a table; None if there are none, or other objects or lists in them."""
    found = [{_name(key): value for key, value in row.items()} for row in rows]
    if not found or any(isinstance(value, dict | list) for row in found for value in row.values()):
        return None
    columns = frozenset(name for row in found for name in row) - {""}
    return Sheet(source, columns, [Row(None, row) for row in found])


def _name(column: str) -> str:
    plain = unicodedata.normalize("NFKD", column).encode("ascii", "ignore").decode()
    return _NOT_IN_NAMES.sub("_", plain.strip().lower()).strip("_")


def _uneven(source: Source, lines: Sequence[int]) -> tuple[Problem, ...]:
    if not lines:
        return ()
    which = "a row" if len(lines) == 1 else f"{len(lines):,} rows"
    return source.unreadable(f"has {which} with more or fewer cells than columns", lines[0]).problems

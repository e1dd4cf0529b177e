"""The rows of a table: CSV (RFC 4180, and common variants), or JSON.

Many files break RFC 4180: quotation marks inside a quoted text aren't doubled, delimiters are in a text that
isn't quoted. Such a row is read as its number of columns shows; otherwise it keeps too many cells.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

from bot.domain.text import TEXT_LENGTH
from bot.importers.columns import DELIMITERS, Columns
from bot.importers.source import Source, Unreadable

Row = tuple[int | None, Sequence[str]]
"""The row's first line number, and its cells."""

_LONGEST_ROW: Final = 2 * TEXT_LENGTH
"""Lines of a row: a text and its context. A longer one means that a quotation mark was never closed."""

_KEYS: Final = 200
"""How many key names are collected from JSON rows, where each row could have its own."""

_LISTS: Final = (
    *("quotes", "lines", "dialogue", "dialog", "episodes", "Episodes", "seasons", "data", "rows", "results"),
    "items",
)
"""Keys under which JSON has its rows, or what has them."""

_SPOKEN: Final = ("quotes", "lines", "dialogue", "dialog")
_SPEECH = re.compile(r"(?P<speaker>[^\W\d_][^:\n]{0,40}): +(?P<text>.+)", re.DOTALL)
_DEEPEST: Final = 4
_RULE = re.compile(r"\s*:?-*:?\s*")
_QUOTED = re.compile(r'"[^\s"](?:.*[^\s])?"(?:$|\s)|"[^"]*"$')


class _Lines(Iterator[str]):
    """The lines of a text. `at`: the next one's index. A row's end is sought up to `until`."""

    def __init__(self, text: str) -> None:
        self.all = list(io.StringIO(text, newline=""))
        self.at = self.until = 0

    def __next__(self) -> str:
        if self.at >= min(len(self.all), self.until):
            raise StopIteration
        self.at += 1
        return self.all[self.at - 1]


def header_of(text: str) -> tuple[Sequence[str], int]:
    """The cells of the first row, split as its likeliest delimiter does, and its line number."""
    for number, line in enumerate(text[:65_536].splitlines(), 1):
        if line.strip() and not _is_separator(line):
            return line.split(_delimiter_of(line)), number
    return (), 1


def csv_rows(source: Source, text: str) -> Iterator[Row]:
    """The non-empty rows, the header first.

    Raises `Unreadable` for a quotation mark that is never closed, or a cell longer than csv accepts.
    """
    first = next((line for line in text[:65_536].splitlines() if line.strip()), "")
    delimiter = first[-1] if _is_separator(first) else _delimiter_of(first)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    columns: Columns | None = None
    while lines.at < len(lines.all):
        begins = lines.at
        lines.until = begins + _LONGEST_ROW
        row = _next_row(source, reader, lines, delimiter, columns)
        is_rule = delimiter == "|" and all(map(_RULE.fullmatch, row))
        if not any(row) or is_rule or (begins == 0 and _is_separator(first)):
            continue
        columns = columns or Columns.of(row)
        yield begins + 1, _fitting(row, columns, delimiter)


def _is_separator(line: str) -> bool:
    return line[:4].lower() == "sep=" and len(line) == len("sep=;")


def _delimiter_of(header: str) -> str:
    return max(
        DELIMITERS,
        key=lambda delimiter: (len(Columns.of(header.split(delimiter)).places), header.count(delimiter)),
    )


def _next_row(
    source: Source, reader: Iterator[list[str]], lines: _Lines, delimiter: str, columns: Columns | None
) -> list[str]:
    begins = lines.at
    row: list[str] = []
    broken: csv.Error | None = None
    try:
        row = next(reader)
    except csv.Error as error:
        broken = error
    except StopIteration:
        return []
    several = lines.all[begins : lines.at]
    swallowed = columns and any(columns.is_row(line.split(delimiter)) for line in several[1:])
    if broken and "field larger" in str(broken):
        is_open = '"' in several[0] and sum(line.count('"') for line in lines.all[begins:]) % 2
        raise (_not_closed if is_open else _too_long)(source, begins + 1) from broken
    if swallowed or (broken and (len(several) > 1 or "unexpected end" in str(broken))):
        raise _not_closed(source, begins + 1) from broken
    return _loose_cells(several[0].rstrip("\r\n"), delimiter, columns) if broken else row


def _loose_cells(line: str, delimiter: str, columns: Columns | None) -> list[str]:
    """The cells of a line in which quotation marks aren't doubled.

    One closes a cell only before a delimiter. The last column, if it is for text, has all of the rest.
    """
    cells: list[str] = []
    closing = re.compile(f'"(.*?)"(?={re.escape(delimiter)}|$)')
    at = 0
    while at <= len(line):
        if columns and columns.ends_with_text and len(cells) == columns.width - 1:
            return [*cells, _unquoted(line[at:])]
        quoted = closing.match(line, at)
        end = quoted.end() if quoted else line.find(delimiter, at)
        end = len(line) if end < 0 else end
        cells.append(quoted[1].replace('""', '"') if quoted else line[at:end])
        at = end + 1
    return cells


def _unquoted(cell: str) -> str:
    """A cell without quotation marks around all of it: `"A "b" c"`, but not `"A" b "c"`."""
    inner = cell.strip()[1:-1]
    opens = inner.find('"')
    is_quoted = len(cell.strip()) > 1 and cell.strip()[0] == cell.strip()[-1] == '"'
    if not is_quoted or (opens >= 0 and not inner[opens + 1 : opens + 2].strip()):
        return cell
    return inner.replace('""', '"')


def _fitting(row: list[str], columns: Columns, delimiter: str) -> list[str]:
    """The row; delimiters in its last column are text there."""
    if len(row) <= columns.width or not columns.ends_with_text:
        return row
    last = columns.width - 1
    return [*row[:last], delimiter.join(row[last:]).rstrip(delimiter)]


def _not_closed(source: Source, line: int) -> Unreadable:
    what = "has a quotation mark here that is never closed. Write one inside a text twice"
    return source.unreadable(what, line)


def _too_long(source: Source, line: int) -> Unreadable:
    cell, room = f"{csv.field_size_limit():,}", f"{TEXT_LENGTH:,}"
    what = f"has a cell of over {cell} characters. A quote may have {room}. Shorten or delete that cell"
    return source.unreadable(what, line)


def json_rows(value: object) -> list[dict[str, object]]:
    """The objects that are rows, with what the objects around them say, such as their season."""
    return list(_objects(value, {}, 0))


def _objects(value: object, around: Mapping[str, object], depth: int) -> Iterator[dict[str, object]]:
    if isinstance(value, list):
        for one in cast("list[object]", value):
            yield from _objects(one, around, depth)
    elif isinstance(value, dict):
        table = cast("dict[str, object]", value)
        inner = next((key for key in _LISTS if _has_objects(table.get(key))), None)
        if said := _speeches(table):
            yield from ({**around, **table, **each} for each in said)
        elif inner is None or depth == _DEEPEST:
            yield {**around, **table}
        else:
            yield from _objects(table[inner], {**around, **_said_of_all(table, inner)}, depth + 1)


def _speeches(table: Mapping[str, object]) -> list[dict[str, object]]:
    """The rows of quotes that are listed as text: `["ANN: No.", …]`, or without speakers."""
    key = next((key for key in _SPOKEN if isinstance(table.get(key), list)), None)
    said = cast("list[object]", table[key]) if key else []
    texts = [one for one in said if isinstance(one, str)]
    if key is None or not texts or len(texts) < len(said):
        return []
    named = list(filter(None, map(_SPEECH.fullmatch, texts)))
    if len(named) == len(texts):
        return [{"speaker": each["speaker"], key: each["text"]} for each in named]
    return [{key: text} for text in texts]


def _has_objects(value: object) -> bool:
    """Whether a value is an object, or a list of them."""
    first = cast("list[object]", value)[:1] if isinstance(value, list) else [value]
    return bool(first) and isinstance(first[0], dict)


def _said_of_all(table: Mapping[str, object], inner: str) -> dict[str, object]:
    """What an object says of the rows in it: of episodes, their season and show."""
    said = {key: value for key, value in table.items() if not isinstance(value, dict | list | bool)}
    if inner.lower() != "episodes":
        return said if inner in _SPOKEN else {}
    season = next(
        (said[key] for key in ("season", "season_number", "seasonNumber", "number") if key in said), None
    )
    show = next((table[key] for key in ("show", "show_title", "series") if key in table), None)
    of_all = {"season": season, "show": show}
    return {key: value for key, value in of_all.items() if value is not None}


def cells_of(rows: Sequence[Mapping[str, object]]) -> tuple[list[str], Iterable[Row]]:
    """The keys of JSON rows as a header, and their values as cells."""
    header = list(dict.fromkeys(key for row in rows for key in row))[:_KEYS]
    return header, ((None, [_cell(row.get(key)) for key in header]) for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_cell, cast("list[object]", value))))
    if isinstance(value, dict):
        named = cast("dict[str, object]", value)
        return _cell(named.get("name") or named.get("title"))
    return "" if value is None or isinstance(value, bool) else str(value)

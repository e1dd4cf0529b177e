"""Quotes of a show as a table: CSV (RFC 4180, and common variants) or JSON."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, cast

from bot.domain.codes import find_position
from bot.domain.drafts import Doubtful, Draft
from bot.domain.positions import Position
from bot.domain.problems import Problem
from bot.domain.shows import Episode, Quote
from bot.domain.text import TEXT_LENGTH, tidy_lines
from bot.importers.doubts import Doubts, excerpt
from bot.importers.misspelt_names import likely_typos
from bot.importers.source import Source, Unreadable

HEADER: Final = ("code", "title", "speaker", "text", "context", "timestamp")
"""The columns of a table exported by Understudy. Only then are its cells taken literally."""

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        *("text", "dialogue", "dialog", "quote", "sentence", "linetext", "utterance", "lines", "quotes"),
        *("words", "transcript", "content", "line"),
    ),
    "speaker": (
        *("speaker", "character", "charactername", "speakername", "who", "saidby", "characters", "speakers"),
        *("char", "role", "name", "person"),
    ),
    "season": ("season", "seasonnumber", "seasonno", "seasonnum", "series", "s"),
    "episode": ("episode", "ep", "episodenumber", "episodeno", "episodenum", "epno", "epnum", "number", "e"),
    "code": ("code", "seid", "episodecode", "position"),
    "title": ("title", "episodetitle", "episodename", "eptitle", "epname"),
    "context": ("context", "scene", "scenedescription", "description"),
    "timestamp": ("timestamp", "time", "start", "starttime"),
}
"""Common names of columns, likeliest first. Spaces, case and punctuation are ignored."""

_DELIMITERS: Final = ",;\t|"
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"(?:season|series|episode|ep|s|e)?[ .#_-]{0,2}(\d{1,4}(?:\.\d{1,2})?)", re.IGNORECASE)
_LONGEST_ROW: Final = 100
"""Lines of a row; a longer one means that a quotation mark was never closed."""

_KEYS: Final = 200
"""How many key names are collected from JSON rows, where each row could have its own."""

_ROWS_IN: Final = ("quotes", "lines", "dialogue", "dialog", "data", "rows")
_PROBLEMS: Final = 20

_Row = tuple[int | None, Sequence[str]]
"""The row's first line number, and its cells."""


def is_dialogue(text: str) -> bool:
    """Whether a text looks like CSV with quotes: its first row names a column of quotes, and another."""
    for line in text[:4_000].splitlines():
        if line.strip() and not line.startswith("sep="):
            cells = line.split(_delimiter_of(line))
            columns = _columns_of(cells)
            return len(cells) > 1 and "text" in columns and len(columns) > 1
    return False


def is_dialogue_json(value: object) -> bool:
    """Whether a JSON value has rows with a quote each."""
    rows = _rows_of(value)
    return (
        bool(rows) and isinstance(rows[0], dict) and "text" in _columns_of(cast("dict[str, object]", rows[0]))
    )


def read_dialogue(source: Source, text: str) -> Draft:
    """Read a CSV table of quotes. Raises `Unreadable` with the lines of the problems."""
    rows = _csv_rows(source, text)
    header_line, header = next(rows, (1, ()))
    return _Reader(source, header, header_line).read(rows)


def read_dialogue_json(source: Source, value: object) -> Draft:
    """Read a JSON list of quotes. Raises `Unreadable`."""
    rows = _rows_of(value)
    if not rows or not all(isinstance(row, dict) for row in rows):
        what = "is not a list of quotes, each with text, speaker, season and episode"
        raise source.unreadable(what)
    tables = cast("list[dict[str, object]]", rows)
    header = list(dict.fromkeys(key for row in tables for key in row))[:_KEYS]
    cells = ((None, [_cell(row.get(key)) for key in header]) for row in tables)
    return _Reader(source, header, None).read(cells)


def _rows_of(value: object) -> list[object]:
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        value = next((table[key] for key in _ROWS_IN if isinstance(table.get(key), list)), None)
    return cast("list[object]", value) if isinstance(value, list) else []


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(part) for part in cast("list[object]", value))
    return "" if value is None or isinstance(value, dict | bool) else str(value)


def _csv_rows(source: Source, text: str) -> Iterator[_Row]:
    """The non-empty rows, each with its first line number."""
    first = next((line for line in text[:65_536].splitlines() if line.strip()), "")
    skip = first[:4].lower() == "sep=" and len(first) == len("sep=;")
    delimiter = first[-1] if skip else _delimiter_of(first)
    begins = 1
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            several = lines[begins - 1 : reader.line_num]
            if len(several) > _LONGEST_ROW or (len(several) > 1 and _is_open(several)):
                raise _not_closed(source, begins)
            if any(row) and not (skip and begins == 1):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:  # a cell longer than csv accepts
        raise (_not_closed if _is_open(lines[begins - 1 :]) else _too_long)(source, begins) from error


def _is_open(lines: Sequence[str]) -> bool:
    """Whether a quotation mark in these lines is still open."""
    return sum(line.count('"') for line in lines) % 2 == 1


def _not_closed(source: Source, line: int) -> Unreadable:
    what = "has a quotation mark here that is never closed. Write one inside a text twice"
    return source.unreadable(what, line)


def _too_long(source: Source, line: int) -> Unreadable:
    cell, room = f"{csv.field_size_limit():,}", f"{TEXT_LENGTH:,}"
    what = f"has a cell of over {cell} characters. A quote may have {room}. Shorten or delete that cell"
    return source.unreadable(what, line)


def _delimiter_of(header: str) -> str:
    return max(
        _DELIMITERS,
        key=lambda delimiter: (len(_columns_of(header.split(delimiter))), header.count(delimiter)),
    )


def _columns_of(header: Iterable[str]) -> dict[str, int]:
    """The index of each known column; a name may occur only once."""
    named: dict[str, int] = {}
    for index, name in enumerate(header):
        named.setdefault(re.sub(r"[\W_]", "", name).casefold(), index)
    return {
        column: named[found]
        for column, names in _COLUMNS.items()
        if (found := next((name for name in names if name in named), None))
    }


class _Reader:
    def __init__(self, source: Source, header: Sequence[str], line: int | None) -> None:
        self._source = source
        self._columns = _columns_of(header)
        self._check(line)
        self._doubts = Doubts()
        self._exact = tuple(header) == HEADER
        known = set(self._columns.values())
        for index, name in enumerate(header):
            if index not in known and name.strip():
                self._doubts.add(Doubtful.LEFT_OUT, name, line=line)
        self._titles: dict[Position, str | None] = {}
        self._quotes: defaultdict[Position, list[Quote[str]]] = defaultdict(list)
        self._said: Counter[str] = Counter()
        self._first: dict[str, tuple[Position, int | None]] = {}
        self._misplaced: list[Problem] = []

    def _check(self, line: int | None) -> None:
        """Raise `Unreadable` if a required column is missing."""
        if "text" not in self._columns:
            what = "has no text column. Name the columns in the first row: season, episode, speaker, text"
        elif not {"code", "episode"} & self._columns.keys():
            what = "has no episode column. Add columns for season and episode"
        else:
            return
        raise Unreadable(Problem(self._source.name, line, "", what))

    def read(self, rows: Iterable[_Row]) -> Draft:
        for line, row in rows:
            self._take(line, row)
        if not self._quotes:
            nothing = Problem(self._source.name, None, "", "has no rows below its column names")
            raise Unreadable(*(self._misplaced[:_PROBLEMS] or [nothing]))
        for name, meant in likely_typos(self._said):
            self._doubts.add(Doubtful.LIKELY_TYPO, f"{name} / {meant}", *self._first[name])
        return Draft(
            episodes=tuple(
                Episode(position, title=self._titles.get(position), quotes=tuple(quotes))
                for position, quotes in sorted(self._quotes.items(), key=lambda item: item[0])
            ),
            doubts=tuple(self._doubts.all),
        )

    def _take(self, line: int | None, row: Sequence[str]) -> None:
        text = self._of(row, "text")
        if not text:
            return
        position = _position_of(self._of(row, "code"), self._of(row, "episode"), self._of(row, "season"))
        if position is None:
            self._not_placed(line, row, text)
            return
        kept = self._doubts.text(text, position, line)
        if kept is None:
            return
        if not self._titles.get(position) and (title := self._of(row, "title")):
            self._titles[position] = self._doubts.name(title, position, line)
        context, timestamp = self._of(row, "context"), self._of(row, "timestamp")
        if not self._exact and _NUMBER.fullmatch(context):
            context = ""  # a scene's number means nothing to a reader
        quote = Quote(
            kept,
            speaker=self._speaker(self._of(row, "speaker"), position, line),
            context=self._doubts.text(context, position, line),
            timestamp=self._doubts.time(timestamp, position, line),
        )
        quotes = self._quotes[position]
        if quotes and quote == quotes[-1]:
            self._doubts.add(Doubtful.DUPLICATE, kept, position, line)
        quotes.append(quote)

    def _of(self, row: Sequence[str], column: str) -> str:
        index = self._columns.get(column)
        if index is None or index >= len(row):
            return ""
        cell = row[index]
        if not self._exact:
            return _tidy(cell)
        return cell[1:] if _GUARDED.match(cell) else cell

    def _speaker(self, name: str, position: Position, line: int | None) -> str | None:
        """The speaker as written, also a group or with a stage direction."""
        kept = self._doubts.name(name, position, line)
        if kept:
            self._said[kept] += 1
            self._first.setdefault(kept, (position, line))
        return kept

    def _not_placed(self, line: int | None, row: Sequence[str], text: str) -> None:
        self._doubts.add(Doubtful.NOT_PLACED, text, line=line)
        if len(self._misplaced) < _PROBLEMS:
            cells = " ".join(filter(None, (self._of(row, name) for name in ("code", "season", "episode"))))
            what = "does not say its season and episode"
            if cells:
                what = f"{excerpt(cells)!r} is not a season and episode"
            self._misplaced.append(Problem(self._source.name, line, "", what))


def _tidy(cell: str) -> str:
    """The same as `tidy_lines`, but faster for the many cells that are tidy already."""
    return " ".join(cell.split()) if cell.isascii() and cell.isprintable() else tidy_lines(cell)


@lru_cache(maxsize=1024)
def _position_of(code: str, episode: str, season: str) -> Position | None:
    """A position from a code in either column, or from two numbers like `2`, `E02`, `Season 1`, `3.5`."""
    if found := find_position(code) or find_position(episode):
        return found
    in_season, number = _NUMBER.fullmatch(season), _NUMBER.fullmatch(episode)
    if in_season is None or number is None or Decimal(in_season[1]) % 1:
        return None
    return Position(int(Decimal(in_season[1])), Decimal(number[1]))

"""A list of episodes as a browser copies it from a rendered wiki page, e.g. Wikipedia's.

The cells of a row have tabs between them; a line end inside a cell is one in the text too. Headings and
summaries have lines of their own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.text import tidy
from bot.importers.columns import Columns
from bot.importers.doubts import excerpt
from bot.importers.episode_lists import read_rows
from bot.importers.page_labels import is_one_sentence as is_sentence
from bot.importers.page_labels import read_topic
from bot.importers.source import Source
from bot.importers.wikitext_lists import season_of_heading, show_of

_HEADER = re.compile(r"(?:no\.?|#|№|ep(?:isode)?\.? ?(?:no\.?|#|number))(?:\s|$)", re.IGNORECASE)
_ROW = re.compile(r"\d{1,4}(?:\.\d{1,2})?(?:[a-z]|[–—-]\d{1,4})?\t")
_EDIT = re.compile(r"\s*\[edit\]$")
_LONGEST_HEADER: Final = 15
"""Lines of a header, whose cells may have several lines each."""

_SHORT: Final = 80
"""Characters of a heading; a longer line is a paragraph."""


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns of a table, and the index of the first line after it."""

    names: Sequence[str]
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: dict[str, str]


def is_copied_list(text: str) -> bool:
    """Whether a text has the header of a table of episodes, and a row after it."""
    lines = text.splitlines()
    return any(_header_at(lines, at) for at in range(len(lines)))


def read_copied_list(source: Source, text: str) -> Draft:
    """The episodes of all tables of a page. Raises `Unreadable`."""
    reader = _Reader(text.splitlines())
    rows = reader.rows()
    names = list(dict.fromkeys(["season", *(name for row in rows for name in row.cells), "summary"]))
    table = ((row.line, [row.cells.get(name, "") for name in names]) for row in rows)
    return read_rows(source, names, None, table, title=reader.show, doubts=reader.doubts)


def _header_at(lines: Sequence[str], at: int) -> _Header | None:
    """The header of a table that begins in a line, and is followed by a row."""
    if not _HEADER.match(lines[at]):
        return None
    for end in range(at + 1, min(at + _LONGEST_HEADER, len(lines))):
        if _begins_row(lines, end):
            names = [tidy(name) for name in " ".join(lines[at:end]).split("\t")]
            columns = Columns.of(names).places
            return _Header(names, end) if {"title", "episode"} <= columns.keys() else None
    return None


def _begins_row(lines: Sequence[str], at: int) -> bool:
    """Whether a row begins in a line. A double episode's may have its first number on a line of its own."""
    if _ROW.match(lines[at]):
        return True
    after = _ROW.match(lines[at + 1]) if at + 1 < len(lines) else None
    return after is not None and _follows(lines[at].strip(), after[0].strip())


def _follows(number: str, other: str) -> bool:
    return number.isdecimal() and other.isdecimal() and int(other) == int(number) + 1


class _Reader:
    """Goes through the lines. `show`: the title that the page's own gives."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.doubts: list[Doubt] = []
        self.show: str | None = None
        self._lines = lines
        self._names: Sequence[str] = ()
        self._season: int | None = None
        self._has_summary = False
        self._counts_on = False

    def rows(self) -> list[_Row]:
        """The rows, each with the paragraphs below it as its summary."""
        found: list[_Row] = []
        at = 0
        while at < len(self._lines):
            if header := _header_at(self._lines, at):
                self._names, self._has_summary, at = _our_names(header.names), False, header.end
            elif self._names and _begins_row(self._lines, at):
                row, at = self._row(at)
                found.append(row)
            else:
                self._take(tidy(self._lines[at]), at + 1, found)
                at += 1
        return found

    def _row(self, at: int) -> tuple[_Row, int]:
        """The row that begins in a line, and the index of the line after it. Cells may have several lines."""
        end = at + 1
        text = self._lines[at]
        while text.count("\t") < len(self._names) - 1 and end < min(at + _LONGEST_HEADER, len(self._lines)):
            cell, following = text.rpartition("\t")[2].strip(), self._lines[end]
            goes_on = _follows(cell, following.partition("\t")[0].strip())  # a cell with two numbers
            if not following.strip() or (_begins_row(self._lines, end) and not goes_on):
                break
            text, end = f"{text}\n{self._lines[end]}", end + 1
        cells = dict(zip(self._names, text.split("\t"), strict=False))
        if self._season is not None:
            cells.setdefault("season", str(self._season))
        if not self._has_summary:  # the first row below the header
            self._counts_on = (
                "number_in_series" not in cells and (self._season or 0) > 1 and cells["episode"] != "1"
            )
        if self._counts_on:  # from the season before, so that the number in this one isn't known
            cells["number_in_series"] = cells.pop("episode")
        self._has_summary = True
        return _Row(at + 1, cells), end

    def _take(self, line: str, number: int, found: list[_Row]) -> None:
        """A heading, a row's summary, or nothing for a list of episodes."""
        heading = _EDIT.sub("", line).removeprefix("Main article: ")
        is_prose = len(line) > _SHORT or is_sentence(line)
        season = None if is_prose else season_of_heading(heading.lower())
        if not line:
            return
        if not self._names and self.show is None and (show := show_of(heading)):
            self.show, self._season = show, season
        elif season is not None or read_topic(heading):
            self._season, self._has_summary = season, False
        elif found and self._has_summary and is_prose:
            summary = found[-1].cells.get("summary")
            found[-1].cells["summary"] = f"{summary}\n{line}" if summary else line
        elif self._names:
            self.doubts.append(Doubt(Doubtful.LEFT_OUT, excerpt(line), line=number))


def _our_names(names: Sequence[str]) -> list[str]:
    """The names of a table's columns; known ones get the same name in all tables."""
    columns = Columns.of(names)
    ours = {place: column for column, places in columns.places.items() for place in places[:1]}
    return [ours.get(place, name) for place, name in enumerate(names)]

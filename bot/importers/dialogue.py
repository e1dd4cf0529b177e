"""Quotes of a show as a table, one a row, with or without facts about their episodes."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from bot.domain.drafts import Doubtful, Draft
from bot.domain.positions import NotACode, Position
from bot.domain.problems import Problem
from bot.domain.shows import Quote
from bot.importers.columns import Columns, Place
from bot.importers.doubts import Doubts, excerpt
from bot.importers.episode_facts import FACTS, aired_column, read_facts
from bot.importers.misspelt_names import likely_typos
from bot.importers.page_episodes import PageEpisode, assemble
from bot.importers.source import Source, Unreadable
from bot.importers.tables import Row, cells_of, csv_rows, header_of, json_rows

_SCENE_NUMBER = re.compile(r"(?:scene|s)?[ .#_-]{0,2}\d{1,4}(?:\.\d{1,2})?", re.IGNORECASE)
_PROBLEMS: Final = 20


def is_dialogue(text: str) -> bool:
    """Whether a text looks like CSV with quotes: its first row names a column of quotes, and another."""
    header, _ = header_of(text[:4_000])
    columns = Columns.of(header).places
    return len(header) > 1 and "text" in columns and len(columns) > 1


def is_dialogue_json(value: object) -> bool:
    """Whether a JSON value has rows with a quote each."""
    rows = json_rows(value)
    return bool(rows) and "text" in Columns.of(list(rows[0])).places


def read_dialogue(source: Source, text: str) -> Draft:
    """Read a CSV table of quotes. Raises `Unreadable` with the lines of the problems."""
    rows = csv_rows(source, text)
    line, header = next(rows, (1, ()))
    return _Reader(source, header, line).read(rows)


def read_dialogue_json(source: Source, value: object) -> Draft:
    """Read a JSON list of quotes. Raises `Unreadable`."""
    rows = json_rows(value)
    if not any("text" in Columns.of(list(row)).places for row in rows[:1]):
        raise source.unreadable("is not a list of quotes, each with text, speaker, season and episode")
    header, cells = cells_of(rows)
    return _Reader(source, header, None).read(cells)


class _Reader:
    def __init__(self, source: Source, header: Sequence[str], line: int | None) -> None:
        self._source = source
        self._columns = Columns.of(header)
        self._check(line)
        self._doubts = Doubts()
        for name in self._columns.unknown(header):
            self._doubts.add(Doubtful.LEFT_OUT, name, line=line)
        self._named = [name for name in FACTS if name in self._columns.places]
        self._facts: defaultdict[Position, dict[str, str]] = defaultdict(dict)
        self._doubled: set[Position] = set()
        self._lines: dict[Position, int | None] = {}
        self._others: set[tuple[Position, str]] = set()
        self._quotes: defaultdict[Position, list[Quote[str]]] = defaultdict(list)
        self._said: Counter[str] = Counter()
        self._first: dict[str, tuple[Position, int | None]] = {}
        self._misplaced: list[Problem] = []
        self._shows: dict[str, None] = {}

    def _check(self, line: int | None) -> None:
        """Raise `Unreadable` if a required column is missing."""
        places = self._columns.places
        if "text" not in places:
            what = (
                "has no column for quotes. Name the columns in the first row: season, episode, speaker, text"
            )
        elif not {"code", "episode"} & places.keys():
            what = "has no column for the episode. Add columns for season and episode"
        else:
            return
        raise Unreadable(Problem(self._source.name, line, "", what))

    def read(self, rows: Iterable[Row]) -> Draft:
        for line, row in rows:
            self._take(line, row)
        if not self._quotes:
            nothing = Problem(self._source.name, None, "", "has no rows below its column names")
            raise Unreadable(*(self._misplaced[:_PROBLEMS] or [nothing]))
        if len(self._shows) > 1:
            raise self._source.unreadable("has quotes of several shows. Send one show at a time")
        for name, meant in likely_typos(self._said):
            self._doubts.add(Doubtful.LIKELY_TYPO, f"{name} / {meant}", *self._first[name])
        pages = list(self._episodes())
        return assemble(pages, title=next(iter(self._shows), None), doubts=self._doubts.all)

    def _episodes(self) -> Iterator[PageEpisode]:
        dates = aired_column(
            (self._lines[position], facts.get("aired", "")) for position, facts in self._facts.items()
        )
        self._doubts.all += dates.doubts
        for position, quotes in self._quotes.items():
            line = self._lines[position]
            episode, doubts = read_facts(self._facts[position], line, dates, exact=self._columns.exact)
            yield PageEpisode(
                replace(episode, quotes=tuple(quotes)),
                position.season,
                position.number,
                special=position.special,
                line=line,
                doubts=doubts,
            )

    def _take(self, line: int | None, row: Sequence[str]) -> None:
        text = self._columns.cell(row, "text")
        if not text:
            return
        if any(row[self._columns.width :]):
            self._doubts.add(Doubtful.TOO_MANY_CELLS, " | ".join(row), line=line)
            return
        places = self._columns.places_of(row)
        position = _position_of(places[-1])
        if position is None:
            self._not_placed(line, row, text)
            return
        if len(places) > 1 and position not in self._doubled:
            self._doubled.add(position)
            cells = (self._columns.cell(row, name) for name in ("code", "season", "episode"))
            self._doubts.add(Doubtful.DOUBLE_EPISODE, " ".join(filter(None, cells)), position, line)
        self._lines.setdefault(position, line)
        kept = self._doubts.text(text, position, line)
        if kept is None:
            return
        self._take_facts(position, line, row)
        context, timestamp = (self._columns.cell(row, column) for column in ("context", "timestamp"))
        if not self._columns.exact and _SCENE_NUMBER.fullmatch(context):
            context = ""  # means nothing to a reader
        quote = Quote(
            kept,
            speaker=self._speaker(self._columns.cell(row, "speaker"), position, line),
            context=self._doubts.text(context, position, line),
            timestamp=self._doubts.time(timestamp, position, line),
        )
        quotes = self._quotes[position]
        if quotes and quote == quotes[-1]:
            self._doubts.add(Doubtful.DUPLICATE, kept, position, line)
        quotes.append(quote)

    def _take_facts(self, position: Position, line: int | None, row: Sequence[str]) -> None:
        """Each row repeats the facts of its episode. The first value of each counts."""
        if show := self._columns.cell(row, "show"):
            self._shows.setdefault(show)
        facts = self._facts[position]
        for name in self._named:
            value = self._columns.cell(row, name)
            if value and facts.setdefault(name, value) != value and (position, name) not in self._others:
                self._others.add((position, name))
                self._doubts.add(Doubtful.OTHER_VALUE, value, position, line)

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
            cells = (self._columns.cell(row, name) for name in ("code", "season", "episode"))
            what = "does not say its season and episode"
            if named := " ".join(filter(None, cells)):
                what = f"{excerpt(named)!r} is not a season and episode"
            self._misplaced.append(Problem(self._source.name, line, "", what))


@lru_cache(maxsize=1024)
def _position_of(place: Place) -> Position | None:
    season, number, special = place
    if season is None or number is None:
        return None
    try:
        return Position(season, number, special)
    except NotACode:
        return None

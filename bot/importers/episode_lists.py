"""Lists of a show's episodes, one a row, as a table or as JSON; also those of public databases."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.problems import Problem
from bot.importers.columns import Columns, Place, is_history
from bot.importers.date_columns import DateColumn
from bot.importers.doubts import Doubts
from bot.importers.episode_databases import has_more, read_database
from bot.importers.episode_facts import FACTS, aired_column, read_facts
from bot.importers.episode_numbers import read_numbers, read_season, whole
from bot.importers.page_episodes import PageEpisode, assemble, parted, settle
from bot.importers.source import Source, Unreadable
from bot.importers.tables import Row, cells_of, csv_rows, header_of, json_rows

_NUMBERED: Final = {"episode", "code", "number_in_series"}
_SECTION = re.compile(r"(?:season|series) \w+(?: \(\d{4}\))?", re.IGNORECASE)
"""A row that is a heading: the season of the rows below."""

_HISTORY: Final = (
    "is a history of what somebody has watched, not a list of a show's episodes. Use /progress import"
)


def is_list(text: str) -> bool:
    """Whether a text looks like CSV with an episode a row: its first row names a number, and a fact."""
    header, _ = header_of(text[:4_000])
    return len(header) > 1 and _is_header(header)


def is_list_json(value: object) -> bool:
    """Whether a JSON value has rows with an episode each."""
    rows = json_rows(value)
    return read_database(value) is not None or (bool(rows) and _is_header(list(rows[0])))


def _is_header(header: Sequence[str]) -> bool:
    columns = Columns.of(header).places.keys()
    return is_history(header) or ("text" not in columns and bool(columns & _NUMBERED and columns & {*FACTS}))


def read_list(source: Source, text: str) -> Draft:
    """Read a CSV list of episodes. Raises `Unreadable`."""
    rows = csv_rows(source, text)
    line, header = next(rows, (1, ()))
    return read_rows(source, header, line, rows)


def read_list_json(source: Source, value: object) -> Draft:
    """Read a JSON list of episodes, or what TMDB, OMDb, Jikan or AniList answered. Raises `Unreadable`."""
    if answer := read_database(value):
        if answer.refusal:
            raise source.unreadable(answer.refusal)
        draft = read_rows(source, *_with_line(answer.rows), title=answer.show)
        doubts = Doubts(draft.doubts)
        for left_out in answer.left_out:
            doubts.add(Doubtful.LEFT_OUT, left_out)
        if answer.has_more:
            doubts.add(Doubtful.CUT_OFF)
        return replace(draft, doubts=tuple(doubts.all))
    draft = read_rows(source, *_with_line(json_rows(value)))
    return replace(draft, doubts=(*draft.doubts, Doubt(Doubtful.CUT_OFF))) if has_more(value) else draft


def _with_line(rows: Sequence[dict[str, object]]) -> tuple[Sequence[str], None, Iterable[Row]]:
    header, cells = cells_of(rows)
    return header, None, cells


def read_rows(
    source: Source,
    header: Sequence[str],
    line: int | None,
    rows: Iterable[Row],
    *,
    title: str | None = None,
    doubts: Iterable[Doubt] = (),
) -> Draft:
    """The episodes of rows under a header in this line. `title`: the show's. `doubts`: those so far.

    Raises `Unreadable` without a column for the number, for several shows, and where no row has an episode.
    """
    if is_history(header):
        raise source.unreadable(_HISTORY)
    columns = Columns.of(header)
    if not columns.places.keys() & _NUMBERED:
        what = "has no column for episode numbers, or for quotes. Name the columns in the first row: "
        what += "season, episode, and title, or speaker and text"
        raise Unreadable(Problem(source.name, line, "", what))
    found = Doubts(doubts)
    for name in columns.unknown(header):
        found.add(Doubtful.LEFT_OUT, name, line=line)
    rows = list(rows)
    columns = columns.with_rows(row for _, row in rows)
    dates = aired_column((line, columns.cell(row, "aired")) for line, row in rows)
    found.all += dates.doubts
    pages = list(_episodes(columns, rows, dates, found))
    shows = {page.show for page in pages} - {None}
    if len(shows) > 1:
        raise source.unreadable("has episodes of several shows. Send one show at a time")
    if repeated := _only_title(pages):
        what = f"gives every episode the title {repeated!r}. If that is the show's, name the column show"
        raise source.unreadable(what, line)
    draft = assemble(settle(pages), title=title or next(iter(shows), None), doubts=found.all)
    if not draft.episodes:
        raise source.unreadable("has nothing to import: no row gives an episode's season and number", line)
    return draft


def _episodes(
    columns: Columns, rows: Iterable[Row], dates: DateColumn, doubts: Doubts
) -> Iterator[PageEpisode]:
    section: int | None = None
    for line, row in rows:
        said = [cell.strip() for cell in row if cell.strip()]
        if any(cell.strip() for cell in row[columns.width :]):
            doubts.add(Doubtful.TOO_MANY_CELLS, " | ".join(row), line=line)
        elif len(said) == 1 and (named := _SECTION.fullmatch(said[0])):
            section = read_season(named[0])
        elif said:
            for part in _parts(columns, row, line, dates):
                has_none = part.season is None and "season" not in columns.places
                yield replace(part, season=section) if has_none else part


def _only_title(pages: Sequence[PageEpisode]) -> str | None:
    """The title that more than two episodes share with all others."""
    titles = {page.episode.title for page in pages}
    return titles.pop() if len(pages) > 2 and len(titles) == 1 else None


def _parts(
    columns: Columns, row: Sequence[str], line: int | None, dates: DateColumn
) -> Iterator[PageEpisode]:
    """A row's episode, or those of a double episode."""
    values = {name: columns.cell(row, name) for name in FACTS if name in columns.places}
    episode, doubts = read_facts(values, line, dates)
    overall = read_numbers(values.get("number_in_series", ""))
    places = columns.places_of(row)
    if not columns.places.keys() & {"episode", "code"}:
        places = _counted_through(places[-1][0], overall)
    if places[-1][0] is None and columns.cell(row, "season"):
        places = ((None, None, 0),)  # a season that isn't understood is no missing one
    in_series = [whole(number) for number in overall] if len(overall) == len(places) else []
    if len(places) == 1:
        in_series = [episode.number_in_series]
    page = PageEpisode(episode, None, None, columns.cell(row, "show") or None, line, doubts)
    yield from parted(replace(page, called=_called(columns, row)), places, in_series)


def _counted_through(season: int | None, overall: Sequence[Decimal]) -> tuple[Place, ...]:
    """The numbers in the series, which are those in the season too if there is only one season."""
    is_first = season in {None, 1}
    return tuple((season, number, 0) for number in overall if is_first) or ((season, None, 0),)


def _called(columns: Columns, row: Sequence[str]) -> str:
    """What a row says where its number should be, or all of it if it has no title either."""
    code, season, episode, title = (
        columns.cell(row, column) for column in ("code", "season", "episode", "title")
    )
    if not title:
        return " | ".join(filter(str.strip, row))
    return " ".join(filter(None, (code, season, episode))) if code or episode else ""

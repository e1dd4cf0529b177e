"""Lists of a show's episodes, one a row, as a table or as JSON; also those of public databases."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.domain.counting import read_count
from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.problems import Problem
from bot.importers.columns import Columns, is_history
from bot.importers.doubts import Doubts
from bot.importers.episode_databases import read_database
from bot.importers.episode_facts import FACTS, read_facts
from bot.importers.page_episodes import PageEpisode, assemble, settle
from bot.importers.source import Source, Unreadable
from bot.importers.tables import Row, cells_of, csv_rows, header_of, json_rows

_NUMBERED: Final = {"episode", "code", "number_in_series"}
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
    return read_rows(source, *_with_line(json_rows(value)))


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
    pages = list(_episodes(columns, rows, found))
    shows = {page.show for page in pages} - {None}
    if len(shows) > 1:
        raise source.unreadable("has episodes of several shows. Send one show at a time")
    if repeated := _only_title(pages):
        what = f"gives every episode the title {repeated!r}. If that is the show's, name the column show"
        raise source.unreadable(what, line)
    if all(page.season is None for page in pages):
        found.add(Doubtful.NO_SEASON, line=line)
    draft = assemble(settle(pages), title=title or next(iter(shows), None), doubts=found.all)
    if not draft.episodes:
        raise source.unreadable("has nothing to import: no row gives an episode's season and number", line)
    return draft


def _episodes(columns: Columns, rows: Iterable[Row], doubts: Doubts) -> Iterator[PageEpisode]:
    for line, row in rows:
        if any(cell.strip() for cell in row[columns.width :]):
            doubts.add(Doubtful.TOO_MANY_CELLS, " | ".join(row), line=line)
        elif any(cell.strip() for cell in row):
            yield _episode(columns, row, line)


def _only_title(pages: Sequence[PageEpisode]) -> str | None:
    """The title that more than two episodes share with all others."""
    titles = {page.episode.title for page in pages}
    return titles.pop() if len(pages) > 2 and len(titles) == 1 else None


def _episode(columns: Columns, row: Sequence[str], line: int | None) -> PageEpisode:
    values = {name: columns.cell(row, name) for name in FACTS if name in columns.places}
    episode, doubts = read_facts(values, line)
    season, number, special = columns.place(row)
    if season is None and columns.cell(row, "season"):
        number = None  # a season that isn't understood is no missing one
    if "episode" not in columns.places and "code" not in columns.places:
        number = _only_number(columns, row)
    return PageEpisode(
        episode,
        season,
        number,
        columns.cell(row, "show") or None,
        line,
        doubts,
        special,
    )


def _only_number(columns: Columns, row: Sequence[str]) -> Decimal | None:
    """The number in the series, which is the one in the season too if there is only one season."""
    season, number = columns.place(row)[0], read_count(columns.cell(row, "number_in_series"))
    return Decimal(number) if number is not None and season in {None, 1} else None

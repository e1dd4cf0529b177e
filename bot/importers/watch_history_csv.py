"""Histories as tables, by the names of their columns.

Trakt and those like it: `title`, `season`, `episode`, `watched_at`. TV Time: `is_watched`; in its GDPR export
a row's kind is in `key`. Yamtrack: `media_type` and `media_id`. BetaSeries: an `episode` like `S01E01`.
Netflix: `Title,Date` alone.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.folding import fold
from bot.domain.problems import Problem
from bot.domain.show_ids import SHOW_IDS, ShowIds
from bot.domain.watch_history import WatchedEpisode, WatchedShow, WatchHistory
from bot.importers.source import Source
from bot.importers.watch_history_values import (
    Table,
    code_in,
    day_in,
    episode_number,
    has_value,
    ids_in,
    is_numbered,
    is_true,
    title_and_year,
    title_in,
    unnumbered,
    whole,
)
from bot.importers.watch_history_xml import counted_season

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_DELIMITERS: Final = ",;\t|"

_NETFLIX: Final = frozenset({"title", "date"})
_NETFLIX_ALL: Final = frozenset({"profile_name", "start_time", "title"})

_SHOW: Final = ("series_name", "series_title", "show_title", "show_name", "tv_show_name", "series", "show")
_SEASON: Final = ("season", "season_number", "s_no", "seasonnumber", "episode_season_number")
_EPISODE: Final = ("episode", "episode_number", "ep_no", "episodenumber", "number", "episode_code", "code")
_EPISODE_TITLE: Final = ("episode_title", "episode_name")
_AIRED: Final = ("first_aired", "air_date", "aired", "episode_air_date")
_TIMES: Final = (
    "watched_at",
    "last_watched_at",
    "watch_date",
    "watched_date",
    "date_watched",
    "end_date",
    "progressed_at",
)
_KINDS: Final = ("type", "media_type", "entity_type")
_FLAGS: Final = ("is_watched", "watched", "seen")
_IDS_OF_SHOW: Final = (
    "series_tvdb_id",
    "series_imdb_id",
    "series_tmdb_id",
    "show_tvdb_id",
    "show_imdb_id",
    "show_tmdb_id",
    "s_id",
)
_WATCHED_ACTIONS: Final = frozenset(
    {"watch", "watched", "scrobble", "checkin", "play", "played", "rewatch", "history"}
)
_UNWATCHED: Final = frozenset({"planning", "plan to watch", "plantowatch", "watchlist"})
_WATCHED_KEY: Final = ("watch-episode-", "rewatch-episode-")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Table

    def first(self, names: Iterable[str]) -> str:
        """The value of the first of these columns that has one."""
        return next((self.cells[name] for name in names if has_value(self.cells.get(name))), "")


@dataclass(frozen=True, slots=True)
class _Sheet:
    source: Source
    columns: frozenset[str]
    rows: Sequence[_Row]
    problems: tuple[Problem, ...]

    def has(self, names: Iterable[str]) -> bool:
        return not self.columns.isdisjoint(names)


def read_watched_csv(source: Source, text: str) -> WatchHistory | None:
    """What a table says was watched; None if it isn't a history. Raises `Unreadable` if it is broken."""
    sheet = _sheet(source, text)
    if sheet is None:
        return None
    if sheet.columns == _NETFLIX:
        return WatchHistory(titles=_titles(sheet), problems=sheet.problems)
    if sheet.columns >= _NETFLIX_ALL:
        return _of_one_profile(sheet)
    watched = _watched_in(sheet)
    if watched is None or not (sheet.has(_EPISODE) and (sheet.has((*_SHOW, "title", "name")))):
        return _shows_only(sheet)
    return _history(sheet, watched)


def _sheet(source: Source, text: str) -> _Sheet | None:
    """The table: its columns in lower case, with `_` for what is no letter. None if it has no rows."""
    first = text.lstrip("\n\r\ufeff").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    if delimiter not in first:
        return None
    reader = csv.reader(io.StringIO(text.lstrip("\n\r\ufeff"), newline=""), delimiter=delimiter)
    rows: list[_Row] = []
    uneven: list[int] = []
    try:
        names = [_NOT_IN_NAMES.sub("_", name.strip().lower()).strip("_") for name in next(reader)]
        for cells in reader:
            while len(cells) > len(names) and not cells[-1].strip():
                cells.pop()
            if len(cells) == len(names):
                rows.append(_Row(reader.line_num, dict(zip(names, cells, strict=True))))
            elif any(map(str.strip, cells)):
                uneven.append(reader.line_num)
    except csv.Error as error:
        raise source.unreadable("has a row that is broken", reader.line_num) from error
    problems = ()
    if uneven:
        which = "a row" if len(uneven) == 1 else f"{len(uneven):,} rows"
        what = f"has {which} with more or fewer cells than columns"
        problems = source.unreadable(what, uneven[0]).problems
    return _Sheet(source, frozenset(names) - {""}, rows, problems)


def _titles(sheet: _Sheet, is_one: Callable[[_Row], bool] = lambda _: True) -> tuple[str, ...]:
    titles = (title_in(row.cells.get("title")) for row in sheet.rows if is_one(row))
    return tuple(dict.fromkeys(filter(None, titles)))


def _of_one_profile(sheet: _Sheet) -> WatchHistory:
    """Netflix's other file. It has everybody's in the household, and trailers."""
    if len({row.cells.get("profile_name") for row in sheet.rows}) > 1:
        what = (
            "has several profiles. Keep the rows of yours, or send your profile's NetflixViewingHistory.csv"
        )
        raise sheet.source.unreadable(what)
    return WatchHistory(
        titles=_titles(sheet, lambda row: not has_value(row.cells.get("supplemental_video_type")))
    )


def _watched_in(sheet: _Sheet) -> Callable[[_Row], bool] | None:
    """Whether a row says that an episode was watched; None if no column says that."""
    if "key" in sheet.columns and any(_key(row).startswith(_WATCHED_KEY) for row in sheet.rows):
        return lambda row: _key(row).startswith(_WATCHED_KEY)
    if sheet.has(_FLAGS):
        return lambda row: _is_episode(row) and is_true(row.first(_FLAGS))
    if sheet.has(_TIMES):
        return lambda row: _is_episode(row) and bool(row.first(_TIMES))
    if sheet.columns >= {"show", "episode", "date"}:
        return lambda row: _is_episode(row) and bool(row.first(("date",)))
    if sheet.columns & {"type", "action"} and any(_action(row) in _WATCHED_ACTIONS for row in sheet.rows):
        return lambda row: _action(row) in _WATCHED_ACTIONS
    return None


def _key(row: _Row) -> str:
    return str(row.cells.get("key") or "")


def _action(row: _Row) -> str:
    return row.first(("action", "type")).strip().lower()


def _is_episode(row: _Row) -> bool:
    """Whether a row is about an episode that its other columns don't say is on a list only."""
    kinds = [str(row.cells[name]).strip().lower() for name in _KINDS if has_value(row.cells.get(name))]
    action = str(row.cells.get("action") or "").strip().lower()
    status = str(row.cells.get("status") or "").strip().lower()
    return (
        all("episode" in kind or kind in _WATCHED_ACTIONS for kind in kinds)
        and action in {"", *_WATCHED_ACTIONS}
        and status not in _UNWATCHED
    )


def _shows_only(sheet: _Sheet) -> WatchHistory | None:
    """A list of shows with their ids, which other files of the same export go with."""
    if not {"title", "status"} <= sheet.columns or not sheet.has(("tvdb_id", "imdb_id")):
        return None
    return WatchHistory(tuple(_show(sheet, row, "title") for row in sheet.rows if row.first(("title",))))


def _history(sheet: _Sheet, watched: Callable[[_Row], bool]) -> WatchHistory:
    named_by = next((name for name in (*_SHOW, "title", "name") if name in sheet.columns), "title")
    episode_titles = (*_EPISODE_TITLE, *(("title",) if named_by not in {"title", "name"} else ()))
    found: defaultdict[tuple[str, int | None, ShowIds], list[WatchedEpisode]] = defaultdict(list)
    shows: list[WatchedShow] = []
    unread: list[int] = []
    for row in sheet.rows:
        if (count := _count(row)) is not None:
            shows.append(counted_season(title_in(row.cells.get(named_by)), count))
        if not watched(row):
            continue
        episode = _episode(row, episode_titles)
        if is_numbered(episode):
            show = _show(sheet, row, named_by)
            found[show.title, show.year, show.ids].append(episode)
        else:
            unread.append(row.line)
    shows += [
        WatchedShow(title, year, ids, tuple(dict.fromkeys(episodes)))
        for (title, year, ids), episodes in found.items()
    ]
    return WatchHistory(
        tuple(_with_ids_of_shows(shows)),
        problems=(*sheet.problems, *unnumbered(sheet.source, len(unread), min(unread, default=None))),
    )


def _count(row: _Row) -> int | None:
    """The count of a row of Yamtrack's that is an anime: a season of MyAnimeList's."""
    if str(row.cells.get("media_type") or "").strip().lower() != "anime":
        return None
    return whole(row.cells.get("progress"), 9_999)


def _episode(row: _Row, titles: Sequence[str]) -> WatchedEpisode:
    title, aired = title_in(row.first(titles)), day_in(row.first(_AIRED))
    typed = row.first(_EPISODE)
    code = code_in(typed) if episode_number(typed) is None else None
    season, number = code or (episode_number(row.first(_SEASON)), episode_number(typed))
    special = any(is_true(row.cells.get(name)) for name in ("special", "is_special"))
    return WatchedEpisode(0 if special else season, number, title, aired)


def _show(sheet: _Sheet, row: _Row, named_by: str) -> WatchedShow:
    title, year = title_and_year(row.cells.get(named_by), row.first(("year", "show_year", "series_year")))
    return WatchedShow(title, year, _ids(sheet, row))


def _ids(sheet: _Sheet, row: _Row) -> ShowIds:
    """The show's ids: TV Time's files have the episode's too."""
    if sheet.has(_IDS_OF_SHOW):
        cells = {
            name.removeprefix("series_").removeprefix("show_"): value
            for name, value in row.cells.items()
            if name in _IDS_OF_SHOW
        }
        return ids_in({**cells, "tvdb": cells.get("tvdb_id") or cells.get("s_id")})
    if "media_id" in sheet.columns:
        return ids_in({str(row.cells.get("source") or "").strip().lower(): row.cells.get("media_id")})
    return ids_in(row.cells)


def _with_ids_of_shows(shows: Sequence[WatchedShow]) -> Iterable[WatchedShow]:
    """Without ids that are the episodes': those of which each episode of a title has another."""
    by_title: defaultdict[tuple[str, int | None], list[WatchedShow]] = defaultdict(list)
    for show in shows:
        by_title[fold(show.title), show.year].append(show)
    for same in by_title.values():
        of_episodes = {
            name
            for name in SHOW_IDS
            if len(known := [known for show in same if (known := getattr(show.ids, name)) is not None]) > 1
            and len(set(known))
            == sum(len(show.episodes) for show in same if getattr(show.ids, name) is not None)
        }
        for show in same:
            yield replace(show, ids=replace(show.ids, **dict.fromkeys(of_episodes))) if of_episodes else show

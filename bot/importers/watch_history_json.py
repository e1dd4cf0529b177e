"""Histories in JSON, by their shapes.

Trakt (https://trakt.docs.apiary.io, "sync"): `watched-shows` has shows with their seasons, `watched-history`
a row an episode. TV Time: shows with seasons and `is_watched`. Simkl (https://simkl.docs.apiary.io): `shows`
and `anime`, whose seasons list what was watched. MyAnimeList's API: counts.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.domain.problems import Problem
from bot.domain.watch_history import LastWatched, WatchedCount, WatchedEpisode, WatchedShow, WatchHistory
from bot.importers.source import Source
from bot.importers.watch_history_csv import EPISODE, SHOW, WATCHED_ACTIONS, read_watched_sheet
from bot.importers.watch_history_sheet import sheet_of
from bot.importers.watch_history_values import (
    Table,
    code_in,
    day_in,
    episode_number,
    flag_in,
    has_value,
    ids_in,
    is_numbered,
    is_true,
    table_in,
    tables_in,
    time_in,
    title_and_year,
    title_in,
    unnumbered,
    whole,
)
from bot.importers.watch_history_xml import counted_season

_LISTS: Final = ("shows", "anime", "tv", "series", "data", "episodes", "history", "watched")
"""The keys of lists in an object; lists of films aren't read."""

_TIMES: Final = ("watched_at", "last_watched_at")
_MARKS: Final = frozenset({"is_watched", "watched", "plays", *_TIMES})
"""The marks of an episode that was watched, or wasn't."""

_SUMS: Final = frozenset({"last_watched", "next_to_watch", "watched_episodes_count"})
"""What Simkl says of a show. Where it marks no episode, its seasons list only those that were watched."""

_DEEPEST: Final = 2
"""How many objects may be around the lists."""

_UNKNOWN: Final = WatchedEpisode(None, None)
"""An episode that the file doesn't say which it is."""

_FAILED: Final = "_errors.json"
"""Where Trakt's export says which of its parts are missing."""


def read_watched_json(source: Source, value: object) -> WatchHistory | None:
    """The shows in a JSON value; None if it isn't a history."""
    if source.name.rpartition("/")[2] == _FAILED and value:
        return WatchHistory(problems=source.unreadable("says that parts of the export are missing").problems)
    rows = list(_rows(value))
    if (sheet := sheet_of(source, rows)) is not None and sheet.has(EPISODE) and sheet.has(SHOW):
        return read_watched_sheet(sheet)
    shows = [found for row in rows if (found := _show_in(row)) is not None]
    marked = [_mark(episode) for row in rows for _, episode in _listed(row)]
    marked += [_played_at(row) for row in rows if isinstance(row.get("episode"), dict)]
    unread = sum(not is_numbered(episode) for show in shows for episode in show.episodes)
    shows = [replace(show, episodes=tuple(filter(is_numbered, show.episodes))) for show in shows]
    problems = (*unnumbered(source, unread), *_unmarked(source, marked.count(None)))
    return WatchHistory(tuple(shows), problems=problems) if shows or marked.count(None) else None


def _unmarked(source: Source, count: int) -> tuple[Problem, ...]:
    """The problem of marks that say neither that an episode was watched nor that it wasn't."""
    marks = "a mark" if count == 1 else f"{count:,} marks"
    return source.unreadable(f"has {marks} I don't know. Use true, false or a date").problems if count else ()


def _listed(row: Table) -> list[tuple[Table, Table]]:
    """The episodes of a show, each with its season."""
    listed = [
        (season, episode)
        for season in tables_in(row.get("seasons"))
        for episode in tables_in(season.get("episodes"))
    ]
    return listed + [({"number": each.get("season")}, each) for each in tables_in(row.get("episodes"))]


def _rows(value: object, depth: int = 0) -> Iterator[Table]:
    yield from tables_in(value)
    for row in tables_in([value]):
        lists = [key for key in _LISTS if isinstance(row.get(key), list)]
        inner = [key for key in _LISTS if isinstance(row.get(key), dict)]
        if "seasons" in row or (_is_show(row) and "episodes" in row) or not (lists or inner):
            yield row
            continue
        for key in lists:
            yield from tables_in(row[key])
        for key in inner if depth < _DEEPEST else ():
            yield from _rows(row[key], depth + 1)


def _is_show(row: Table) -> bool:
    return isinstance(row.get("title", row.get("name")), str) or isinstance(row.get("show"), dict)


def _show_in(row: Table) -> WatchedShow | None:
    """What a row says was watched; None if it is of another kind: a film, a rating, a collection."""
    if "list_status" in row:
        return _counted(row)
    if isinstance(row.get("episode"), dict):
        return _played(row)
    show = row if "show" not in row else table_in(row, "show")
    listed = _listed(row)
    if not (listed or isinstance(row.get("seasons"), list)):
        return _summed_up(row, show)
    marked = any(_MARKS & episode.keys() for _, episode in listed)
    if not (marked or _MARKS & row.keys() or _SUMS & row.keys()):
        return None
    without_marks = not marked and bool(_SUMS & row.keys())
    watched = (_numbered(*each) for each in listed if without_marks or _mark(each[1]))
    return _with(show, episodes=tuple(dict.fromkeys(watched)))


def _numbered(season: Table, episode: Table) -> WatchedEpisode:
    """An episode of a season. If that has no number, the episode's says nothing."""
    number = episode_number(season.get("number", season.get("season")))
    if _is_special(episode) or "special" in title_in(season.get("number")).lower():
        number = 0
    if number is None:
        return _UNKNOWN
    return WatchedEpisode(
        number,
        episode_number(episode.get("number", episode.get("episode"))),
        title_in(episode.get("title")),
        day_in(episode.get("first_aired")),
    )


def _with(
    show: Table,
    *,
    episodes: tuple[WatchedEpisode, ...] = (),
    counts: tuple[WatchedCount, ...] = (),
    last: LastWatched | None = None,
) -> WatchedShow:
    title, year = title_and_year(show.get("title", show.get("name")), show.get("year"))
    ids = ids_in(table_in(show, "ids") or table_in(show, "id") or show)
    return WatchedShow(title, year, ids, episodes, counts, last)


def _mark(episode: Table) -> bool | None:
    """Whether an episode among a show's seasons has a mark that says that it was watched; None: not known."""
    for key in ("is_watched", "watched"):
        if key in episode:
            return flag_in(episode[key])
    if "plays" in episode:
        return (whole(episode["plays"]) or 0) > 0
    times = [time_in(episode.get(key)) for key in _TIMES]
    return True if True in times else None if None in times else False


def _is_special(episode: Table) -> bool:
    return any(is_true(episode.get(key)) for key in ("special", "is_special"))


def _played(row: Table) -> WatchedShow | None:
    """An episode that was played, a row of its own. One that was only begun has no time."""
    episode = table_in(row, "episode")
    if not _played_at(row):
        return None
    season = {"number": episode.get("season", row.get("season"))}
    return _with(table_in(row, "show"), episodes=(_numbered(season, episode),))


def _played_at(row: Table) -> bool | None:
    """Whether a row has a time at which its episode was played, and says nothing else; None: not known."""
    action = str(row.get("action") or "").strip().lower()
    if action not in {"", *WATCHED_ACTIONS}:
        return False
    return time_in(row.get("watched_at", table_in(row, "episode").get("watched_at")))


def _summed_up(row: Table, show: Table) -> WatchedShow | None:
    """A show whose episodes aren't listed: how many were watched, and which was the last."""
    if row.get("status") == "completed" and "show" in row and not row.get("watched_episodes_count"):
        return _with(show, episodes=(_UNKNOWN,))  # all of how many?
    if not _SUMS & row.keys():
        return _with(show) if "show" in row and any(has_value(row.get(key)) for key in _TIMES) else None
    watched = whole(row.get("watched_episodes_count"), 9_999) or None
    if row.get("status") == "completed" and watched and watched == whole(row.get("total_episodes_count")):
        return _with(show, counts=(WatchedCount(watched),))
    code = code_in(row.get("last_watched"))
    if code is None and watched:
        return _with(show, episodes=(_UNKNOWN,))
    return _with(show, last=LastWatched(WatchedEpisode(*code), watched) if code else None)


def _counted(row: Table) -> WatchedShow | None:
    """A season of MyAnimeList's, which has a count."""
    count = whole(table_in(row, "list_status").get("num_episodes_watched"), 9_999)
    title = title_in(table_in(row, "node").get("title"))
    if count is None or not title:
        return None
    return counted_season(title, count)

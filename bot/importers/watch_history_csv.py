"""Histories as tables, by the names of their columns.

Trakt and those like it: `title`, `season`, `episode`, `watched_at`. TV Time: `is_watched`; in its GDPR export
a row's kind is in `key`. Yamtrack: `media_type` and `media_id`. BetaSeries: an `episode` like `S01E01`.
Simkl: `LastEpWatched`. Netflix: `Title,Date` alone. TV Time Liberator (a browser extension): rows of the
type `show` that are episodes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.folding import fold
from bot.domain.problems import Problem
from bot.domain.show_ids import NO_IDS, SHOW_IDS, ShowIds
from bot.domain.watch_history import LastWatched, WatchedEpisode, WatchedShow, WatchHistory
from bot.importers.source import Source
from bot.importers.watch_history_netflix import read_viewed
from bot.importers.watch_history_sheet import Row, Sheet, sheet_in
from bot.importers.watch_history_values import (
    codes_in,
    day_in,
    episode_number,
    flag_in,
    has_value,
    ids_in,
    is_numbered,
    is_true,
    time_in,
    title_and_year,
    title_in,
    unnumbered,
    whole,
)
from bot.importers.watch_history_xml import counted_season

SHOW: Final = ("series_name", "series_title", "show_title", "show_name", "tv_show_name", "series", "show")
_LAST: Final = ("lastepwatched", "last_ep_watched", "last_episode_watched")
_SEASON: Final = ("season", "season_number", "s_no", "seasonnumber", "episode_season_number")
EPISODE: Final = ("episode", "episode_number", "ep_no", "episodenumber", "number", "episode_code", "code")
_EPISODE_TITLE: Final = ("episode_title", "episode_name")
_AIRED: Final = ("first_aired", "air_date", "aired", "episode_air_date")
_TIMES: Final = (
    "watched_at",
    "watched_on",
    "viewed_at",
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
WATCHED_ACTIONS: Final = frozenset(
    {"watch", "watched", "scrobble", "checkin", "play", "played", "rewatch", "history"}
)
_SEEN_EPISODE: Final = frozenset({"tv_show_name", "episode_season_number", "episode_number"})
"""What TV Time's `seen_episode.csv` says of each watched episode. Its other files have other columns too."""
_BESIDE: Final = frozenset({"user_id", "tv_show_id", "episode_id", "created_at", "updated_at", "tvdb_id"})
"""What else it may have."""
_EPISODE_OF: Final = frozenset({"show", "series", "tv", "tv show"})
"""The kind of a row with a season and an episode, in the files of TV Time Liberator."""
_UNWATCHED: Final = frozenset(
    {"planning", "planned", "plan to watch", "plan_to_watch", "plantowatch", "watchlist", "want to watch"}
    | {"to watch", "unwatched", "not watched", "not started", "not_started_yet", "upcoming"}
)
_WATCHED_KEY: Final = ("watch-episode-", "rewatch-episode-")


def read_watched_csv(source: Source, text: str) -> WatchHistory | None:
    """What a table says was watched; None if it isn't a history. Raises `Unreadable` if it is broken."""
    sheet = sheet_in(source, text)
    return None if sheet is None else read_watched_sheet(sheet)


def read_watched_sheet(sheet: Sheet) -> WatchHistory | None:
    """What a table says was watched; None if it isn't a history. Raises `Unreadable`."""
    if (viewed := read_viewed(sheet)) is not None:
        return viewed
    if sheet.has(_LAST) and "title" in sheet.columns:
        return _last_ones(sheet)
    watched = _watched_in(sheet)
    if watched is None or not (sheet.has(EPISODE) and (sheet.has((*SHOW, "title", "name")))):
        return _shows_only(sheet)
    return _history(sheet, watched)


def _watched_in(sheet: Sheet) -> Callable[[Row], bool | None] | None:
    """Whether a row says that an episode was watched (None: its mark isn't known).

    None if no column says that.
    """
    if "key" in sheet.columns and any(_key(row).startswith(_WATCHED_KEY) for row in sheet.rows):
        return lambda row: _key(row).startswith(_WATCHED_KEY)
    if sheet.has(_FLAGS):
        return lambda row: _is_episode(row) and flag_in(row.first(_FLAGS))
    if sheet.has(_TIMES):
        return lambda row: _is_episode(row) and time_in(row.first(_TIMES))
    if sheet.columns >= {"show", "episode", "date"}:
        return lambda row: _is_episode(row) and time_in(row.first(("date",)))
    return _listed_in(sheet)


def _listed_in(sheet: Sheet) -> Callable[[Row], bool] | None:
    """Whether a row is of a list of watched episodes alone; None if the table is no such list."""
    if _SEEN_EPISODE <= sheet.columns <= _SEEN_EPISODE | _BESIDE:
        return lambda row: bool(row.first(("tv_show_name",)))
    if sheet.columns & {"type", "action"} and any(_action(row) in WATCHED_ACTIONS for row in sheet.rows):
        return lambda row: _action(row) in WATCHED_ACTIONS
    return None


def _key(row: Row) -> str:
    return str(row.cells.get("key") or "")


def _action(row: Row) -> str:
    return row.first(("action", "type")).strip().lower()


def _is_episode(row: Row) -> bool:
    """Whether a row is about an episode that its other columns don't say is on a list only."""
    kinds = [str(row.cells[name]).strip().lower() for name in _KINDS if has_value(row.cells.get(name))]
    if row.first(_SEASON) and row.first(EPISODE):
        kinds = [kind for kind in kinds if kind not in _EPISODE_OF]
    action = str(row.cells.get("action") or "").strip().lower()
    status = str(row.cells.get("status") or "").strip().lower()
    return (
        all("episode" in kind or kind in WATCHED_ACTIONS for kind in kinds)
        and action in {"", *WATCHED_ACTIONS}
        and status not in _UNWATCHED
    )


def _shows_only(sheet: Sheet) -> WatchHistory | None:
    """A list of shows with their ids, which other files of the same export go with."""
    if not {"title", "status"} <= sheet.columns or not sheet.has(("tvdb_id", "imdb_id")):
        return None
    return WatchHistory(tuple(_show(sheet, row, "title") for row in sheet.rows if row.first(("title",))))


def _history(sheet: Sheet, watched: Callable[[Row], bool | None]) -> WatchHistory:
    named_by = next((name for name in (*SHOW, "title", "name") if name in sheet.columns), "title")
    episode_titles = (*_EPISODE_TITLE, *(("title",) if named_by not in {"title", "name"} else ()))
    found: defaultdict[tuple[str, int | None, ShowIds], list[WatchedEpisode]] = defaultdict(list)
    shows: list[WatchedShow] = []
    unread: list[int | None] = []
    unmarked: list[Row] = []
    for row in sheet.rows:
        if (count := _count(row)) is not None:
            shows.append(counted_season(title_in(row.cells.get(named_by)), count))
        is_watched = watched(row)
        if is_watched is None:
            unmarked.append(row)
        if not is_watched:
            continue
        episodes, show = _episodes(row, episode_titles), _show(sheet, row, named_by)
        if all(map(is_numbered, episodes)) and (show.title or show.ids):
            found[show.title, show.year, show.ids] += episodes
        else:
            unread.append(row.line)
    shows += [
        WatchedShow(title, year, ids, tuple(dict.fromkeys(episodes)))
        for (title, year, ids), episodes in found.items()
    ]
    return WatchHistory(
        tuple(_with_ids_of_shows(shows)),
        problems=(
            *sheet.problems,
            *unnumbered(sheet.source, len(unread), next(iter(unread), None)),
            *_unmarked(sheet, unmarked),
        ),
    )


def _count(row: Row) -> int | None:
    """The count of a row of Yamtrack's that is an anime: a season of MyAnimeList's."""
    if str(row.cells.get("media_type") or "").strip().lower() != "anime":
        return None
    return whole(row.cells.get("progress"), 9_999)


def _episodes(row: Row, titles: Sequence[str]) -> list[WatchedEpisode]:
    """A row's episode, or those of a double episode."""
    title, aired = title_in(row.first(titles)), day_in(row.first(_AIRED))
    named = row.first(_SEASON)
    season, special = episode_number(named), _is_special(row) or "special" in named.lower()
    codes = codes_in(row.first(EPISODE), season) or ((season, None),)
    if named and season is None and not special:  # not known, so that the number says nothing
        codes, title, aired = ((None, None),), "", None
    if len(codes) > 1:
        title, aired = "", None
    return [WatchedEpisode(0 if special else season, number, title, aired) for season, number in codes]


def _is_special(row: Row) -> bool:
    return any(is_true(row.cells.get(name)) for name in ("special", "is_special"))


def _unmarked(sheet: Sheet, rows: Sequence[Row]) -> tuple[Problem, ...]:
    """The problem of marks that say neither that an episode was watched nor that it wasn't."""
    if not rows:
        return ()
    more = f", and {len(rows) - 1:,} more like it" if len(rows) > 1 else ""
    mark = rows[0].first(_FLAGS if sheet.has(_FLAGS) else (*_TIMES, "date"))
    what = f"has a mark I don't know, {title_in(mark)[:20]!r}{more}. Use yes, no or a date"
    return sheet.source.unreadable(what, rows[0].line).problems


def _last_ones(sheet: Sheet) -> WatchHistory:
    """Simkl's CSV: a show a row, with the last episode that was watched."""
    shows: list[WatchedShow] = []
    unread: list[int | None] = []
    for row in sheet.rows:
        typed = row.first(_LAST)
        if not typed or row.first(_KINDS).lower() in {"movie", "movies"}:
            continue
        codes = codes_in(typed, None)
        if len(codes) == 1:
            show = _show(sheet, row, "title")
            shows.append(replace(show, last=LastWatched(WatchedEpisode(*codes[0]))))
        else:
            unread.append(row.line)
    problems = unnumbered(sheet.source, len(unread), next(iter(unread), None))
    return WatchHistory(tuple(shows), problems=(*sheet.problems, *problems))


def _show(sheet: Sheet, row: Row, named_by: str) -> WatchedShow:
    title, year = title_and_year(row.cells.get(named_by), row.first(("year", "show_year", "series_year")))
    return WatchedShow(title, year, _ids(sheet, row))


def _ids(sheet: Sheet, row: Row) -> ShowIds:
    """The show's ids: TV Time's files have the episode's too."""
    if sheet.has(_IDS_OF_SHOW):
        cells = {
            name.removeprefix("series_").removeprefix("show_"): value
            for name, value in row.cells.items()
            if name in _IDS_OF_SHOW
        }
        return ids_in({**cells, "tvdb": cells.get("tvdb_id") or cells.get("s_id")})
    if "is_watchlisted" in sheet.columns:
        return NO_IDS  # TV Time Liberator's are the episodes'
    if "media_id" in sheet.columns:
        return ids_in({str(row.cells.get("source") or "").strip().lower(): row.cells.get("media_id")})
    return ids_in(row.cells)


def _with_ids_of_shows(shows: Sequence[WatchedShow]) -> Iterable[WatchedShow]:
    """Without ids that are the episodes': those of which every episode of some show has another."""
    by_title: defaultdict[tuple[str, int | None], list[WatchedShow]] = defaultdict(list)
    for show in shows:
        by_title[fold(show.title), show.year].append(show)
    of_episodes = {name for name in SHOW_IDS for same in by_title.values() if _differs(same, name)}
    for show in shows:
        yield replace(show, ids=replace(show.ids, **dict.fromkeys(of_episodes))) if of_episodes else show


def _differs(same: Sequence[WatchedShow], name: str) -> bool:
    """Whether each episode of a show has another id of this database."""
    known = [(getattr(show.ids, name), len(show.episodes)) for show in same]
    known = [each for each in known if each[0] is not None]
    ids = {id_ for id_, _ in known}
    return len(ids) > 1 and len(ids) == sum(count for _, count in known)

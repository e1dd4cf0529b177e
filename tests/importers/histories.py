"""Histories of every kind that says what somebody watched: made-up rows in the shapes of trackers."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.importers.files import zipped

Codes = Sequence[tuple[int, int]]
"""Seasons and numbers of watched episodes."""

AT = "2025-03-01T20:00:00.000Z"
TVDB, IMDB, TMDB = 4001, "tt4000001", 4002


def table(*rows: Sequence[object]) -> bytes:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def seasons(watched: Codes, /, **marks: Any) -> list[dict[str, Any]]:
    """Seasons with their episodes, each with the marks."""
    return [
        {"number": season, "episodes": [{"number": n, **marks} for s, n in watched if s == season]}
        for season in dict.fromkeys(season for season, _ in watched)
    ]


def show(title: str, year: int | None = 2024, **ids: Any) -> dict[str, Any]:
    """A show as Trakt and Simkl name it."""
    known = ids or {"trakt": 7, "slug": "x", "tvdb": TVDB, "imdb": IMDB, "tmdb": TMDB, "tvrage": None}
    return {"title": title, "year": year, "ids": known}


def trakt_shows(title: str, watched: Codes, year: int | None = 2024, **ids: Any) -> bytes:
    """Trakt's `watched-shows.json`."""
    return json.dumps(
        [
            {
                "plays": len(watched),
                "last_watched_at": AT,
                "reset_at": None,
                "show": show(title, year, **ids),
                "seasons": seasons(watched, plays=1, last_watched_at=AT),
            }
        ]
    ).encode()


def trakt_history(title: str, watched: Codes) -> bytes:
    """Trakt's `watched-history-1.json`, with a film in it."""
    rows: list[dict[str, Any]] = [
        {
            "id": 10_000 + at,
            "watched_at": "unknown" if at % 2 else AT,
            "action": "watch",
            "type": "episode",
            "episode": {"season": season, "number": number, "title": None, "ids": {"tvdb": 90_000 + at}},
            "show": show(title),
        }
        for at, (season, number) in enumerate(watched)
    ]
    return json.dumps([{"watched_at": AT, "type": "movie", "movie": {"title": "A Film"}}, *rows]).encode()


def trakt_zip(title: str, watched: Codes) -> bytes:
    """Trakt's export: the same in two parts, among what is no history of episodes."""
    began = [{"progress": 40.5, "paused_at": AT, "type": "episode", **_an_episode(title)}]
    rated = [{"rated_at": AT, "rating": 8, "type": "episode", **_an_episode(title)}]
    collected = [{"last_collected_at": AT, "show": show(title), "seasons": _collected()}]
    half = len(watched) // 2
    return zipped(
        {
            "watched/watched-shows.json": trakt_shows(title, watched[:half]).decode(),
            "watched/watched-history-1.json": trakt_history(title, watched[half:]).decode(),
            "watched/watched-movies.json": json.dumps([{"plays": 1, "movie": {"title": "A Film"}}]),
            "watched-playback.json": json.dumps(began),
            "ratings-episodes.json": json.dumps(rated),
            "collection-shows.json": json.dumps(collected),
            "_errors.json": "[]",
            "settings.json": "{}",
        }
    )


def _an_episode(title: str) -> dict[str, Any]:
    return {"episode": {"season": 9, "number": 9}, "show": show(title)}


def _collected() -> list[dict[str, Any]]:
    return [{"number": 9, "episodes": [{"number": 9, "collected_at": AT}]}]


def trakt_csv(title: str, watched: Codes) -> bytes:
    """A CSV as Trakt's importer takes it, with an episode that is only on a list."""
    header = (
        "Type",
        "Action",
        "Title",
        "Year",
        "trakt_id",
        "imdb",
        "tmdb",
        "tvdb",
        "watched_at",
        "season",
        "episode",
    )
    rows = [("episode", "watch", title, 2024, 7, IMDB, TMDB, TVDB, AT, *code) for code in watched]
    listed = ("episode", "watchlist", title, 2024, 7, IMDB, TMDB, TVDB, "", 9, 9)
    return table(header, *rows, listed)


def tvtime_csv(title: str, watched: Codes, unwatched: Codes = ((9, 9),)) -> bytes:
    """TV Time's `tvtime-series-episodes.csv`, with an episode that isn't watched and a special."""
    header = (
        "series_tvdb_id,series_imdb_id,series_uuid,title,season,episode,tvdb_id,is_watched,watched_at,"
        "rewatch_count,special"
    )
    rows = [
        (TVDB, "", "u", title, *code, 5_000 + at, "true", AT, 0, "false") for at, code in enumerate(watched)
    ]
    rest = [
        *((TVDB, "", "u", title, *code, 6_001, "false", "", 0, "false") for code in unwatched),
        (TVDB, "", "u", title, 9, 8, 6_002, "true", AT, 0, "true"),
    ]
    return table(header.split(","), *rows, *rest)


def tvtime_json(title: str, watched: Codes, unwatched: Codes = ((9, 9),)) -> bytes:
    """TV Time's `tvtime-series.json`; null entries occur in it."""
    listed: list[Any] = seasons(watched, id={"tvdb": 1, "imdb": None}, is_watched=True, watched_at=AT)
    listed += seasons(unwatched, is_watched=False, watched_at=None)
    listed[0]["episodes"].append(None)
    named = {"id": {"tvdb": TVDB, "imdb": None}, "title": title, "status": "continuing", "seasons": listed}
    return json.dumps([None, named]).encode()


def tvtime_gdpr(title: str, watched: Codes) -> bytes:
    """TV Time's `tracking-prod-records-v2.csv`; old rows have only the second pair of columns."""
    header = ("created_at", "key", "s_id", "s_no", "ep_no", "series_name", "season_number", "episode_number")
    rows = [
        (AT, f"watch-episode-{at}", TVDB, *(code if at % 2 else ("", "")), title, *code)
        for at, code in enumerate(watched)
    ]
    rest = [
        (AT, "tracking-stats", "", "", "", "", "", ""),
        (AT, "user-series-1", TVDB, "", "", title, "", ""),
    ]
    return table(header, *rest, *rows)


def tvtime_zip(title: str, watched: Codes) -> bytes:
    """TV Time's GDPR export."""
    return zipped(
        {
            "tracking-prod-records-v2.csv": tvtime_gdpr(title, watched).decode(),
            "followed_tv_show.csv": f"created_at,tv_show_id,tv_show_name\r\n{AT},{TVDB},{title}\r\n",
            "ratings-live-votes.csv": "vote_key,user_id\r\nx,1\r\n",
        }
    )


def tvtime_gdpr_v1(title: str, watched: Codes, unwatched: Codes = ((9, 9),)) -> bytes:
    """TV Time's `tracking-prod-records.csv`, with a film and episodes that are only to be watched."""
    header = (
        "created_at,watch_count,type-uuid-n,user_id,series_id,type,updated_at,entity_type,watch_date,"
        "episode_number,episode_id,season_number,movie_name,series_name"
    )
    rows: list[Sequence[object]] = [
        (AT, 1, f"watch-u-{at}", 7, "", "watch", AT, "episode", AT, number, 900 + at, season, "", title)
        for at, (season, number) in enumerate(watched)
    ]
    rows += [
        (AT, "", f"towatch-u-{at}", 7, "", "towatch", AT, "episode", "", number, 800 + at, season, "", title)
        for at, (season, number) in enumerate(unwatched)
    ]
    film = (AT, 1, "watch-u-99", 7, "", "watch", AT, "movie", AT, "", "", "", "A Film", "")
    return table(header.split(","), *rows, film)


def tvtime_seen(title: str, watched: Codes) -> bytes:
    """TV Time's older `seen_episode.csv`."""
    header = "user_id,tv_show_id,tv_show_name,episode_season_number,episode_number,episode_id,updated_at"
    rows = [(7, 1, title, *code, 900 + at, AT) for at, code in enumerate(watched)]
    return table(header.split(","), *rows)


def liberator_csv(title: str, watched: Codes, unwatched: Codes = ((9, 9),)) -> bytes:
    """TV Time Liberator's `activity_history.csv`, whose ids are the episodes'."""
    header = (
        "imdb_id,tvdb_id,type,title,season,episode,is_special,is_watched,watched_at,status,is_watchlisted"
    )
    rows: list[Sequence[object]] = [("tt1", 5, "movie", "A Film", "", "", "false", "true", AT, "", "false")]
    rows += [
        ("-1", 900 + at, "show", title, *code, "false", "true", AT, "continuing", "false")
        for at, code in enumerate(watched)
    ]
    rows += [
        ("", 800 + at, "show", title, *code, "false", "false", "", "continuing", "true")
        for at, code in enumerate(unwatched)
    ]
    return table(header.split(","), *rows)


def liberator_zip(title: str, watched: Codes) -> bytes:
    """TV Time Liberator's export: the same as CSV and as JSON, with lists and films."""
    return zipped(
        {
            "movies.json": json.dumps([{"id": {"tvdb": 5}, "title": "A Film", "is_watched": True}]),
            "shows.json": tvtime_json(title, watched).decode(),
            "activity_history.csv": liberator_csv(title, watched).decode(),
            "favorites.json": json.dumps({"name": "", "movies": [], "shows": []}),
            "lists.json": "[]",
        }
    )


def listed_json(title: str, watched: Codes, unwatched: Codes = ((9, 9),)) -> bytes:
    """A list of episodes as people write it."""
    rows = [
        {"series_title": title, "season_number": season, "episode_number": number, "watched": is_watched}
        for codes, is_watched in ((watched, True), (unwatched, False))
        for season, number in codes
    ]
    return json.dumps({"user": "x", "history": rows}).encode()


def simkl_json(title: str, watched: Codes) -> bytes:
    """Simkl's export, with films."""
    row: Mapping[str, Any] = {
        "status": "watching",
        "last_watched": "S{:02}E{:02}".format(*watched[-1]) if watched else None,
        "next_to_watch": "S09E09",
        "watched_episodes_count": len(watched),
        "total_episodes_count": 99,
        "show": show(title, simkl=5, tvdb=str(TVDB), imdb=IMDB, tmdb=str(TMDB)),
        "seasons": seasons(watched, watched_at=AT),
    }
    film = {"status": "completed", "movie": {"title": "A Film"}}
    return json.dumps({"shows": [row], "movies": [film], "anime": []}).encode()


def yamtrack_csv(title: str, watched: Codes) -> bytes:
    """Yamtrack's export: a row for the show, one a season, one an episode."""
    header = (
        "media_id,source,media_type,title,image,season_number,episode_number,score,status,notes,start_date,"
        "end_date,progress"
    )
    rows: list[Sequence[object]] = [
        (TMDB, "tmdb", "tv", title, "", "", "", "", "In progress", "", AT, "", len(watched)),
        (TMDB, "tmdb", "season", title, "", 9, "", "", "Planning", "", "", "", 0),
    ]
    rows += [(TMDB, "tmdb", "episode", title, "", *code, "", "", "", "", AT, "") for code in watched]
    return table(header.split(","), *rows)


def betaseries_csv(title: str, watched: Codes) -> bytes:
    """BetaSeries' `episodes.csv`."""
    rows = [(at, title, "S{:02}E{:02}".format(*code), "Un titre", AT) for at, code in enumerate(watched)]
    return table(("id", "show", "episode", "title", "date"), *rows)


HISTORIES: dict[str, Callable[..., bytes]] = {
    "trakt-shows.json": trakt_shows,
    "trakt-history.json": trakt_history,
    "trakt.zip": trakt_zip,
    "trakt.csv": trakt_csv,
    "tvtime-series-episodes.csv": tvtime_csv,
    "tvtime-series.json": tvtime_json,
    "tracking-prod-records-v2.csv": tvtime_gdpr,
    "gdpr.zip": tvtime_zip,
    "tracking-prod-records.csv": tvtime_gdpr_v1,
    "seen_episode.csv": tvtime_seen,
    "activity_history.csv": liberator_csv,
    "liberator.zip": liberator_zip,
    "history.json": listed_json,
    "simkl.json": simkl_json,
    "yamtrack.csv": yamtrack_csv,
    "episodes.csv": betaseries_csv,
}
"""The kinds that list episodes by season and number, each made of a show's title and what was watched."""


def myanimelist(*entries: tuple[str, int], kind: str = "TV", packed: bool = True) -> bytes:
    """A list of MyAnimeList: titles and counts."""
    rows = "".join(
        f"<anime><series_animedb_id>{at}</series_animedb_id><series_title><![CDATA[{title}]]></series_title>"
        f"<series_type>{kind}</series_type><series_episodes>12</series_episodes>"
        f"<my_watched_episodes>{count}</my_watched_episodes><my_finish_date>0000-00-00</my_finish_date>"
        "<my_status>Watching</my_status><my_rewatching>0</my_rewatching></anime>"
        for at, (title, count) in enumerate(entries, 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- Created by an export -->\n'
    data = f"{head}<myanimelist><myinfo><user_id>1</user_id></myinfo>{rows}</myanimelist>".encode()
    return gzip.compress(data) if packed else data


def netflix(*titles: str) -> bytes:
    """Netflix's `NetflixViewingHistory.csv`, newest first."""
    return table(("Title", "Date"), *((title, "3/1/25") for title in titles))

import gzip
import json

import pytest

from bot.domain.show_ids import ShowIds
from bot.domain.watch_history import LastWatched, WatchedCount, WatchedEpisode, WatchedShow, WatchHistory
from bot.importers.child import read_history_in_child
from bot.importers.size_limits import FILE
from bot.importers.source import Source, Unreadable
from bot.importers.watch_history import read_watched
from tests.importers import histories
from tests.importers.files import zipped
from tests.specification import SHARED

CODES = [(1, 1), (1, 2), (2, 1)]


def read(*files: bytes, name: str = "x.json") -> WatchHistory:
    return read_watched([Source(name, file) for file in files])


def the_show(history: WatchHistory) -> WatchedShow:
    (show,) = [show for show in history.shows if not show.is_empty]
    return show


def refused(*files: bytes, name: str = "x.json") -> str:
    with pytest.raises(Unreadable) as caught:
        read(*files, name=name)
    return " / ".join(problem.what for problem in caught.value.problems)


def codes(show: WatchedShow) -> set[tuple[int | None, int | None]]:
    return {(episode.season, episode.number) for episode in show.episodes}


WITHOUT_IDS = {
    *(
        "episodes.csv",
        "tracking-prod-records.csv",
        "seen_episode.csv",
        "activity_history.csv",
        "history.json",
    ),
}


@pytest.mark.parametrize("name", histories.HISTORIES)
def test_every_shape_says_which_episodes_were_watched(name: str) -> None:
    history = read(histories.HISTORIES[name]("Knots", CODES), name=name)
    show = the_show(history)
    assert show.title == "Knots"
    assert codes(show) - {(0, 8)} == set(CODES)
    assert show.ids.differs_from(ShowIds(histories.TVDB, histories.IMDB, histories.TMDB)) is False
    assert bool(show.ids) is (name not in WITHOUT_IDS)
    assert history.problems == ()


@pytest.mark.parametrize(
    "mark", [{"plays": 0}, {"is_watched": False}, {"last_watched_at": None}, {"watched": "no"}]
)
def test_an_episode_whose_mark_says_no_was_not_watched(mark: dict[str, object]) -> None:
    row = {"show": histories.show("Knots"), "seasons": histories.seasons(CODES, **mark)}
    assert "lists no episodes as watched" in refused(json.dumps([row]).encode())


@pytest.mark.parametrize("mark", ["collected_at", "rated_at", "listed_at", "paused_at"])
def test_what_was_collected_rated_listed_or_begun_was_not_watched(mark: str) -> None:
    row = {"show": histories.show("Knots"), "seasons": histories.seasons(CODES, **{mark: histories.AT})}
    assert "isn't a watch history" in refused(json.dumps([row]).encode())
    row = {mark: histories.AT, "show": histories.show("Knots"), "episode": {"season": 1, "number": 1}}
    assert "isn't a watch history" in refused(json.dumps([row]).encode())


def test_simkls_completed_shows_may_have_a_count_alone() -> None:
    row = {
        "show": histories.show("Knots"),
        "status": "completed",
        "watched_episodes_count": 6,
        "total_episodes_count": 6,
    }
    assert the_show(read(json.dumps({"shows": [row]}).encode())).counts == (WatchedCount(6),)
    row |= {"status": "watching", "last_watched": "S02E01", "watched_episodes_count": 4}
    last = LastWatched(WatchedEpisode(2, 1), 4)
    assert the_show(read(json.dumps({"shows": [row]}).encode())).last == last


def test_an_entry_of_myanimelist_is_a_season() -> None:
    data = histories.myanimelist(
        ("Knots", 12),
        ("Knots 2nd Season", 3),
        ("Knots: Season 3", 1),
        ("Ropes II", 2),
        ("Bends 2", 1),
        ("None", 0),
    )
    found = {show.title: show.counts for show in read(data, name="list.xml.gz").shows}
    assert found["Knots"] == (WatchedCount(12, 1), WatchedCount(3, 2), WatchedCount(1, 3))
    assert found["Ropes"] == (WatchedCount(2, 2),)
    assert found["Bends"] == (WatchedCount(1, 2),)


def test_films_and_specials_of_myanimelist_are_left_aside() -> None:
    assert "lists no episodes" in refused(histories.myanimelist(("Knots", 1), kind="Movie"), name="list.xml")


def test_ids_of_episodes_are_not_taken_for_the_shows() -> None:
    header = ("type", "title", "tvdb", "watched_at", "season", "episode")
    rows = [("episode", "Knots", 900 + number, histories.AT, 1, number) for number in (1, 2, 3)]
    show = the_show(read(histories.table(header, *rows), name="x.csv"))
    assert show.ids == ShowIds()
    assert codes(show) == {(1, 1), (1, 2), (1, 3)}


def test_ids_of_episodes_are_not_the_shows_in_a_row_alone_either() -> None:
    header = ("type", "title", "tvdb", "watched_at", "season", "episode")
    rows = [("episode", "Knots", 900 + number, histories.AT, 1, number) for number in (1, 2)]
    rows.append(("episode", "Ropes", 950, histories.AT, 1, 1))
    found = read(histories.table(header, *rows), name="x.csv").shows
    assert [(show.title, show.ids) for show in found] == [("Knots", ShowIds()), ("Ropes", ShowIds())]


@pytest.mark.parametrize(
    ("season", "typed", "found"),
    [
        ("1", "2-3", {(1, 2), (1, 3)}),
        ("1", "2–3", {(1, 2), (1, 3)}),
        ("1", "E02", {(1, 2)}),
        ("", "S01E02-E03", {(1, 2), (1, 3)}),
        ("", "1x02", {(1, 2)}),
        ("", "1.02", {(1, 2)}),
        ("", "12", {(None, 12)}),
    ],
)
def test_a_double_episode_is_both_and_never_another_season(
    season: str, typed: str, found: set[tuple[int | None, int]]
) -> None:
    data = histories.table(
        ("title", "season", "episode", "watched_at"), ("Knots", season, typed, histories.AT)
    )
    assert codes(the_show(read(data, name="x.csv"))) == found


@pytest.mark.parametrize(
    ("season", "typed"), [("1", "2-30"), ("1", "finale"), ("", "S01E01-E25"), ("1", "1/12")]
)
def test_what_is_no_episode_is_named_with_its_line(season: str, typed: str) -> None:
    header, row = ("title", "season", "episode", "watched_at"), ("Knots", season, typed, histories.AT)
    history = read(histories.table(header, ("Knots", "1", "1", histories.AT), row), name="x.csv")
    assert codes(the_show(history)) == {(1, 1)}
    assert [(problem.line, problem.what) for problem in history.problems] == [
        (3, "has no season and episode")
    ]


@pytest.mark.parametrize("mark", ["x", "✓", "Yes", "ja", "1", "3", "2025-01-02", "01/02/2025", "TRUE"])
def test_people_tick_episodes_in_many_ways(mark: str) -> None:
    rows = [("Knots", 1, 1, mark), ("Knots", 1, 2, ""), ("Knots", 1, 3, "no"), ("Knots", 1, 4, "0")]
    history = read(histories.table(("Show", "Season", "Episode", "Watched"), *rows), name="x.csv")
    assert codes(the_show(history)) == {(1, 1)}
    assert history.problems == ()


def test_a_mark_that_is_not_known_is_not_watched_and_is_named() -> None:
    rows = [("Knots", 1, 1, "x"), ("Knots", 1, 2, "half"), ("Knots", 1, 3, "half")]
    history = read(histories.table(("Show", "Season", "Episode", "Watched"), *rows), name="x.csv")
    assert codes(the_show(history)) == {(1, 1)}
    (problem,) = history.problems
    assert problem.line == 3
    assert problem.what == "has a mark I don't know, 'half', and 1 more like it. Use yes, no or a date"


def test_a_season_that_is_no_number_is_never_the_first() -> None:
    header = ("show", "season", "episode", "watched_at")
    rows = [("Knots", season, 1, histories.AT) for season in ("Specials", "later")]
    history = read(histories.table(header, ("Knots", 2, 1, histories.AT), *rows), name="x.csv")
    assert codes(the_show(history)) == {(2, 1), (0, 1)}
    assert [(problem.line, problem.what) for problem in history.problems] == [
        (4, "has no season and episode")
    ]
    seasons = [
        {"number": 2, "episodes": [{"number": 1, "plays": 1}]},
        {"number": "Specials", "episodes": [{"number": 1, "plays": 1}]},
        {"name": "Extras", "episodes": [{"number": 1, "plays": 1}]},
    ]
    history = read(json.dumps([{"show": histories.show("Knots"), "seasons": seasons}]).encode())
    assert codes(the_show(history)) == {(2, 1), (0, 1)}
    assert [problem.what for problem in history.problems] == ["has one watched without a season and episode"]


@pytest.mark.parametrize("status", ["planned", "Plan to watch", "Want to watch", "unwatched", "watchlist"])
def test_what_is_only_planned_was_not_watched(status: str) -> None:
    header = ("show", "season", "episode", "status", "watched_at")
    rows = [("Knots", 1, 1, "completed", histories.AT), ("Knots", 1, 2, status, histories.AT)]
    assert codes(the_show(read(histories.table(header, *rows), name="x.csv"))) == {(1, 1)}


def test_a_count_that_does_not_say_which_episodes_is_named() -> None:
    row = {"show": histories.show("Knots"), "status": "watching", "watched_episodes_count": 4}
    both = {"shows": [row, {**row, "show": histories.show("Ropes", tvdb=9), "last_watched": "S01E02"}]}
    history = read(json.dumps(both).encode())
    assert [show.title for show in history.shows if not show.is_empty] == ["Ropes"]
    assert [problem.what for problem in history.problems] == ["has one watched without a season and episode"]


def test_a_spreadsheet_that_names_its_delimiter_is_read() -> None:
    data = (
        b"\xef\xbb\xbfsep=;\r\nTitle;Season;Episode;Watched at\r\nKnots;1;1;2025-01-02\r\nKnots;1;x;2025\r\n"
    )
    history = read(data, name="x.csv")
    assert codes(the_show(history)) == {(1, 1)}
    assert [problem.line for problem in history.problems] == [4]


def test_simkls_csv_has_the_last_episode_of_each_show() -> None:
    header = "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate,Rating,Memo,TVDB,TMDB,IMDB"
    rows = [
        (1, "Knots", "tv", 2024, "watching", "s1e3", histories.AT, 8, "", histories.TVDB, "", histories.IMDB),
        (2, "Ropes", "anime", 2024, "watching", "E04", histories.AT, 8, "", 5, "", ""),
        (3, "A Film", "movie", 2024, "completed", "", histories.AT, 8, "", "", 6, ""),
        (4, "Bends", "tv", 2024, "watching", "some", histories.AT, 8, "", 7, "", ""),
    ]
    history = read(histories.table(header.split(","), *rows), name="SimklBackup.csv")
    assert {show.title: show.last for show in history.shows} == {
        "Knots": LastWatched(WatchedEpisode(1, 3)),
        "Ropes": LastWatched(WatchedEpisode(None, 4)),
    }
    assert history.shows[0].ids == ShowIds(histories.TVDB, histories.IMDB)
    assert [problem.line for problem in history.problems] == [5]


def test_an_entry_of_myanimelist_without_a_count_is_named() -> None:
    data = histories.myanimelist(("Knots", 2), ("Ropes", 3), packed=False)
    history = read(data.replace(b">3</my_watched", b">three</my_watched"), name="list.xml")
    assert [show.title for show in history.shows] == ["Knots"]
    assert [problem.what for problem in history.problems] == [
        "has an entry without a title or a count: 'Ropes'"
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"watched": {"shows": [{"title": "Knots", "seasons": histories.seasons(CODES, watched=True)}]}},
        {
            "shows": [
                {"title": "Knots", "episodes": [{"season": s, "number": n, "plays": 1} for s, n in CODES]}
            ]
        },
        [{"show": "Knots", "season": s, "episode": n, "watched_at": histories.AT} for s, n in CODES],
        [
            {"showTitle": "x", "Show Title": "Knots", "Season": s, "Episode": n, "Seen": "yes"}
            for s, n in CODES
        ],
    ],
)
def test_json_of_other_shapes_is_read(value: object) -> None:
    assert codes(the_show(read(json.dumps(value).encode()))) == set(CODES)


@pytest.mark.parametrize(
    "value",
    [
        {"Knots": {"seasons": histories.seasons(CODES, watched=True)}},
        [{"show": "Knots", "season": 1, "episode": 1, "rating": 9}],
        [{"show": "Knots", "season": 1, "episode": {"x": 1}}],
    ],
)
def test_json_that_is_not_understood_is_refused(value: object) -> None:
    assert refused(json.dumps(value).encode())


@pytest.mark.parametrize("header", ["Title,Date", "Titel,Datum", "Título,Fecha", "Titre,Date", "Titolo,Data"])
def test_netflix_is_read_in_other_languages(header: str) -> None:
    history = read(f'{header}\n"Knots: Staffel 1: Riff",01.02.25\n'.encode(), name="x.csv")
    assert history.titles == ("Knots: Staffel 1: Riff",)


def test_lists_and_votes_of_tv_time_are_no_history() -> None:
    followed = ("user_id", "tv_show_id", "tv_show_name", "active", "created_at")
    assert "isn't a watch history" in refused(histories.table(followed, (7, 1, "Knots", 1, histories.AT)))
    votes = ("vote_key", "tv_show_name", "episode_season_number", "episode_number", "updated_at")
    assert "isn't a watch history" in refused(histories.table(votes, (3, "Knots", 1, 1, histories.AT)))


def test_a_row_with_another_number_of_cells_is_named_and_not_read() -> None:
    data = histories.trakt_csv("Knots", CODES) + b"episode,watch,Love, Death,2024,7,,,,2025-01-01,1,1\r\n"
    history = read(data, name="x.csv")
    assert len(history.shows) == 1
    (problem,) = history.problems
    assert (problem.line, problem.what) == (6, "has a row with more or fewer cells than columns")


def test_watched_rows_without_an_episode_are_named() -> None:
    row = ("episode", "watch", "Knots", 2024, 7, "", "", "", histories.AT, "one", "two")
    data = histories.trakt_csv("Knots", CODES) + histories.table(row)
    (problem,) = read(data, name="x.csv").problems
    assert (problem.line, problem.what) == (6, "has no season and episode")


def test_a_part_that_the_export_itself_misses_is_named() -> None:
    data = zipped(
        {
            "watched-shows.json": histories.trakt_shows("Knots", CODES).decode(),
            "_errors.json": '[{"part": "watched-history"}]',
        }
    )
    (problem,) = read(data, name="trakt.zip").problems
    assert "parts of the export are missing" in problem.what


def test_a_broken_part_of_a_zip_is_named_and_the_rest_is_read() -> None:
    shows = histories.trakt_shows("Knots", CODES).decode()
    data = zipped({"watched-shows.json": shows, "watched-history-1.json": '[{"id": '})
    history = read(data, name="trakt.zip")
    assert codes(the_show(history)) == set(CODES)
    assert [problem.file for problem in history.problems] == ["watched-history-1.json"]


def test_several_files_are_one_history() -> None:
    by_tvdb = histories.tvtime_csv("Noeuds", CODES[:1])
    by_both = histories.trakt_shows("Knots", CODES[1:])
    assert codes(the_show(read(by_tvdb, by_both))) - {(0, 8)} == set(CODES)


def test_netflix_has_titles_alone() -> None:
    history = read(histories.netflix("Knots: Season 1: Reef", "A Film"), name="x.csv")
    assert history.titles == ("Knots: Season 1: Reef", "A Film")


def test_netflixs_larger_file_is_of_one_profile() -> None:
    header = ("Profile Name", "Start Time", "Title", "Supplemental Video Type")
    rows = [
        ("Ann", histories.AT, "Knots: Season 1: Reef", ""),
        ("Ann", histories.AT, "Knots: Trailer", "HOOK"),
    ]
    assert read(histories.table(header, *rows), name="x.csv").titles == ("Knots: Season 1: Reef",)
    rows.append(("Bob", histories.AT, "Ropes: Season 1: Bend", ""))
    assert "has several profiles" in refused(histories.table(header, *rows), name="x.csv")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "isn't a watch history"),
        (b"\x00\x01\x02\x03" * 8, "is not text"),
        (b"hello", "isn't a watch history"),
        (b"[]", "isn't a watch history"),
        (b'[1, null, "x", [[]]]', "isn't a watch history"),
        (b"[" * 100_000, "is nested too deep"),
        (gzip.compress(b"x")[:-4], "is a broken gzip file"),
        (gzip.compress(gzip.compress(b"x")), "is a broken gzip file"),
        (gzip.compress(bytes(FILE + 1)), "unpacks to more than 20 MB"),
        (zipped({"x.zip": "PK"}), "isn't a watch history"),
        (b"PK\x03\x04 broken", "is a broken zip archive"),
        (b"<myanimelist><anime></myanimelist>", "isn't XML"),
        (b"<html><body/></html>", "isn't a watch history"),
        (
            b"<!DOCTYPE a [<!ENTITY b 'c'>]><myanimelist><anime>&b;</anime></myanimelist>",
            "has a DTD or entities",
        ),
        (b"<myanimelist><manga/></myanimelist>", "has no anime in it"),
        (b"title,season,episode,watched_at\n" + b'"' * 9, "has a row with more or fewer cells"),
    ],
)
def test_what_is_broken_hostile_or_something_else_is_refused(data: bytes, sentence: str) -> None:
    assert sentence in refused(data)


def test_files_that_are_too_large_together_are_refused() -> None:
    half = b"x" * (FILE // 2 + 1)
    assert "together, the files have more than 20 MB" in refused(half, half)


async def test_a_history_is_read_in_a_child_with_its_limits() -> None:
    source = Source("x.json", histories.trakt_shows("Knots", CODES))
    assert await read_history_in_child([source]) == read_watched([source])
    with pytest.raises(Unreadable, match="too long"):
        await read_history_in_child([source], seconds=0.01)
    many = Source("x.xml", b"<myanimelist>" + b"<anime/>" * 2_000_000 + b"</myanimelist>")
    with pytest.raises(Unreadable, match="memory"):
        await read_history_in_child([many], megabytes=256)


REAL = SHARED / "real" / "progress"


def in_order(*codes: str) -> frozenset[str]:
    return frozenset(codes)


RIGHT: dict[str, dict[str, tuple[int | str | None, frozenset[str]]]] = {
    "gdpr-v2-tracking-prod-records-v2.csv": {
        "Treason": (413526, in_order("S1E5")),
        "The Unit": (75707, in_order("S1E4")),
        "Bodyguard": (349310, in_order("S1E6")),
        "Marvel's Luke Cage": (304219, in_order("S2E13")),
        "Halo": (366524, in_order("S1E8")),
        "The Blacklist": (266189, in_order("S6E17")),
        "FUBAR": (427281, in_order("S2E1")),
        "Crooks": (446385, in_order("S1E1")),
    },
    "tvtime-series-episodes.csv": {
        "Elite": (346328, in_order("S1E1")),
        "Amirli": (447665, in_order("S1E1")),
        "The Walking Dead: Daryl Dixon": (427464, in_order("S1E1")),
        "Dotted Line": (344852, in_order("S1E1")),
        "Mannequin": (368789, in_order("S1E1")),
        "Grimm": (248736, in_order("S1E1")),
        "Mah-e Asal": (397770, in_order("S1386E1")),
    },
    "tvtime-series.csv": {},
    "tvtime-series.json": {
        "Hello, Nice to Meet You. Could You Please Divorce Me?": (455514, in_order("S1E1", "S1E2"))
    },
    "yamtrack-import_mal_anime.json": {"Ama Gli Animali": (None, in_order("1 of season 1"))},
    "yamtrack-import_trakt_watched.json": {
        "South Park": ("tt0121955", in_order(*(f"S1E{number}" for number in range(1, 14))))
    },
    "yamtrack-import_yamtrack.csv": {
        "Friends": (1668, in_order(*(f"S1E{number}" for number in range(1, 25)))),
        "FLCL": (None, in_order("2 of season 1")),
    },
}
"""Of each real file: every show of which something was watched, one of its ids, and what was watched."""


def said(show: WatchedShow) -> tuple[int | str | None, frozenset[str]]:
    watched = [f"S{episode.season}E{episode.number}" for episode in show.episodes]
    counted = [f"{count.count} of season {count.season}" for count in show.counts]
    ids = (show.ids.tvdb if show.ids.imdb is None else show.ids.imdb, show.ids.tmdb)
    return next((known for known in ids if known is not None), None), frozenset([*watched, *counted])


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files lie beside the project, not in it")
@pytest.mark.parametrize("name", RIGHT)
def test_real_files_give_what_was_watched_in_them_and_nothing_else(name: str) -> None:
    source = Source(name, (REAL / name).read_bytes())
    if not RIGHT[name]:
        assert "lists no episodes as watched" in refused(source.data, name=name)
        return
    history = read_watched([source])
    assert {show.title: said(show) for show in history.shows if not show.is_empty} == RIGHT[name]
    assert history.problems == ()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files lie beside the project, not in it")
def test_no_real_history_is_forgotten() -> None:
    assert {path.name for path in REAL.iterdir()} == RIGHT.keys() | {"README.md"}


@pytest.mark.parametrize(
    "header", [("show", "season", "episode", "watched_at"), ("Show", "Season", "Episode", "Date")]
)
@pytest.mark.parametrize("mark", ["TBA", "not yet", "never", "planned", "skipped", "next week"])
def test_a_time_that_is_none_is_not_watched_and_is_named(header: tuple[str, ...], mark: str) -> None:
    rows = [("Knots", 1, 1, "2025-01-02"), ("Knots", 1, 2, mark), ("Knots", 1, 3, "no"), ("Knots", 1, 4, "0")]
    history = read(histories.table(header, *rows), name="x.csv")
    assert codes(the_show(history)) == {(1, 1)}
    assert [(problem.line, problem.what) for problem in history.problems] == [
        (3, f"has a mark I don't know, {mark!r}. Use yes, no or a date")
    ]


@pytest.mark.parametrize(
    "mark",
    [
        "unknown",
        "1735689600",
        "1735689600123",
        "2025",
        "2025-03",
        "March 2025",
        "Mar 5, 2025 8:00 PM",
        "01.02.25 20:14",
    ],
)
def test_times_are_written_in_many_ways(mark: str) -> None:
    table = histories.table(("show", "season", "episode", "watched_at"), ("Knots", 1, 1, mark))
    history = read(table, name="x.csv")
    assert (codes(the_show(history)), history.problems) == ({(1, 1)}, ())


def test_in_json_too_a_time_that_is_none_is_not_watched_and_is_named() -> None:
    seasons = [
        {
            "number": 1,
            "episodes": [
                {"number": 1, "watched_at": histories.AT},
                {"number": 2, "watched_at": False},
                {"number": 3, "watched_at": "no"},
                {"number": 4, "watched_at": "never"},
            ],
        }
    ]
    row = {"show": histories.show("Knots"), "seasons": seasons}
    history = read(json.dumps([row]).encode())
    assert codes(the_show(history)) == {(1, 1)}
    assert [problem.what for problem in history.problems] == [
        "has a mark I don't know. Use true, false or a date"
    ]
    played = [
        {
            "show": histories.show("Knots"),
            "watched_at": at,
            "action": action,
            "episode": {"season": 1, "number": number},
        }
        for number, (at, action) in enumerate(
            [(histories.AT, "watch"), ("no", "watch"), (histories.AT, "collect")], 1
        )
    ]
    assert codes(the_show(read(json.dumps(played).encode()))) == {(1, 1)}


def test_a_completed_show_without_a_count_is_named() -> None:
    rows = [
        {
            "show": histories.show("Knots"),
            "watched_episodes_count": 1,
            "seasons": histories.seasons([(1, 1)]),
        },
        {"show": histories.show("Ropes", tvdb=9), "status": "completed"},
    ]
    history = read(json.dumps({"shows": rows}).encode())
    assert codes(the_show(history)) == {(1, 1)}
    assert [problem.what for problem in history.problems] == ["has one watched without a season and episode"]


def test_a_row_that_names_no_show_is_named() -> None:
    header = ("show", "season", "episode", "watched_at")
    table = histories.table(header, ("Knots", 1, 1, histories.AT), ("", 1, 2, histories.AT))
    history = read(table, name="x.csv")
    assert [show.title for show in history.shows] == ["Knots"]
    assert [problem.line for problem in history.problems] == [3]


def test_netflixs_larger_file_is_read_without_trailers_and_what_began_by_itself() -> None:
    header = ("Profile Name", "Start Time", "Attributes", "Title", "Supplemental Video Type")
    rows = [
        ("Ann", "2025", "", "Knots: Season 1: Bowline (Episode 1)", ""),
        ("Ann", "2025", "Autoplayed: user action: None; ", "Knots: Season 1: Reef (Episode 2)", ""),
        ("Ann", "2025", "", "Knots: Season 1: Hitch (Episode 3)", "TRAILER"),
    ]
    assert read(histories.table(header, *rows), name="x.csv").titles == (
        "Knots: Season 1: Bowline (Episode 1)",
    )

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.ids import GuildId, ProgressKey, ShowId
from bot.domain.positions import Position
from bot.domain.show_ids import ShowIds
from bot.domain.shows import Episode, Show
from bot.domain.spoilers import Label, Veiled
from bot.domain.watch_history import (
    LastWatched,
    WatchedCount,
    WatchedEpisode,
    WatchedShow,
    joined,
    last_in_order,
)
from bot.domain.watch_history_matching import match
from bot.domain.watch_history_reach import Reach, reach, split_viewed

SHOW = ShowId(1)


def at(code: str | None) -> Position | None:
    return None if code is None else Position.from_code(code)


def catalogue(*titled: str) -> list[Episode[Label, Veiled]]:
    """Episodes by code, each with a title after `=`, in story order."""
    found: list[Episode[Label, Veiled]] = []
    for each in titled:
        code, _, title = each.partition("=")
        position = Position.from_code(code)
        label = Label(title, show=SHOW, position=position) if title else None
        found.append(Episode(position, title=label))
    return sorted(found, key=lambda episode: episode.position)


KNOTS = catalogue(
    "S01E01=Bowline",
    "S01E02=Reef",
    "special after S01E02=Reef again",
    "S01E03=Hitch",
    "S02E01=Splice",
    "S02E02=Bend",
)


def watched(*codes: str, title: str = "") -> WatchedShow:
    episodes = [Position.from_code(code) for code in codes]
    return WatchedShow(
        "Knots", episodes=tuple(WatchedEpisode(one.season, int(one.number), title) for one in episodes)
    )


def titled(*pairs: tuple[int | None, int | None, str]) -> WatchedShow:
    return WatchedShow("Knots", episodes=tuple(WatchedEpisode(*pair) for pair in pairs))


def reached(
    sure: str | None, missing: str | None = None, claimed: str | None = None, unknown: int = 0
) -> Reach:
    return Reach(at(sure), at(missing), at(claimed), unknown)


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        (watched(), reached(None)),
        (watched("S01E01"), reached("S01E01")),
        (watched("S01E02", "S01E01"), reached("S01E02")),
        (watched("S01E01", "S01E03"), reached("S01E01", "S01E02", "S01E03")),
        (watched("S01E02"), reached(None, "S01E01", "S01E02")),
        (watched("S01E01", "S00E01", "S00E02"), reached("S01E01")),
        (watched("S01E01", "S01E02", "S01E03", "S02E01", "S02E02"), reached("S02E02")),
        (watched("S01E01", "S09E09"), reached("S01E01", unknown=1)),
        (WatchedShow("Knots", counts=(WatchedCount(2, 1),)), reached("S01E02")),
        (WatchedShow("Knots", counts=(WatchedCount(3, 1), WatchedCount(1, 2))), reached("S02E01")),
        (WatchedShow("Knots", counts=(WatchedCount(1, 2),)), reached(None, "S01E01", "S02E01")),
        (WatchedShow("Knots", counts=(WatchedCount(5, 1),)), reached("S01E03", "S02E01", "S02E02")),
        (WatchedShow("Knots", counts=(WatchedCount(4),)), reached("S02E01")),
        (WatchedShow("Knots", last=LastWatched(WatchedEpisode(1, 3), 3)), reached("S01E03")),
        (WatchedShow("Knots", last=LastWatched(WatchedEpisode(1, 3), 2)), reached(None, "S01E01", "S01E03")),
        (WatchedShow("Knots", last=LastWatched(WatchedEpisode(1, 3))), reached(None, "S01E01", "S01E03")),
    ],
)
def test_progress_is_the_last_episode_before_which_every_one_was_watched(
    claimed: WatchedShow, expected: Reach
) -> None:
    assert reach([claimed], [], KNOTS) == expected


def test_an_episode_is_found_by_its_title_where_the_file_numbers_it_otherwise() -> None:
    unknown = titled((1, 1, ""), (9, 4, "REEF"))
    assert reach([unknown], [], KNOTS) == reached("S01E02")
    swapped = titled((1, 1, "Reef"), (1, 2, "Bowline"), (1, 3, "Hitch"))
    assert reach([swapped], [], KNOTS) == reached("S01E03")
    shifted = titled((1, 2, "Bowline"), (1, 3, "Reef"))
    assert reach([shifted], [], KNOTS) == reached("S01E02")


def test_a_single_title_at_another_number_is_asked_about() -> None:
    claimed = titled((1, 1, "Bowline"), (1, 2, "Hitch"))
    assert reach([claimed], [], KNOTS) == reached("S01E01", "S01E02", "S01E03")


def test_titles_in_another_language_say_nothing_against_the_numbers() -> None:
    assert reach([titled((1, 1, "Nœud de chaise"), (1, 2, "Nœud plat"))], [], KNOTS) == reached("S01E02")


def test_an_episode_without_a_season_is_found_by_its_number_in_the_series() -> None:
    numbered: list[Episode[Label, Veiled]] = [
        Episode(Position(1, Decimal(1)), number_in_series=1),
        Episode(Position(2, Decimal(1)), number_in_series=2),
    ]
    claimed = titled((None, 1, ""), (None, 2, ""))
    assert reach([claimed], [], numbered) == reached("S02E01")
    assert reach([claimed], [], numbered[:1]) == reached("S01E01", unknown=1)


def test_a_date_finds_an_episode_only_where_number_and_title_do_not() -> None:
    dated: list[Episode[Label, Veiled]] = [
        Episode(Position(1, Decimal(1)), aired=date(2024, 1, 1)),
        Episode(Position(1, Decimal(2)), aired=date(2024, 1, 2)),
    ]
    by_date = WatchedShow(episodes=(WatchedEpisode(9, 1, aired=date(2024, 1, 1)),))
    assert reach([by_date], [], dated) == reached("S01E01")
    a_day_late = WatchedShow(episodes=(WatchedEpisode(1, 1, aired=date(2024, 1, 2)),))
    assert reach([a_day_late], [], dated) == reached("S01E01")


def test_titles_of_netflix_are_split_at_the_longest_title_of_a_show() -> None:
    assert split_viewed("Knots: Season 1: Reef", ["knots"]) == ("knots", ("Season 1", "Reef"))
    assert split_viewed("Knots: The Ropes: Part 2: Reef: Again", ["knots", "knots the ropes"]) == (
        "knots the ropes",
        ("Part 2", "Reef", "Again"),
    )
    assert split_viewed("Knotsberry: Season 1: Reef", ["knots"]) is None
    assert split_viewed("Knots", ["knots"]) is None


@pytest.mark.parametrize(
    ("viewed", "expected"),
    [
        ([("Season 1", "Bowline"), ("Season 1", "Reef")], reached("S01E02")),
        ([("Staffel 1", "Bowline")], reached("S01E01")),
        ([("Limited Series", "bowline")], reached("S01E01")),
        ([("Bowline",)], reached("S01E01")),
        ([("Season 1", "Episode 1")], reached("S01E01")),
        ([("Season 9", "Nothing")], reached(None, unknown=1)),
        ([("Limited Series", "Episode 1")], reached(None, unknown=1)),
        ([("Saison 1", "Épisode 1"), ("Temporada 1", "Capítulo 2")], reached("S01E02")),
        ([("Stagione 1", "Episodio 1"), ("シーズン1", "第2話")], reached("S01E02")),
        ([("Part 1", "Chapter 1")], reached("S01E01")),
        ([("Season 1", "Reef again")], reached(None)),
    ],
)
def test_what_was_viewed_is_found_by_its_title(viewed: list[tuple[str, ...]], expected: Reach) -> None:
    assert reach([], viewed, KNOTS) == expected


def test_netflixs_larger_file_has_the_number_behind_the_title() -> None:
    assert reach([], [("Season 1", "Bowline (Episode 1)")], KNOTS).sure == at("S01E01")
    viewed = [("Season 1", f"Another language (Episode {number})") for number in (1, 2)]
    assert reach([], viewed, KNOTS).sure == at("S01E02")


def test_the_same_title_twice_is_found_by_its_season_alone() -> None:
    pilots = catalogue("S01E01=Pilot", "S02E01=Pilot")
    assert reach([], [("Season 1", "Pilot")], pilots) == reached("S01E01")
    assert reach([], [("Pilot",)], pilots) == reached(None, unknown=1)


def test_the_episodes_of_a_limited_series_are_found_by_their_number_alone() -> None:
    limited = catalogue("S01E01", "S01E02", "S01E03")
    viewed = [("Limited Series", "Episode 1"), ("Miniserie", "Folge 2"), ("Limited Series", "Episode 9")]
    assert reach([], viewed, limited) == reached("S01E02", unknown=1)


def test_shows_of_several_files_are_joined_by_any_id() -> None:
    by_tvdb = WatchedShow("Knots", 2024, ShowIds(tvdb=1), (WatchedEpisode(1, 1),))
    by_both = WatchedShow("Knots", None, ShowIds(tvdb=1, tmdb=2))
    by_tmdb = WatchedShow("Noeuds", 2024, ShowIds(tmdb=2), (WatchedEpisode(1, 2),))
    other = WatchedShow("Knots", 2024, ShowIds(tvdb=9))
    (one, two) = joined([by_tvdb, other, by_tmdb, by_both])
    assert one.ids == ShowIds(tvdb=1, tmdb=2)
    assert {episode.number for episode in one.episodes} == {1, 2}
    assert two == other


@pytest.mark.parametrize(
    ("codes", "last"),
    [
        ([(1, 1), (1, 2)], "S01E02"),
        ([(1, 2)], None),
        ([(1, 1), (1, 3)], "S01E01"),
        ([(1, 1), (1, 2), (2, 1), (0, 5)], "S02E01"),
        ([(1, 1), (1, 2), (2, 3), (2, 4)], "S02E04"),
        ([(1, 1), (3, 1)], "S01E01"),
        ([(2024, 1)], None),
    ],
)
def test_without_the_shows_episodes_the_last_one_comes_after_no_gap(
    codes: list[tuple[int, int]], last: str | None
) -> None:
    assert last_in_order(WatchedEpisode(*code) for code in codes) == at(last)


def show(number: int, title: str, ids: ShowIds) -> Show:
    return Show(ShowId(number), f"show-{number}", title, GuildId(7), ProgressKey(number), ids=ids)


def test_shows_are_matched_by_ids_else_by_title_and_year() -> None:
    known, unknown = show(1, "Knots", ShowIds(tvdb=1)), show(2, "Ropes", ShowIds())
    by_id = WatchedShow("Noeuds", 1999, ShowIds(tvdb=1))
    by_title = WatchedShow("ropes!", 2024, ShowIds(tvdb=2))
    of_another_id = WatchedShow("Knots", 2024, ShowIds(tvdb=3))
    of_another_year = WatchedShow("Ropes", 1999, ShowIds(tvdb=4))
    found = match([by_id, by_title, of_another_id, of_another_year], [(known, 2024), (unknown, 2024)])
    assert found.of == {1: [by_id], 2: [by_title]}
    assert found.others == [of_another_id, of_another_year]


def test_what_could_be_two_shows_is_none() -> None:
    one, two = show(1, "Knots", ShowIds()), show(2, "Knots", ShowIds())
    claimed = WatchedShow("Knots")
    assert match([claimed], [(one, None), (two, None)]).of == {}
    remake, original = WatchedShow("Knots", 2004), WatchedShow("Knots", 1978)
    assert match([remake, original], [(one, None)]).of == {}
    assert match([remake, original], [(one, 2004)]).of == {1: [remake]}

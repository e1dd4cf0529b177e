from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.aired_limit import Airing
from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.ids import EpisodeId
from bot.domain.merging import merge
from bot.domain.placing import specials_to_move, with_specials_placed
from bot.domain.positions import Position
from bot.domain.shows import Episode, Quote

SEASONS = [
    ("S01E01", date(2020, 1, 1)),
    ("S01E02", date(2020, 1, 8)),
    ("special after S01E02", date(2020, 1, 9)),
    ("S02E01", date(2021, 1, 1)),
    ("S02E02", None),
]


def airings(*dated: tuple[str, date | None]) -> list[Airing]:
    return [Airing(Position.from_code(code), aired) for code, aired in dated]


def moved(*dated: tuple[str, date | None]) -> dict[str, tuple[str, str]]:
    """For each special that moves: the code of its new position, and the code it is shown by."""
    return {
        before.code: (Position.from_key(after.key).code, after.code)
        for before, after in specials_to_move(airings(*dated))
    }


@pytest.mark.parametrize(
    ("aired", "place"),
    [
        (date(2020, 1, 1), "special after S01E01"),
        (date(2020, 6, 1), "special 2 after S01E02"),
        (date(2030, 1, 1), "special after S02E01"),
        (date(2019, 12, 31), "special after S01E00"),
    ],
)
def test_a_dated_special_goes_after_the_last_episode_aired_by_then(aired: date, place: str) -> None:
    assert moved(*SEASONS, ("S00E09", aired)) == {"S00E09": (place, "S00E09")}


@pytest.mark.parametrize(
    "dated",
    [
        [*SEASONS, ("S00E09", None)],
        [("S01E01", None), ("S00E09", date(2020, 1, 1))],
        [("S00E09", date(2020, 1, 1))],
        [("S01E01", None), ("S01E02", date(2021, 1, 1)), ("S00E09", date(2020, 1, 1))],
    ],
)
def test_a_special_without_usable_dates_stays_unplaced(dated: list[tuple[str, date | None]]) -> None:
    assert moved(*dated) == {}


def test_specials_after_one_episode_are_in_air_date_order() -> None:
    specials = [("S00E01", date(2021, 3, 1)), ("S00E02", date(2021, 2, 1))]
    assert moved(*SEASONS, *specials) == {
        "S00E02": ("special after S02E01", "S00E02"),
        "S00E01": ("special 2 after S02E01", "S00E01"),
    }


def test_a_placed_special_moves_only_to_later_positions() -> None:
    code = Position.from_code("S00E09")
    placed = Airing(Position(1, Decimal(2), 2, known_as=code), date(2021, 6, 1))
    ((before, after),) = specials_to_move([*airings(*SEASONS), placed])
    assert (before, after.code) == (placed.position, "S00E09")
    assert Position.from_key(after.key).code == "special after S02E01"
    assert specials_to_move([*airings(*SEASONS[:2]), Airing(after, date(2020, 1, 2))]) == []


def test_a_packs_episodes_are_put_in_story_order() -> None:
    written = [Episode(Position.from_code(code), aired=aired) for code, aired in SEASONS]
    special = Episode(Position.from_code("S00E01"), title="Film", aired=date(2020, 2, 2))
    placed = with_specials_placed([special, *written])
    assert [episode.position.code for episode in placed] == [
        "S01E01",
        "S01E02",
        "special after S01E02",
        "S00E01",
        "S02E01",
        "S02E02",
    ]


days = st.none() | st.dates(date(2000, 1, 1), date(2003, 1, 1))
catalogues = st.dictionaries(
    st.builds(
        Position,
        st.integers(0, 2),
        st.integers(0, 5).map(Decimal),
        st.sampled_from([0, 0, 1]),
    ),
    days,
    max_size=12,
)


@given(catalogues)
def test_no_two_episodes_share_a_position_and_placing_again_changes_nothing(
    catalogue: dict[Position, date | None],
) -> None:
    moves = dict(specials_to_move(Airing(*entry) for entry in catalogue.items()))
    after = {moves.get(position, position): aired for position, aired in catalogue.items()}
    assert len(after) == len(catalogue)
    assert specials_to_move(Airing(*entry) for entry in after.items()) == []
    assert all(place.placed for place in moves.values())


def show_with(*dated: tuple[Position, date | None]) -> Draft:
    return Draft(
        episodes=tuple(
            Episode(position, aired=aired, id=EpisodeId(number))
            for number, (position, aired) in enumerate(dated, start=1)
        )
    )


SPECIAL = Position.from_code("S00E09")


def test_an_import_preview_reports_an_unplaced_special() -> None:
    draft = Draft(episodes=(Episode(SPECIAL, quotes=(Quote("Hello"),)),))
    shown = merge(show_with((Position(1, Decimal(1)), date(2020, 1, 1))), draft)
    assert shown.doubts == (Doubt(Doubtful.UNPLACED, position=SPECIAL),)


def test_an_import_preview_says_where_a_special_goes() -> None:
    draft = Draft(episodes=(Episode(SPECIAL, title="Film", aired=date(2020, 5, 1)),))
    (doubt,) = merge(show_with((Position(1, Decimal(1)), date(2020, 1, 1))), draft).doubts
    assert (doubt.what, doubt.position) == (
        Doubtful.PLACED_BY_DATE,
        Position.from_code("special after S01E01"),
    )


def test_an_import_finds_a_placed_special_by_its_code() -> None:
    placed = Position(1, Decimal(1), 1, known_as=SPECIAL)
    draft = Draft(episodes=(Episode(SPECIAL, title="Film"),))
    (merged,) = merge(show_with((placed, date(2020, 5, 1))), draft).episodes
    assert merged.episode.id == EpisodeId(1)
    assert (merged.episode.position.key, merged.episode.position.code) == (placed.key, "S00E09")

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting import read_count
from bot.importers.episode_numbers import (
    NumbersInProse,
    read_numbers,
    read_numbers_in_prose,
    read_season,
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("17", 17),
        ("#17", 17),
        ("17th", 17),
        ("second", 2),
        ("Seventeenth", 17),
        ("twenty", 20),
        ("twentieth", 20),
        ("twenty-second", 22),
        ("ninety nine", 99),
        ("zero", 0),
        ("twenty-eleventh", None),
        ("second-hand", None),
        ("pilot", None),
        ("", None),
    ],
)
def test_a_count_is_read_in_digits_and_in_words(text: str, count: int | None) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7", ["7"]),
        ("07", ["7"]),
        ("#7", ["7"]),
        ("Episode 7", ["7"]),
        ("3.75", ["3.75"]),
        ("53\n54", ["53", "54"]),
        ("1-2", ["1", "2"]),
        ("1–3", ["1", "2", "3"]),
        ("1 & 2", ["1", "2"]),
        ("192a", []),
        ("Special", []),
        ("1-500", []),
        ("2-1", []),
        ("12345", []),
        ("", []),
    ],
)
def test_an_episode_can_have_one_several_or_no_numbers(text: str, numbers: list[str]) -> None:
    assert read_numbers(text) == tuple(map(Decimal, numbers))


@pytest.mark.parametrize(
    ("text", "season"),
    [
        ("Season 2", 2),
        ("Season Two (2013)", 2),
        ("Mad Men season 5", 5),
        ("Series 4", 4),
        ("Season_3", 3),
        ("show-s5-assignment", 5),
        ("Series overview of season 6", 6),
        ("The series finale", None),
        ("Episodes", None),
        ("Season 99999", None),
    ],
)
def test_a_season_is_found_in_a_name(text: str, season: int | None) -> None:
    assert read_season(text) == season


@pytest.mark.parametrize(
    ("prose", "numbers"),
    [
        (
            "It is the second episode of the third season and the 27th overall.",
            NumbersInProse(3, 2, 27),
        ),
        ("It is the tenth and final episode of season one.", NumbersInProse(1, 10)),
        ("Season 2, Episode 11", NumbersInProse(2, 11)),
        ("It is the twenty-sixth episode of the series.", NumbersInProse(overall=26)),
        ("It is the overall thirtieth episode.", NumbersInProse(overall=30)),
        ("It is a good one.", NumbersInProse()),
    ],
)
def test_an_episodes_numbers_are_read_from_prose(prose: str, numbers: NumbersInProse) -> None:
    assert read_numbers_in_prose(prose) == numbers


@given(st.text())
def test_reading_numbers_never_fails(text: str) -> None:
    read_count(text)
    read_season(text)
    read_numbers_in_prose(text)
    assert len(read_numbers(text)) <= 10

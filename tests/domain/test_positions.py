from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.positions import LAST, NotACode, Position

positions = st.builds(
    Position,
    season=st.integers(0, 9999),
    number=st.decimals(0, Decimal("9999.99"), places=2),
    special=st.integers(0, 99),
)


@given(positions)
def test_position_and_code_round_trip(position: Position) -> None:
    assert Position.from_code(position.code) == position


@given(positions)
def test_position_and_key_round_trip(position: Position) -> None:
    assert Position.from_key(position.key) == position


@given(positions, positions)
def test_keys_sort_in_story_order(one: Position, other: Position) -> None:
    assert (one < other) == (one.key < other.key)


@pytest.mark.parametrize(
    ("position", "code"),
    [
        (Position(2, Decimal(2)), "S02E02"),
        (Position(1, Decimal("3.5")), "S01E03.5"),
        (Position(1, Decimal("3.75")), "S01E03.75"),
        (Position(2013, Decimal(101)), "S2013E101"),
        (Position(1, Decimal(10), 1), "special after S01E10"),
        (Position(1, Decimal(10), 2), "special 2 after S01E10"),
        (Position(1, Decimal(100)), "S01E100"),
    ],
)
def test_a_position_has_the_usual_code(position: Position, code: str) -> None:
    assert position.code == code


def test_a_special_comes_after_its_episode_and_before_the_next() -> None:
    assert Position(1, Decimal(10)) < Position(1, Decimal(10), 1) < Position(1, Decimal(10), 2)
    assert Position(1, Decimal(10), 2) < Position(1, Decimal("10.5")) < Position(1, Decimal(11))


@pytest.mark.parametrize(
    "text", ["", "S02", "E02", "S02E", "S02E02 x", "S99999E01", "S01E03.555", "after S01E02"]
)
def test_an_invalid_code_is_refused(text: str) -> None:
    with pytest.raises(NotACode):
        Position.from_code(text)


@given(positions, positions)
def test_season_0_comes_after_everything(one: Position, other: Position) -> None:
    special = Position(0, one.number, one.special)
    assert not special.placed
    assert special > LAST
    assert special > other or not other.season


def test_a_placed_special_keeps_its_code() -> None:
    code = Position.from_code("S00E09")
    placed = Position(2, Decimal(5), 1, known_as=code)
    assert placed.code == "S00E09"
    assert placed.placed
    assert placed == Position.from_code("special after S02E05")
    assert [
        placed.is_named_by(Position.from_code(typed)) for typed in ("S00E09", "special after S02E05")
    ] == [
        True,
        True,
    ]
    assert not placed.is_named_by(Position.from_code("S02E05"))
    assert Position.from_key(placed.key, code.key).code == "S00E09"


def test_a_moved_special_keeps_its_code() -> None:
    code = Position.from_code("S00E09")
    moved = code.moved_to(Position.from_code("special after S02E05"))
    assert moved.code == "S00E09"
    assert moved.moved_to(Position.from_code("special after S02E07")).code == "S00E09"
    assert moved.moved_to(Position.from_code("S02E08")).code == "S02E08"
    assert Position(1, Decimal(1)).moved_to(Position.from_code("special after S02E05")).known_as is None


@pytest.mark.parametrize("key", [-1, 0, 90_000, 99_999_999, 10**15, 2**63])
def test_an_invalid_key_is_refused(key: int) -> None:
    with pytest.raises(NotACode):
        Position.from_key(key)

from contextlib import suppress
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import fields
from bot.domain.fields import BadField, Fault
from bot.domain.positions import Position
from bot.domain.text import tidy
from bot.importers.pack_tables import SongTable


def read(field: str, typed: str) -> Any:
    """Read the text typed into one field."""
    return fields.read_all({field: typed})[fields.FIELDS[field].attribute]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("3", "3"),
        ("3.5", "3.5"),
        ("1-2", "2"),
        ("1 & 2", "2"),
        ("e01/e02", "2"),
        ("1 and 2", "2"),
        ("0", "0"),
    ],
)
def test_a_double_episode_counts_as_its_last_number(number: str, expected: str) -> None:
    assert fields.new_position("Season 2", number) == Position(2, Decimal(expected))


def test_full_width_digits_are_read_as_numbers() -> None:
    assert fields.new_position("１２", "Ｅ０３") == Position(12, Decimal(3))
    assert read("number_in_series", "＃４") == 4


def test_special_as_a_number_gives_no_position() -> None:
    assert fields.new_position("2", " Special ") is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_input_gives_a_valid_position_or_an_error(season: str, number: str) -> None:
    with suppress(BadField):
        found = fields.new_position(season, number)
        assert found is None or Position.from_code(found.code) == found


@given(st.text(max_size=300))
def test_reading_a_field_again_gives_the_same_value(typed: str) -> None:
    """So a form that is opened and sent unchanged changes nothing."""
    scenes = read("scenes", typed)
    assert read("scenes", fields.as_text("scenes", scenes)) == scenes
    text = read("summary", typed)
    assert text is None or read("summary", text) == text


@given(st.text(max_size=100))
def test_a_short_name_made_from_a_title_is_valid(title: str) -> None:
    slug = fields.slug_of(title)
    assert slug is None or read("slug", slug) == slug


@pytest.mark.parametrize("typed", ["1", "12.5", "٣", "1e5", "-1", "100001", "9" * 50])
def test_invalid_whole_numbers_are_refused(typed: str) -> None:
    if typed == "1":
        assert read("number_in_series", "#1") == 1
        return
    with pytest.raises(BadField) as refused:
        read("number_in_series", typed)
    assert refused.value.fault is Fault.NOT_A_NUMBER


INVISIBLE = [
    "\u3164",
    "\u00ad",
    "\u200d",
    "\u2800",
    "\u115f",
    "\uffa0",
    "\ufe0f",
    "\u200b",
    "\u3164 \u3164\u00ad",
]


@pytest.mark.parametrize("typed", INVISIBLE)
def test_text_of_invisible_characters_counts_as_empty(typed: str) -> None:
    with pytest.raises(BadField) as error:
        fields.read_all({"title": typed}, ["title"])
    assert error.value.fault is Fault.MISSING
    assert read("writers", f"Anna, {typed}") == ("Anna",)
    assert read("scenes", f"One\n\n{typed}") == ("One",)
    assert tidy(typed) == ""


@pytest.mark.parametrize("typed", INVISIBLE)
def test_a_pack_with_a_title_of_invisible_characters_is_refused(typed: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"title": typed}, SongTable)


@pytest.mark.parametrize("typed", ["अ", "नि", "👩\u200d🚀", "❤\ufe0f", "می\u200cخواهم", "?"])
def test_joiners_that_shape_letters_are_kept(typed: str) -> None:
    assert fields.read_all({"title": typed}, ["title"]) == {"title": typed}

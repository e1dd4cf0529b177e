import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quotes import read_time


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("0:12:34", "0:12:34"),
        ("01:02:03", "01:02:03"),
        ("12:34", "12:34"),
        ("5:07", "5:07"),
        ("95:00", "95:00"),
        (" 0:12:34,500 ", "0:12:34"),
        ("0:12:34.5", "0:12:34"),
        ("\uff11\uff12\uff1a\uff13\uff14", "12:34"),
        ("", None),
        ("12", None),
        ("12:60", None),
        ("0:61:00", None),
        ("1:2:3", None),
        ("right after Ned dies", None),
        ("0:12:34 Ned dies", None),
        ("0:12:34\nNed dies", None),
    ],
)
def test_a_timestamp_is_hours_minutes_and_seconds_only(typed: str, time: str | None) -> None:
    assert read_time(typed) == time


@given(st.text(alphabet="0123456789:., \nabc", max_size=12) | st.text(max_size=12))
def test_a_timestamp_contains_only_digits_and_colons(typed: str) -> None:
    found = read_time(typed)
    assert found is None or (set(found) <= set("0123456789:") and read_time(found) == found)

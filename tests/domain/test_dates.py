import unicodedata
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import AmbiguousDate, read_date


@pytest.mark.parametrize(
    "text",
    [
        "February 5th, 2013",
        "February 5, 2013",
        "February\u200a5,\u00a02013",
        "\u200bFebruary 5 2013 ",
        "feb. 5, 2013",
        "Tuesday, February 5th, 2013",
        "5 February 2013",
        "5th of February, 2013",
        "5-Feb-2013",
        "2013 February 5",
        "2013-02-05",
        "2013/2/5",
        "2013-02-05T20:00:00Z",
        "20130205",
        "20130205T2000",
        "2013年2月5日",
        "2013年02月05日（火）",
        "２０１３年２月５日",
        "2013년 2월 5일",
        "2013. 2. 5.",
        "2013. 02. 05.",
        "２０１３／０２／０５",
        "February 5, 2013 (most networks)<br/>February 7, 2013 (BS11)",
        "February 5, 2013 on NBC",
        "2013-02-05, 2013-12-06",
    ],
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert read_date(text) == date(2013, 2, 5)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("April 28 1994", date(1994, 4, 28)),
        ("Sept. 3, 2001", date(2001, 9, 3)),
        ("May 1, 2012", date(2012, 5, 1)),
        ("13/02/2013", date(2013, 2, 13)),
        ("02/13/2013", date(2013, 2, 13)),
        ("05.05.2013", date(2013, 5, 5)),
    ],
)
def test_a_numeric_date_with_only_one_meaning_is_read(text: str, read: date) -> None:
    assert read_date(text) == read


@pytest.mark.parametrize("text", ["05/02/2013", "5-2-2013", "05.02.2013 (US)"])
def test_an_ambiguous_date_is_reported_with_both_readings(text: str) -> None:
    with pytest.raises(AmbiguousDate) as ambiguous:
        read_date(text)
    assert ambiguous.value.month_first == date(2013, 5, 2)
    assert ambiguous.value.day_first == date(2013, 2, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "2013",
        "October 2026",
        "October 12",
        "N/A",
        "TBA",
        "February 30, 2013",
        "February 5-12, 2013",
        "5/6 February 2013",
        "05/02/13",
        "13/13/2013",
        "Marching 5, 2013",
        "February 5, 20133",
        "1-02-2013-4",
        "20131305",
        "201302051",
        "2013年2月",
        "the week after February 5, 2013",
    ],
)
def test_text_that_is_not_clearly_a_date_gives_none(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_iso_date_is_read(day: date) -> None:
    assert read_date(day.isoformat()) == day


@given(st.text() | st.from_regex(r"[0-9]{1,4}[-/. ][a-zA-Z0-9]{1,9}[-/. ,]+[0-9]{1,4}"))
def test_reading_dates_never_fails(text: str) -> None:
    with suppress(AmbiguousDate):
        read = read_date(text)
        assert read is None or str(read.year) in unicodedata.normalize("NFKC", text)

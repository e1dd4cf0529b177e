"""Dates in figures are read as their column shows, or asked about once."""

from datetime import date

import msgspec
import pytest

from bot.domain.dates import readings_of
from bot.domain.drafts import Doubtful, Draft
from bot.importers.reading import read
from bot.importers.source import Source

FEBRUARY_5 = date(2013, 2, 5)


def listed(*dates: str, name: str = "list.csv") -> Draft:
    rows = "".join(f"1;{number};{day}\n" for number, day in enumerate(dates, 1))
    return read(Source(name, f"Season;Episode;Air date\n{rows}".encode()))


def aired(draft: Draft) -> list[date | None]:
    return [episode.aired for episode in draft.episodes]


def doubts(draft: Draft) -> list[tuple[Doubtful, str, int | None]]:
    return [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts]


@pytest.mark.parametrize(
    ("dates", "first", "doubt"),
    [
        (("05/02/2013", "19/02/2013"), FEBRUARY_5, (Doubtful.DAY_FIRST, "19/02/2013", 3)),
        (("02/05/2013", "02/19/2013"), FEBRUARY_5, (Doubtful.MONTH_FIRST, "02/19/2013", 3)),
        (("5.2.2013", "19.2.2013"), FEBRUARY_5, (Doubtful.DAY_FIRST, "19.2.2013", 3)),
        (("05-02-2013 (US)", "19-02-2013"), FEBRUARY_5, (Doubtful.DAY_FIRST, "19-02-2013", 3)),
    ],
)
def test_one_date_settles_the_order_of_its_column(
    dates: tuple[str, ...], first: date, doubt: tuple[Doubtful, str, int]
) -> None:
    draft = listed(*dates)
    assert aired(draft)[0] == first
    assert aired(draft)[1] == date(2013, 2, 19)
    assert doubts(draft) == [doubt]


def test_a_column_that_nothing_settles_is_one_doubt_and_no_date() -> None:
    draft = listed("05/02/2013", "06/02/2013", "07/02/2013", "2013-02-08")
    assert aired(draft) == [None, None, None, date(2013, 2, 8)]
    assert doubts(draft) == [(Doubtful.AMBIGUOUS_DATES, "05/02/2013", 2)]


def test_in_a_column_that_mixes_orders_only_certain_dates_are_read() -> None:
    draft = listed("05/02/2013", "13/02/2013", "02/14/2013")
    assert aired(draft) == [None, date(2013, 2, 13), date(2013, 2, 14)]
    assert doubts(draft) == [(Doubtful.AMBIGUOUS_DATES, "05/02/2013", 2)]


def test_dates_that_are_the_same_either_way_or_say_all_are_no_doubt() -> None:
    draft = listed("02/02/2013", "13/02/2013", "TBA")
    assert aired(draft) == [date(2013, 2, 2), date(2013, 2, 13), None]
    assert doubts(draft) == [(Doubtful.NO_DATE, "", 4)]


@pytest.mark.parametrize(
    ("dates", "read_as", "order"),
    [
        (("2/5/13", "2/19/13"), [FEBRUARY_5, date(2013, 2, 19)], Doubtful.MONTH_FIRST),
        (("05.02.13", "19.02.13"), [FEBRUARY_5, date(2013, 2, 19)], Doubtful.DAY_FIRST),
        (("99-02-05", "99-02-19"), [date(1999, 2, 5), date(1999, 2, 19)], None),
        (("05-Feb-13", "6 Feb 66"), [FEBRUARY_5, date(1966, 2, 6)], None),
    ],
)
def test_years_with_two_digits_are_read_and_said(
    dates: tuple[str, ...], read_as: list[date], order: Doubtful | None
) -> None:
    draft = listed(*dates)
    assert aired(draft) == read_as
    whats = [doubt.what for doubt in draft.doubts]
    assert whats == [what for what in (order, Doubtful.SHORT_YEARS) if what]
    assert draft.doubts[-1].text == dates[0]


def test_years_with_two_digits_that_may_come_first_are_not_guessed() -> None:
    draft = listed("05/02/13", "06/03/12")
    assert aired(draft) == [None, None]
    assert doubts(draft) == [(Doubtful.AMBIGUOUS_DATES, "05/02/13", 2)]


def test_json_and_dialogue_are_read_by_their_columns_too() -> None:
    rows = [{"season": 1, "episode": n, "air_date": day} for n, day in ((1, "05/02/2013"), (2, "19/02/2013"))]
    assert aired(read(Source("list.json", msgspec.json.encode(rows))))[0] == FEBRUARY_5
    dialogue = "season,episode,speaker,text,air date\n1,1,Ann,Hi.,05/02/2013\n1,2,Bo,Ho.,19/02/2013\n"
    draft = read(Source("lines.csv", dialogue.encode()))
    assert aired(draft)[0] == FEBRUARY_5
    assert doubts(draft) == [(Doubtful.DAY_FIRST, "19/02/2013", 3)]


@pytest.mark.parametrize(
    "text",
    [
        *("5. Februar 2013", "5 février 2013", "5 de febrero de 2013", "5 febbraio 2013"),
        *("5 de fevereiro de 2013", "5 februari 2013", "Dienstag, 5. Februar 2013", "05.02.2013 20:15 x"),
    ],
)
def test_dates_in_other_languages_are_read(text: str) -> None:
    assert aired(listed(text, "19.02.2013"))[0] == FEBRUARY_5


@pytest.mark.parametrize("text", ["", "12", "2013", "32/32/2013", "1/2", "Spring 2013", "2013-02-05"])
def test_other_texts_are_no_dates_in_figures(text: str) -> None:
    assert readings_of(text) == {}

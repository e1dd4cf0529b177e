"""A list of episodes as a browser copies it."""

from datetime import date

from bot.domain.drafts import Doubtful
from bot.importers.reading import read
from tests.importers.files import COPIED_LIST, refusal, source


def test_every_table_is_read_with_its_heading_and_the_summaries_below_its_rows() -> None:
    draft = read(source("list.txt", COPIED_LIST))
    assert draft.title == "Lantern Row"
    assert [
        (each.position.code, each.title, each.number_in_series, each.aired) for each in draft.episodes
    ] == [
        ("S01E01", "Pilot", 1, date(2012, 6, 4)),
        ("S01E02", "Dust", 2, date(2012, 6, 11)),
        ("S02E01", "Salt", 3, date(2013, 3, 4)),
        ("S00E01", "Keys", None, date(2014, 3, 4)),
    ]
    pilot, dust, salt, _ = draft.episodes
    assert (pilot.writers, dust.writers) == (("Bo Marsh", "Cy Dunn"), ("Bo Marsh", "Cy Dunn"))
    assert (pilot.directors, pilot.production_code) == (("Ann Field",), "101")
    assert pilot.summary == "Ann paints the back wall blue before breakfast, and Bo wants it green."
    assert (dust.summary, salt.summary) == (None, "Bo counts keys. Nobody pays.")


def test_text_below_a_table_is_reported_with_its_line() -> None:
    doubts = read(source("list.txt", COPIED_LIST)).doubts
    assert [(doubt.what, doubt.text, doubt.line) for doubt in doubts] == [
        (Doubtful.LEFT_OUT, "A line of small print", COPIED_LIST.count("\n")),
        (Doubtful.LEFT_OUT, "U.S. viewers (millions)", None),
    ]


def test_overall_episode_numbers_are_not_taken_for_numbers_within_a_season() -> None:
    rows = '3\t"Salt"\tMarch 4, 2013\n4\t"Keys"\tMarch 11, 2013\n'
    table = f"Season 2\nNo.\tTitle\tOriginal release date\n{rows}"
    first = 'Season 1\nNo.\tTitle\tOriginal release date\n1\t"Pilot"\tMarch 4, 2012\n'
    draft = read(source("list.txt", first + table))
    assert [episode.position.code for episode in draft.episodes] == ["S01E01"]
    assert [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts] == [
        (Doubtful.NOT_PLACED, "Salt", 6),
        (Doubtful.NOT_PLACED, "Keys", 7),
    ]
    (problem,) = refusal(source("list.txt", table))
    assert "has nothing to import" in problem

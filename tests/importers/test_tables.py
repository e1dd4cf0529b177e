"""Rows of CSV that break its rules, each read as its columns show it or named."""

import pytest

from bot.domain.drafts import Doubtful
from bot.importers.reading import read
from tests.importers.files import refusal, source

HEADER = "season,episode,speaker,text\n"


def quotes_in(rows: str, header: str = HEADER) -> list[tuple[str | None, str]]:
    draft = read(source("lines.csv", header + rows))
    assert draft.doubts == ()
    return [(quote.speaker, quote.text) for episode in draft.episodes for quote in episode.quotes]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"He said "hi" to me"', 'He said "hi" to me'),
        ('"Well, "hi", he said"', 'Well, "hi", he said'),
        ('"hi" she said', '"hi" she said'),
        ('"hi" she said "ho"', '"hi" she said "ho"'),
        ('He said "hi" to me', 'He said "hi" to me'),
        ('"He said ""hi"" to me"', 'He said "hi" to me'),
        ("Well, well, well.", "Well, well, well."),
        ('"Well, well"', "Well, well"),
    ],
)
def test_quotation_marks_and_delimiters_in_the_last_column_are_text(cell: str, text: str) -> None:
    assert quotes_in(f"1,1,Ann,{cell}\n1,1,Bo,ok\n") == [("Ann", text), ("Bo", "ok")]


def test_a_row_with_too_many_cells_elsewhere_is_named_and_not_guessed_at() -> None:
    content = "season,episode,text,speaker\n1,1,Well, well,Ann\n1,1,Yes,Bo\n"
    draft = read(source("lines.csv", content))
    assert [quote.text for quote in draft.episodes[0].quotes] == ["Yes"]
    assert [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts] == [
        (Doubtful.TOO_MANY_CELLS, "1 | 1 | Well | well | Ann", 2)
    ]


@pytest.mark.parametrize("missing", ["NA", "N/A", "nan", "NULL", "null", "#N/A", "\\N", ""])
def test_a_marker_of_a_missing_value_is_none(missing: str) -> None:
    assert quotes_in(f"1,1,Ann,{missing}\n1,1,{missing},Na.\n1,1,Bo,None.\n") == [
        (None, "Na."),
        ("Bo", "None."),
    ]


def test_the_words_of_a_character_win_over_the_full_text_of_a_chapter() -> None:
    header = "book_num,chapter_num,chapter,character,full_text,character_words\n"
    draft = read(
        source("lines.csv", f'{header}2,3,Salt,Ann,"[Smiling.] Late.",Late.\n2,3,Salt,Scene,Night.,NA\n')
    )
    (episode,) = draft.episodes
    assert (episode.position.code, episode.title) == ("S02E03", "Salt")
    assert [quote.text for quote in episode.quotes] == ["Late."]
    assert [(doubt.what, doubt.text) for doubt in draft.doubts] == [(Doubtful.LEFT_OUT, "full_text")]


def test_a_quotation_mark_left_open_before_another_row_is_refused_with_its_line() -> None:
    rows = f'{HEADER}1,1,Ann,"Never\n1,1,Bo,closed"\n'
    (problem,) = refusal(source("lines.csv", rows))
    assert problem.startswith("lines.csv, line 2: has a quotation mark here that is never closed")

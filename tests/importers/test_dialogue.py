import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafts import Doubtful, Draft
from bot.domain.shows import Quote
from bot.importers.reading import read
from bot.importers.source import Format
from tests.importers.files import CSV, refusal, source


def lines(draft: Draft) -> list[tuple[str, str | None, str]]:
    return [
        (episode.position.code, quote.speaker, quote.text)
        for episode in draft.episodes
        for quote in episode.quotes
    ]


def table(*rows: str, name: str = "lines.csv") -> Draft:
    return read(source(name, "\n".join(rows)))


def test_a_csv_file_with_quoted_line_breaks_and_quotation_marks_is_read() -> None:
    assert lines(table(CSV)) == [
        ("S01E01", "Tom", "Where is\neverybody?"),
        ("S01E01", "Ivy", '"Gone", he said'),
        ("S01E02", None, "Music plays"),
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("season,episode,speaker,text", "2,3,Tom,Hello"),
        ("Line;Who;Ep.;Season No.", "Hello;Tom;3;2"),
        ("episode_number\tquote\tcharacter\tSeason", "03\tHello\tTom\tSeason 2"),
        ("Character,Dialogue,EpisodeNo,SEID,Season", "Tom,Hello,3.0,S02E03,2.0"),
        ("name|sentence|episode", "Tom|Hello|S02E03"),
        ("EP,Season,Sentence,Name", "E3,S2,Hello,Tom"),
        ("ep,line_text,speaker", "2x03,Hello,Tom"),
        ("\ufeffseason,episode,speaker,text", "2,3, Tom ,Hello\u200b\u00a0"),
        ("sep=;\nseason;episode;speaker;text", "2;3;Tom;Hello"),
        ("\n\nseason,episode,speaker,text\n", "2,3,Tom,Hello"),
        ('"season","episode","speaker","text"', '"2","3","Tom","Hello"'),
    ],
)
def test_columns_are_recognised_by_common_names_in_any_order(header: str, row: str) -> None:
    assert lines(table(header, row)) == [("S02E03", "Tom", "Hello")]


def test_title_scene_and_timestamp_columns_are_read() -> None:
    draft = table(
        "season,episode,title,scene,time,speaker,text",
        "1,1,Pilot,At the bar,0:01:02,Tom,Hi",
        "1,1,,7,,Ivy,Ho",
    )
    (episode,) = draft.episodes
    assert episode.title == "Pilot"
    assert episode.quotes == (
        Quote("Hi", speaker="Tom", context="At the bar", timestamp="0:01:02"),
        Quote("Ho", speaker="Ivy"),
    )


def test_an_invalid_timestamp_is_skipped_with_a_doubt_and_the_quote_kept() -> None:
    draft = table("code,time,text", "S01E01,right after he dies,Hi", 'S01E01,"0:01:02,345",Ho')
    assert [(quote.text, quote.timestamp) for quote in draft.episodes[0].quotes] == [
        ("Hi", None),
        ("Ho", "0:01:02"),
    ]
    (doubt,) = draft.doubts
    assert (doubt.what, doubt.text, doubt.line) == (Doubtful.UNREADABLE_TIME, "right after he dies", 2)


def test_decimal_codes_and_specials_keep_their_position() -> None:
    draft = table("code,text", "S01E03.5,half", "special after S01E10,special")
    assert [code for code, _, _ in lines(draft)] == ["S01E03.5", "special after S01E10"]


def test_speaker_groups_and_stage_directions_are_unchanged() -> None:
    draft = table("season,episode,speaker,text", '1,1,"Andy, Creed, Kevin",Yes!', "1,1,(knocking),Open up")
    assert [speaker for _, speaker, _ in lines(draft)] == ["Andy, Creed, Kevin", "(knocking)"]


def test_a_likely_typo_in_a_name_is_a_doubt_and_never_corrected() -> None:
    rows = ["1,1,Michael,Line"] * 60 + ["1,1,Guard 1,Halt"] * 60 + ["1,1,Kim,Yes"] * 60
    odd = [
        "1,2,Micahel,Ha",
        "1,2,M ichael,Ho",
        "1,2,MICHAEL,Hi",
        "1,2,Guard 2,Hm",
        "1,2,Tim,Hu",
        "1,2,Rachel,He",
    ]
    draft = table("season,episode,speaker,text", *rows, *odd)
    asked = [(doubt.text, doubt.line) for doubt in draft.doubts if doubt.what is Doubtful.LIKELY_TYPO]
    assert asked == [("Micahel / Michael", 182), ("M ichael / Michael", 183), ("MICHAEL / Michael", 184)]
    assert "Micahel" in [speaker for _, speaker, _ in lines(draft)]


def test_the_same_quote_twice_in_a_row_is_kept_with_a_doubt() -> None:
    draft = table("season,episode,speaker,text", "1,1,Tom,Yes", "1,1,Tom,Yes", "1,1,Ivy,Yes")
    assert len(lines(draft)) == 3
    assert [(doubt.what, doubt.line) for doubt in draft.doubts] == [(Doubtful.DUPLICATE, 3)]


def test_an_unknown_column_is_reported_as_skipped() -> None:
    draft = table("season,episode,text,mood", "1,1,Hi,gay")
    assert [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts] == [
        (Doubtful.LEFT_OUT, "mood", 1)
    ]


def test_values_that_are_too_long_are_skipped_and_reported_with_their_line() -> None:
    draft = table("season,episode,speaker,text", f"1,1,Tom,{'x' * 4001}", f"1,1,{'y' * 101},Hi", "1,1,Tom,Ho")
    assert lines(draft) == [("S01E01", None, "Hi"), ("S01E01", "Tom", "Ho")]
    assert [(doubt.what, doubt.line) for doubt in draft.doubts] == [
        (Doubtful.LEFT_OUT, 2),
        (Doubtful.LEFT_OUT, 3),
    ]


def test_rows_without_a_position_are_reported_and_rows_without_text_ignored() -> None:
    draft = table("season,episode,text", "1,1,Hi", "pilot,finale,Ho", "1,1,", ",,Hm")
    assert lines(draft) == [("S01E01", None, "Hi")]
    assert [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts] == [
        (Doubtful.NOT_PLACED, "Ho", 3),
        (Doubtful.NOT_PLACED, "Hm", 5),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "1,1,Tom,Hello\n1,1,Ivy,Hi\n",
            "lines.csv, line 1: has no column for episode numbers, or for quotes",
        ),
        ("\nspeaker,text\nTom,Hi\n", "lines.csv, line 2: has no column for the episode"),
        ("season,episode,text\n", "lines.csv: has no rows below its column names"),
        ("season,episode,text\n\nx,1,Hi\n,2,Ho\n", "lines.csv, line 3: 'x 1' is not a season and episode"),
        ("episode,text\n7,Hi\n", "lines.csv, line 2: '7' is not a season and episode"),
        ('season,episode,text\n1,1,"' + "1,1,Hi\n" * 200, "lines.csv, line 2: has a quotation mark"),
        ('season,episode,text\n1,1,Ho\n1,1,"' + "x" * 200_000, "lines.csv, line 3: has a quotation mark"),
        (
            f"season,episode,text\n1,1,{'x' * 200_000}\n",
            "lines.csv, line 2: has a cell of over 131,072 characters",
        ),
        (f'season,episode,text\n1,1,"a\n{"x" * 200_000}"\n', "lines.csv, line 2: has a cell of over"),
    ],
)
def test_an_unreadable_table_is_refused_with_its_line(content: str, sentence: str) -> None:
    problems = refusal(source("lines.csv", content))
    assert problems[0].startswith(sentence)


@pytest.mark.parametrize("wrap", ["{}", '{{"quotes": {}}}', '{{"data": {}}}'])
def test_json_rows_use_the_same_column_names(wrap: str) -> None:
    rows = msgspec.json.encode(
        [
            {"speaker": "Tom", "season": 1, "episode": 2, "line": "Hi"},
            {"season": "1", "episode": "2", "line": "Ho"},
        ]
    )
    draft = read(source("lines.json", wrap.format(rows.decode())))
    assert lines(draft) == [("S01E02", "Tom", "Hi"), ("S01E02", None, "Ho")]


def test_json_lines_are_read_too_and_a_list_of_speakers_is_a_group() -> None:
    row = b'{"speakers": ["Tom", "Ivy"], "season": 1, "episode": 2, "text": "Hi"}\n'
    assert lines(read(source("lines.jsonl", row * 2)))[0] == ("S01E02", "Tom, Ivy", "Hi")


def test_json_without_quotes_is_refused() -> None:
    (problem,) = refusal(source("lines.json", '{"a": [1, 2]}'), Format.DIALOGUE)
    assert "is not a list of quotes" in problem


def test_a_file_of_60000_quotes_is_read_completely() -> None:
    content = io.StringIO()
    content.write("season,episode,speaker,text\n")
    for number in range(60_000):
        content.write(
            f"{number // 12_000 + 1},{number // 600 % 20 + 1},Person {number % 40},Line {number}, or so\n"
        )
    draft = table(content.getvalue())
    assert (len(draft.episodes), len(lines(draft))) == (100, 60_000)


@given(st.text(max_size=300), st.sampled_from(["", "season,episode,text\n", "code;text;speaker\nS01E01;"]))
def test_any_table_is_read_or_refused(content: str, start: str) -> None:
    given_file = source("lines.csv", (start + content).encode("utf-8", "ignore"))
    if not refusal(given_file, Format.DIALOGUE):
        assert read(given_file, Format.DIALOGUE).episodes


def test_an_unclosed_quotation_mark_is_refused_with_its_line() -> None:
    rows = ("season,episode,speaker,line", '1,1,Anna,"We open soon', "1,2,Bella,Never")
    (problem,) = refusal(source("lines.csv", "\n".join(rows)))
    assert "line 2" in problem
    assert "never closed" in problem


@pytest.mark.parametrize(
    "header",
    [
        "Staffel,Folge,Sprecher,Text",
        "saison,épisode,personnage,réplique",
        "temporada,episodio,personaje,texto",
    ],
)
def test_columns_in_other_languages_are_read(header: str) -> None:
    draft = table(header, "1,2,Ann,Hello.")
    (episode,) = draft.episodes
    assert episode.position.code == "S01E02"
    assert [(quote.speaker, quote.text) for quote in episode.quotes] == [("Ann", "Hello.")]
    assert draft.doubts == ()


def test_quotes_that_are_listed_as_text_are_a_quote_each() -> None:
    rows = [
        {"season": 1, "episode": 1, "lines": ["Ann: Open it.", "Bo: No: never."]},
        {"season": 1, "episode": 2, "lines": ["Open it.", "Listen: it rains."]},
    ]
    draft = read(source("x.json", msgspec.json.encode(rows)))
    assert [[(quote.speaker, quote.text) for quote in each.quotes] for each in draft.episodes] == [
        [("Ann", "Open it."), ("Bo", "No: never.")],
        [(None, "Open it."), (None, "Listen: it rains.")],
    ]

import pytest

from bot.domain.drafts import Doubtful
from bot.domain.shows import Quote
from bot.importers.reading import read
from bot.importers.source import Format
from tests.importers.files import SBV, SRT, VTT, refusal, source, zipped


def quotes(content: str | bytes, name: str = "S02E02.srt") -> list[Quote[str]]:
    (episode,) = read(source(name, content)).episodes
    assert episode.position.code == "S02E02"
    return list(episode.quotes)


def test_subrip_cues_have_timestamps_and_speakers_in_capitals() -> None:
    assert quotes(SRT) == [
        Quote("Where is everybody?", speaker="TOM", timestamp="0:00:01"),
        Quote("Listen: it rains", timestamp="0:12:34"),
    ]


def test_webvtt_voices_become_speakers_and_tags_and_notes_are_removed() -> None:
    assert quotes(VTT) == [
        Quote("Where is everybody?", speaker="Tom", timestamp="0:00:01"),
        Quote("Tea & cake", timestamp="1:00:03"),
    ]


def test_youtube_subtitles_are_read() -> None:
    assert [quote.timestamp for quote in quotes(SBV)] == ["0:00:01", "0:12:34"]


def test_the_subtitle_format_is_detected_from_the_content_not_the_name() -> None:
    assert quotes(VTT, "S02E02.srt") == quotes(VTT, "S02E02.txt") == quotes(VTT, "S02E02.vtt")


def test_webvtt_without_its_header_line_is_read() -> None:
    assert [quote.text for quote in quotes("00:01.000 --> 00:02.000\nHello\n", "S02E02.vtt")] == ["Hello"]


def test_two_voices_in_one_cue_are_two_quotes() -> None:
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Tom>Hello</v>\n<v Ivy>Hi</v>\n"
    assert [(quote.speaker, quote.text) for quote in quotes(cue)] == [("Tom", "Hello"), ("Ivy", "Hi")]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("{\\an8}Up here", "Up here"),
        ('<font color="#fff">Red</font> <I>ink</I>', "Red ink"),
        ("2 < 3 and {laughs}", "2 < 3 and {laughs}"),
        ("one\n\ntwo", "one\ntwo"),
        ("- Hi\n- Ho", "- Hi\n- Ho"),
    ],
)
def test_only_style_tags_are_removed(shown: str, text: str) -> None:
    assert [quote.text for quote in quotes(f"1\n00:00:01,000 --> 00:00:02,000\n{shown}\n")] == [text]


def test_a_cue_with_an_unreadable_time_is_skipped_and_reported_with_its_line() -> None:
    broken = (
        SRT
        + "\n3\n00:13:1x,000 --> 00:13:20,000\nLost\n\n4\nNo time\n\n5\n00:14:00,000 --> 00:14:01,000\nEnd\n"
    )
    draft = read(source("S02E02.srt", broken))
    assert [quote.text for quote in draft.episodes[0].quotes][-1] == "End"
    assert [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts] == [
        (Doubtful.LEFT_OUT, "Lost", 9),
        (Doubtful.LEFT_OUT, "No time", 13),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_all_line_endings_are_read(line_end: str) -> None:
    assert quotes(SRT.replace("\n", line_end)) == quotes(SRT)


def test_a_cue_that_is_too_long_is_skipped_and_reported() -> None:
    draft = read(source("S02E02.srt", f"{SRT}\n3\n00:14:00,000 --> 00:14:01,000\n{'x' * 4001}\n"))
    assert len(draft.episodes[0].quotes) == 2
    assert [doubt.what for doubt in draft.doubts] == [Doubtful.LEFT_OUT]


def test_a_file_without_an_episode_code_asks_for_one() -> None:
    (problem,) = refusal(source("smash.srt", SRT))
    assert "does not say which episode it is" in problem


@pytest.mark.parametrize("content", ["WEBVTT\n", "some text", "1\nsome text", "1"])
def test_a_file_without_cues_is_refused(content: str) -> None:
    (problem,) = refusal(source("S02E02.srt", content), Format.SUBTITLES)
    assert "has no subtitles with a readable time" in problem


def test_a_zipped_season_has_one_episode_per_file() -> None:
    season = zipped(
        {
            "Season 2/S02E02.vtt": VTT,
            "Season 2/S02E01.srt": SRT,
            "Season 2/S02E01.en.srt": SRT,
            "Season 2/readme.nfo": "by me",
            "__MACOSX/Season 2/._S02E01.srt": "x",
        }
    )
    draft = read(source("season.zip", season))
    assert [(episode.position.code, len(episode.quotes)) for episode in draft.episodes] == [
        ("S02E01", 2),
        ("S02E02", 2),
    ]
    assert [(doubt.what, doubt.text) for doubt in draft.doubts] == [
        (Doubtful.LEFT_OUT, "Season 2/readme.nfo"),
        (Doubtful.PLACED_TWICE, "Season 2/S02E01.srt"),
    ]


def test_every_unreadable_file_of_a_season_is_reported() -> None:
    problems = refusal(source("season.zip", zipped({"S02E01.srt": SRT, "two.srt": SRT, "S02E03.srt": "x"})))
    assert [problem.split(":")[0] for problem in problems] == ["S02E03.srt", "two.srt"]


@pytest.mark.parametrize("name", ["S01E01.vtt", "S01E01.srt"])
def test_a_time_with_too_many_seconds_is_named(name: str) -> None:
    header = "WEBVTT\n\n" if name.endswith("vtt") else "1\n"
    cues = "00:00:99.000 --> 00:02:00.000\nBad.\n\n00:00:03.000 --> 00:00:04.000\nGood.\n"
    draft = read(source(name, header + cues))
    assert [quote.text for quote in draft.episodes[0].quotes] == ["Good."]
    assert [(doubt.what, doubt.text) for doubt in draft.doubts] == [(Doubtful.LEFT_OUT, "Bad.")]


def test_webvtt_with_commas_is_read() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nOne.\n\n00:03,000 --> 00:04,000\nTwo.\n"
    assert [quote.text for quote in read(source("S01E01.vtt", text)).episodes[0].quotes] == ["One.", "Two."]


def test_subviewer_is_read_and_no_stl() -> None:
    text = (
        "[INFORMATION]\n[TITLE]x\n[END INFORMATION]\n[SUBTITLE]\n00:04:35.03,00:04:38.82\nSit[br]down.\n\n"
        "00:05:00.19,00:05:03.47\nNo.\n"
    )
    quotes = read(source("S01E01.sub", text)).episodes[0].quotes
    assert [(quote.timestamp, quote.text) for quote in quotes] == [
        ("0:04:35", "Sit\ndown."),
        ("0:05:00", "No."),
    ]

"""Subtitles of the less common formats, and which sentence refuses those that aren't read."""

import pytest

from bot.domain.drafts import Doubtful
from bot.domain.shows import Quote
from bot.importers.reading import read
from bot.importers.source import Format
from tests.importers.files import ASS, MICRODVD, SAMI, TTML, refusal, source, zipped


def quotes(content: str, name: str = "S02E02.txt") -> list[Quote[str]]:
    (episode,) = read(source(name, content)).episodes
    assert episode.position.code == "S02E02"
    return list(episode.quotes)


def doubts(content: str) -> list[tuple[Doubtful, str, int | None]]:
    found = read(source("S02E02.txt", content)).doubts
    return [(doubt.what, doubt.text, doubt.line) for doubt in found]


def test_ass_dialogue_is_read_without_drawings_and_comments() -> None:
    assert quotes(ASS) == [
        Quote("Mind the step.\nBoth of you.", speaker="Ann", timestamp="0:00:01"),
        Quote("Too late, I fear.", timestamp="1:02:03"),
    ]


def test_an_invalid_ass_line_is_reported_with_its_line() -> None:
    broken = ASS + "Dialogue: 0,soon,later,Default,Ann,0,0,0,,Never.\n"
    assert len(quotes(broken)) == 2
    (doubt,) = doubts(broken)
    assert doubt[::2] == (Doubtful.LEFT_OUT, broken.count("\n"))


def test_frame_numbers_become_timestamps_if_the_frame_rate_is_known() -> None:
    assert quotes(MICRODVD) == [
        Quote("Mind the step.\nBoth of you.", timestamp="0:00:02"),
        Quote("Gone", speaker="BO", timestamp="0:01:40"),
    ]
    without = MICRODVD.partition("\n")[2]
    assert [quote.timestamp for quote in quotes(without)] == [None, None]
    assert [what for what, _, _ in doubts(without)] == [Doubtful.UNREADABLE_TIME]


@pytest.mark.parametrize(
    "lines",
    [
        "[10][25]Mind the step.|Both of you.\n[40][50]/Gone\n",
        "00:00:01:Mind the step.|Both of you.\n0:00:04:Gone\n",
    ],
)
def test_formats_with_a_time_on_each_line_are_read(lines: str) -> None:
    assert quotes(lines) == [
        Quote("Mind the step.\nBoth of you.", timestamp="0:00:01"),
        Quote("Gone", timestamp="0:00:04"),
    ]
    assert doubts(f"{lines}and this\n") == [(Doubtful.LEFT_OUT, "and this", 3)]


def test_sami_is_read_in_one_language() -> None:
    assert quotes(SAMI) == [
        Quote("Mind the step.\nBoth of you.", timestamp="0:00:01"),
        Quote("Tea & cake", timestamp="0:01:05"),
    ]
    (problem,) = refusal(source("S02E02.smi", SAMI.replace("<P Class=ENCC>Tea", "<P Class=FRCC>Thé")))
    assert "in several languages: encc, frcc" in problem


def test_ttml_counts_times_from_the_element_around_and_names_its_people() -> None:
    assert quotes(TTML) == [
        Quote("Mind the step.\nBoth of you.", speaker="Ann Lee", timestamp="0:00:11"),
        Quote("Gone already", timestamp="0:00:12"),
        Quote("Ticks", timestamp="0:00:13"),
        Quote("Whenever"),
    ]


def test_ttml_that_is_broken_or_an_attack_is_refused() -> None:
    (broken,) = refusal(source("S02E02.ttml", TTML[:-20]))
    assert "is not well-formed XML" in broken
    bomb = '<?xml version="1.0"?><!DOCTYPE tt [<!ENTITY a "b">]>' + TTML.partition("?>")[2].replace(
        "Gone", "&a;"
    )
    (attack,) = refusal(source("S02E02.ttml", bomb), Format.SUBTITLES)
    assert "declares XML entities" in attack or "no subtitles" in attack


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Scenarist_SCC V1.0\n\n00:00:01:00\t94ae 94ae\n", "is SCC"),
        ("$FontName = Arial\n00:00:01:00 , 00:00:02:00 , Hello\n", "is STL"),
        ("# VobSub index file, v7\n", "is VobSub"),
        (b"850STL25.01" + b" " * 1013, "is STL"),
        (b"\x00\x00\x01\xba" + bytes(60), "is VobSub"),
    ],
)
def test_unsupported_subtitle_formats_are_refused_by_name(content: str | bytes, sentence: str) -> None:
    (problem,) = refusal(source("S02E02.sub", content))
    assert sentence in problem
    assert "Save it as SRT" in problem


def test_a_season_may_mix_the_formats() -> None:
    draft = read(
        source("season.zip", zipped({"S01E01.ass": ASS, "S01E02.sub": MICRODVD, "S01E03.smi": SAMI}))
    )
    assert [len(episode.quotes) for episode in draft.episodes] == [2, 2, 2]
    assert draft.doubts == ()


def test_webvtt_of_html_loses_its_tags_and_what_follows_a_voice_is_nobodys() -> None:
    vtt = (
        "WEBVTT\n\n00:01.000 --> 00:02.000align:start\n<v Ann>Mind <em>the</em><br>step.</v>\n(thunder)\n\n"
        "75:00.500 --> 75:02.000\n<p><span class='a'>2 < 3</span> &amp; <strong>so</strong> on</p>\n"
    )
    assert quotes(vtt) == [
        Quote("Mind the\nstep.", speaker="Ann", timestamp="0:00:01"),
        Quote("(thunder)", timestamp="0:00:01"),
        Quote("2 < 3 & so on", timestamp="1:15:00"),
    ]

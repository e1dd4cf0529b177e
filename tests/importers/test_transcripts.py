"""Dialogue as plain text, and what isn't one."""

import pytest

from bot.domain.drafts import Doubtful
from bot.domain.shows import Quote
from bot.importers.reading import read
from bot.importers.source import Format
from tests.importers.files import SCRIPT, TRANSCRIPT, refusal, source

Said = tuple[str, str | None, str, str | None]


def quotes_in(content: str, name: str = "S02E02.txt") -> list[Said]:
    return [
        (episode.position.code, quote.speaker, quote.text, quote.context)
        for episode in read(source(name, content)).episodes
        for quote in episode.quotes
    ]


def left_out(content: str) -> list[tuple[str, int | None]]:
    doubts = read(source("S02E02.txt", content)).doubts
    assert all(doubt.what is Doubtful.LEFT_OUT for doubt in doubts)
    return [(doubt.text, doubt.line) for doubt in doubts]


def test_each_line_is_its_speakers_and_notes_are_the_context_of_what_follows() -> None:
    assert quotes_in(TRANSCRIPT) == [
        ("S02E02", "Ann", "You took the long way round, and nobody was at the door to let you in.", None),
        ("S02E02", "Bo", "I know.", "Thunder"),
        ("S02E02", "BO", "Who left this here?", "to the cat"),
        ("S02E02", "Man at the door", "Not me!", None),
    ]


def test_transcript_lines_without_a_speaker_are_skipped_and_reported() -> None:
    assert left_out(TRANSCRIPT) == [("She sits down.", 9)]


def test_a_script_has_names_on_lines_of_their_own() -> None:
    assert quotes_in(SCRIPT) == [
        ("S02E02", "ANN", "You took the long way round, and nobody was there.", "INT. KITCHEN - NIGHT"),
        ("S02E02", "BO", "I know.", "softly"),
        ("S02E02", "ANN", "Sit.", "V.O."),
    ]
    assert left_out(SCRIPT) == [("Ann stirs the soup.", 3)]


def test_a_heading_says_which_episode_it_is() -> None:
    content = "Lantern Row 1x02\n\nANN: Late again.\nBO: Yes!\n\nSeason 1, Episode 3\nANN: Again?\nBO: Yes.\n"
    assert [code for code, *_ in quotes_in(content, "all.txt")] == ["S01E02", "S01E02", "S01E03", "S01E03"]
    (problem,) = refusal(source("all.txt", content.partition("\n")[2].replace("Season 1, Episode 3", "")))
    assert problem == "all.txt, line 2: does not say which episode it is of. Name the file like S02E02.txt"


def test_times_before_a_speaker_are_kept() -> None:
    (episode,) = read(source("S02E02.txt", "[00:01:02] Ann: Late.\n01:05 - Bo: Early!\n")).episodes
    assert episode.quotes == (
        Quote("Late.", speaker="Ann", timestamp="00:01:02"),
        Quote("Early!", speaker="Bo", timestamp="01:05"),
    )


@pytest.mark.parametrize(
    "content",
    [
        "ERROR: disk is full.\nWARNING: it was nearly full.\nERROR: again.\n",
        "name: build\non: push\njobs: test\nsteps: all\n",
        "def late(ann):\n    return {\n        'Ann': 1,\n    }\n",
        "Ann went to the market. It was late.\n\nBo stayed, and she was glad of it.\n",
        "https://example.org/a\nhttps://example.org/b\n",
        "<a>\n<b>one</b>\n</a>\n",
        "x = 1; y = 2;\nprint(x);\n",
    ],
)
def test_text_that_is_neither_a_transcript_nor_a_page_is_refused(content: str) -> None:
    (problem,) = refusal(source("S01E01.txt", content))
    assert "does not look like anything that can be imported" in problem


def test_plain_text_can_be_imported_as_a_page_if_that_format_is_chosen() -> None:
    recap = "Ann went to the market. It was late.\n\nBo stayed, and she was glad of it.\n"
    (episode,) = read(source("S01E01.txt", recap), Format.PAGE).episodes
    assert len(episode.scenes) == 2


def test_page_labels_are_not_taken_for_speakers() -> None:
    page = (
        "Dust\nSeason: 1\nEpisode: 2\nWritten by: Bo Marsh\nDirected by: Ann Field\nAir date: June 4, 2012\n"
    )
    (episode,) = read(source("dust.txt", page)).episodes
    assert (episode.position.code, episode.writers, episode.quotes) == ("S01E02", ("Bo Marsh",), ())


@pytest.mark.parametrize("form", ["**{}:** {}", "__{}__: {}", ">> {}: {}", "> {}: {}"])
def test_marks_around_a_speaker_are_none_of_the_name(form: str) -> None:
    said = [("Ann", "You are late."), ("Bo", "I am early."), ("Ann", "Oh.")]
    draft = read(source("S01E02.txt", "\n".join(form.format(*each) for each in said)))
    assert [(quote.speaker, quote.text) for quote in draft.episodes[0].quotes] == said


def test_a_speech_about_the_end_is_a_speech() -> None:
    draft = read(source("S01E02.txt", "ANN: This is the END.\nBO: THE END of what?\nANN: Oh.\nTHE END\n"))
    assert [quote.text for quote in draft.episodes[0].quotes] == [
        "This is the END.",
        "THE END of what?",
        "Oh.",
    ]
    assert draft.doubts == ()

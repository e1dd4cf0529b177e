"""One item of a list: songs with what stands beside their title."""

import pytest

from bot.domain.shows import Performance
from bot.importers.page_items import is_guessed, read_song


@pytest.mark.parametrize(
    ("line", "title", "performers", "context"),
    [
        ('"First Light"', "First Light", (), None),
        ('• "First Light" by Dee Vale', "First Light", ("Dee Vale",), None),
        ('"Other Song" – Bo Marsh', "Other Song", ("Bo Marsh",), None),
        ("Long Way Down (Ann & Bo)", "Long Way Down", ("Ann", "Bo"), None),
        ("Long Way Down: Ann, Bo and Cy", "Long Way Down", ("Ann", "Bo", "Cy"), None),
        ("Rain - performed by Ann van Dam", "Rain", ("Ann van Dam",), None),
        ("Rain – Dee & Ed (originally by Flo)", "Rain", ("Dee", "Ed"), "originally by Flo"),
        ("Rain (Reprise)", "Rain", (), "Reprise"),
        ('"Rain" (Katy Perry cover)', "Rain", (), "Katy Perry cover"),
        ("Rain written by Ann Field", "Rain", (), "written by Ann Field"),
        ("(Hurry Up) Slow Morning", "(Hurry Up) Slow Morning", (), None),
        ("Cut, Print... Moving On", "Cut, Print... Moving On", (), None),
        ("Stand by Me", "Stand by Me", (), None),
        ("Stand by Me (Reprise)", "Stand by Me", (), "Reprise"),
        ("Stand by Me (Ann)", "Stand by Me", ("Ann",), None),
        ("Don't You (Forget About Me)", "Don't You (Forget About Me)", (), None),
        ("Walk (and Talk)", "Walk (and Talk)", (), None),
        ("One by One – Otto", "One by One", ("Otto",), None),
        ("Rain by Ann (cover)", "Rain", ("Ann",), "cover"),
        ("Would I Lie to You?", "Would I Lie to You?", (), None),
    ],
)
def test_what_follows_a_songs_title_is_who_sings_it_or_a_note(
    line: str, title: str, performers: tuple[str, ...], context: str | None
) -> None:
    assert read_song(line) == Performance(title, performers, context)


@pytest.mark.parametrize("line", ["", "•", "- "])
def test_an_empty_item_is_no_song(line: str) -> None:
    assert read_song(line) is None


@pytest.mark.parametrize(
    "line", ["Rain by Ann", "Rain (Ann & Bo)", "• Slow Morning (Hurry Up)", "Mission: Impossible"]
)
def test_a_title_that_only_its_words_tell_from_its_performers_is_guessed(line: str) -> None:
    assert is_guessed(line)


@pytest.mark.parametrize(
    "line", ['"Rain" by Ann', "Rain – Ann", "Rain performed by Ann", "Stand by Me", "Rain (reprise)"]
)
def test_a_title_in_quotation_marks_or_before_a_dash_is_not_guessed(line: str) -> None:
    assert not is_guessed(line)

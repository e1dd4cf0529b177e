import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importers.speakers import find_quotes

Lines = list[tuple[str | None, bool, str]]


def lines_in(*paragraphs: str, titles: tuple[str, ...] = ()) -> Lines:
    """Speaker, whether that is a guess, and words of each line in a recap."""
    return [(line.speaker, line.guessed, line.text) for line, _ in find_quotes(paragraphs, titles)]


@pytest.mark.parametrize(
    ("prose", "speaker", "words"),
    [
        ("“Not today” Otto tells her.", "Otto", "Not today"),
        ("“Not today,” says Otto.", "Otto", "Not today"),
        ("“Not today”, Otto finally whispers to Lena.", "Otto", "Not today"),
        ('Otto said, "Not today."', "Otto", "Not today."),
        ("Otto tells Lena “not today”.", "Otto", "not today"),
        ("With a smile, Otto answers “not today”.", "Otto", "not today"),
        ("When Lena asks him, Otto says “nothing”.", "Otto", "nothing"),
        ("Lena asks Otto, who replies “not today”.", "Otto", "not today"),
        ("“Is it today?” asks a surprised Otto.", "Otto", "Is it today?"),
        ("His friend Otto says “not today”.", "Otto", "not today"),
        ("Otto and Lena shout “not today”.", "Otto and Lena", "not today"),
        ("Lena is told by Otto “not today”.", "Otto", "not today"),
    ],
)
def test_a_speaker_named_beside_the_line_is_no_guess(prose: str, speaker: str, words: str) -> None:
    assert lines_in(prose) == [(speaker, False, words)]


@pytest.mark.parametrize(
    ("prose", "speaker", "words"),
    [
        (
            "Lena tells Otto that, after all of this, the show is “as good as dead”.",
            "Lena",
            "as good as dead",
        ),
        ("Lena turns around. “You were never one of us.”", "Lena", "You were never one of us."),
        ("Otto: “We have a deal”.", "Otto", "We have a deal"),
        ("Otto tries to stay calm. He looks up and says “not today”.", "Otto", "not today"),
        ("Lena reminds them of it. “How much do you need?” she asks.", "Lena", "How much do you need?"),
    ],
)
def test_whom_the_sentence_is_about_is_a_guess(prose: str, speaker: str, words: str) -> None:
    assert lines_in(prose) == [(speaker, True, words)]


@pytest.mark.parametrize(
    "prose",
    [
        "Otto meets Lena. He tells her “not today”.",
        "Otto and Lena meet. Nobody knows why. “Not today” she says.",
        "The guy is glad. “Not today” he says.",
        "“Not today” he says.",
    ],
)
def test_he_and_she_of_whom_nothing_else_tells_are_unknown(prose: str) -> None:
    assert lines_in(prose) == [(None, False, "not today" if "“not" in prose else "Not today")]


def test_an_actor_in_brackets_says_nothing() -> None:
    assert lines_in("Otto (Carl Dow) asks Lena (Ann Bell) “are you coming”.") == [
        ("Otto", False, "are you coming")
    ]


def test_a_line_of_somebody_without_a_name_has_no_speaker() -> None:
    assert lines_in("“We are closed,” replies the doorman.") == [(None, False, "We are closed")]
    assert lines_in("They say “we are closed”.") == [(None, False, "we are closed")]


def test_the_second_half_of_a_quote_names_nobody_else() -> None:
    assert lines_in("“We open soon,” said Otto, “and nobody knows the second act.”") == [
        ("Otto", False, "We open soon"),
        (None, False, "and nobody knows the second act."),
    ]


def test_what_is_between_the_marks_is_kept_as_it_is_written() -> None:
    assert lines_in("Otto says “I don’t (really) know”.") == [("Otto", False, "I don’t (really) know")]


@pytest.mark.parametrize(
    "prose",
    [
        "Lena sings “Happy Birthday” to Otto.",
        "Lena says that they will perform “the old one” again.",
        "Otto calls it a “small problem”.",
        "Lena tells Otto that the so-called “workshop” is off.",
        "Otto says it was “fun”.",
        "The sign on the door says “closed until further notice”.",
        "Lena is “not amused” by this.",
        "Otto tells Lena about “The Girl in the Window”.",
        "An unclosed “quotation mark means nothing, says Otto.",
        "Otto says “”.",
    ],
)
def test_titles_nicknames_and_written_words_are_no_lines(prose: str) -> None:
    assert lines_in(prose) == []


def test_a_songs_title_is_no_line_however_it_is_written() -> None:
    prose = "“Would I lie to you” Otto says to Lena."
    assert lines_in(prose, titles=("Would I Lie to You?",)) == []
    assert lines_in(prose) == [("Otto", False, "Would I lie to you")]


def test_the_same_line_is_reported_once() -> None:
    assert len(lines_in("Otto says “not today”.", "Later Lena laughs at it: Otto says “Not today!”")) == 1


@given(st.lists(st.text(alphabet="AbC he she says Otto. ,“”\"!?()'’-\0", max_size=120), max_size=4))
def test_no_prose_breaks_the_search_for_lines(paragraphs: list[str]) -> None:
    for line, home in find_quotes(paragraphs):
        assert line.text
        assert line.text.rstrip(",; ") in paragraphs[home].replace("\0", "")

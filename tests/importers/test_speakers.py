import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importers.speakers import find_quotes

Lines = list[tuple[str | None, bool, str]]


def lines_in(*paragraphs: str, titles: tuple[str, ...] = ()) -> Lines:
    """Each quote in a recap: speaker, whether that is a guess, and text."""
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
def test_a_speaker_named_next_to_the_quote_is_certain(prose: str, speaker: str, words: str) -> None:
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
def test_the_subject_of_the_sentence_is_a_guessed_speaker(prose: str, speaker: str, words: str) -> None:
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
def test_a_pronoun_alone_gives_no_speaker(prose: str) -> None:
    assert lines_in(prose) == [(None, False, "not today" if "“not" in prose else "Not today")]


def test_an_actor_in_brackets_is_not_the_speaker() -> None:
    assert lines_in("Otto (Carl Dow) asks Lena (Ann Bell) “are you coming”.") == [
        ("Otto", False, "are you coming")
    ]


def test_a_quote_of_an_unnamed_person_has_no_speaker() -> None:
    assert lines_in("“We are closed,” replies the doorman.") == [(None, False, "We are closed")]
    assert lines_in("They say “we are closed”.") == [(None, False, "we are closed")]


def test_the_second_half_of_a_quote_has_no_speaker() -> None:
    assert lines_in("“We open soon,” said Otto, “and nobody knows the second act.”") == [
        ("Otto", False, "We open soon"),
        (None, False, "and nobody knows the second act."),
    ]


def test_the_text_between_the_quotation_marks_is_unchanged() -> None:
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
def test_titles_nicknames_and_written_words_are_not_quotes(prose: str) -> None:
    assert lines_in(prose) == []


def test_a_song_title_is_not_a_quote_however_it_is_capitalised() -> None:
    prose = "“Would I lie to you” Otto says to Lena."
    assert lines_in(prose, titles=("Would I Lie to You?",)) == []
    assert lines_in(prose) == [("Otto", False, "Would I lie to you")]


def test_the_same_quote_is_found_only_once() -> None:
    assert len(lines_in("Otto says “not today”.", "Later Lena laughs at it: Otto says “Not today!”")) == 1


@given(st.lists(st.text(alphabet="AbC he she says Otto. ,“”\"!?()'’-\0", max_size=120), max_size=4))
def test_finding_quotes_in_prose_never_fails(paragraphs: list[str]) -> None:
    for line, home in find_quotes(paragraphs):
        assert line.text
        assert line.text.rstrip(",; ") in paragraphs[home].replace("\0", "")

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import QuoteId
from bot.domain.quote_matching import Query, matches, near_words, rank, read_query, words_of


def ranked(typed: str, *lines: str) -> list[str]:
    """The lines that answer, best first."""
    folded = {QuoteId(number): " ".join(words_of(line)) for number, line in enumerate(lines)}
    return [lines[quote] for quote in rank(read_query(typed), folded)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("midnight", "We open at [midnight]."),
        ("open midnight", "We [open] at [midnight]."),
        ("at midnight", "We open [at midnight]."),
        ("midnigth", "We open at [midnight]."),
        ("mid", "We open at [midnight]."),
        ("dont", "[Don’t] you—"),
        ("don't you", "[Don’t you]—"),
        ("ete", "“C’était [l’été]!”"),
        ("you", "[You] and your show"),
        ("well", "[Well]-known…"),
        ("zeppelin", "We open at midnight."),
    ],
)
def test_the_words_that_answer_are_known_by_their_places(typed: str, found: str) -> None:
    text = found.replace("[", "").replace("]", "")
    marked = text
    for first, last in reversed(matches(read_query(typed), text)):
        marked = f"{marked[:first]}[{marked[first:last]}]{marked[last:]}"
    assert marked == found


@given(st.text(max_size=60), st.text(max_size=60))
def test_places_of_words_come_in_order_and_within_the_text(typed: str, text: str) -> None:
    ends = [end for place in matches(read_query(typed), text) for end in place]
    assert ends == sorted(ends)
    assert all(0 <= end <= len(text) for end in ends)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Don’t stop", Query(("dont", "stop"), (), beginning=True)),
        ("“Don't stop”", Query(("dont", "stop"), (("dont", "stop"),))),
        (
            'say "don\'t stop" to me',
            Query(("say", "dont", "stop", "to", "me"), (("dont", "stop"),), beginning=True),
        ),
        (
            "„draw up” «the contract»",
            Query(("draw", "up", "the", "contract"), (("draw", "up"), ("the", "contract"))),
        ),
        ('"never closed', Query(("never", "closed"), (), beginning=True)),
        ("plan a", Query(("plan", "a"))),
        ('""', Query(())),
        ("!?", Query(())),
        ("", Query(())),
        ("🎭", Query(())),
    ],
)
def test_what_was_typed_is_read(typed: str, expected: Query) -> None:
    assert read_query(typed) == expected


@given(st.text())
def test_words_are_letters_and_digits_alone(text: str) -> None:
    assert all(word.isalnum() for word in words_of(text))
    assert words_of(" ".join(words_of(text))) == words_of(text)


def test_a_phrase_comes_before_words_together_before_words_apart_before_near_misses() -> None:
    lines = [
        "the lawer will draw it",
        "a lawyer who after many a long and weary year in court may draw",
        "draw me a lawyer",
        "a lawyer draw",
    ]
    assert ranked("lawyer draw", *lines) == lines[::-1]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("wirting", "writing"),
        ("moey", "money"),
        ("riting", "writing"),
        ("wrriting", "writing"),
        ("writimg", "writing"),
        ("brodway", "broadway"),
        ("choreografy", "choreography"),
        ("chreoography", "choreography"),
        ("the curtian falls", "the curtain falls"),
        ("waht a night", "what a night"),
    ],
)
def test_a_typo_is_forgiven(typed: str, line: str) -> None:
    assert ranked(typed, line, "something else") == [line]


def test_a_letter_may_be_missing_from_a_word_that_had_five() -> None:
    assert near_words("moey", ["money", "moly", "mo", "monkey"]) == ["money"]


@pytest.mark.parametrize(
    ("typed", "line"),
    [("star", "stir"), ("tom", "tim"), ("curtain", "captain"), ("xyz", "curtain"), ("broadway", "bradwey")],
)
def test_what_is_more_than_a_typo_away_does_not_answer(typed: str, line: str) -> None:
    if len(typed) < 5:
        assert near_words(typed, [line]) == []
    else:
        assert ranked(typed, line) == []


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("lawyer", True),
        ("lawyer banana", False),
        ("lawyer draw banana", True),
        ("lawyer banana kiwi", False),
        ("my lawyer banana kiwi contract", True),
    ],
)
def test_a_word_or_two_of_several_may_be_lacking(typed: str, answers: bool) -> None:
    assert bool(ranked(typed, "I’ll have my lawyer draw up the contract")) is answers


def test_a_text_in_quotation_marks_is_found_exactly() -> None:
    assert ranked('"draw up" lawyer', "draw up, lawyer", "up draw lawyer", "draw upon a lawyer") == [
        "draw up, lawyer"
    ]


def test_a_whole_word_comes_before_one_that_only_begins_so() -> None:
    assert ranked("draw con", "draw contract", "draw con", "draw the con") == [
        "draw con",
        "draw contract",
        "draw the con",
    ]


def test_lines_that_answer_equally_well_keep_the_order_of_their_ids() -> None:
    folded = {QuoteId(number): "still alive" for number in (7, 3, 5)}
    assert rank(read_query("alive"), folded) == [3, 5, 7]


@given(st.lists(st.text("abc ", max_size=12), max_size=8), st.text('abc "', max_size=10))
def test_only_lines_given_are_ranked_each_once_and_always_alike(lines: list[str], typed: str) -> None:
    folded = {QuoteId(number): " ".join(words_of(line)) for number, line in enumerate(lines)}
    first = rank(read_query(typed), folded)
    assert len({*first}) == len(first)
    assert {*first} <= {*folded}
    assert rank(read_query(typed), dict(reversed(folded.items()))) == first

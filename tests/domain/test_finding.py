import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import read_position
from bot.domain.finding import Candidate, find, perhaps_meant, suggest
from bot.domain.folding import fold
from bot.domain.positions import Position


def candidate(code: str, title: str | None, number: int | None = None, *, show: str = "smash") -> Candidate:
    return Candidate(show, show.title(), Position.from_code(code), title, number)


SMASH = [
    candidate("S01E01", "Pilot", 1),
    candidate("S01E05", "Let's Be Bad", 5),
    candidate("special after S01E15", "The Making of Bombshell"),
    candidate("S02E01", "On Broadway", 16),
    candidate("S02E02", "The Fallout", 17),
    candidate("S02E03.5", "Café Society", 18),
    candidate("S02E05", None, 20),
    candidate("S02E17", "The Tonys", 32),
]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("The Fallout", "S02E02"),
        ("the fallout", "S02E02"),
        ("fallout", "S02E02"),
        ("falout", "S02E02"),
        ("fallotu", "S02E02"),
        ("fall", "S02E02"),
        ("S02E02", "S02E02"),
        ("s2e2", "S02E02"),
        ("2x2", "S02E02"),
        ("2x02", "S02E02"),
        ("season 2 episode 2", "S02E02"),
        ("lets be bad", "S01E05"),
        ("let’s be bad", "S01E05"),
        ("cafe society", "S02E03.5"),
        ("2x3.5", "S02E03.5"),
        ("special after s01e15", "special after S01E15"),
        ("making of bombshell", "special after S01E15"),
        ("32", "S02E17"),
        ("2x5", "S02E05"),
    ],
)
def test_an_episode_is_found_however_people_type_it(typed: str, code: str) -> None:
    assert [found.position.code for found in find(typed, SMASH)] == [code]


def test_an_ambiguous_number_finds_both_with_the_number_in_series_first() -> None:
    assert [found.position.code for found in find("17", SMASH)] == ["S02E02", "S02E17"]


@pytest.mark.parametrize(
    "typed", ["", " ", "nope", "S09E09", "99", "|||", "The Read-Through", "x" * 4000, "smash:x"]
)
def test_text_that_names_no_episode_finds_nothing(typed: str) -> None:
    assert find(typed, SMASH) == []


def test_a_code_finds_the_episode_of_the_first_show() -> None:
    glee = candidate("S02E02", "Britney", show="glee")
    assert [found.show for found in find("S02E02", [glee, *SMASH])] == ["glee"]
    assert [found.show for found in find("S02E02", [*SMASH, glee])] == ["smash"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("fal", "S02E02"),
        ("on br", "S02E01"),
        ("s02e0", "S02E01"),
        ("2x", "S02E01"),
        ("17", "S02E02"),
        ("special", "special after S01E15"),
        ("tonsy", "S02E17"),
    ],
)
def test_partial_text_gives_fitting_suggestions(typed: str, first: str) -> None:
    assert suggest(typed, SMASH, 25)[0].position.code == first


def test_empty_text_suggests_episodes_in_story_order() -> None:
    assert suggest("", SMASH, 3) == SMASH[:3]


def test_an_unknown_code_offers_neighbouring_episodes() -> None:
    assert [near.position.code for near in perhaps_meant("S02E18", SMASH, 2)] == ["S02E17"]
    assert [near.position.code for near in perhaps_meant("2x4", SMASH, 2)] == ["S02E03.5", "S02E05"]


def test_a_number_like_202_is_offered_as_a_code_but_never_taken_for_one() -> None:
    assert find("202", SMASH) == []
    assert [near.position.code for near in perhaps_meant("202", SMASH, 1)] == ["S02E02"]
    assert perhaps_meant("909", SMASH, 3) == []


@pytest.mark.parametrize("typed", ["S99E99", "S02E99", "S03E01"])
def test_a_code_far_from_every_episode_offers_nothing(typed: str) -> None:
    assert perhaps_meant(typed, SMASH, 3) == []


def test_an_unknown_title_offers_the_most_similar() -> None:
    assert [near.title for near in perhaps_meant("the follout party", SMASH, 1)] == ["The Fallout"]


@given(st.text(max_size=60))
def test_finding_and_suggesting_never_fail(typed: str) -> None:
    find(typed, SMASH)
    suggest(typed, SMASH, 25)
    perhaps_meant(typed, SMASH, 3)


@given(st.text(max_size=60))
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(SMASH), st.data())
def test_one_typo_in_a_title_is_forgiven(wanted: Candidate, data: st.DataObject) -> None:
    """A letter left out, doubled, or swapped with the next, in a title of five letters or more."""
    if wanted.title is None:
        return
    folded = fold(wanted.title)
    at = data.draw(st.integers(0, len(folded) - 2))
    typo = data.draw(
        st.sampled_from(
            [
                folded[:at] + folded[at + 1 :],
                folded[:at] + folded[at] + folded[at:],
                folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :],
            ]
        )
    )
    if len(fold(typo)) >= 5:
        assert wanted in find(typo, SMASH)


@given(st.sampled_from(["S02E02", "s2e2", "2x2", "2x3.5", "special after S01E15", "S09E09", "17", "Pilot"]))
def test_a_code_finds_only_episodes_at_its_position(typed: str) -> None:
    candidates = [*SMASH, candidate("S02E02", "2x2", 40, show="other"), candidate("S03E01", "smash:2x2")]
    position = read_position(typed)
    if position is not None:
        there = [one for one in candidates if one.position == position]
        assert find(typed, there) == find(typed, candidates)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ProgressKey, ShowId
from bot.domain.references import (
    UnknownSlug,
    labels_of,
    named,
    read_id,
    read_number_sign,
    show_in_front,
)
from bot.domain.shows import Show


def show(number: int, slug: str, title: str) -> Show:
    return Show(ShowId(number), slug, title, None, ProgressKey(number))


SHOWS = [
    show(1, "smash", "Smash"),
    show(2, "blood", "Blood"),
    show(3, "blood-2", "Blood+"),
    show(4, "ghosts", "Ghosts"),
    show(5, "ghosts-2", "Ghosts"),
    show(6, "dots", "Ten · Two"),
    show(7, "s", "S"),
]


@pytest.mark.parametrize(
    ("typed", "slug", "rest"),
    [
        ("smash:S01E02", "smash", "S01E02"),
        ("smash:special after S01E02", "smash", "special after S01E02"),
        ("smash:1x2", "smash", "1x2"),
        ("smash:song-7", "smash", "song-7"),
        ("smash:quote-7", "smash", "quote-7"),
        ("smash:not started", "smash", "not started"),
        ("smash:finished", "smash", "finished"),
        ("smash:S01E02 · Smash · Pilot…", "smash", "S01E02 · Smash · Pilot…"),
        ("smash:song-7 · Smash · Let…", "smash", "song-7 · Smash · Let…"),
        ("Smash · S01E02 · Pilot", "smash", "S01E02 · Pilot"),
        ("Smash · Let Me Be", "smash", "Let Me Be"),
        ("Smash S01E02", "smash", "S01E02"),
        ("smash - 1×2", "smash", "1×2"),
        ("Blood · S01E02", "blood", "S01E02"),
        ("Blood+ · S01E02", "blood-2", "S01E02"),
        ("Blood+ 1x2", "blood-2", "1x2"),
        ("Ghosts (ghosts-2) · S01E02", "ghosts-2", "S01E02"),
        ("Ten · Two · S01E02", "dots", "S01E02"),
    ],
)
def test_a_show_prefix_is_separated_from_the_rest(typed: str, slug: str, rest: str) -> None:
    found, left = show_in_front(typed, SHOWS)
    assert found is not None
    assert (found.slug, left) == (slug, rest)


@pytest.mark.parametrize("typed", ["S01E02", "s01e02", "Pilot", "smash:Pilot", "Smash hit", "S1:E2", "", ":"])
def test_text_without_a_show_prefix_is_unchanged(typed: str) -> None:
    assert show_in_front(typed, SHOWS) == (None, typed)


def test_an_unknown_show_prefix_is_an_error() -> None:
    with pytest.raises(UnknownSlug):
        show_in_front("glee:S01E02", SHOWS)


def test_shows_with_the_same_title_get_different_labels() -> None:
    labels = labels_of(SHOWS)
    assert labels["ghosts-2"] == "Ghosts (ghosts-2)"
    assert labels["blood"] == "Blood"


def test_a_truncated_suggestion_name_starts_with_its_reference() -> None:
    name = named("A show", "S01E02", "T" * 100, reference="a-show:S01E02")
    assert name.startswith("a-show:S01E02 · A show · S01E02 · TTT")
    assert len(name) == 100
    assert named("A show", "S01E02", None, reference="a-show:S01E02") == "A show · S01E02"


@pytest.mark.parametrize(
    ("typed", "kind", "found"),
    [("song-7", "song", 7), ("song-7 · x", "song", 7), ("song-7", "quote", None), ("song-7th", "song", None)],
)
def test_an_id_is_read_whatever_text_follows(typed: str, kind: str, found: int | None) -> None:
    assert read_id(typed, kind) == found


@pytest.mark.parametrize(
    ("typed", "found"), [("#7", 7), ("#7 · Smash · edit", 7), ("#7 fans", None), ("7", None), ("#x", None)]
)
def test_a_change_number_is_read_alone_or_in_a_suggestions_name(typed: str, found: int | None) -> None:
    assert read_number_sign(typed) == found


@given(st.text(max_size=60))
def test_reading_a_show_prefix_never_fails(typed: str) -> None:
    try:
        found, rest = show_in_front(typed, SHOWS)
    except UnknownSlug:
        return
    assert rest == typed.strip() if found is None else typed.endswith(rest) or rest == rest.strip()

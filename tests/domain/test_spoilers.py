"""The rule as a table of every combination, and the laws that hold for all of them."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ShowId
from bot.domain.positions import LAST, Position
from bot.domain.spoilers import (
    EVERYTHING,
    NOTHING,
    Audience,
    Disclosure,
    Label,
    Limit,
    Passage,
    StillSealed,
    Unplaced,
    Veiled,
    Viewpoint,
    WrongShow,
    disclose,
    joined,
    shows_label,
)

SHOW = ShowId(1)
EARLIER = Position(2, Decimal(1))
HERE = Position(2, Decimal(2))

BEFORE = Limit.up_to(EARLIER)
"""A limit that does not reach HERE."""
REACHED = Limit.up_to(HERE)
"""A limit that just reaches HERE."""

CLEAR, TAGGED, WITHHELD = Disclosure.CLEAR, Disclosure.TAGGED, Disclosure.WITHHELD
EVERYONE, ASKER = Audience.EVERYONE, Audience.ASKER


# Each line: who sees it, the place's limit, the asker's progress → what is shown; in a strict place.
@pytest.mark.parametrize(
    ("audience", "ceiling", "progress", "told", "strictly"),
    [
        (EVERYONE, BEFORE, None, TAGGED, WITHHELD),
        (EVERYONE, BEFORE, BEFORE, TAGGED, WITHHELD),
        (EVERYONE, BEFORE, REACHED, TAGGED, WITHHELD),
        (EVERYONE, REACHED, None, CLEAR, CLEAR),
        (EVERYONE, REACHED, BEFORE, TAGGED, TAGGED),
        (EVERYONE, REACHED, REACHED, CLEAR, CLEAR),
        (ASKER, BEFORE, None, TAGGED, TAGGED),
        (ASKER, BEFORE, BEFORE, WITHHELD, WITHHELD),
        (ASKER, BEFORE, REACHED, CLEAR, CLEAR),
        (ASKER, REACHED, None, CLEAR, CLEAR),
        (ASKER, REACHED, BEFORE, WITHHELD, WITHHELD),
        (ASKER, REACHED, REACHED, CLEAR, CLEAR),
    ],
)
def test_what_is_said_of_story(
    audience: Audience, ceiling: Limit, progress: Limit | None, told: Disclosure, strictly: Disclosure
) -> None:
    viewpoint = Viewpoint(SHOW, audience, ceiling=ceiling, progress=progress)
    assert disclose(HERE, viewpoint) is told
    assert disclose(HERE, replace(viewpoint, strict=True)) is strictly


@pytest.mark.parametrize(
    ("audience", "ceiling", "progress", "told"),
    [
        (ASKER, BEFORE, BEFORE, TAGGED),
        (ASKER, REACHED, BEFORE, TAGGED),
        (ASKER, BEFORE, REACHED, CLEAR),
        (ASKER, BEFORE, None, TAGGED),
        (EVERYONE, BEFORE, BEFORE, TAGGED),
        (EVERYONE, REACHED, BEFORE, TAGGED),
    ],
)
def test_insisting_shows_what_is_withheld_as_hidden_and_changes_nothing_else(
    audience: Audience, ceiling: Limit, progress: Limit | None, told: Disclosure
) -> None:
    viewpoint = Viewpoint(SHOW, audience, ceiling=ceiling, progress=progress, insisted=True)
    assert disclose(HERE, viewpoint) is told


# Each line: who sees it, the limit, the progress → is the title shown; and where titles are hidden.
@pytest.mark.parametrize(
    ("audience", "ceiling", "progress", "shown", "where_hidden"),
    [
        (EVERYONE, BEFORE, None, True, False),
        (EVERYONE, BEFORE, BEFORE, False, False),
        (EVERYONE, BEFORE, REACHED, True, False),
        (EVERYONE, REACHED, None, True, True),
        (EVERYONE, REACHED, BEFORE, False, False),
        (EVERYONE, REACHED, REACHED, True, True),
        (ASKER, BEFORE, None, True, False),
        (ASKER, BEFORE, BEFORE, False, False),
        (ASKER, BEFORE, REACHED, True, True),
        (ASKER, REACHED, None, True, True),
        (ASKER, REACHED, BEFORE, False, False),
        (ASKER, REACHED, REACHED, True, True),
    ],
)
def test_whether_a_title_is_shown(
    audience: Audience, ceiling: Limit, progress: Limit | None, shown: bool, where_hidden: bool
) -> None:
    viewpoint = Viewpoint(SHOW, audience, ceiling=ceiling, progress=progress)
    assert shows_label(HERE, viewpoint) is shown
    assert shows_label(HERE, replace(viewpoint, hides_titles=True)) is where_hidden


positions = st.builds(
    Position, season=st.integers(0, 3), number=st.decimals(0, 5, places=1), special=st.integers(0, 1)
)
limits = st.sampled_from([NOTHING, EVERYTHING]) | positions.filter(lambda one: one.placed).map(Limit.up_to)
viewpoints = st.builds(
    Viewpoint,
    show=st.just(SHOW),
    audience=st.sampled_from(Audience),
    ceiling=limits,
    strict=st.booleans(),
    hides_titles=st.booleans(),
    progress=st.none() | limits,
    insisted=st.booleans(),
)


@given(positions)
def test_only_what_has_a_place_in_the_story_makes_a_limit(position: Position) -> None:
    if position.season:
        assert Limit.up_to(position).covers(position)
    else:
        with pytest.raises(Unplaced):
            Limit.up_to(position)


def test_what_is_after_everything_makes_no_limit() -> None:
    with pytest.raises(Unplaced):
        Limit.up_to(LAST)


@given(positions, limits.filter(lambda limit: limit != EVERYTHING))
def test_no_limit_but_everything_covers_what_is_unplaced(position: Position, limit: Limit) -> None:
    assert position.placed or not limit.covers(position)


def tells_at_least(more: Disclosure, less: Disclosure) -> bool:
    return more.value <= less.value


@given(positions, st.sampled_from(Audience))
def test_with_nothing_known_nothing_is_clear(position: Position, audience: Audience) -> None:
    assert disclose(position, Viewpoint(SHOW, audience)) is TAGGED


@given(positions, viewpoints, limits)
def test_where_progress_is_set_more_of_it_never_hides_more(
    position: Position, viewpoint: Viewpoint, other: Limit
) -> None:
    if viewpoint.progress is None:
        viewpoint = replace(viewpoint, progress=NOTHING)
    assert viewpoint.progress is not None
    less = replace(viewpoint, progress=min(viewpoint.progress, other))
    more = replace(viewpoint, progress=max(viewpoint.progress, other))
    assert tells_at_least(disclose(position, more), disclose(position, less))
    assert shows_label(position, more) >= shows_label(position, less)


@given(positions, viewpoints, limits)
def test_a_higher_limit_never_hides_more(position: Position, viewpoint: Viewpoint, other: Limit) -> None:
    lower = replace(viewpoint, ceiling=min(viewpoint.ceiling, other))
    higher = replace(viewpoint, ceiling=max(viewpoint.ceiling, other))
    assert tells_at_least(disclose(position, higher), disclose(position, lower))
    assert shows_label(position, higher) >= shows_label(position, lower)


@given(positions, positions, viewpoints)
def test_what_comes_later_is_never_shown_more_freely(
    one: Position, other: Position, viewpoint: Viewpoint
) -> None:
    earlier, later = sorted((one, other))
    assert tells_at_least(disclose(earlier, viewpoint), disclose(later, viewpoint))
    assert shows_label(earlier, viewpoint) >= shows_label(later, viewpoint)


@given(positions, viewpoints)
def test_a_public_reply_never_shows_what_limit_or_progress_forbids(
    position: Position, viewpoint: Viewpoint
) -> None:
    for_everyone = replace(viewpoint, audience=EVERYONE)
    beyond = not viewpoint.ceiling.covers(position)
    ahead = viewpoint.progress is not None and not viewpoint.progress.covers(position)
    assert (disclose(position, for_everyone) is CLEAR) == (not beyond and not ahead)


@given(positions, viewpoints)
def test_a_strict_place_never_holds_anything_past_its_limit(position: Position, viewpoint: Viewpoint) -> None:
    strict = replace(viewpoint, audience=EVERYONE, strict=True)
    if not strict.ceiling.covers(position):
        assert disclose(position, strict) is WITHHELD


@given(positions, viewpoints, limits, st.booleans(), st.booleans())
def test_a_private_reply_with_progress_set_depends_on_progress_alone(
    position: Position, viewpoint: Viewpoint, ceiling: Limit, strict: bool, hides: bool
) -> None:
    private = replace(viewpoint, audience=ASKER, progress=viewpoint.progress or NOTHING)
    elsewhere = replace(private, ceiling=ceiling, strict=strict, hides_titles=hides)
    assert disclose(position, private) is disclose(position, elsewhere)
    assert shows_label(position, private) is shows_label(position, elsewhere)


@given(positions, viewpoints)
def test_nothing_is_withheld_from_a_member_without_progress(position: Position, viewpoint: Viewpoint) -> None:
    assert disclose(position, replace(viewpoint, audience=ASKER, progress=None)) is not WITHHELD


@given(positions, viewpoints, st.text(min_size=1))
def test_sealed_text_comes_out_as_the_rule_says(position: Position, viewpoint: Viewpoint, text: str) -> None:
    passage = Veiled(text, show=SHOW, position=position).disclosed_to(viewpoint)
    assert passage.disclosure is disclose(position, viewpoint)
    assert passage.text == ("" if passage.disclosure is WITHHELD else text)
    title = Label(text, show=SHOW, position=position).shown_to(viewpoint)
    assert title == (text if shows_label(position, viewpoint) else None)


def veiled(text: str = "Ivy sings") -> Veiled:
    return Veiled(text, show=SHOW, position=HERE)


@pytest.mark.parametrize("sealed", [veiled(), Label("The Fallout", show=SHOW, position=HERE)])
def test_sealed_text_cannot_be_printed(sealed: Veiled | Label) -> None:
    with pytest.raises(StillSealed):
        str(sealed)
    with pytest.raises(StillSealed):
        _ = f"{sealed}"
    with pytest.raises(StillSealed):
        _ = "{}".format(sealed)  # noqa: UP032 - this way of printing is tested too
    with pytest.raises(StillSealed):
        _ = "%s" % sealed  # noqa: UP031 - and this one
    assert "Ivy" not in repr(sealed)
    assert "Fallout" not in repr(sealed)


def test_the_rule_is_never_asked_about_one_show_with_what_is_known_of_another() -> None:
    with pytest.raises(WrongShow):
        veiled().disclosed_to(Viewpoint(ShowId(2), ASKER))
    with pytest.raises(WrongShow):
        Label("x", show=SHOW, position=HERE).shown_to(Viewpoint(ShowId(2), ASKER))


def test_a_passage_of_several_is_as_closed_as_the_most_closed() -> None:
    clear, tagged = Passage(CLEAR, "Ivy"), Passage(TAGGED, "Karen")
    assert joined(clear, " and ", tagged) == Passage(TAGGED, "Ivy and Karen")
    assert joined(clear, " and ", Passage(WITHHELD, "")) == Passage(WITHHELD, "")

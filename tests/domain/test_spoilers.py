"""The spoiler rule as a table of every combination, and the properties that hold for all of them."""

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
"""A limit just before HERE."""
REACHED = Limit.up_to(HERE)
"""A limit that includes HERE."""

CLEAR, TAGGED, WITHHELD = Disclosure.CLEAR, Disclosure.TAGGED, Disclosure.WITHHELD
EVERYONE, ASKER = Audience.EVERYONE, Audience.ASKER


# Each line: audience, channel limit, asker's progress → disclosure; the same in a strict channel.
@pytest.mark.parametrize(
    ("audience", "ceiling", "progress", "expected", "strictly"),
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
def test_disclosure_follows_audience_limit_progress_and_strictness(
    audience: Audience, ceiling: Limit, progress: Limit | None, expected: Disclosure, strictly: Disclosure
) -> None:
    viewpoint = Viewpoint(SHOW, audience, ceiling=ceiling, progress=progress)
    assert disclose(HERE, viewpoint) is expected
    assert disclose(HERE, replace(viewpoint, strict=True)) is strictly


@pytest.mark.parametrize(
    ("audience", "ceiling", "progress", "expected"),
    [
        (ASKER, BEFORE, BEFORE, TAGGED),
        (ASKER, REACHED, BEFORE, TAGGED),
        (ASKER, BEFORE, REACHED, CLEAR),
        (ASKER, BEFORE, None, TAGGED),
        (EVERYONE, BEFORE, BEFORE, TAGGED),
        (EVERYONE, REACHED, BEFORE, TAGGED),
    ],
)
def test_show_anyway_turns_withheld_into_hidden_and_changes_nothing_else(
    audience: Audience, ceiling: Limit, progress: Limit | None, expected: Disclosure
) -> None:
    viewpoint = Viewpoint(SHOW, audience, ceiling=ceiling, progress=progress, insisted=True)
    assert disclose(HERE, viewpoint) is expected


# Each line: audience, limit, progress → is the title visible; the same where titles are hidden.
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
def test_title_visibility_follows_audience_limit_and_progress(
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
def test_an_unplaced_special_cannot_be_a_limit(position: Position) -> None:
    if position.season:
        assert Limit.up_to(position).covers(position)
    else:
        with pytest.raises(Unplaced):
            Limit.up_to(position)


def test_the_position_after_everything_cannot_be_a_limit() -> None:
    with pytest.raises(Unplaced):
        Limit.up_to(LAST)


@given(positions, limits.filter(lambda limit: limit != EVERYTHING))
def test_only_the_limit_everything_covers_unplaced_specials(position: Position, limit: Limit) -> None:
    assert position.placed or not limit.covers(position)


def reveals_at_least(more: Disclosure, less: Disclosure) -> bool:
    return more.value <= less.value


@given(positions, st.sampled_from(Audience))
def test_without_limit_and_progress_everything_is_hidden(position: Position, audience: Audience) -> None:
    assert disclose(position, Viewpoint(SHOW, audience)) is TAGGED


@given(positions, viewpoints, limits)
def test_higher_progress_never_hides_more(position: Position, viewpoint: Viewpoint, other: Limit) -> None:
    if viewpoint.progress is None:
        viewpoint = replace(viewpoint, progress=NOTHING)
    assert viewpoint.progress is not None
    less = replace(viewpoint, progress=min(viewpoint.progress, other))
    more = replace(viewpoint, progress=max(viewpoint.progress, other))
    assert reveals_at_least(disclose(position, more), disclose(position, less))
    assert shows_label(position, more) >= shows_label(position, less)


@given(positions, viewpoints, limits)
def test_a_higher_limit_never_hides_more(position: Position, viewpoint: Viewpoint, other: Limit) -> None:
    lower = replace(viewpoint, ceiling=min(viewpoint.ceiling, other))
    higher = replace(viewpoint, ceiling=max(viewpoint.ceiling, other))
    assert reveals_at_least(disclose(position, higher), disclose(position, lower))
    assert shows_label(position, higher) >= shows_label(position, lower)


@given(positions, positions, viewpoints)
def test_later_episodes_are_never_more_visible_than_earlier_ones(
    one: Position, other: Position, viewpoint: Viewpoint
) -> None:
    earlier, later = sorted((one, other))
    assert reveals_at_least(disclose(earlier, viewpoint), disclose(later, viewpoint))
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
def test_in_a_strict_channel_everything_past_the_limit_is_withheld(
    position: Position, viewpoint: Viewpoint
) -> None:
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
def test_sealed_text_is_disclosed_as_the_rule_says(
    position: Position, viewpoint: Viewpoint, text: str
) -> None:
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
        _ = "{}".format(sealed)  # noqa: UP032 - this formatting is tested too
    with pytest.raises(StillSealed):
        _ = "%s" % sealed  # noqa: UP031 - as above
    assert "Ivy" not in repr(sealed)
    assert "Fallout" not in repr(sealed)


def test_a_viewpoint_of_another_show_is_refused() -> None:
    with pytest.raises(WrongShow):
        veiled().disclosed_to(Viewpoint(ShowId(2), ASKER))
    with pytest.raises(WrongShow):
        Label("x", show=SHOW, position=HERE).shown_to(Viewpoint(ShowId(2), ASKER))


def test_a_joined_passage_is_as_hidden_as_its_most_hidden_part() -> None:
    clear, tagged = Passage(CLEAR, "Ivy"), Passage(TAGGED, "Karen")
    assert joined(clear, " and ", tagged) == Passage(TAGGED, "Ivy and Karen")
    assert joined(clear, " and ", Passage(WITHHELD, "")) == Passage(WITHHELD, "")

from decimal import Decimal

import pytest

from bot.domain.ids import ShowId
from bot.domain.positions import Position
from bot.domain.spoilers import (
    Audience,
    Disclosure,
    Label,
    Passage,
    StillSealed,
    Veiled,
    Viewpoint,
    WrongShow,
    joined,
)

SHOW = ShowId(1)
HERE = Position(2, Decimal(2))
UNSET = Viewpoint(SHOW, Audience.EVERYONE)


def veiled(text: str = "Ivy sings") -> Veiled:
    return Veiled(text, show=SHOW, position=HERE)


def test_where_nothing_is_set_up_story_is_tagged_and_titles_are_shown() -> None:
    for audience in Audience:
        viewpoint = Viewpoint(SHOW, audience)
        assert veiled().disclosed_to(viewpoint) == Passage(Disclosure.TAGGED, "Ivy sings")
        assert Label("The Fallout", show=SHOW, position=HERE).shown_to(viewpoint) == "The Fallout"


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
        veiled().disclosed_to(Viewpoint(ShowId(2), Audience.ASKER))


def test_a_passage_of_several_is_as_closed_as_the_most_closed() -> None:
    clear, tagged = Passage(Disclosure.CLEAR, "Ivy"), Passage(Disclosure.TAGGED, "Karen")
    assert joined(clear, " and ", tagged) == Passage(Disclosure.TAGGED, "Ivy and Karen")
    assert joined(clear, " and ", Passage(Disclosure.WITHHELD, "")) == Passage(Disclosure.WITHHELD, "")

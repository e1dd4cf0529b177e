from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import StaleClick
from bot.domain.positions import Position
from bot.replies.clicks import Click, OpenEpisode, button, position_of

LONGEST_SLUG = "x" * 32


def kinds() -> list[type[Click]]:
    return Click.__subclasses__()


def test_every_kind_of_click_has_a_name_of_its_own() -> None:
    tags = [kind.__struct_config__.tag for kind in kinds()]
    assert len(set(tags)) == len(tags)


def test_the_longest_custom_id_of_an_episode_fits() -> None:
    last = Position(9999, Decimal("9999.99"), 99)
    assert len(button("x", OpenEpisode(LONGEST_SLUG, last.key, 10_000)).custom_id or "") <= 100


def test_a_label_that_is_too_long_is_cut() -> None:
    assert len(button("x" * 200, OpenEpisode("smash", 1)).label or "") == 80


@given(st.integers(-(2**62), 2**62))
def test_a_made_up_position_is_refused(key: int) -> None:
    try:
        assert position_of(key).key == key
    except StaleClick:
        assert not 0 <= key < 10**12


@pytest.mark.parametrize(
    "forged",
    [
        '["episode"]',
        '["episode","smash","x"]',
        '["episode","smash",1,-1]',
        '["nothing"]',
        "[1]",
        "[",
        '["episode","%s",1]' % ("x" * 33),
    ],
)
def test_a_forged_custom_id_is_refused(forged: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(forged, type=OpenEpisode)

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import StaleClick
from bot.domain.positions import LAST
from bot.replies.clicks import (
    ConfirmWatched,
    OpenEpisode,
    OpenQuote,
    OpenRecap,
    OpenSong,
    ShareCard,
    Watch,
    button,
    position_of,
)
from tests.clicks import every_kind

LONGEST_SLUG = "x" * 32


def test_every_kind_of_click_has_a_unique_tag() -> None:
    tags = [kind.__struct_config__.tag for kind in every_kind()]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("card", [OpenEpisode, OpenRecap, OpenSong])
def test_the_longest_custom_ids_of_a_card_fit(card: type[OpenEpisode | OpenRecap | OpenSong]) -> None:
    longest = card(LONGEST_SLUG, LAST.key, 10_000)
    for click in (longest, Watch(LAST.key, longest), ConfirmWatched(LAST.key, longest), ShareCard(longest)):
        assert len(button("x", click).custom_id or "") <= 100


def test_the_longest_custom_ids_of_a_quote_fit() -> None:
    quote = OpenQuote(LONGEST_SLUG, 10_000 << 24, 10_000, session=2**63 - 1, results=20)
    assert len(button("x", quote).custom_id or "") <= 100
    alone = OpenQuote(LONGEST_SLUG, 10_000 << 24)
    for click in (Watch(LAST.key, alone), ConfirmWatched(LAST.key, alone), ShareCard(alone)):
        assert len(button("x", click).custom_id or "") <= 100


def test_an_old_quote_button_still_opens_its_quote() -> None:
    old = b'["qu","smash",16777217,0,true,false]'
    assert msgspec.json.decode(old, type=OpenQuote) == OpenQuote("smash", 16777217, alone=True)


def test_a_button_label_that_is_too_long_is_truncated() -> None:
    assert len(button("x" * 200, OpenEpisode("smash", 1)).label or "") == 80


@given(st.integers(-(2**62), 2**62))
def test_a_forged_position_is_refused(key: int) -> None:
    try:
        assert position_of(key).key == key
    except StaleClick:
        assert not 10**8 <= key < 10**12  # the places in the story; season 0 comes after them


@pytest.mark.parametrize(
    "forged",
    [
        '["ep"]',
        '["ep","smash","x"]',
        '["ep","smash",1,-1]',
        '["nothing"]',
        "[1]",
        "[",
        '["ep","%s",1]' % ("x" * 33),
    ],
)
def test_a_forged_custom_id_is_refused(forged: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(forged, type=OpenEpisode)

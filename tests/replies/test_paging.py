"""Where pages end does not depend on when their blocks are made."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.spoilers import Disclosure, Passage
from bot.replies.markup import Markup, disclosed, longest, plain
from bot.replies.paging import Block, fill, fill_later

WRITTEN = st.text(st.sampled_from([*"aé猫\\*_~|`[]()<>@:/#-+=.)12 \n\r\v\f\x00\x1c\x85\u2028\u202e\ud800"]))


@given(WRITTEN)
def test_no_text_is_longer_than_foretold(text: str) -> None:
    assert len(plain(text)) <= longest(text)
    for disclosure in (Disclosure.CLEAR, Disclosure.TAGGED):
        assert len(disclosed(Passage(disclosure, text))) <= longest(text) + 5


def made(length: int, more: int) -> tuple[Block, Markup]:
    markup = Markup("x" * length)
    return Block(length + more, lambda: markup), markup


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 12)), max_size=12))
def test_blocks_made_later_are_on_the_same_pages(sizes: list[tuple[int, int]]) -> None:
    pairs = [made(*size) for size in sizes]
    later = fill_later([block for block, _ in pairs], 60, 4)
    assert [[block.markup for block in page] for page in later] == fill(
        [markup for _, markup in pairs], 60, 4
    )


def test_blocks_of_other_pages_are_not_made() -> None:
    makes = list[int]()

    def make(number: int) -> Markup:
        makes.append(number)
        return Markup("a scene")

    blocks = [Block(20, lambda number=number: make(number)) for number in range(12)]
    pages = fill_later(blocks, at_most=4)
    assert [block.markup for block in pages[1]] == ["a scene"] * 4
    assert makes == [4, 5, 6, 7]

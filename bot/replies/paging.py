"""Cutting long texts into pieces, and replies into pages, within Discord's 4,000 characters in a message."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from bot.domain.spoilers import Disclosure, Passage
from bot.domain.text import without_controls
from bot.replies.markup import EMPTY, HIDDEN, Bold, Markup, disclosed, in_a_row, not_bold

PAGE = 3300
"""Characters of a page's own text; the rest of Discord's 4,000 is for what surrounds it."""

PIECE = PAGE // 3
"""Characters of a piece of a long passage, small enough to fill pages well."""

_CUTS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+"),
    re.compile(r"\s+"),
)


def fill(blocks: Iterable[Markup], limit: int = PAGE, at_most: int = PAGE) -> list[list[Markup]]:
    """Distribute blocks of text over pages of `limit` characters and `at_most` blocks.

    Blocks aren't cut, so none may be longer than a page.
    """
    pages: list[list[Markup]] = [[]]
    used = 0
    for block in blocks:
        if pages[-1] and (used + len(block) + 1 > limit or len(pages[-1]) == at_most):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += len(block) + 1
    return pages


class Block:
    """A block that is made markup when its length matters or it is shown: most are on other pages.

    It is at most `longest` characters long.
    """

    def __init__(self, longest: int, make: Callable[[], Markup]) -> None:
        self.longest = longest
        self._make = make

    @cached_property
    def markup(self) -> Markup:
        """What is shown of it."""
        return self._make()


def fill_later(blocks: Iterable[Block], limit: int = PAGE, at_most: int = PAGE) -> list[list[Block]]:
    """As `fill`, with the same pages."""
    pages: list[list[Block]] = [[]]
    for block in blocks:
        if pages[-1] and (len(pages[-1]) == at_most or not _fit([*pages[-1], block], limit)):
            pages.append([])
        pages[-1].append(block)
    return pages


def _fit(blocks: Sequence[Block], limit: int) -> bool:
    room = limit - len(blocks)
    return sum(each.longest for each in blocks) <= room or sum(len(each.markup) for each in blocks) <= room


def pieces(passage: Passage, limit: int, bold: Bold = not_bold) -> Iterator[Markup]:
    """A passage in pieces of at most `limit` characters, each of them closed.

    It is cut before it is escaped: at a paragraph if it can be, else at a sentence, else at a word.
    """
    if passage.disclosure is Disclosure.WITHHELD:
        yield HIDDEN
        return

    def made(text: str) -> Markup:
        return disclosed(Passage(passage.disclosure, text), bold)

    rest = without_controls(passage.text).strip()
    while rest:
        beginning = made(rest[:limit])
        if len(rest) <= limit and len(beginning) <= limit:
            yield beginning
            return
        piece = rest[: _good_length(rest, made, limit)]
        yield made(piece.rstrip())
        rest = rest[len(piece) :].lstrip()


def _good_length(text: str, made: Callable[[str], Markup], limit: int) -> int:
    """How much of the text fits into the limit once it is made markup, up to a good place to cut."""
    longest = min(len(text), limit)
    while (size := len(made(text[:longest]))) > limit:
        longest = longest * limit // size
    for place in _CUTS:
        ends = [found.end() for found in place.finditer(text, 0, longest)]
        if ends and ends[-1] > longest // 3:
            return ends[-1]
    return max(longest, 1)


def brief(passage: Passage, limit: int = 300) -> Markup:
    """A passage for a line of a list: one line, its end left out where it is long."""
    flat = Passage(passage.disclosure, " ".join(passage.text.split()))
    return next(pieces(flat, limit), EMPTY)


def one_spoiler(passages: Sequence[Passage], limit: int = 1000) -> Iterator[Markup]:
    """Short hidden passages together: as a spoiler each, their lengths would tell what they are."""
    together = in_a_row([Passage(one.disclosure, " ".join(one.text.split())) for one in passages], " · ")
    return pieces(together, limit)

"""Cutting long replies into pages, within Discord's 4,000 characters of text in a message."""

from collections.abc import Iterable

from bot.replies.markup import Markup

PAGE = 3300
"""Characters of a page's own text; the rest of Discord's 4,000 is for what surrounds it."""

PIECE = PAGE // 3
"""Characters of a piece of a long passage, small enough to fill pages well."""


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

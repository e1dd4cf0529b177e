"""Recap cards: each scene is a spoiler of its own."""

from collections.abc import Iterator

from discord import ui

from bot.replies.card_footer import hidden_story, own_buttons, page_buttons, small_print
from bot.replies.catalog_clicks import OpenForm
from bot.replies.clicks import OpenEpisode, OpenRecap, button
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup, compose, lines, number, pieces, plain
from bot.replies.paging import PAGE, fill
from bot.services.recaps import RecapView
from bot.services.subjects.episodes import RecapScenes

_HEADING = 40
"""Characters for the number above a scene."""

_NO_STORY = Markup("No recap yet.")


def recap_card(view: RecapView, page: int = 0) -> ui.LayoutView:
    """A page of a recap: whole scenes, as many as fit."""
    pages = fill(_scenes(view))
    page = min(page, len(pages) - 1)
    opened = OpenRecap(view.show.slug, view.position.key)
    return card(
        text(recap_heading(view, page, len(pages))),
        rule(),
        text(*pages[page]) if pages[page] else None,
        small_print(view.visibility, has_story=bool(view.scenes), without=_NO_STORY),
        row(
            [
                *page_buttons(view.visibility, opened, page, len(pages)),
                _previously(view),
                _episode(view),
                _add(view),
            ]
        ),
        own_buttons(view, opened),
    )


def recap_heading(view: RecapView, page: int = 0, pages: int = 1) -> Markup:
    """The code and title of a recap's episode, and its show."""
    code = plain(view.position.code)
    where = compose("-# {} · {} · Recap", plain(view.show.title), code)
    if pages > 1:
        where = compose("{}, page {} of {}", where, number(page + 1), number(pages))
    return lines([where, compose("## {}", plain(view.title) if view.title else code)])


def _scenes(view: RecapView) -> Iterator[Markup]:
    """Each scene under its number. Only scenes longer than a page are cut, between sentences."""
    if view.visibility.withheld:
        yield hidden_story(view.visibility)
        return
    for index, scene in enumerate(view.scenes, start=1):
        first, *others = pieces(scene, PAGE - _HEADING)
        yield compose("**{}**\n{}", number(index), first)
        yield from others


def _previously(view: RecapView) -> ui.Button[ui.LayoutView] | None:
    if view.previously is None:
        return None
    return button("Previously", OpenRecap(view.show.slug, view.previously.key), emoji="⏪")


def _episode(view: RecapView) -> ui.Button[ui.LayoutView]:
    return button(view.position.code, OpenEpisode(view.show.slug, view.position.key, alone=True), emoji="🎬")


def _add(view: RecapView) -> ui.Button[ui.LayoutView] | None:
    """A button for moderators if the recap is missing. Anyone may click, and others are refused."""
    if view.add is None:
        return None
    return button("Add it", OpenForm(RecapScenes(view.show.slug, view.add, 0, 0)), emoji="➕")

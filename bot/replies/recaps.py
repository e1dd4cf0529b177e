"""Recap cards. Hidden, each scene is one spoiler; in a private answer, each page is."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from discord import ui

from bot.domain.spoilers import Disclosure, Passage
from bot.domain.text import shows_anything
from bot.replies.card_footer import hidden_story, own_buttons, page_buttons, small_print
from bot.replies.catalog_clicks import OpenForm
from bot.replies.clicks import OpenEpisode, OpenRecap, button
from bot.replies.layout import row, rule, show_card, text
from bot.replies.markup import EMPTY, Markup, as_one_spoiler, compose, lines, longest, number, plain
from bot.replies.paging import PAGE, Block, brief, fill_later, pieces
from bot.services.recaps import RecapView
from bot.services.subjects.episodes import RecapScenes

_HEADING = 250
"""Characters for the number and the heading above a scene."""

_AROUND = 50
"""Characters of the number, the bars and the rest that is written around a scene and its heading."""

_A_PAGE = 4
"""Scenes on a page."""

_NO_STORY = Markup("No recap yet.")


def recap_card(view: RecapView, page: int = 0) -> ui.LayoutView:
    """A page of a recap: whole scenes, four at most."""
    pages = fill_later(_blocks(view), at_most=_A_PAGE)
    page = min(page, len(pages) - 1)
    opened = OpenRecap(view.show.slug, view.position.key)
    return show_card(
        view.show,
        text(recap_heading(view, page, len(pages))),
        rule(),
        *_page(view, [block.markup for block in pages[page]]),
        small_print(view.visibility, has_story=bool(view.scenes), without=_NO_STORY),
        row(
            [
                *page_buttons(view.visibility, opened, page, len(pages)),
                _previously(view),
                _episode(view),
                _add(view),
            ]
        ),
        row(own_buttons(view, opened)),
    )


def recap_heading(view: RecapView, page: int = 0, pages: int = 1) -> Markup:
    """The code and title of a recap's episode, and its show."""
    code = plain(view.position.code)
    where = compose("-# {} · {} · Recap", plain(view.show.title), code)
    if pages > 1:
        where = compose("{}, page {} of {}", where, number(page + 1), number(pages))
    return lines([where, compose("## {}", plain(view.title) if view.title else code)])


def _page(view: RecapView, scenes: Sequence[Markup]) -> list[ui.TextDisplay[ui.LayoutView]]:
    """The scenes of a page. For the asker alone those that are hidden are revealed with one tap."""
    if view.visibility.disclosure is Disclosure.TAGGED and not view.visibility.for_everyone:
        return [text(as_one_spoiler(scenes))] if scenes else []
    return [text(as_one_spoiler([scene])) for scene in scenes]


def _blocks(view: RecapView) -> Iterator[Block]:
    """Each scene under its heading. Only scenes longer than a page are cut, between sentences."""
    if view.visibility.withheld:
        yield _made(hidden_story(view.visibility))
        return
    for index, scene in enumerate(view.scenes, start=1):
        most = longest(scene.text) + _AROUND
        if most <= PAGE - _HEADING:
            yield Block(most, partial(_whole, index, scene))
        else:
            yield from map(_made, _in_pieces(index, scene))


def _made(markup: Markup) -> Block:
    return Block(len(markup), lambda: markup)


def _whole(index: int, scene: Passage) -> Markup:
    """A scene that is short enough not to be cut."""
    return next(_in_pieces(index, scene))


def _in_pieces(index: int, scene: Passage) -> Iterator[Markup]:
    named, scene_text = _split(scene)
    first, *others = pieces(scene_text, PAGE - _HEADING)
    heading = compose(" · {}", brief(named, _HEADING - 20)) if named else EMPTY
    yield compose("**{}{}**\n{}", number(index), heading, first)
    yield from others


_HEADED = re.compile(r"#[ \t]+(\S[^\n]{0,99})\r?\n(.+)", re.DOTALL)


def _split(scene: Passage) -> tuple[Passage | None, Passage]:
    """A scene's heading, if its first line is one (`# Who, where`), and its text."""
    found = _HEADED.fullmatch(scene.text)
    if found is None or not shows_anything(found[2]):
        return None, scene
    return Passage(scene.disclosure, found[1].strip()), Passage(scene.disclosure, found[2])


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

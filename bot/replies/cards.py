"""Cards for episodes, one at a time and in lists."""

from collections.abc import Iterator
from itertools import groupby

from discord import ui

from bot.domain.positions import Position
from bot.domain.spoilers import Disclosure, Passage, joined
from bot.replies.clicks import ListEpisodes, OpenEpisode, button
from bot.replies.layout import PIECE, card, fill, row, rule, text, titled
from bot.replies.markup import Markup, brief, compose, day, lines, names, number, pieces, plain
from bot.services.lookup import EpisodeList, EpisodeView, Guested, Listed, Sung

_LINES = 25
"""Episodes on a page of a list."""


def episode_card(view: EpisodeView, page: int = 0) -> ui.LayoutView:
    """An episode: facts in the clear, story as the rule has disclosed it, on as many pages as it takes."""
    pages = fill([_facts(view), *_story(view)])
    page = min(page, len(pages) - 1)
    return card(
        text(_heading(view)),
        rule(),
        text(*pages[page]),
        *([text(hint)] if (hint := _hint(view)) else []),
        row(_page_buttons(view, page, len(pages))),
        row(_neighbour_buttons(view)),
    )


def _heading(view: EpisodeView) -> Markup:
    code = plain(view.position.code)
    where = compose("-# {} · {}", plain(view.show.title), code)
    if view.number_in_series is not None:
        where = compose("{} · No. {} in the series", where, number(view.number_in_series))
    return lines([where, compose("## {}", plain(view.title) if view.title else code)])


def _facts(view: EpisodeView) -> Markup:
    facts: list[Markup] = []
    if view.aired:
        facts.append(compose("**Aired** {}", day(view.aired)))
    if view.writers:
        facts.append(compose("**Written by** {}", names(view.writers)))
    if view.directors:
        facts.append(compose("**Directed by** {}", names(view.directors)))
    if view.production_code:
        facts.append(compose("**Production code** {}", plain(view.production_code)))
    return lines(facts) if facts else Markup("-# Nobody has filled in when it aired or who made it yet.")


def _story(view: EpisodeView) -> Iterator[Markup]:
    if view.summary:
        yield from titled("What happens", pieces(view.summary, PIECE))
    yield from titled("Songs", (_song(song) for song in view.songs if song.title is not None))
    yield from titled("Guest cast", (compose("- {}", brief(_guest(guest))) for guest in view.guests))


def _song(song: Sung) -> Markup:
    title = plain(song.title or "")
    if not song.performers:
        return compose("- {}", title)
    return compose("- {} · {}", title, brief(_performers(song)))


def _performers(song: Sung) -> Passage:
    first, *others = song.performers
    return joined(first, *(part for other in others for part in (", ", other)))


def _guest(guest: Guested) -> Passage:
    return guest.name if guest.character is None else joined(guest.name, " as ", guest.character)


def _hint(view: EpisodeView) -> Markup | None:
    passages = [
        view.summary,
        *(guest.name for guest in view.guests),
        *(name for song in view.songs for name in song.performers),
    ]
    if any(passage is not None and passage.disclosure is Disclosure.TAGGED for passage in passages):
        return Markup("-# What gives the story away stands behind bars. Tap a bar to read it.")
    if not any(passages):
        return Markup("-# Nobody has told this episode's story here yet.")
    return None


def _page_buttons(view: EpisodeView, page: int, pages: int) -> list[ui.Button[ui.LayoutView] | None]:
    def turn(label: str, to: int) -> ui.Button[ui.LayoutView] | None:
        return button(label, OpenEpisode(view.show.slug, view.position.key, to)) if 0 <= to < pages else None

    return [turn("Back", page - 1), turn("Read on", page + 1)]


def _neighbour_buttons(view: EpisodeView) -> list[ui.Button[ui.LayoutView] | None]:
    def go(position: Position | None, emoji: str) -> ui.Button[ui.LayoutView] | None:
        if position is None:
            return None
        return button(position.code, OpenEpisode(view.show.slug, position.key), emoji=emoji)

    return [go(view.previous, "◀️"), go(view.following, "▶️")]


def episode_list(view: EpisodeList, page: int = 0) -> ui.LayoutView:
    """A show's episodes, a season at a time; a long season takes several pages."""
    pages = list(_list_pages(view))
    page = min(page, len(pages) - 1) if pages else 0
    heading = compose("## {}", plain(view.show.title))
    if not pages:
        return card(text(heading, Markup("This show has no episodes yet.")))
    title, entries = pages[page]
    return card(
        text(heading, compose("-# {}", plain(title))),
        rule(),
        text(*entries),
        row(
            [
                _turn_list(view, "◀️", page - 1, [label for label, _ in pages]),
                _turn_list(view, "▶️", page + 1, [label for label, _ in pages]),
            ]
        ),
    )


def _list_pages(view: EpisodeList) -> Iterator[tuple[str, list[Markup]]]:
    """The pages of a list, each with its title: the season, and which part of it where it has several."""
    for season, episodes in groupby(view.episodes, key=lambda listed: listed.position.season):
        entries = [_entry(episode) for episode in episodes]
        parts = fill(entries, at_most=_LINES)
        for index, part in enumerate(parts, start=1):
            yield f"Season {season}" + (f", {index} of {len(parts)}" if len(parts) > 1 else ""), part


def _entry(listed: Listed) -> Markup:
    code = compose("`{}`", Markup(listed.position.code))
    entry = compose("{} {}", code, plain(listed.title)) if listed.title else code
    return compose("{} · {}", entry, day(listed.aired)) if listed.aired else entry


def _turn_list(
    view: EpisodeList, emoji: str, page: int, titles: list[str]
) -> ui.Button[ui.LayoutView] | None:
    if not 0 <= page < len(titles):
        return None
    return button(titles[page], ListEpisodes(view.show.slug, view.season, page), emoji=emoji)

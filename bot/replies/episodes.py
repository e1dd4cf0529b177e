"""Cards for episodes, one at a time and in lists."""

from collections.abc import Iterator
from itertools import groupby

from discord import ui

from bot.domain.positions import Position
from bot.domain.spoilers import Audience, Passage, joined
from bot.replies.card_footer import (
    before_posting,
    hint,
    kept_back,
    list_before_posting,
    own_buttons,
    page_buttons,
)
from bot.replies.clicks import (
    ListEpisodes,
    ListSongs,
    OpenEpisode,
    OpenQuotes,
    OpenRecap,
    PostCard,
    button,
)
from bot.replies.layout import PIECE, Buttons, card, fill, row, rows, rule, text, titled
from bot.replies.markup import Markup, brief, compose, day, lines, names, number, pieces, plain
from bot.services.episodes import EpisodeList, EpisodeView, Guested, Listed, SungHere

_LINES = 25
"""Episodes on a page of a list."""


def episode_card(view: EpisodeView, page: int = 0) -> ui.LayoutView:
    """An episode: facts in the clear, story as the rule has disclosed it, on as many pages as it takes."""
    pages = fill([_facts(view), *_story(view)])
    page = min(page, len(pages) - 1)
    opened = OpenEpisode(view.show.slug, view.position.key)
    small_print = hint(view.visibility, told=_is_told(view), untold=_UNTOLD)
    turns = page_buttons(view.visibility, opened, page, len(pages))
    return card(
        text(_heading(view)),
        rule(),
        text(*pages[page]),
        text(small_print) if small_print else None,
        *_ways(view, turns),
        own_buttons(view.visibility, opened, view.position, view.show.slug),
    )


def episode_before_posting(view: EpisodeView) -> ui.LayoutView:
    """What everyone will see of an episode's card."""
    return before_posting(view.visibility, _heading(view), OpenEpisode(view.show.slug, view.position.key))


_UNTOLD = Markup("-# No summary yet.")


def _is_told(view: EpisodeView) -> bool:
    return bool(
        view.summary
        or view.guests
        or view.has_recap
        or view.has_quotes
        or any(song.title and song.performers for song in view.songs)
    )


def _ways(view: EpisodeView, turns: Buttons) -> list[ui.ActionRow[ui.LayoutView]]:
    """Rows that lead on from a card; one row where the story is withheld."""
    around = [_go(view, view.previous, "◀️"), *turns, _go(view, view.following, "▶️")]
    if view.visibility.withheld:
        return rows([*around, *_links(view)])
    return [*rows(around), *rows(_links(view))]


def _links(view: EpisodeView) -> Buttons:
    show, key = view.show.slug, view.position.key
    return [
        button("Recap", OpenRecap(show, key, alone=True), emoji="📖") if view.has_recap else None,
        button("Quotes", OpenQuotes(show, key, alone=True), emoji="💬") if view.has_quotes else None,
        button("Songs", ListSongs(show, key, 0, alone=True), emoji="🎵") if view.has_songs else None,
    ]


def _heading(view: EpisodeView) -> Markup:
    code = plain(view.position.code)
    where = compose("-# {}", plain(view.show.title))
    if view.title:
        where = compose("{} · {}", where, code)
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
    if view.visibility.withheld:
        yield kept_back(view.visibility)
        return
    if view.summary:
        yield from titled("What happens", pieces(view.summary, PIECE))
    yield from titled("Songs", (_song(song) for song in view.songs if song.title is not None))
    yield from titled("Guest cast", (compose("- {}", brief(_guest(guest))) for guest in view.guests))


def _song(song: SungHere) -> Markup:
    title = plain(song.title or "")
    if not song.performers:
        return compose("- {}", title)
    return compose("- {} · {}", title, brief(_performers(song)))


def _performers(song: SungHere) -> Passage:
    first, *others = song.performers
    return joined(first, *(part for other in others for part in (", ", other)))


def _guest(guest: Guested) -> Passage:
    return guest.name if guest.character is None else joined(guest.name, " as ", guest.character)


def _go(view: EpisodeView, position: Position | None, emoji: str) -> ui.Button[ui.LayoutView] | None:
    if position is None:
        return None
    return button(position.code, OpenEpisode(view.show.slug, position.key), emoji=emoji)


def episode_list(view: EpisodeList, page: int = 0) -> ui.LayoutView:
    """A show's episodes, a season at a time; a long season takes several pages."""
    pages = list(_list_pages(view))
    heading = compose("## {}", plain(view.show.title))
    if not pages:
        nothing = "Nothing to list here." if view.cut else "This show has no episodes yet."
        return card(
            text(heading, Markup(nothing)), text(_CUT) if view.cut else None, row([_open_list(view, 0)])
        )
    page = min(page, len(pages) - 1)
    titles = [title for title, _ in pages]
    return card(
        text(heading, compose("-# {}", plain(titles[page]))),
        rule(),
        text(*pages[page][1]),
        text(_CUT) if view.cut and page == len(pages) - 1 else None,
        row([_turn_list(view, "◀️", page - 1, titles), _turn_list(view, "▶️", page + 1, titles)]),
        row([_open_list(view, page)]),
    )


_CUT = Markup("-# The list ends at this channel's spoiler limit (`/here`).")


def _open_list(view: EpisodeList, page: int) -> ui.Button[ui.LayoutView] | None:
    masked = view.cut or any(listed.masked for listed in view.episodes)
    listed = ListEpisodes(view.show.slug, view.season, page)
    if view.audience is Audience.EVERYONE and masked:
        return button("Show me privately", ListEpisodes(view.show.slug, view.season, page, alone=True))
    return button("Share in channel", PostCard(listed)) if view.can_be_posted else None


def episode_list_before_posting(click: ListEpisodes) -> ui.LayoutView:
    """What everyone will see of a list of episodes."""
    return list_before_posting(click, ListEpisodes(click.show, click.season, click.page, alone=True))


def _list_pages(view: EpisodeList) -> Iterator[tuple[str, list[Markup]]]:
    """The pages of a list, each with its title: the season, and which part of it where it has several."""
    for season, episodes in groupby(view.episodes, key=lambda listed: listed.position.season):
        parts = fill((_entry(episode) for episode in episodes), at_most=_LINES)
        for index, part in enumerate(parts, start=1):
            yield f"Season {season}" + (f", {index} of {len(parts)}" if len(parts) > 1 else ""), part


def _entry(listed: Listed) -> Markup:
    entry = compose("`{}`", Markup(listed.position.code))
    if listed.title:
        entry = compose("{} {}", entry, plain(listed.title))
    return compose("{} · {}", entry, day(listed.aired)) if listed.aired else entry


def _turn_list(
    view: EpisodeList, emoji: str, page: int, titles: list[str]
) -> ui.Button[ui.LayoutView] | None:
    if not 0 <= page < len(titles):
        return None
    return button(titles[page], ListEpisodes(view.show.slug, view.season, page), emoji=emoji)

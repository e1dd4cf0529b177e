"""Cards for episodes, one at a time and in lists."""

from collections.abc import Iterator
from itertools import groupby

from discord import ui

from bot.domain.positions import Position
from bot.domain.shows import Guest, Performance
from bot.domain.spoilers import Audience, Disclosure, Passage, joined
from bot.replies.card_footer import hidden_story, own_buttons, page_buttons, small_print
from bot.replies.clicks import ListEpisodes, ListSongs, OpenEpisode, OpenQuotes, OpenRecap, ShareCard, button
from bot.replies.layout import Buttons, card, row, rows, rule, text, titled
from bot.replies.markup import (
    Markup,
    brief,
    compose,
    day,
    in_a_row,
    lines,
    names,
    number,
    one_spoiler,
    pieces,
    plain,
)
from bot.replies.paging import PIECE, fill
from bot.services.episodes import EpisodeList, EpisodeView, Listed

_LINES = 25
"""Episodes on a page of a list."""


def episode_card(view: EpisodeView, page: int = 0) -> ui.LayoutView:
    """An episode: its facts, and its story as disclosed, on as many pages as needed."""
    pages = fill([_facts(view), *_story(view)])
    page = min(page, len(pages) - 1)
    opened = OpenEpisode(view.show.slug, view.position.key)
    turns = page_buttons(view.visibility, opened, page, len(pages))
    return card(
        text(episode_heading(view)),
        rule(),
        text(*pages[page]),
        small_print(view.visibility, has_story=_has_story(view), without=_NO_STORY),
        *_ways(view, turns),
        own_buttons(view, opened),
    )


_NO_STORY = Markup("-# No summary yet.")


def _has_story(view: EpisodeView) -> bool:
    return bool(
        view.episode.summary
        or view.episode.guests
        or view.has_recap
        or view.has_quotes
        or any(song.title and song.performers for song in view.episode.performances)
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


def episode_heading(view: EpisodeView) -> Markup:
    """The code and title of an episode, and its show."""
    code = plain(view.position.code)
    where = compose("-# {}", plain(view.show.title))
    if view.title:
        where = compose("{} · {}", where, code)
    if view.episode.number_in_series is not None:
        where = compose("{} · No. {} in the series", where, number(view.episode.number_in_series))
    return lines([where, compose("## {}", plain(view.title) if view.title else code)])


def _facts(view: EpisodeView) -> Markup:
    facts: list[Markup] = []
    if view.episode.aired:
        facts.append(compose("**Aired** {}", day(view.episode.aired)))
    if view.episode.writers:
        facts.append(compose("**Written by** {}", names(view.episode.writers)))
    if view.episode.directors:
        facts.append(compose("**Directed by** {}", names(view.episode.directors)))
    if view.episode.production_code:
        facts.append(compose("**Production code** {}", plain(view.episode.production_code)))
    return lines(facts) if facts else Markup("-# No air date or credits yet.")


def _story(view: EpisodeView) -> Iterator[Markup]:
    if view.visibility.withheld:
        yield hidden_story(view.visibility)
        return
    if view.episode.summary:
        yield from titled("What happens", pieces(view.episode.summary, PIECE))
    yield from titled("Songs", _songs(view))
    yield from titled("Guest cast", _guests(view))


def _songs(view: EpisodeView) -> Iterator[Markup]:
    songs = [song for song in view.episode.performances if song.title is not None]
    if view.visibility.disclosure is Disclosure.CLEAR:
        yield from (_song(song) for song in songs)
        return
    yield from (compose("- {}", plain(song.title or "")) for song in songs)
    yield from one_spoiler(
        [joined(song.title or "", ": ", in_a_row(song.performers)) for song in songs if song.performers]
    )


def _guests(view: EpisodeView) -> Iterator[Markup]:
    guests = [_guest(guest) for guest in view.episode.guests]
    if view.visibility.disclosure is Disclosure.CLEAR:
        return (compose("- {}", brief(guest)) for guest in guests)
    return one_spoiler(guests)


def _song(song: Performance[str | None, Passage]) -> Markup:
    title = plain(song.title or "")
    if not song.performers:
        return compose("- {}", title)
    return compose("- {} · {}", title, brief(in_a_row(song.performers)))


def _guest(guest: Guest[Passage]) -> Passage:
    return guest.name if guest.character is None else joined(guest.name, " as ", guest.character)


def _go(view: EpisodeView, position: Position | None, emoji: str) -> ui.Button[ui.LayoutView] | None:
    if position is None:
        return None
    return button(position.code, OpenEpisode(view.show.slug, position.key), emoji=emoji)


def episode_list(view: EpisodeList, page: int = 0) -> ui.LayoutView:
    """A show's episodes by season; a long season takes several pages."""
    pages = list(_list_pages(view))
    heading = episode_list_heading(view)
    if not pages:
        nothing = "No episodes within this channel's limit." if view.cut else "This show has no episodes yet."
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


def episode_list_heading(view: EpisodeList) -> Markup:
    """The title of a list's show."""
    return compose("## {}", plain(view.show.title))


_CUT = Markup("-# The list ends at this channel's spoiler limit (`/here`).")


def _open_list(view: EpisodeList, page: int) -> ui.Button[ui.LayoutView] | None:
    masked = view.cut or any(listed.masked for listed in view.episodes)
    listed = ListEpisodes(view.show.slug, view.season, page)
    if view.audience is Audience.EVERYONE and masked:
        return button("Show me privately", ListEpisodes(view.show.slug, view.season, page, alone=True))
    return button("Share in channel", ShareCard(listed)) if view.can_be_shared else None


def _list_pages(view: EpisodeList) -> Iterator[tuple[str, list[Markup]]]:
    """The pages of a list with their titles: the season, and its part if it has several."""
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

"""Cards for episodes, one at a time and in lists."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from discord import ui

from bot.domain.positions import Position
from bot.domain.shows import Guest, Performance
from bot.domain.spoilers import Audience, Disclosure, Passage, joined
from bot.replies import words
from bot.replies.card_footer import hidden_story, own_buttons, page_buttons, small_print
from bot.replies.clicks import ListEpisodes, ListSongs, OpenEpisode, OpenQuotes, OpenRecap, ShareCard, button
from bot.replies.layout import Buttons, picture, row, rule, show_card, text, titled
from bot.replies.markup import (
    EMPTY,
    Markup,
    compose,
    day,
    hidden_last,
    in_a_row,
    lines,
    names,
    number,
    plain,
    short_day,
    spoilers_joined,
)
from bot.replies.paging import PIECE, brief, fill, one_spoiler, pieces
from bot.services.episodes import EpisodeList, EpisodeView, Listed

_LINES = 25
"""Episodes on a page of a list."""


def episode_card(view: EpisodeView, page: int = 0) -> ui.LayoutView:
    """An episode: its facts, and its story as disclosed, on as many pages as needed."""
    pages = fill([_facts(view), *_story(view)])
    page = min(page, len(pages) - 1)
    opened = OpenEpisode(view.show.slug, view.position.key)
    ahead = view.following
    onward = button(f"Next: {ahead.code} ▶", _open(view, ahead)) if view.watched and ahead else None
    turns = page_buttons(view.visibility, opened, page, len(pages), ("◀", "▶"))
    return show_card(
        view.show,
        text(_page_heading(view, page, len(pages))),
        None if page else picture(view.episode.still),
        rule(),
        text((hidden_last if _reveals_at_once(view) else spoilers_joined)(pages[page])),
        small_print(view.visibility, has_story=_has_story(view), without=_NO_STORY),
        text(_watched(view)) if view.watched else None,
        row(_ways(view, turns, None if onward else ahead)),
        row(own_buttons(view, opened, onward=onward)),
    )


_NO_STORY = Markup("-# No summary yet.")


def _has_story(view: EpisodeView) -> bool:
    return bool(
        view.episode.summary
        or view.episode.still
        or view.episode.guests
        or view.has_recap
        or view.has_quotes
        or any(song.title and song.performers for song in view.episode.performances)
    )


def _ways(view: EpisodeView, turns: Buttons, following: Position | None) -> Buttons:
    """Buttons that lead on from a card, in one row on a phone. Past the last page comes the next episode.

    A withheld card has all of them, whatever there is.
    """
    show, key = view.show.slug, view.position.key
    back, on = turns
    return [
        back or (button("◀", _open(view, view.previous)) if view.previous else None),
        button("📖", OpenRecap(show, key, alone=True)) if view.has_recap else None,
        button("💬", OpenQuotes(show, key, alone=True)) if view.has_quotes else None,
        button("🎵", ListSongs(show, key, 0, alone=True)) if view.show.has_songs else None,
        on or (button("▶", _open(view, following)) if following else None),
    ]


def _open(view: EpisodeView, position: Position) -> OpenEpisode:
    return OpenEpisode(view.show.slug, position.key)


def _watched(view: EpisodeView) -> Markup:
    if not view.awaited and view.following is not None and view.following.placed:
        return Markup("-# ✓ Watched")
    return compose("-# ✓ Watched. {}", words.all_watched(view.show.title, finished=not view.awaited))


def episode_heading(view: EpisodeView) -> Markup:
    """The code and title of an episode, and its show."""
    return _page_heading(view, 0, 1)


def _page_heading(view: EpisodeView, page: int, pages: int) -> Markup:
    code = plain(view.position.code)
    where = compose("-# {}", plain(view.show.title))
    if view.title:
        where = compose("{} · {}", where, code)
    if view.episode.number_in_series is not None:
        where = compose("{} · No. {} in the series", where, number(view.episode.number_in_series))
    if pages > 1:
        where = compose("{} · page {} of {}", where, number(page + 1), number(pages))
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
    # A heading ends a spoiler, so one that goes on over several parts has bold titles.
    style = "**{}**\n{}" if _reveals_at_once(view) else "### {}\n{}"
    if view.episode.summary:
        yield from titled("What happens", pieces(view.episode.summary, PIECE), style)
    yield from titled("Songs", _songs(view), style)
    yield from titled("Guest cast", _guests(view), style)


def _reveals_at_once(view: EpisodeView) -> bool:
    """Whether one tap is to reveal all that is hidden on a page: for the asker alone."""
    return view.visibility.disclosure is Disclosure.TAGGED and not view.visibility.for_everyone


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


def episode_list(view: EpisodeList, page: int = 0) -> ui.LayoutView:
    """A show's episodes by season; a long season takes several pages."""
    pages = list(_list_pages(view))
    heading = episode_list_heading(view)
    if not pages:
        nothing = "No episodes within this channel's limit." if view.cut else "This show has no episodes yet."
        return show_card(
            view.show,
            text(heading, Markup(nothing)),
            text(_CUT) if view.cut else None,
            row([_open_list(view, 0)]),
        )
    page = min(page, len(pages) - 1)
    name, years, entries = pages[page]
    return show_card(
        view.show,
        text(heading, compose("-# {}{}", plain(name), years)),
        rule(),
        text(*entries),
        text(_CUT) if view.cut and page == len(pages) - 1 else None,
        row(
            [
                _turn_list(view, "◀️", page - 1, pages),
                _turn_list(view, "▶️", page + 1, pages),
                _open_list(view, page),
            ]
        ),
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


def _list_pages(view: EpisodeList) -> Iterator[tuple[str, Markup, list[Markup]]]:
    """The pages of a list: the name of each (a season, or a part of it), its years, and its rows."""
    for season, grouped in groupby(view.episodes, key=lambda listed: listed.position.season):
        episodes = list(grouped)
        parts = fill(map(_entry, episodes), at_most=_LINES)
        for index, part in enumerate(parts, start=1):
            name = f"Season {season}" + (f", {index} of {len(parts)}" if len(parts) > 1 else "")
            yield name, _years(episodes), part


def _years(episodes: Sequence[Listed]) -> Markup:
    """The years of a season, which its rows leave out."""
    years = sorted({listed.aired.year for listed in episodes if listed.aired})
    if not years:
        return EMPTY
    first, last = number(years[0]), number(years[-1])
    return compose(" · {}", first) if first == last else compose(" · {}–{}", first, last)


def _entry(listed: Listed) -> Markup:
    """A row: short, so that it is one line on a phone."""
    entry = compose("`{}`", Markup(listed.position.code))
    if listed.title:
        entry = compose("{} {}", entry, plain(listed.title))
    if listed.is_next:
        entry = compose("**{}**", entry)
    if listed.watched:
        entry = compose("✓ {}", entry)
    return compose("{} · {}", entry, short_day(listed.aired)) if listed.aired else entry


def _turn_list(
    view: EpisodeList, emoji: str, page: int, pages: Sequence[tuple[str, Markup, list[Markup]]]
) -> ui.Button[ui.LayoutView] | None:
    if not 0 <= page < len(pages):
        return None
    return button(pages[page][0], ListEpisodes(view.show.slug, view.season, page), emoji=emoji)

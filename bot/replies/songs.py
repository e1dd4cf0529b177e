"""Cards for songs, one at a time and in lists."""

from collections.abc import Iterator

from discord import ui

from bot.domain.spoilers import Audience, Passage, joined
from bot.replies.card_footer import (
    SENT_ASIDE,
    before_posting,
    hint,
    kept_back,
    list_before_posting,
    own_buttons,
    page_buttons,
)
from bot.replies.clicks import ListSongs, OpenEpisode, OpenSong, PostCard, button
from bot.replies.layout import PIECE, card, fill, row, rule, text
from bot.replies.markup import Markup, compose, lines, listed, names, pieces, plain
from bot.services.songs import ListedSong, SongList, SongView, Sung

_LINES = 20
"""Songs on a page of a list."""

_EPISODES = 4
"""Buttons to episodes under a song."""

_SO_FAR = Markup("-# Showing what you've watched so far.")


def song_card(view: SongView, page: int = 0) -> ui.LayoutView:
    """A song: who wrote it, whose it was first, and every performance as the rule has disclosed it."""
    pages = fill(_sung(view) if view.visibility.withheld else [_facts(view), *_sung(view)])
    page = min(page, len(pages) - 1)
    opened = OpenSong(view.show.slug, view.id)
    small_print = hint(
        view.visibility, told=any(sung.performers or sung.context for sung in view.sung), untold=_UNTOLD
    )
    return card(
        text(_heading(view)),
        rule(),
        text(*pages[page]),
        text(_SO_FAR) if view.visibility.ends_at_progress and not view.visibility.withheld else None,
        text(small_print) if small_print else None,
        row([*page_buttons(view.visibility, opened, page, len(pages)), *_episodes(view)]),
        # A reprise that everyone is not shown is left out, and its absence is not to be told.
        own_buttons(view.visibility, opened, view.position, view.show.slug, may_hide=True),
    )


def song_before_posting(view: SongView) -> ui.LayoutView:
    """What everyone will see of a song's card."""
    return before_posting(view.visibility, _heading(view), OpenSong(view.show.slug, view.id))


_UNTOLD = Markup("-# Nobody has added who sings it yet.")


def _heading(view: SongView) -> Markup:
    return lines([compose("-# {} · Song", plain(view.show.title)), compose("## {}", _title(view))])


def _title(view: SongView) -> Markup:
    if view.title is None:
        return compose("A song in {}", plain(view.position.code))
    return plain(view.title)


def _facts(view: SongView) -> Markup:
    facts: list[Markup] = []
    if view.writers:
        facts.append(compose("**Written by** {}", names(view.writers)))
    if view.original_artist:
        facts.append(compose("**A cover**: first by {}", plain(view.original_artist)))
    elif view.writers:
        facts.append(Markup("**No cover** that we know of"))
    return lines(facts) if facts else Markup("-# Nobody has filled in who wrote it yet.")


def _sung(view: SongView) -> Iterator[Markup]:
    if view.visibility.withheld:
        yield kept_back(view.visibility)
    for sung in view.sung:
        yield _where(sung)
        if sung.performers:
            yield from pieces(_singers(sung), PIECE)
        if sung.context:
            yield from pieces(sung.context, PIECE)


def _where(sung: Sung) -> Markup:
    code = plain(sung.position.code)
    return (
        compose("### {} · {}", code, plain(sung.episode_title))
        if sung.episode_title
        else compose("### {}", code)
    )


def _singers(sung: Sung) -> Passage:
    first, *others = sung.performers
    return joined("Sung by ", first, *(part for other in others for part in (", ", other)))


def _episodes(view: SongView) -> list[ui.Button[ui.LayoutView]]:
    sung = [view.position] if view.visibility.withheld else [sung.position for sung in view.sung]
    positions = list(dict.fromkeys(sung))[: _EPISODES - 1]
    return [
        button(position.code, OpenEpisode(view.show.slug, position.key, alone=True), emoji="🎬")
        for position in positions
    ]


def song_list(view: SongList, page: int = 0) -> ui.LayoutView:
    """The songs of a show or of an episode, as many pages as it takes."""
    what = plain(view.episode.code) if view.episode else Markup("All songs")
    heading = lines([compose("## {}", plain(view.show.title)), compose("-# {}", what)])
    pages = fill((_entry(song) for song in view.songs), at_most=_LINES)
    page = min(page, len(pages) - 1)
    songs = pages[page] or [Markup("No songs to list here.")]
    return card(
        text(heading),
        rule(),
        text(*songs),
        text(_SO_FAR) if view.ends_at_progress else None,
        text(SENT_ASIDE) if view.sent_aside else None,
        row(
            [
                _share(view, page),
                _turn(view, "Back", page - 1, len(pages)),
                _turn(view, "More", page + 1, len(pages)),
                _episode(view),
            ]
        ),
        row(
            button(song.title, OpenSong(view.show.slug, song.id, alone=True), emoji="🎵")
            for song in view.songs[:5]
        )
        if view.episode
        else None,
    )


def _entry(song: ListedSong) -> Markup:
    codes = listed(compose("`{}`", Markup(position.code)) for position in song.positions[:8])
    entry = compose("- {}", plain(song.title))
    if song.original_artist:
        entry = compose("{}, first by {}", entry, plain(song.original_artist))
    return compose("{} · {}", entry, codes) if song.positions else entry


def _turn(view: SongList, label: str, page: int, pages: int) -> ui.Button[ui.LayoutView] | None:
    if not 0 <= page < pages:
        return None
    key = view.episode.key if view.episode else None
    return button(label, ListSongs(view.show.slug, key, page))


def song_list_before_posting(click: ListSongs) -> ui.LayoutView:
    """What everyone will see of a list of songs."""
    return list_before_posting(click, ListSongs(click.show, click.key, click.page, alone=True))


def _share(view: SongList, page: int) -> ui.Button[ui.LayoutView] | None:
    key = view.episode.key if view.episode else None
    if view.audience is Audience.EVERYONE:
        # Always there: a song that is masked is left out, and its absence is not to be told.
        return button("Show me privately", ListSongs(view.show.slug, key, page, alone=True))
    if not view.can_be_posted:
        return None
    return button("Share in channel", PostCard(ListSongs(view.show.slug, key, page)))


def _episode(view: SongList) -> ui.Button[ui.LayoutView] | None:
    if view.episode is None:
        return None
    return button(view.episode.code, OpenEpisode(view.show.slug, view.episode.key, alone=True), emoji="🎬")

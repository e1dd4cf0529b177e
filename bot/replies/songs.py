"""Cards for songs, one at a time and in lists."""

from collections.abc import Iterator

from discord import ui

from bot.domain.shows import Episode, Performance
from bot.domain.spoilers import Audience, Disclosure, Passage, joined
from bot.replies.card_footer import PAST_LIMIT, hidden_story, own_buttons, page_buttons, small_print
from bot.replies.clicks import ListSongs, OpenEpisode, OpenSong, ShareCard, button
from bot.replies.layout import row, rule, show_card, text
from bot.replies.markup import Markup, compose, in_a_row, lines, listed, names, plain
from bot.replies.menus import menu
from bot.replies.paging import PIECE, fill, one_spoiler, pieces
from bot.services.songs import ListedSong, SongList, SongView

_LINES = 20
"""Songs on a page of a list."""

_EPISODES = 4
"""Buttons to episodes under a song."""

_SO_FAR = Markup("-# Showing what you've watched so far.")


def song_card(view: SongView, page: int = 0) -> ui.LayoutView:
    """A song: its writers, its original artist, and every performance as disclosed."""
    pages = fill(_sung(view) if view.visibility.withheld else [_facts(view), *_sung(view)])
    page = min(page, len(pages) - 1)
    opened = OpenSong(view.show.slug, view.id)
    has_story = any(one.performers or one.context for sung in view.sung for one in sung.performances)
    return show_card(
        view.show,
        text(song_heading(view)),
        rule(),
        text(*pages[page]),
        text(_SO_FAR) if view.visibility.ends_at_progress and not view.visibility.withheld else None,
        small_print(view.visibility, has_story=has_story, without=_NO_STORY),
        row([*page_buttons(view.visibility, opened, page, len(pages)), *_episodes(view)]),
        # A reprise that everyone is not shown is left out, and nothing may show its absence.
        row(own_buttons(view, opened, may_hide=True)),
    )


_NO_STORY = Markup("-# No singers or scenes yet.")


def song_heading(view: SongView) -> Markup:
    """The title of a song, and its show."""
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
        facts.append(compose("**Original artist** {}", plain(view.original_artist)))
    elif view.writers:
        facts.append(Markup("**Original song**"))
    return lines(facts) if facts else Markup("-# No writers yet.")


def _sung(view: SongView) -> Iterator[Markup]:
    if view.visibility.withheld:
        yield hidden_story(view.visibility)
    for episode in view.sung:
        yield _where(episode)
        for performance in episode.performances:
            yield from _performance(performance)


def _performance(sung: Performance[str | None, Passage]) -> Iterator[Markup]:
    parts = [joined("Sung by ", in_a_row(sung.performers))] if sung.performers else []
    parts += [sung.context] if sung.context else []
    if any(part.disclosure is Disclosure.TAGGED for part in parts):
        yield from one_spoiler(parts)
    else:
        for part in parts:
            yield from pieces(part, PIECE)


def _where(episode: Episode[str | None, Passage]) -> Markup:
    code = plain(episode.position.code)
    return compose("### {} · {}", code, plain(episode.title)) if episode.title else compose("### {}", code)


def _episodes(view: SongView) -> list[ui.Button[ui.LayoutView]]:
    sung = [view.position] if view.visibility.withheld else [sung.position for sung in view.sung]
    positions = list(dict.fromkeys(sung))[: _EPISODES - 1]
    return [
        button(position.code, OpenEpisode(view.show.slug, position.key, alone=True), emoji="🎬")
        for position in positions
    ]


def song_list(view: SongList, page: int = 0) -> ui.LayoutView:
    """The songs of a show or of an episode, as many pages as it takes."""
    pages = fill(map(_entry, view.songs), at_most=_LINES)
    page = min(page, len(pages) - 1)
    first = sum(map(len, pages[:page]))
    songs = view.songs[first : first + len(pages[page])]
    return show_card(
        view.show,
        text(song_list_heading(view)),
        rule(),
        text(*(pages[page] or [Markup("No songs yet.")])),
        text(_SO_FAR) if view.ends_at_progress else None,
        text(PAST_LIMIT) if view.past_limit else None,
        row(
            [
                _share(view, page),
                _turn(view, "Back", page - 1, len(pages)),
                _turn(view, "More", page + 1, len(pages)),
                _episode(view),
            ]
        ),
        menu("Open a song", [(song.title, OpenSong(view.show.slug, song.id, alone=True)) for song in songs])
        if songs
        else None,
    )


def song_list_heading(view: SongList) -> Markup:
    """The list's show, and which of its songs are listed."""
    what = plain(view.episode.code) if view.episode else Markup("All songs")
    return lines([compose("## {}", plain(view.show.title)), compose("-# {}", what)])


def _entry(song: ListedSong) -> Markup:
    codes = listed(compose("`{}`", Markup(position.code)) for position in song.positions[:8])
    entry = compose("- {}", plain(song.title))
    if song.original_artist:
        entry = compose("{} (original: {})", entry, plain(song.original_artist))
    return compose("{} · {}", entry, codes) if song.positions else entry


def _turn(view: SongList, label: str, page: int, pages: int) -> ui.Button[ui.LayoutView] | None:
    if not 0 <= page < pages:
        return None
    key = view.episode.key if view.episode else None
    return button(label, ListSongs(view.show.slug, key, page))


def _share(view: SongList, page: int) -> ui.Button[ui.LayoutView] | None:
    key = view.episode.key if view.episode else None
    if view.audience is Audience.EVERYONE:
        # Always there: a song that is masked is left out, and nothing may show its absence.
        return button("Show me privately", ListSongs(view.show.slug, key, page, alone=True))
    if not view.can_be_shared:
        return None
    return button("Share in channel", ShareCard(ListSongs(view.show.slug, key, page)))


def _episode(view: SongList) -> ui.Button[ui.LayoutView] | None:
    if view.episode is None:
        return None
    return button(view.episode.code, OpenEpisode(view.show.slug, view.episode.key, alone=True), emoji="🎬")

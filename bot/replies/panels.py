"""Panels of an episode, a recap or a song, with a button for each part. Moderators only."""

from collections.abc import Callable, Iterable, Iterator
from typing import LiteralString, TypeVar

from discord import ButtonStyle, ui

from bot.domain.ids import SongId
from bot.domain.show_ids import SHOW_IDS
from bot.domain.shows import Episode, Show
from bot.replies.catalog_clicks import (
    Cancel,
    EditEpisode,
    EditRecap,
    EditSong,
    OpenForm,
    RemoveEpisode,
    RemoveShow,
    RemoveSong,
)
from bot.replies.clicks import button
from bot.replies.forms import label_of
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup, compose, day, listed, names, number, plain, shortened
from bot.replies.menus import OPTIONS, Option, menu
from bot.services.panels import EpisodePanel, SongPanel
from bot.services.subjects.episodes import EpisodeFacts, EpisodePeople, EpisodeSummary, RecapFile, RecapScenes
from bot.services.subjects.quotes import NewQuote
from bot.services.subjects.shows import IdsOfShow, ShowFacts
from bot.services.subjects.songs import NewSong, SongFacts, SungBy, SungIn

Known = TypeVar("Known")

_SHORT = 200
"""As much of a passage is shown on a panel."""

_GROUP = 3600
"""Characters of scenes in one form; a form field allows 4,000."""


_SUNG_IN = OPTIONS // 2
"""Episodes on a page of a song's panel: each has two options in the menu."""


def show_panel(show: Show) -> ui.LayoutView:
    """Everything that can be edited of a show itself."""
    ids = [
        compose(
            "**{}** {}",
            plain(label_of(name)),
            _or_dash(getattr(show.ids, name), lambda known: plain(str(known))),
        )
        for name in SHOW_IDS
    ]
    return card(
        text(compose("-# `{}`", Markup(show.slug)), compose("## {}", plain(show.title))),
        rule(),
        text(
            compose("**Songs** {}", Markup("yes" if show.has_songs else "no")),
            compose("**Poster** {}", _or_dash(show.look.poster, lambda poster: shortened(poster, _SHORT))),
            compose("**Colour** {}", _or_dash(show.look.accent, plain)),
            listed(ids, " · "),
            Markup("-# Members' files from trackers are matched by these IDs, else by title and year."),
        ),
        row(
            [
                button("Title, poster, colour", OpenForm(ShowFacts(show.slug)), emoji="✏️"),
                button("IDs", OpenForm(IdsOfShow(show.slug)), emoji="✏️"),
            ]
        ),
    )


def episode_panel(panel: EpisodePanel) -> ui.LayoutView:
    """Everything that can be edited of an episode."""
    show, episode = panel.show.slug, panel.episode
    songs = list(dict.fromkeys((sung.song, sung.title) for sung in episode.performances))[:OPTIONS]
    return card(
        text(
            compose("-# {} · {}", plain(panel.show.title), plain(episode.position.code)),
            compose("## {}", plain(episode.title or episode.position.code)),
        ),
        rule(),
        text(*_known(panel)),
        menu("Edit a song", [(title, EditSong(show, song)) for song, title in songs]) if songs else None,
        row(
            [
                button("Facts", OpenForm(EpisodeFacts(show, episode.id)), emoji="✏️"),
                button("People", OpenForm(EpisodePeople(show, episode.id)), emoji="✏️"),
                button("Summary, still", OpenForm(EpisodeSummary(show, episode.id)), emoji="✏️"),
                button("Recap", EditRecap(show, episode.position.key), emoji="📖"),
            ]
        ),
        row(
            [
                button("Add song", OpenForm(NewSong(show, episode.id)), emoji="➕"),
                button("Add quote", OpenForm(NewQuote(show, episode.id)), emoji="➕"),
                button(
                    "Delete episode", RemoveEpisode(show, episode.id), emoji="🗑️", style=ButtonStyle.danger
                ),
            ]
        ),
    )


def _known(panel: EpisodePanel) -> list[Markup]:
    episode = panel.episode
    return [
        compose("**Aired** {}", _or_dash(episode.aired, day)),
        compose(
            "**Number in series** {} · **Production code** {}",
            _or_dash(episode.number_in_series, number),
            _or_dash(episode.production_code, plain),
        ),
        compose("**Written by** {}", _or_dash(episode.writers, names)),
        compose("**Directed by** {}", _or_dash(episode.directors, names)),
        compose("**Guest cast** {}", _or_dash([guest.name for guest in episode.guests], names)),
        compose("**Summary** {}", _or_dash(episode.summary, lambda summary: shortened(summary, _SHORT))),
        compose("**Still** {}", _or_dash(episode.still, lambda still: shortened(still, _SHORT))),
        compose(
            "**Contains** {} · {} · {}",
            _counted(len(episode.scenes), "scene"),
            _counted(len(episode.performances), "song"),
            _counted(panel.quotes, "quote"),
        ),
    ]


def _or_dash(known: Known | None, draw: Callable[[Known], Markup]) -> Markup:
    """What is known, or a dash where nothing is."""
    return Markup("–") if known is None or known in ((), []) else draw(known)


def recap_panel(panel: EpisodePanel, page: int = 0) -> ui.LayoutView:
    """The recap of an episode, in groups of scenes that each fit into a form; so many groups a page."""
    show, episode = panel.show.slug, panel.episode
    groups = list(_groups(episode.scenes))
    page = min(page, max(len(groups) - 1, 0) // OPTIONS)
    parts = [
        (_scenes_named(first, count), OpenForm(RecapScenes(show, episode.id, first, count)))
        for first, count in groups[page * OPTIONS : (page + 1) * OPTIONS]
    ]
    more = RecapScenes(show, episode.id, len(episode.scenes), 0)
    return card(
        text(
            compose("-# {} · {} · Recap", plain(panel.show.title), plain(episode.position.code)),
            compose("## {}", plain(episode.title or episode.position.code)),
            compose("{}. Choose which to edit.", _counted(len(episode.scenes), "scene"))
            if episode.scenes
            else Markup("No recap yet."),
            Markup("-# Separate scenes with a blank line. Heading of a scene: `# Karen, backstage`"),
        ),
        menu("Edit scenes", parts) if parts else None,
        row(
            [
                button("Earlier scenes", EditRecap(show, episode.position.key, page - 1)) if page else None,
                button("Later scenes", EditRecap(show, episode.position.key, page + 1))
                if (page + 1) * OPTIONS < len(groups)
                else None,
            ]
        ),
        row(
            [
                button("Add scenes", OpenForm(more), emoji="➕", style=ButtonStyle.primary),
                button("From a file", OpenForm(RecapFile(show, episode.id)), emoji="📄"),
                button("Back to episode", EditEpisode(show, episode.position.key), emoji="↩️"),
            ]
        ),
    )


def _counted(count: int, thing: LiteralString) -> Markup:
    return compose("{} {}", number(count), Markup(thing if count == 1 else f"{thing}s"))


def _scenes_named(first: int, count: int) -> str:
    return f"Scene {first + 1}" if count == 1 else f"Scenes {first + 1}–{first + count}"


def _groups(scenes: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Runs of scenes that fit into a form: the index of the first, and how many."""
    first, size = 0, 0
    for index, scene in enumerate(scenes):
        if index > first and size + len(scene) + 2 > _GROUP:
            yield first, index - first
            first, size = index, 0
        size += len(scene) + 2
    if len(scenes) > first:
        yield first, len(scenes) - first


def song_panel(panel: SongPanel, page: int = 0) -> ui.LayoutView:
    """Everything that can be edited of a song; so many of its episodes a page."""
    show, song = panel.show.slug, panel.song
    page = min(page, max(len(panel.episodes) - 1, 0) // _SUNG_IN)
    episodes = panel.episodes[page * _SUNG_IN : (page + 1) * _SUNG_IN]
    where = listed((plain(episode.position.code) for episode in panel.episodes), ", ")
    return card(
        text(
            compose("-# {} · Song", plain(panel.show.title)),
            compose("## {}", plain(song.title)),
            compose("**Written by** {}", _or_dash(song.writers, names)),
            compose("**Original artist** {}", _or_dash(song.original_artist, plain)),
            compose("**Sung in** {}", where or Markup("–")),
        ),
        menu("In an episode", _in_each(show, song.id, episodes)) if episodes else None,
        row(
            [
                button("Earlier episodes", EditSong(show, song.id, page - 1)) if page else None,
                button("Later episodes", EditSong(show, song.id, page + 1))
                if (page + 1) * _SUNG_IN < len(panel.episodes)
                else None,
            ]
        ),
        row(
            [
                button("Facts", OpenForm(SongFacts(show, song.id)), emoji="✏️"),
                button("Add to another episode", OpenForm(SungIn(show, song.id)), emoji="➕"),
                button("Delete song", RemoveSong(show, song.id), emoji="🗑️", style=ButtonStyle.danger),
            ]
        ),
    )


def _in_each(show: str, song: SongId, episodes: Iterable[Episode[str, str]]) -> Iterator[Option]:
    """What can be edited of a song in each of these episodes."""
    for episode in episodes:
        yield f"Singers in {episode.position.code}", OpenForm(SungBy(show, song, episode.id))
        yield f"Remove from {episode.position.code}", RemoveSong(show, song, episode.id)


def delete_show_question(show: Show) -> ui.LayoutView:
    """Ask whether a show is to be deleted."""
    after = (
        "The bundled show comes back." if show.origin else "All its episodes, songs and quotes go with it."
    )
    return card(
        text(
            compose("### Delete {}?", plain(show.title)),
            compose("{} You can undo this.", Markup(after)),
        ),
        row(
            [
                button(f"Delete {show.title}", RemoveShow(show.slug), emoji="🗑️", style=ButtonStyle.danger),
                button("Cancel", Cancel()),
            ]
        ),
    )

"""Panels: everything of an episode, a recap or a song, with a button for each part. For moderators alone."""

from collections.abc import Iterator
from typing import LiteralString

from discord import ButtonStyle, ui

from bot.domain.shows import Show
from bot.replies.clicks import (
    Cancel,
    EditEpisode,
    EditRecap,
    EditSong,
    OpenForm,
    RemoveEpisode,
    RemoveShow,
    RemoveSong,
    button,
)
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup, compose, day, listed, names, number, plain, shortened
from bot.services.panels import EpisodePanel, SongPanel
from bot.services.subjects import (
    EpisodeFacts,
    EpisodePeople,
    EpisodeSummary,
    NewQuote,
    NewSong,
    RecapFile,
    RecapScenes,
    SongFacts,
    SungBy,
    SungIn,
)

_SHORT = 200
"""As much of a passage is shown on a panel."""

_GROUP = 3600
"""Characters of scenes in one form; a form's field takes 4,000."""

_GROUPS = 15
"""Groups of scenes on a page of the panel: three rows of buttons."""


def episode_panel(panel: EpisodePanel) -> ui.LayoutView:
    """Everything that can be edited of an episode."""
    show, key, draft = panel.show.slug, panel.draft.position.key, panel.draft
    return card(
        text(
            compose("-# {} · {}", plain(panel.show.title), plain(draft.position.code)),
            compose("## {}", plain(draft.title or draft.position.code)),
        ),
        rule(),
        text(*_known(panel)),
        row(
            [
                button("Facts", OpenForm(EpisodeFacts(show, panel.id)), emoji="✏️"),
                button("People", OpenForm(EpisodePeople(show, panel.id)), emoji="✏️"),
                button("Summary", OpenForm(EpisodeSummary(show, panel.id)), emoji="✏️"),
                button("Recap", EditRecap(show, key), emoji="📖"),
            ]
        ),
        row(
            [
                button("Add song", OpenForm(NewSong(show, panel.id)), emoji="➕"),
                button("Add quote", OpenForm(NewQuote(show, panel.id)), emoji="➕"),
            ]
        ),
        row(
            button(sung.title, EditSong(show, song), emoji="🎵")
            for sung, song in list(zip(draft.performances, panel.songs, strict=True))[:5]
        ),
        row([button("Delete episode", RemoveEpisode(show, panel.id), emoji="🗑️", style=ButtonStyle.danger)]),
    )


def _known(panel: EpisodePanel) -> list[Markup]:
    draft = panel.draft
    missing = Markup("–")
    guests = [guest.name for guest in draft.guests]
    return [
        compose("**Aired** {}", day(draft.aired) if draft.aired else missing),
        compose(
            "**Number in series** {} · **Production code** {}",
            missing if draft.number_in_series is None else number(draft.number_in_series),
            plain(draft.production_code) if draft.production_code else missing,
        ),
        compose("**Written by** {}", names(draft.writers) if draft.writers else missing),
        compose("**Directed by** {}", names(draft.directors) if draft.directors else missing),
        compose("**Guest cast** {}", names(guests) if guests else missing),
        compose("**Summary** {}", _short(draft.summary) if draft.summary else missing),
        compose(
            "**Contains** {} · {} · {}",
            _counted(len(draft.scenes), "scene"),
            _counted(len(draft.performances), "song"),
            _counted(panel.quotes, "quote"),
        ),
    ]


def _short(passage: str) -> Markup:
    return shortened(passage, _SHORT)


def recap_panel(panel: EpisodePanel, page: int = 0) -> ui.LayoutView:
    """The recap of an episode, in groups of scenes that each fit into a form; so many groups a page."""
    show, key, draft = panel.show.slug, panel.draft.position.key, panel.draft
    groups = list(_groups(draft.scenes))
    page = min(page, max(len(groups) - 1, 0) // _GROUPS)
    parts = [
        button(_scenes_named(first, count), OpenForm(RecapScenes(show, panel.id, first, count)), emoji="✏️")
        for first, count in groups[page * _GROUPS : (page + 1) * _GROUPS]
    ]
    more = RecapScenes(show, panel.id, len(draft.scenes), 0)
    return card(
        text(
            compose("-# {} · {} · Recap", plain(panel.show.title), plain(draft.position.code)),
            compose("## {}", plain(draft.title or draft.position.code)),
            compose("{}. Choose which to edit.", _counted(len(draft.scenes), "scene"))
            if draft.scenes
            else Markup("No recap yet."),
            Markup("-# Separate scenes with a blank line."),
        ),
        *(row(parts[start : start + 5]) for start in range(0, len(parts), 5)),
        row(
            [
                button("Earlier scenes", EditRecap(show, key, page - 1)) if page else None,
                button("Later scenes", EditRecap(show, key, page + 1))
                if (page + 1) * _GROUPS < len(groups)
                else None,
            ]
        ),
        row(
            [
                button("Add scenes", OpenForm(more), emoji="➕", style=ButtonStyle.primary),
                button("From a file", OpenForm(RecapFile(show, panel.id)), emoji="📄"),
                button("Back to episode", EditEpisode(show, key), emoji="↩️"),
            ]
        ),
    )


def _counted(count: int, thing: LiteralString) -> Markup:
    return compose("{} {}", number(count), Markup(thing if count == 1 else f"{thing}s"))


def _scenes_named(first: int, count: int) -> str:
    return f"Scene {first + 1}" if count == 1 else f"Scenes {first + 1}–{first + count}"


def _groups(scenes: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Runs of scenes that fit into a form: the first of each, and how many."""
    first, size = 0, 0
    for index, scene in enumerate(scenes):
        if index > first and size + len(scene) + 2 > _GROUP:
            yield first, index - first
            first, size = index, 0
        size += len(scene) + 2
    if len(scenes) > first:
        yield first, len(scenes) - first


def song_panel(panel: SongPanel) -> ui.LayoutView:
    """Everything that can be edited of a song."""
    show = panel.show.slug
    where = listed((plain(position.code) for _, position in panel.episodes), ", ")
    missing = Markup("–")
    return card(
        text(
            compose("-# {} · Song", plain(panel.show.title)),
            compose("## {}", plain(panel.draft.title)),
            compose("**Written by** {}", names(panel.draft.writers) if panel.draft.writers else missing),
            compose(
                "**Original artist** {}",
                plain(panel.draft.original_artist) if panel.draft.original_artist else missing,
            ),
            compose("**Sung in** {}", where or missing),
        ),
        row(
            [
                button("Facts", OpenForm(SongFacts(show, panel.id)), emoji="✏️"),
                button("Add to another episode", OpenForm(SungIn(show, panel.id)), emoji="➕"),
                button("Delete song", RemoveSong(show, panel.id), emoji="🗑️", style=ButtonStyle.danger),
            ]
        ),
        *(
            row(
                [
                    button(
                        f"Singers in {position.code}",
                        OpenForm(SungBy(show, panel.id, episode)),
                        emoji="✏️",
                    ),
                    button(f"Remove from {position.code}", RemoveSong(show, panel.id, episode), emoji="🗑️"),
                ]
            )
            for episode, position in panel.episodes[:6]
        ),
    )


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

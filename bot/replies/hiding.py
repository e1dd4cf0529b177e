"""Replies about hidden messages. Only the person who clicked sees them."""

from collections.abc import Sequence
from typing import Literal

from discord import SelectOption, ui

from bot.domain.errors import StaleClick
from bot.domain.ids import MessageId
from bot.domain.positions import Position
from bot.replies import words
from bot.replies.choices import cut_name, episode_name
from bot.replies.clicks import ChooseLabel, LabelRepost, button, custom_id_of
from bot.replies.layout import card, row, text
from bot.replies.markup import Markup, compose
from bot.services.hiding import Labels

ALL_SEASONS = "all"
_TURN = "page:"
_OPTIONS = 25
_A_PAGE = _OPTIONS - 2
"""Options on a page of a select that has several: two are for turning the pages."""

Part = Literal["show", "season", "episode"]


def hidden(message: MessageId) -> ui.LayoutView:
    """The reply after hiding a message."""
    return card(
        text(
            Markup("### Hidden"),
            Markup("It's a spoiler now, under its author's name. They can delete it, and so can you."),
        ),
        row([button("Label it", LabelRepost(message))]),
    )


def deleted() -> ui.LayoutView:
    """The reply after deleting a repost."""
    return card(text(Markup("### Deleted")))


def put_on(message: MessageId, position: Position) -> ui.LayoutView:
    """The reply after labelling a repost."""
    return card(
        text(compose("### Labelled {}", words.code(position)), Markup("The label is above the spoiler.")),
        row([button("Choose another", LabelRepost(message))]),
    )


def label_choice(labels: Labels, turned: Part | None = None, page: int = 0) -> ui.LayoutView:
    """Menus of the episodes that a message can be labelled with; `turned` is the select with another page.

    Its titles are those that the moderator may see.
    """
    shows = [
        SelectOption(label=cut_name(show.title), value=show.slug, default=show == labels.show)
        for show in labels.shows
    ]
    seasons = [
        SelectOption(label="All seasons", value=ALL_SEASONS, default=labels.season is None),
        *(
            SelectOption(label=f"Season {season}", value=str(season), default=season == labels.season)
            for season in labels.seasons
        ),
    ]
    episodes = [
        SelectOption(label=cut_name(episode_name(episode, with_show=False)), value=str(episode.position.key))
        for episode in labels.episodes
    ]
    parts: Sequence[tuple[Part, str, list[SelectOption]]] = (
        ("show", "Show", shows if len(shows) > 1 else []),
        ("season", "Season", seasons if len(labels.seasons) > 1 else []),
        ("episode", "Episode", episodes),
    )
    return card(
        text(
            Markup("### Which episode is it about?"),
            Markup("Its code goes above the spoiler, where everyone can see it.")
            if episodes
            else Markup("This show has no episodes yet."),
        ),
        *(
            _select(labels, part, placeholder, options, page if part == turned else None)
            for part, placeholder, options in parts
            if options
        ),
    )


def turned_to(value: str) -> int | None:
    """The page that an option turns to; None if it is another option. Raises `StaleClick`."""
    if not value.startswith(_TURN):
        return None
    return number_in(value.removeprefix(_TURN))


def number_in(value: str) -> int:
    """The number in an option's value. Raises `StaleClick` if it was forged."""
    if not value.isascii() or not value.isdecimal():
        raise StaleClick
    return int(value)


def _select(
    labels: Labels, part: Part, placeholder: str, options: list[SelectOption], page: int | None
) -> ui.ActionRow[ui.LayoutView]:
    """A select; with too many options it has pages, and shows the one with the current choice by default."""
    click = ChooseLabel(labels.message, part, labels.show.slug, labels.season)
    if len(options) > _OPTIONS:
        options = _page(options, page)
    return ui.ActionRow(ui.Select(custom_id=custom_id_of(click), placeholder=placeholder, options=options))


def _page(options: list[SelectOption], page: int | None) -> list[SelectOption]:
    last = (len(options) - 1) // _A_PAGE
    chosen = next((index for index, option in enumerate(options) if option.default), 0)
    page = chosen // _A_PAGE if page is None else min(page, last)
    shown = options[page * _A_PAGE : (page + 1) * _A_PAGE]
    if page > 0:
        shown.insert(0, SelectOption(label="Earlier …", value=f"{_TURN}{page - 1}"))
    if page < last:
        shown.append(SelectOption(label="Later …", value=f"{_TURN}{page + 1}"))
    return shown

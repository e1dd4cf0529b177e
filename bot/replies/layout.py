"""The parts that every reply is built of, within Discord's limits.

Limits (Discord's documentation, "Components V2"): 4,000 characters of text and 40 components in a
message. discord.py does not refuse more; `bot.replies.paging` cuts pages to less than that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString, TypeVar

import discord
from discord import ui

from bot.domain.shows import Show
from bot.domain.spoilers import Disclosure, Passage
from bot.replies.clicks import Click, button
from bot.replies.markup import Markup, compose, lines

GOLD = 0xE3A72F
"""The colour of a card's edge: the gold of a theatre's curtain rail."""
RED = 0xB3261E
"""The colour of a reply that says what went wrong."""


def text(*parts: Markup) -> ui.TextDisplay[ui.LayoutView]:
    """Lines of text. Only markup goes in: sealed text and plain strings do not type-check."""
    return ui.TextDisplay(lines(parts))


AnyView = TypeVar("AnyView", ui.LayoutView, ui.View, ui.Modal)
Buttons = Sequence[ui.Button[ui.LayoutView] | None]
"""Buttons of a card; None for one that is left out."""


def forgotten(view: AnyView) -> AnyView:
    """A view that discord.py sends and forgets: what is clicked in it is known by its custom id.

    discord.py would keep a view that waits for clicks, each in memory for as long as the bot runs. It
    keeps none that is finished, which no documentation says.
    """
    view.stop()
    return view


class Card(ui.LayoutView):
    """A reply. Its buttons are answered by their custom ids, at any time."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        forgotten(self)


def card(*items: ui.Item[ui.LayoutView] | None, colour: int = GOLD) -> Card:
    """A card of these items; None is left out."""
    view = Card()
    view.add_item(ui.Container(*(item for item in items if item is not None), accent_colour=colour))
    return view


def show_card(
    show: Show, heading: ui.TextDisplay[ui.LayoutView], *items: ui.Item[ui.LayoutView] | None
) -> Card:
    """A card about a show, in its colour, with its poster beside the heading."""
    poster, accent = show.look.poster, show.look.accent
    top = ui.Section(heading, accessory=ui.Thumbnail(poster)) if poster else heading
    return card(top, *items, colour=int(accent[1:], 16) if accent else GOLD)


def picture(still: Passage | None) -> ui.MediaGallery[ui.LayoutView] | None:
    """A picture that may be a spoiler, so it has no description, which could be one too."""
    if still is None or still.disclosure is Disclosure.WITHHELD:
        return None
    hidden = still.disclosure is not Disclosure.CLEAR
    return ui.MediaGallery(discord.MediaGalleryItem(still.text, spoiler=hidden))


def without_pictures(view: ui.LayoutView) -> Card | None:
    """The same card without its pictures; None if it has none."""
    if not any(isinstance(item, ui.Thumbnail | ui.MediaGallery) for item in view.walk_children()):
        return None
    bare = Card()
    for item in view.children:
        if isinstance(item, ui.Container):
            parts = [part for child in item.children for part in _without_picture(child)]
            item = ui.Container[ui.LayoutView](*parts, accent_colour=item.accent_colour)  # noqa: PLW2901 - bare now
        bare.add_item(item)
    return bare


def _without_picture(item: ui.Item[Any]) -> Sequence[ui.Item[Any]]:
    if isinstance(item, ui.MediaGallery):
        return ()
    return item.children if isinstance(item, ui.Section) else (item,)


def notice(
    title: Markup,
    body: Markup,
    buttons: Iterable[ui.Button[ui.LayoutView]] = (),
    small_print: Markup | None = None,
    colour: int = RED,
    choices: ui.ActionRow[ui.LayoutView] | None = None,
) -> ui.LayoutView:
    """A reply that says what went wrong, or, in gold, that nothing was found. `choices` is a menu."""
    return card(
        text(title, body), text(small_print) if small_print else None, choices, row(buttons), colour=colour
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """A reply that is always the same: a title, what to do, and buttons by their labels."""

    title: LiteralString
    body: LiteralString
    buttons: Mapping[str, Click] = field(default_factory=dict[str, Click])
    colour: int = RED

    def view(self) -> ui.LayoutView:
        """The notice as it is sent."""
        buttons = [button(label, click) for label, click in self.buttons.items()]
        return notice(Markup(f"### {self.title}"), Markup(self.body), buttons, colour=self.colour)


Notices = Mapping[type[Exception], Notice | Callable[[Any], ui.LayoutView]]
"""The words for errors, by class: a notice, or what makes one of the error's data."""


def row(buttons: Iterable[ui.Button[ui.LayoutView] | None]) -> ui.ActionRow[ui.LayoutView] | None:
    """A row of up to five buttons; None is left out, and so is a row with none."""
    present = [button for button in buttons if button is not None]
    return ui.ActionRow(*present) if present else None


def rule() -> ui.Separator[ui.LayoutView]:
    """A thin line between the parts of a card."""
    return ui.Separator()


def titled(
    title: LiteralString, blocks: Iterable[Markup], style: LiteralString = "### {}\n{}"
) -> Iterator[Markup]:
    """The blocks under a title, which stays with the first of them; nothing where there is none."""
    for index, block in enumerate(blocks):
        yield block if index else compose(style, Markup(title), block)

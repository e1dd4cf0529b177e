"""Buttons that outlive a restart: what a click means stands in the button's custom id.

A click is a small record. Its custom id is the record as a JSON array that begins with its name, for
example `["episode","smash",20020000]`; Discord allows 100 characters. A custom id can be forged, so a
record never carries a right: whoever handles a click asks again who may do or see what.
"""

from typing import Annotated

import msgspec
from discord import ButtonStyle, ui
from msgspec import Meta, Struct

from bot.domain.positions import NotACode, Position

_CUSTOM_ID = 100
_LABEL = 80


class Click(Struct, frozen=True, array_like=True):
    """What a click on a button means. A sub-class gives its `tag`, the name in the custom id."""


Page = Annotated[int, Meta(ge=0, le=10_000)]
Slug = Annotated[str, Meta(max_length=32)]


class OpenEpisode(Click, frozen=True, tag="episode"):
    """Show the card of the episode at a position (`Position.key`), from one of its pages on."""

    show: Slug
    key: int
    page: Page = 0

    @property
    def position(self) -> Position | None:
        """The position, unless the custom id was made up."""
        try:
            return Position.from_key(self.key)
        except NotACode:
            return None


class ListEpisodes(Click, frozen=True, tag="episodes"):
    """Show a page of a show's episodes: all of them, or one season's."""

    show: Slug
    season: int | None
    page: Page


class HelpTopic(Click, frozen=True, tag="help"):
    """Show a topic of the help."""

    topic: Annotated[str, Meta(max_length=32)]


def button(
    label: str,
    click: Click,
    *,
    style: ButtonStyle = ButtonStyle.secondary,
    emoji: str | None = None,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    """A button that means this click. All who see the message read its label; nothing can hide it."""
    custom_id = msgspec.json.encode(click).decode()
    assert len(custom_id) <= _CUSTOM_ID, "Discord refuses longer custom ids"
    cut = label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"
    return ui.Button(label=cut, style=style, emoji=emoji, custom_id=custom_id, disabled=disabled)

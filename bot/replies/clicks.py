"""Clicks: the meaning of buttons and selects, in custom ids that work after a restart.

A click is a small record. Its custom id is the record as a JSON array that begins with its tag, for example
`["ep","smash",20020000]`; Discord allows 100 characters. A custom id can be forged, so it grants nothing:
each handler checks permissions and the spoiler rule again.
"""

from typing import Annotated, Literal

import msgspec
from discord import ButtonStyle, ui
from msgspec import Meta, Struct

from bot.domain.errors import StaleClick
from bot.domain.positions import NotACode, Position
from bot.domain.spoilers import NOTHING, Limit
from bot.domain.text import cut
from bot.services.encoded_ids import Id, OnlySlug, Slug

_CUSTOM_ID = 100
_LABEL = 80


class Click(Struct, frozen=True, array_like=True):
    """What a click on a button means. Subclasses give their `tag`, the first item of the custom id."""


Whole = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
"""An integer within the database's range; a forged custom id may have a larger one."""
Page = Annotated[int, Meta(ge=0, le=10_000)]


def position_of(key: int) -> Position:
    """The position with a click's `key`. Raises `StaleClick` if the key is invalid."""
    try:
        return Position.from_key(key)
    except NotACode as error:
        raise StaleClick from error


def placed_position_of(key: int) -> Position:
    """The placed position with a click's `key`. Raises `StaleClick` if there is none."""
    if not (position := position_of(key)).placed:
        raise StaleClick
    return position


def limit_of(key: int) -> Limit:
    """The progress with a click's `key`. Raises `StaleClick` if the key is invalid."""
    return NOTHING if key == NOTHING.key else Limit.up_to(placed_position_of(key))


class OfShow(Click, frozen=True):
    """A click that is about a show."""

    show: Slug

    @property
    def named(self) -> OnlySlug | None:
        """The show, where it may be left out."""
        return OnlySlug.of(self.show)


class OfPreview(Click, frozen=True):
    """A click on the preview of an import: of the catalogue, or of progress."""

    preview: Whole


class OpenCard(OfShow, frozen=True):
    """Show a page of the card of an item: `key` is an episode's position, or the item's id.

    `alone` asks for a private copy, and `insisted` is "Show anyway".
    """

    key: Whole
    page: Page = 0
    alone: bool = False
    insisted: bool = False


class OpenEpisode(OpenCard, frozen=True, tag="ep"):
    """The episode at a position."""


class OpenRecap(OpenCard, frozen=True, tag="re"):
    """The recap of the episode at a position."""


class OpenSong(OpenCard, frozen=True, tag="so"):
    """A song, by its id."""


class OpenQuote(OpenCard, frozen=True, tag="qu"):
    """A quote among its neighbours, by its id; `results` is the page of the search `session` it is from."""

    session: Id | None = None
    results: Page = 0


class OpenQuotes(OpenCard, frozen=True, tag="qs"):
    """The quotes of the episode at a position."""


AnyCard = OpenEpisode | OpenRecap | OpenSong | OpenQuote | OpenQuotes


class TurnFound(Click, frozen=True, tag="found"):
    """Show a page of search results. `alone` asks for a private copy."""

    session: Id
    page: Page
    alone: bool = False


class Watch(Click, frozen=True, tag="w"):
    """Raise the clicker's progress to a position, and redraw the card."""

    key: Whole
    card: AnyCard


class AskWatched(Watch, frozen=True, tag="w?"):
    """Ask whether the clicker has watched up to a position, on a card with withheld story."""


class ConfirmWatched(Watch, frozen=True, tag="w!"):
    """Save it after the question, and offer the card."""


class ListEpisodes(OfShow, frozen=True, tag="episodes"):
    """Show a page of a show's episodes: all of them, or one season's.

    `alone` asks for a private copy. `anew` leaves the clicked message as it is.
    """

    season: Whole | None
    page: Page
    alone: bool = False
    anew: bool = False


class ListSongs(OfShow, frozen=True, tag="songs"):
    """Show a page of a show's songs: all of them, or (`key`) those of one episode."""

    key: Whole | None
    page: Page
    alone: bool = False


class ShareCard(Click, frozen=True, tag="post"):
    """Share a card with everyone in the channel. `sure`: after the preview."""

    card: AnyCard | ListEpisodes | ListSongs | TurnFound
    sure: bool = False


class ChooseProgress(OfShow, frozen=True, tag="further"):
    """Show the clicker's progress in a show, with a menu to set it by.

    `at` is the key of a position: the menu turns to its season.
    """

    at: Whole | None = None


class SetProgress(OfShow, frozen=True, tag="progress"):
    """Set the clicker's progress: `key` is that of a `Limit`."""

    key: Whole


class UndoProgress(OfShow, frozen=True, tag="undo-progress"):
    """Restore earlier progress: keys of `Limit`s, None for none saved."""

    before: Whole | None
    after: Whole | None


class Choose(Click, frozen=True, tag="menu"):
    """Do what is chosen in a menu: each option's value is the custom id of a click."""

    placeholder: Annotated[str, Meta(max_length=80)]


class ShowLimit(Click, frozen=True, tag="limit"):
    """Show the limit of a place, None for the server's default: for a show, or for all (an empty slug, `*`).

    `asks` up to which episode, in a menu that has turned to the season at a key.
    """

    place: Whole | None
    show: Slug = ""
    asks: bool = False
    strict: bool = False
    at: Whole | None = None


class SetLimit(Click, frozen=True, tag="limit-set"):
    """Set the limit of a place. `value` is the key of the last episode, or the days after airing."""

    place: Whole | None
    show: Slug
    kind: Literal["open", "tagged", "up-to", "aired"]
    value: Whole | None = None
    strict: bool = False


class ClearLimit(Click, frozen=True, tag="limit-clear"):
    """Remove the limit of a place: for a show, or (an empty slug) all that are set there."""

    place: Whole | None
    show: Slug = ""


class TurnOverview(Click, frozen=True, tag="overview"):
    """Show a page of the overview of places."""

    page: Page


class ClearDeleted(Click, frozen=True, tag="overview-clear"):
    """Clear the settings of places that were deleted."""


SetupPart = Literal["show", "bundled", "moderators", "log", "open", "closed", "default", "titles"]
"""A part of the panel of `/setup`."""


class ChooseSetup(Click, frozen=True, tag="setup"):
    """Set a part of the panel of `/setup` to what is chosen, or a button's `hides`."""

    part: SetupPart
    hides: bool = False


class MakeDefault(OfShow, frozen=True, tag="default-show"):
    """Make a show the default, and hide the bundled shows if `hides_bundled`."""

    hides_bundled: bool


class DeleteRepost(Click, frozen=True, tag="unpost"):
    """Delete the clicked repost."""


class LabelRepost(Click, frozen=True, tag="label"):
    """Offer episodes to label a repost with; None: the clicked one."""

    message: Whole | None = None


class ChooseLabel(Click, frozen=True, tag="label-by"):
    """Choose the episode for a repost's label: `part` is the select's choice, the rest is chosen already."""

    message: Whole
    part: Literal["show", "season", "episode"]
    show: Slug
    season: Whole | None


class ExportMe(Click, frozen=True, tag="export-me"):
    """Send the clicker a file with everything stored about them."""


class EraseMe(Click, frozen=True, tag="erase-me"):
    """Ask whether to delete everything stored about the clicker. `sure`: delete it."""

    sure: bool = False


class HelpTopic(Click, frozen=True, tag="help"):
    """Show a topic of the help."""

    topic: Annotated[str, Meta(max_length=32)]


def custom_id_of(click: Click) -> str:
    """The custom id of a click."""
    custom_id = msgspec.json.encode(click).decode()
    assert len(custom_id) <= _CUSTOM_ID, "Discord refuses longer custom ids"
    return custom_id


def button(
    label: str,
    click: Click,
    *,
    style: ButtonStyle = ButtonStyle.secondary,
    emoji: str | None = None,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    """A button with this click. Everyone who sees the message can read its label."""
    return ui.Button(
        label=cut(label, _LABEL), style=style, emoji=emoji, custom_id=custom_id_of(click), disabled=disabled
    )

"""Routing clicks on buttons and choices in selects to their handlers."""

from collections.abc import Awaitable, Callable
from re import Match
from typing import Any, TypeVar, Union

import msgspec
from discord import Interaction, ui

from bot.domain.asking import Asker
from bot.domain.errors import Restarting, StaleClick, TooBusy
from bot.domain.ids import ChannelId, GuildId
from bot.interactions.asking import Seen, answer_alone, clicker_of
from bot.interactions.autocomplete import Suggesters
from bot.interactions.errors import tell
from bot.interactions.mentions import Mentions
from bot.interactions.sending import answer_click, reply
from bot.interactions.share_button import CardType, Sharing
from bot.interactions.slow_answers import in_time
from bot.interactions.workload import Workload
from bot.replies.clicks import Choose, Click, ListEpisodes, ListSongs, OpenCard, ShareCard, TurnFound
from bot.replies.markup import Markup

AnyPage = OpenCard | ListEpisodes | ListSongs | TurnFound
"""A click that opens a card at a page."""

Clicked = TypeVar("Clicked", bound=Click)
Paged = TypeVar("Paged", bound=AnyPage)
Viewed = TypeVar("Viewed", bound=Seen)
Read = TypeVar("Read")
Handler = Callable[[Interaction, Clicked], Awaitable[None]]


class Router:
    """Which handler answers which click, who suggests for which option, and which channel is a server's log.

    Cogs register their handlers. The client puts `item` into discord.py, and sets `mentions` when it starts.
    """

    def __init__(
        self,
        *,
        suggesters: Suggesters,
        log_channel: Callable[[GuildId], Awaitable[ChannelId | None]],
        workload: Workload,
    ) -> None:
        self.suggesters = suggesters
        self.workload = workload
        self.log_channel = log_channel
        self.mentions: Mentions = {}
        self._cards: dict[type[Click], CardType] = {}
        self._handlers: dict[type[Click], Handler[Any]] = {
            ShareCard: Sharing(self._cards).share,
            Choose: self._choose,
        }

    def on(self, kind: type[Clicked], handler: Handler[Clicked]) -> None:
        """Register the handler of a kind of click."""
        self._handlers[kind] = handler

    def card(
        self,
        kind: type[Paged],
        read: Callable[[Asker, Paged], Awaitable[Viewed]],
        draw: Callable[[Viewed, int], ui.LayoutView],
        heading: Callable[[Viewed], Markup] | None = None,
    ) -> None:
        """Register a card: it is read for whoever clicks, and drawn from a page on.

        With a heading it can be shared; the preview shows the heading.
        """
        self._cards[kind] = CardType(read, draw, heading)
        self.on(kind, self._open)

    def private(
        self,
        kind: type[Clicked],
        read: Callable[[Asker, Clicked], Awaitable[Read]],
        draw: Callable[[Read], ui.LayoutView],
    ) -> None:
        """Let clicks of this kind be answered with a card of what is read, for the clicker alone."""

        async def show(interaction: Interaction, click: Clicked) -> None:
            await answer_alone(interaction, lambda asker: read(asker, click), draw)

        self.on(kind, show)

    async def answer(self, interaction: Interaction, click: Click) -> None:
        """Answer a click; also one that is inside another. Raises what its handler raises."""
        await self._handlers[type(click)](interaction, click)

    def item(self) -> type[ui.DynamicItem[ui.Item[Any]]]:
        """The class that matches custom ids, for `Client.add_dynamic_items`."""
        dispatch = self._dispatch

        class Clickable(ui.DynamicItem[ui.Item[Any]], template=r"\[.*\]"):
            @classmethod
            async def from_custom_id(
                cls, interaction: Interaction, item: ui.Item[Any], match: Match[str], /
            ) -> "Clickable":
                return cls(item)

            async def callback(self, interaction: Interaction) -> None:
                await dispatch(interaction, self.custom_id)

        return Clickable

    async def _dispatch(self, interaction: Interaction, custom_id: str) -> None:
        try:
            click = self._read(custom_id)
            async with self.workload.turn(interaction, type(click).__name__):
                await self._answer_or_tell(interaction, click)
        except (StaleClick, TooBusy, Restarting) as error:
            await tell(interaction, error)

    async def _answer_or_tell(self, interaction: Interaction, click: Click) -> None:
        try:
            await self.answer(interaction, click)
        except Exception as error:  # noqa: BLE001 - the one place where a click's errors are answered
            await tell(interaction, error)

    async def _choose(self, interaction: Interaction, _: Choose) -> None:
        """Answer the click that was chosen in a menu."""
        click = self._read(chosen_one(interaction))
        if isinstance(click, Choose):
            raise StaleClick
        await self.answer(interaction, click)

    async def _open(self, interaction: Interaction, click: AnyPage) -> None:
        """Show a card in place of the clicked message, as a private copy, or below it."""
        opened = self._cards[type(click)]
        insisted = isinstance(click, OpenCard) and click.insisted
        asker = clicker_of(interaction, alone=click.alone, insisted=insisted)
        view = await in_time(interaction, opened.read(asker, click))
        card = opened.draw(view, click.page)
        if isinstance(click, ListEpisodes) and click.anew:
            await reply(interaction, card, view.audience)
        else:
            await answer_click(interaction, card, view.audience)

    def _read(self, custom_id: str) -> Click:
        """Decode a custom id. Raises `StaleClick` if it isn't one of ours."""
        try:
            return msgspec.json.decode(custom_id, type=Union[tuple(self._handlers)])  # noqa: UP007 - made of what was registered
        except msgspec.DecodeError as error:
            raise StaleClick from error


def chosen(interaction: Interaction) -> list[str]:
    """The choices in a select: values of options, or ids of roles or channels."""
    data = interaction.data
    return list(data.get("values", [])) if data is not None else []


def chosen_one(interaction: Interaction) -> str:
    """The only choice. Raises `StaleClick` if there isn't exactly one."""
    match chosen(interaction):
        case [only]:
            return only
        case _:
            raise StaleClick

"""From a click on a button, or a choice in a select, to the handler that answers it."""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from re import Match
from typing import Any, TypeVar, Union

import msgspec
from discord import Interaction, ui

from bot.domain.errors import StaleClick
from bot.domain.spoilers import Audience
from bot.replies.card_footer import shared
from bot.replies.clicks import Click, PostCard
from bot.replies.errors import tell
from bot.replies.layout import text
from bot.replies.markup import compose, plain
from bot.replies.sending import acknowledge, answer_click, close, in_time, post
from bot.replies.suggestions import Suggesters

Clicked = TypeVar("Clicked", bound=Click)
Posted = TypeVar("Posted", bound=Click)
Handler = Callable[[Interaction, Clicked], Awaitable[None]]
PostMaker = Callable[[Interaction, Posted, bool], Awaitable[ui.LayoutView]]


Share = tuple[int, PostCard]
"""The id of the message that was clicked, and what is shared from it."""


class Shares:
    """What is being shared and what was: a button that is pressed twice shares once.

    Kept in memory: both clicks come through the same gateway connection.
    """

    _REMEMBERED = 4096

    def __init__(self) -> None:
        self._done: OrderedDict[Share, bool] = OrderedDict()

    def is_going_on(self, share: Share) -> bool:
        """Whether it is being shared right now."""
        return self._done.get(share) is False

    def is_done(self, share: Share) -> bool:
        """Whether it was shared."""
        return self._done.get(share, False)

    @asynccontextmanager
    async def claimed(self, share: Share) -> AsyncGenerator[None]:
        """Share it within this context; where that raises, it may be shared again."""
        self._done[share] = False
        try:
            yield
        except BaseException:
            self._done.pop(share, None)
            raise
        self._done[share] = True
        if len(self._done) > self._REMEMBERED:
            self._done.popitem(last=False)


class Router:
    """Which handler answers which click, and who suggests for which option.

    Cogs register their handlers; the client puts `item` into discord.py.
    """

    def __init__(self, *, suggesters: Suggesters) -> None:
        self.suggesters = suggesters
        self._handlers: dict[type[Click], Handler[Any]] = {PostCard: self._post}
        self._makers: dict[type[Click], PostMaker[Any]] = {}
        self._shares = Shares()

    def on(self, kind: type[Clicked], handler: Handler[Clicked]) -> None:
        """Let the handler answer clicks of this kind."""
        self._handlers[kind] = handler

    def on_post(self, kind: type[Posted], maker: PostMaker[Posted]) -> None:
        """Let the maker make what "Share in channel" on cards of this kind asks for.

        It gives what everyone will see, told to the asker alone; then, once they are sure, the card itself.
        """
        self._makers[kind] = maker

    async def answer(self, interaction: Interaction, click: Click) -> None:
        """Answer a click; also one that stands inside another. Raises what its handler raises."""
        await self._handlers[type(click)](interaction, click)

    def item(self) -> type[ui.DynamicItem[ui.Item[Any]]]:
        """What discord.py is to match custom ids with, for `Client.add_dynamic_items`."""
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
            await self.answer(interaction, self._read(custom_id))
        except Exception as error:  # noqa: BLE001 - the one place where a click's errors are answered
            await tell(interaction, error)

    async def _post(self, interaction: Interaction, click: PostCard) -> None:
        """Say what everyone will see of a card; then, with the rule asked anew, post it."""
        if click.sure:
            await self._share(interaction, click)
        else:
            await answer_click(interaction, await self._made(interaction, click), Audience.ASKER)

    async def _share(self, interaction: Interaction, click: PostCard) -> None:
        share = (interaction.message.id if interaction.message else 0, click)
        if self._shares.is_going_on(share):
            await acknowledge(interaction)
        elif self._shares.is_done(share):
            await answer_click(interaction, shared(), Audience.ASKER)
        else:
            async with self._shares.claimed(share):
                view = await self._made(interaction, click)
                view.add_item(text(compose("-# Shared by {}", plain(interaction.user.display_name))))
                await post(interaction, view)
            await close(interaction, shared())

    async def _made(self, interaction: Interaction, click: PostCard) -> ui.LayoutView:
        making = self._makers[type(click.card)](interaction, click.card, click.sure)
        return await in_time(interaction, making)

    def _read(self, custom_id: str) -> Click:
        """Read a custom id. Raises `StaleClick` for one that is not, or no longer, one of ours."""
        try:
            return msgspec.json.decode(custom_id, type=Union[tuple(self._handlers)])  # noqa: UP007 - made of what was registered
        except msgspec.DecodeError as error:
            raise StaleClick from error


def chosen(interaction: Interaction) -> list[str]:
    """What was chosen in a select: the values of its options, or the ids of roles or channels."""
    data = interaction.data
    return list(data.get("values", [])) if data is not None else []


def chosen_one(interaction: Interaction) -> str:
    """The one thing that was chosen. Raises `StaleClick` where it is not one."""
    match chosen(interaction):
        case [only]:
            return only
        case _:
            raise StaleClick

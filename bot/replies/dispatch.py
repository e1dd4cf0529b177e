"""From a click on a button, or a choice in a select, to the handler that answers it."""

from collections.abc import Awaitable, Callable
from re import Match
from typing import Any, TypeVar, Union

import msgspec
from discord import Interaction, ui

from bot.domain.errors import StaleClick
from bot.replies.clicks import Click
from bot.replies.errors import tell

Clicked = TypeVar("Clicked", bound=Click)
Handler = Callable[[Interaction, Clicked], Awaitable[None]]


class Clicks:
    """Which handler answers which click. Cogs register theirs; the client puts `item` into discord.py."""

    def __init__(self) -> None:
        self._handlers: dict[type[Click], Handler[Any]] = {}

    def on(self, kind: type[Clicked], handler: Handler[Clicked]) -> None:
        """Let the handler answer clicks of this kind."""
        self._handlers[kind] = handler

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
            click = self._read(custom_id)
            await self._handlers[type(click)](interaction, click)
        except Exception as error:  # noqa: BLE001 - the one place where a click's errors are answered
            await tell(interaction, error)

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

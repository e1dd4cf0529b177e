"""Sharing a private card with everyone in its channel: what they will see, and that it is shared once."""

from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec
from discord import ButtonStyle, ui

from bot.domain.spoilers import Disclosure
from bot.replies.clicks import AnyCard, ListEpisodes, ListSongs, ShareCard, button
from bot.replies.layout import card, row, text
from bot.replies.markup import Markup, compose
from bot.services.visibility import ListView, View

Share = tuple[int, ShareCard]
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


def preview(
    view: View | ListView, heading: Markup, opened: AnyCard | ListEpisodes | ListSongs
) -> ui.LayoutView:
    """What everyone will see, described: a private answer may not show it itself."""
    return card(
        text(heading, _what_they_see(view)),
        row(
            [
                button("Share", ShareCard(opened, sure=True), style=ButtonStyle.primary),
                button("Keep private", msgspec.structs.replace(opened, alone=True)),
            ]
        ),
    )


def _what_they_see(view: View | ListView) -> Markup:
    if isinstance(view, ListView):
        return Markup(
            "Everyone in this channel will see this list. "
            "It has titles only, up to the channel's spoiler limit."
        )
    if view.visibility.disclosure is Disclosure.CLEAR:
        visible = Markup("Spoilers are **visible**: they are within this channel's limit.")
    else:
        visible = Markup("Spoilers are **hidden** until somebody taps them.")
    return compose("Everyone in this channel will see this. {}", visible)


def shared() -> ui.LayoutView:
    """What takes the place of the private card once it was shared."""
    return card(text(Markup("-# Shared.")))

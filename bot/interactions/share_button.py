"""The button "Share in channel": a preview, and a card for everyone, only once.

Whether a card can be shared is decided in `bot/services/sharing.py`.
"""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from discord import ButtonStyle, Interaction, ui

from bot.domain.asking import Asker
from bot.domain.errors import StrictPlace
from bot.domain.spoilers import Audience, Disclosure
from bot.interactions.asking import asker_of
from bot.interactions.sending import acknowledge, answer_click, close, post
from bot.interactions.slow_answers import in_time
from bot.replies.clicks import AnyCard, Click, ListEpisodes, ListSongs, ShareCard, TurnFound, button
from bot.replies.layout import card, row, text
from bot.replies.markup import Markup, compose, plain
from bot.services.quote_views import Found
from bot.services.sharing import for_everyone, refuse_unshareable
from bot.services.visibility import ListView, View


@dataclass(frozen=True, slots=True)
class CardType:
    """How a kind of card is made: read for an asker, and drawn. One with a `heading` can be shared."""

    read: Callable[[Asker, Any], Awaitable[Any]]
    draw: Callable[[Any, int], ui.LayoutView]
    heading: Callable[[Any], Markup] | None


class Sharing:
    """Shares cards with everyone in the channel.

    A button that is pressed twice shares once. What was shared is remembered in memory only: both clicks come
    through the same gateway connection.
    """

    _REMEMBERED = 4096

    def __init__(self, cards: Mapping[type[Click], CardType]) -> None:
        self._cards = cards
        self._is_done: OrderedDict[tuple[int, ShareCard], bool] = OrderedDict()

    async def share(self, interaction: Interaction, click: ShareCard) -> None:
        """Preview what everyone will see; once confirmed, post what the spoiler rule says by then."""
        if not click.sure:
            await answer_click(interaction, await self._for_everyone(interaction, click), Audience.ASKER)
            return
        share = (interaction.message.id if interaction.message else 0, click)
        match self._is_done.get(share):
            case True:
                await answer_click(interaction, _shared(), Audience.ASKER)
            case False:
                await acknowledge(interaction)
            case None:
                async with self._claimed(share):
                    view = await self._for_everyone(interaction, click)
                    view.add_item(text(compose("-# Shared by {}", plain(interaction.user.display_name))))
                    await post(interaction, view)
                await close(interaction, _shared())

    @asynccontextmanager
    async def _claimed(self, share: tuple[int, ShareCard]) -> AsyncGenerator[None]:
        """Share it within this context. If that raises, it may be shared again."""
        self._is_done[share] = False
        try:
            yield
        except BaseException:
            self._is_done.pop(share, None)
            raise
        self._is_done[share] = True
        if len(self._is_done) > self._REMEMBERED:
            self._is_done.popitem(last=False)

    async def _for_everyone(self, interaction: Interaction, click: ShareCard) -> ui.LayoutView:
        """The card as everyone may see it, or a preview. Raises `StrictPlace` or `ServerOnly`."""
        shared = self._cards[type(click.card)]
        asker = for_everyone(asker_of(interaction, private=True))
        view = await in_time(interaction, shared.read(asker, click.card))
        if isinstance(view, View):
            refuse_unshareable(view.audience, view.visibility.disclosure, view.position)
        if isinstance(view, Found) and not view.quotes:
            raise StrictPlace(None)
        if click.sure or shared.heading is None:
            return shared.draw(view, click.card.page)
        return _preview(view, shared.heading(view), click.card)


def _preview(
    view: View | ListView | Found, heading: Markup, opened: AnyCard | ListEpisodes | ListSongs | TurnFound
) -> ui.LayoutView:
    """A description of what everyone will see. A private answer can't show it."""
    return card(
        text(heading, _what_they_see(view)),
        row(
            [
                button("Share", ShareCard(opened, sure=True), style=ButtonStyle.primary),
                button("Keep private", msgspec.structs.replace(opened, alone=True)),
            ]
        ),
    )


def _what_they_see(view: View | ListView | Found) -> Markup:
    if isinstance(view, ListView):
        return Markup(
            "Everyone in this channel will see this list. "
            "It has titles only, up to the channel's spoiler limit."
        )
    if isinstance(view, Found):
        disclosures = {quote.text.disclosure for episode in view.quotes for quote in episode.quotes}
        what = Markup("these quotes, not what you typed")
    else:
        disclosures, what = {view.visibility.disclosure}, Markup("this")
    if disclosures == {Disclosure.CLEAR}:
        visible = Markup("Spoilers are **visible**: they are within this channel's limit.")
    else:
        visible = Markup("Spoilers are **hidden** until somebody taps them.")
    return compose("Everyone in this channel will see {}. {}", what, visible)


def _shared() -> ui.LayoutView:
    """Replaces the private card once it was shared."""
    return card(text(Markup("-# Shared.")))

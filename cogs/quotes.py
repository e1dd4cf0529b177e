"""`/quote`: search the quotes of a show, or get one at random."""

from collections.abc import Awaitable
from dataclasses import replace

from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.asking import Asker
from bot.domain.ids import QuoteId, SessionId
from bot.interactions.asking import answer, asker_of
from bot.interactions.router import Router
from bot.interactions.sending import reply
from bot.interactions.slow_answers import in_time_for
from bot.replies.clicks import OpenQuote, OpenQuotes, TurnFound, position_of
from bot.replies.quotes import (
    episode_quotes,
    episode_quotes_heading,
    found_card,
    found_heading,
    quote_card,
    quote_heading,
)
from bot.services.quote_views import EpisodeQuotes, Found, QuoteView
from bot.services.quotes import Quotes, QuoteSearch


class QuoteCommands(commands.GroupCog, group_name="quote", group_description="Find quotes"):
    """Search the quotes of a show, or get one at random."""

    def __init__(self, *, quotes: Quotes, router: Router) -> None:
        super().__init__()
        self._quotes = quotes
        router.card(TurnFound, self._turned, found_card, found_heading)
        router.card(OpenQuote, self._opened, quote_card, quote_heading)
        router.card(OpenQuotes, self._of_episode, episode_quotes, episode_quotes_heading)

    @app_commands.command()
    @app_commands.describe(
        text='Words you remember, in any order, or "in quotes" an exact phrase',
        show="Which show, if not the default one",
        character="Only quotes of this character",
        season="Only this season",
        beyond="Include episodes you haven't watched, hidden as spoilers",
        private="False: everyone sees the answer",
    )
    async def search(
        self,
        interaction: Interaction,
        text: str,
        show: str | None = None,
        character: str | None = None,
        season: app_commands.Range[int, 0, 9999] | None = None,
        beyond: bool = False,
        private: bool = True,
    ) -> None:
        """Find a quote by words you remember, typos and all (only you see it)"""
        asker = asker_of(interaction, private=private)
        wanted = QuoteSearch(text, show, character, season, beyond)
        searched = await in_time_for(interaction, asker, lambda asker: self._quotes.search(asker, wanted))
        found = self._quotes.keep(asker, searched)
        await reply(interaction, found_card(found), found.audience)

    @app_commands.command(name="random")
    @app_commands.describe(
        show="Which show, if not the default one",
        character="Only quotes of this character",
        private="Show the answer only to me",
    )
    async def random_(
        self,
        interaction: Interaction,
        show: str | None = None,
        character: str | None = None,
        private: bool = False,
    ) -> None:
        """A random quote, no repeats until you've seen them all (everyone sees it)"""
        await answer(
            interaction,
            lambda asker: self._quotes.draw(asker, show, character),
            quote_card,
            private=private,
            again=self._quotes.drawn,
        )

    def _turned(self, asker: Asker, click: TurnFound) -> Awaitable[Found]:
        return self._quotes.found(asker, SessionId(click.session), click.page)

    async def _opened(self, asker: Asker, click: OpenQuote) -> QuoteView:
        view = await self._quotes.quote(asker, click.show, QuoteId(click.key))
        session = None if click.session is None else SessionId(click.session)
        return replace(view, session=session, results=click.results)

    def _of_episode(self, asker: Asker, click: OpenQuotes) -> Awaitable[EpisodeQuotes]:
        return self._quotes.of_episode(asker, click.show, position_of(click.key))

"""`/quote`: search the lines of a show, or draw one at random."""

from discord import Interaction, app_commands, ui
from discord.ext import commands

from bot.domain.ids import QuoteId, SessionId
from bot.replies.asking import asker_of, clicker_of
from bot.replies.clicks import OpenQuote, OpenQuotes, TurnFound, position_of
from bot.replies.quotes import (
    episode_quotes,
    episode_quotes_before_posting,
    found_card,
    quote_before_posting,
    quote_card,
)
from bot.replies.router import Router
from bot.replies.sending import answer_click, in_time, in_time_for, reply
from bot.services.quotes import Quotes, Wanted


class QuoteCommands(commands.GroupCog, group_name="quote", group_description="Find lines"):
    """Search the lines of a show, or draw one at random."""

    def __init__(self, *, quotes: Quotes, router: Router) -> None:
        super().__init__()
        self._quotes = quotes
        router.on(TurnFound, self._turn)
        router.on(OpenQuote, self._open)
        router.on(OpenQuotes, self._of_episode)
        router.on_post(OpenQuote, self._to_post)
        router.on_post(OpenQuotes, self._episode_to_post)

    @app_commands.command()
    @app_commands.describe(
        text='Words that you remember, in any order; "in quotes" just as they are',
        show="Which show, if not the usual one",
        character="Only lines of this one",
        season="Only this season",
        beyond="Also what lies ahead of you, behind bars",
        private="Answer to me alone (that is what I do unless you say False)",
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
        """Find a line by the words that you remember; typing mistakes are forgiven"""
        asker = asker_of(interaction, private=private)
        wanted = Wanted(text, show, character, season, beyond)
        searched = await in_time_for(interaction, asker, lambda asker: self._quotes.search(asker, wanted))
        found = self._quotes.keep(asker, searched)
        await reply(interaction, found_card(found), found.audience)

    @app_commands.command(name="random")
    @app_commands.describe(
        show="Which show, if not the usual one",
        character="Only lines of this one",
        private="Answer to me alone",
    )
    async def random_(
        self,
        interaction: Interaction,
        show: str | None = None,
        character: str | None = None,
        private: bool = False,
    ) -> None:
        """Draw a line; none comes again until all have"""
        asker = asker_of(interaction, private=private)
        view = await in_time_for(
            interaction,
            asker,
            lambda asker: self._quotes.draw(asker, show, character),
            self._quotes.drawn,
        )
        await reply(interaction, quote_card(view), view.visibility.audience)

    async def _turn(self, interaction: Interaction, click: TurnFound) -> None:
        asker = clicker_of(interaction, alone=click.alone)
        found = await in_time(interaction, self._quotes.found(asker, SessionId(click.session), click.page))
        await answer_click(interaction, found_card(found), found.audience)

    async def _open(self, interaction: Interaction, click: OpenQuote) -> None:
        asker = clicker_of(interaction, alone=click.alone, insisted=click.insisted)
        view = await in_time(interaction, self._quotes.quote(asker, click.show, QuoteId(click.quote)))
        await answer_click(interaction, quote_card(view, click.page), view.visibility.audience)

    async def _of_episode(self, interaction: Interaction, click: OpenQuotes) -> None:
        asker = clicker_of(interaction, alone=click.alone, insisted=click.insisted)
        view = await in_time(interaction, self._quotes.of_episode(asker, click.show, position_of(click.key)))
        await answer_click(interaction, episode_quotes(view, click.page), view.visibility.audience)

    async def _to_post(self, interaction: Interaction, click: OpenQuote, sure: bool) -> ui.LayoutView:
        asker = asker_of(interaction, private=True)
        view = await self._quotes.quote_to_post(asker, click.show, QuoteId(click.quote))
        return quote_card(view) if sure else quote_before_posting(view)

    async def _episode_to_post(
        self, interaction: Interaction, click: OpenQuotes, sure: bool
    ) -> ui.LayoutView:
        asker = asker_of(interaction, private=True)
        view = await self._quotes.of_episode_to_post(asker, click.show, position_of(click.key))
        return episode_quotes(view) if sure else episode_quotes_before_posting(view)

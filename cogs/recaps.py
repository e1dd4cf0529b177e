"""`/recap`: an episode scene by scene."""

from discord import Interaction, app_commands, ui
from discord.ext import commands

from bot.replies.asking import asker_of, clicker_of
from bot.replies.clicks import OpenRecap, position_of
from bot.replies.recaps import recap_before_posting, recap_card
from bot.replies.router import Router
from bot.replies.sending import answer_click, in_time, in_time_for, reply
from bot.services.recaps import Recaps


class RecapCommand(commands.Cog):
    """An episode scene by scene."""

    def __init__(self, *, recaps: Recaps, router: Router) -> None:
        self._recaps = recaps
        router.on(OpenRecap, self._open)
        router.on_post(OpenRecap, self._to_post)

    @app_commands.command()
    @app_commands.describe(
        episode="A word of its title, its code (S02E02, 2x2) or its number",
        show="Which show, if not the usual one",
        private="Answer to me alone (that is what I do unless you say False)",
    )
    async def recap(
        self, interaction: Interaction, episode: str, show: str | None = None, private: bool = True
    ) -> None:
        """What happens in an episode, scene by scene"""
        asker = asker_of(interaction, private=private)
        view = await in_time_for(interaction, asker, lambda asker: self._recaps.recap(asker, episode, show))
        await reply(interaction, recap_card(view), view.visibility.audience)

    async def _open(self, interaction: Interaction, click: OpenRecap) -> None:
        asker = clicker_of(interaction, alone=click.alone, insisted=click.insisted)
        view = await in_time(interaction, self._recaps.recap_at(asker, click.show, position_of(click.key)))
        await answer_click(interaction, recap_card(view, click.page), view.visibility.audience)

    async def _to_post(self, interaction: Interaction, click: OpenRecap, sure: bool) -> ui.LayoutView:
        asker = asker_of(interaction, private=True)
        view = await self._recaps.recap_to_post(asker, click.show, position_of(click.key))
        return recap_card(view) if sure else recap_before_posting(view)

"""`/recap`: an episode scene by scene."""

from collections.abc import Awaitable

from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.asking import Asker
from bot.interactions.asking import answer
from bot.interactions.router import Router
from bot.replies.clicks import OpenRecap, position_of
from bot.replies.recaps import recap_card, recap_heading
from bot.services.recaps import Recaps, RecapView


class RecapCommand(commands.Cog):
    """An episode scene by scene."""

    def __init__(self, *, recaps: Recaps, router: Router) -> None:
        self._recaps = recaps
        router.card(OpenRecap, self._opened, recap_card, recap_heading)

    @app_commands.command()
    @app_commands.describe(
        episode="A word of its title, its code (S02E02, 2x2) or its number",
        show="Which show, if not the default one",
        private="False: everyone sees the answer",
    )
    async def recap(
        self, interaction: Interaction, episode: str, show: str | None = None, private: bool = True
    ) -> None:
        """Read what happens in an episode, scene by scene (only you see it)"""
        await answer(
            interaction, lambda asker: self._recaps.recap(asker, episode, show), recap_card, private=private
        )

    def _opened(self, asker: Asker, click: OpenRecap) -> Awaitable[RecapView]:
        return self._recaps.recap_at(asker, click.show, position_of(click.key))

"""`/episode`: look episodes up, and list them."""

from collections.abc import Awaitable

from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.asking import Asker
from bot.interactions.asking import answer
from bot.interactions.router import Router
from bot.replies.clicks import ListEpisodes, OpenEpisode, position_of
from bot.replies.episodes import episode_card, episode_heading, episode_list, episode_list_heading
from bot.services.episodes import EpisodeList, Episodes, EpisodeView


class EpisodeCommands(commands.GroupCog, group_name="episode", group_description="Look up episodes"):
    """Look episodes up."""

    def __init__(self, *, episodes: Episodes, router: Router) -> None:
        super().__init__()
        self._episodes = episodes
        router.card(OpenEpisode, self._opened, episode_card, episode_heading)
        router.card(ListEpisodes, self._listed, episode_list, episode_list_heading)

    @app_commands.command()
    @app_commands.describe(
        episode="A word of its title, its code (S02E02, 2x2) or its number",
        show="Which show, if not the default one",
        private="Show the answer only to me",
    )
    async def lookup(
        self, interaction: Interaction, episode: str, show: str | None = None, private: bool = False
    ) -> None:
        """Look up an episode: air date, credits, songs and story (everyone sees it)"""
        await answer(
            interaction,
            lambda asker: self._episodes.episode(asker, episode, show),
            episode_card,
            private=private,
        )

    @app_commands.command(name="list")
    @app_commands.describe(
        show="Which show, if not the default one",
        season="Only this season",
        private="False: everyone sees the answer",
    )
    async def list_(
        self,
        interaction: Interaction,
        show: str | None = None,
        season: app_commands.Range[int, 0, 9999] | None = None,
        private: bool = True,
    ) -> None:
        """List every episode, season by season (only you see it)"""
        await answer(
            interaction,
            lambda asker: self._episodes.episodes(asker, show, season),
            episode_list,
            private=private,
        )

    def _opened(self, asker: Asker, click: OpenEpisode) -> Awaitable[EpisodeView]:
        return self._episodes.episode_at(asker, click.show, position_of(click.key))

    def _listed(self, asker: Asker, click: ListEpisodes) -> Awaitable[EpisodeList]:
        return self._episodes.episodes(asker, click.named, click.season)

"""`/episode`: look episodes up, and list them."""

from discord import Interaction, app_commands, ui
from discord.ext import commands

from bot.replies.asking import asker_of, clicker_of
from bot.replies.clicks import ListEpisodes, OpenEpisode, position_of
from bot.replies.episodes import (
    episode_before_posting,
    episode_card,
    episode_list,
    episode_list_before_posting,
)
from bot.replies.router import Router
from bot.replies.sending import answer_click, in_time, in_time_for, reply
from bot.services.access import for_everyone
from bot.services.episodes import Episodes


class EpisodeCommands(commands.GroupCog, group_name="episode", group_description="Look episodes up"):
    """Look episodes up."""

    def __init__(self, *, episodes: Episodes, router: Router) -> None:
        super().__init__()
        self._episodes = episodes
        router.on(OpenEpisode, self._open)
        router.on_post(OpenEpisode, self._to_post)
        router.on_post(ListEpisodes, self._list_to_post)
        router.on(ListEpisodes, self._turn)

    @app_commands.command()
    @app_commands.describe(
        episode="A word of its title, its code (S02E02, 2x2) or its number",
        show="Which show, if not the usual one",
        private="Answer to me alone",
    )
    async def lookup(
        self, interaction: Interaction, episode: str, show: str | None = None, private: bool = False
    ) -> None:
        """When it aired, who made it, who sings in it, and what happens"""
        asker = asker_of(interaction, private=private)
        view = await in_time_for(
            interaction, asker, lambda asker: self._episodes.episode(asker, episode, show)
        )
        await reply(interaction, episode_card(view), view.visibility.audience)

    @app_commands.command(name="list")
    @app_commands.describe(
        show="Which show, if not the usual one",
        season="Only this season",
        private="Answer to me alone (that is what I do unless you say False)",
    )
    async def list_(
        self,
        interaction: Interaction,
        show: str | None = None,
        season: app_commands.Range[int, 0, 9999] | None = None,
        private: bool = True,
    ) -> None:
        """Every episode, season by season"""
        asker = asker_of(interaction, private=private)
        view = await in_time_for(
            interaction, asker, lambda asker: self._episodes.episodes(asker, show, season)
        )
        await reply(interaction, episode_list(view), view.audience)

    async def _open(self, interaction: Interaction, click: OpenEpisode) -> None:
        asker = clicker_of(interaction, alone=click.alone, insisted=click.insisted)
        view = await in_time(
            interaction, self._episodes.episode_at(asker, click.show, position_of(click.key))
        )
        await answer_click(interaction, episode_card(view, click.page), view.visibility.audience)

    async def _to_post(self, interaction: Interaction, click: OpenEpisode, sure: bool) -> ui.LayoutView:
        asker = asker_of(interaction, private=True)
        view = await self._episodes.episode_to_post(asker, click.show, position_of(click.key))
        return episode_card(view) if sure else episode_before_posting(view)

    async def _turn(self, interaction: Interaction, click: ListEpisodes) -> None:
        asker = clicker_of(interaction, alone=click.alone)
        view = await in_time(interaction, self._episodes.episodes(asker, click.show or None, click.season))
        await answer_click(interaction, episode_list(view, click.page), asker.audience)

    async def _list_to_post(self, interaction: Interaction, click: ListEpisodes, sure: bool) -> ui.LayoutView:
        if not sure:
            return episode_list_before_posting(click)
        asker = for_everyone(asker_of(interaction, private=False))
        return episode_list(await self._episodes.episodes(asker, click.show, click.season), click.page)

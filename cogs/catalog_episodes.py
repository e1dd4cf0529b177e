"""`/catalog episode` and `/catalog recap`: add and mend episodes, and tell them scene by scene."""

from discord import Interaction, app_commands

from bot.domain.fields import new_position, season_of
from bot.domain.ids import EpisodeId
from bot.domain.spoilers import Audience
from bot.replies.asking import asker_of
from bot.replies.clicks import MendEpisode, MendRecap, RemoveEpisode, position_of
from bot.replies.forms import show_form
from bot.replies.panels import answer_saved, episode_panel, recap_panel
from bot.replies.router import Router
from bot.replies.sending import answer_click, in_time, reply
from bot.services.editing import Editing
from bot.services.panels import Panels
from bot.services.setup import Setup
from bot.services.subjects import NewEpisode, NewSpecial


class CatalogEpisodes(app_commands.Group):
    """Add episodes, mend them, take them out."""

    def __init__(self, *, editing: Editing, panels: Panels, setup: Setup, router: Router) -> None:
        super().__init__(name="episode", description="Add episodes, mend them, take them out")
        self._editing = editing
        self._panels = panels
        self._setup = setup
        router.on(MendEpisode, self._open)
        router.on(RemoveEpisode, self._remove)

    @app_commands.command()
    @app_commands.describe(
        season="Its season: 2",
        number="Its number in the season: 3, 3.5, 1-2 for a double episode, or: special",
        show="Which show, if not the usual one",
    )
    async def add(self, interaction: Interaction, season: str, number: str, show: str | None = None) -> None:
        """Add an episode"""
        asker = asker_of(interaction, private=True)
        chosen = await self._panels.show(asker, show)
        position = new_position(season, number)
        subject = (
            NewSpecial(chosen.slug, season_of(season))
            if position is None
            else NewEpisode(chosen.slug, position.key)
        )
        await show_form(interaction, await self._editing.open(asker, subject))

    @app_commands.command()
    @app_commands.describe(episode="Which episode", show="Which show, if not the usual one")
    async def edit(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Mend an episode: its facts, people, songs, lines and story"""
        panel = await self._panels.episode(asker_of(interaction, private=True), episode, show)
        await reply(interaction, episode_panel(panel), Audience.ASKER)

    @app_commands.command()
    @app_commands.describe(episode="Which episode", show="Which show, if not the usual one")
    async def remove(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Take an episode out with all that is in it; it can be undone"""
        asker = asker_of(interaction, private=True)
        panel = await self._panels.episode(asker, episode, show)
        removing = self._editing.remove_episode(asker, panel.show.slug, panel.id)
        saved = await in_time(interaction, removing)
        await answer_saved(interaction, saved, self._setup)

    async def _open(self, interaction: Interaction, click: MendEpisode) -> None:
        asker = asker_of(interaction, private=True)
        panel = await self._panels.episode_at(asker, click.show, position_of(click.key))
        await answer_click(interaction, episode_panel(panel), Audience.ASKER)

    async def _remove(self, interaction: Interaction, click: RemoveEpisode) -> None:
        asker = asker_of(interaction, private=True)
        removing = self._editing.remove_episode(asker, click.show, EpisodeId(click.episode))
        saved = await in_time(interaction, removing)
        await answer_saved(interaction, saved, self._setup)


class CatalogRecap(app_commands.Group):
    """Tell an episode scene by scene."""

    def __init__(self, *, panels: Panels, router: Router) -> None:
        super().__init__(name="recap", description="Tell an episode scene by scene")
        self._panels = panels
        router.on(MendRecap, self._open)

    @app_commands.command()
    @app_commands.describe(episode="Which episode", show="Which show, if not the usual one")
    async def edit(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Write or mend a recap, in parts or from a file"""
        panel = await self._panels.episode(asker_of(interaction, private=True), episode, show)
        await reply(interaction, recap_panel(panel), Audience.ASKER)

    async def _open(self, interaction: Interaction, click: MendRecap) -> None:
        asker = asker_of(interaction, private=True)
        panel = await self._panels.episode_at(asker, click.show, position_of(click.key))
        await answer_click(interaction, recap_panel(panel, click.page), Audience.ASKER)

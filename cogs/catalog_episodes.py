"""`/catalog episode` and `/catalog recap`: add, edit and delete episodes, and write their recaps."""

from discord import Interaction, app_commands

from bot.domain.ids import EpisodeId
from bot.interactions.asking import answer_alone, asker_of
from bot.interactions.modals import show_form
from bot.interactions.router import Router
from bot.interactions.saving import save
from bot.replies.catalog_clicks import EditEpisode, EditRecap, RemoveEpisode
from bot.replies.clicks import position_of
from bot.replies.panels import episode_panel, recap_panel
from bot.services.editing import Deletion
from bot.services.forms import Forms
from bot.services.panels import Panels


class CatalogEpisodes(app_commands.Group):
    """Add, edit or delete episodes."""

    def __init__(self, *, deletion: Deletion, forms: Forms, panels: Panels, router: Router) -> None:
        super().__init__(name="episode", description="Add, edit or delete episodes")
        self._deletion = deletion
        self._forms = forms
        self._panels = panels
        router.private(
            EditEpisode,
            lambda asker, click: panels.episode_at(asker, click.show, position_of(click.key)),
            episode_panel,
        )
        router.on(RemoveEpisode, self._remove)

    @app_commands.command()
    @app_commands.describe(
        season="Season number, e.g. 2",
        number="Episode number: 3, 3.5, 1-2 for a double episode, or: special",
        show="Which show, if not the default show",
    )
    async def add(self, interaction: Interaction, season: str, number: str, show: str | None = None) -> None:
        """Add an episode"""
        asker = asker_of(interaction, private=True)
        await show_form(interaction, await self._forms.open_new_episode(asker, show, season, number))

    @app_commands.command()
    @app_commands.describe(episode="Which episode", show="Which show, if not the default show")
    async def edit(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Edit an episode"""
        await answer_alone(
            interaction, lambda asker: self._panels.episode(asker, episode, show), episode_panel
        )

    @app_commands.command()
    @app_commands.describe(episode="Which episode", show="Which show, if not the default show")
    async def remove(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Delete an episode and everything in it (can be undone)"""
        asker = asker_of(interaction, private=True)
        panel = await self._panels.episode(asker, episode, show)
        await save(
            interaction, lambda asker: self._deletion.delete_episode(asker, panel.show.slug, panel.episode.id)
        )

    async def _remove(self, interaction: Interaction, click: RemoveEpisode) -> None:
        episode = EpisodeId(click.episode)
        await save(interaction, lambda asker: self._deletion.delete_episode(asker, click.show, episode))


class CatalogRecap(app_commands.Group):
    """Write an episode's recap."""

    def __init__(self, *, panels: Panels, router: Router) -> None:
        super().__init__(name="recap", description="Write or edit a recap")
        self._panels = panels
        router.on(EditRecap, self._open)

    @app_commands.command()
    @app_commands.describe(episode="Which episode", show="Which show, if not the default show")
    async def edit(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Write or edit a recap, in parts or from a file"""
        await answer_alone(interaction, lambda asker: self._panels.episode(asker, episode, show), recap_panel)

    async def _open(self, interaction: Interaction, click: EditRecap) -> None:
        await answer_alone(
            interaction,
            lambda asker: self._panels.episode_at(asker, click.show, position_of(click.key)),
            lambda panel: recap_panel(panel, click.page),
        )

"""`/catalog song`: add, edit or delete songs."""

from discord import Interaction, app_commands

from bot.domain.ids import EpisodeId, SongId
from bot.interactions.asking import answer_alone, asker_of
from bot.interactions.modals import show_form
from bot.interactions.router import Router
from bot.interactions.saving import save
from bot.replies.catalog_clicks import EditSong, RemoveSong
from bot.replies.panels import song_panel
from bot.services.editing import Deletion
from bot.services.forms import Forms
from bot.services.panels import Panels
from bot.services.subjects.songs import NewSong


class CatalogSongs(app_commands.Group):
    """Add, edit or delete songs."""

    def __init__(self, *, deletion: Deletion, forms: Forms, panels: Panels, router: Router) -> None:
        super().__init__(name="song", description="Add, edit or delete songs")
        self._deletion = deletion
        self._forms = forms
        self._panels = panels
        router.on(EditSong, self._open)
        router.on(RemoveSong, self._remove)

    @app_commands.command()
    @app_commands.describe(episode="The episode it's sung in", show="Which show, if not the default show")
    async def add(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Add a song to an episode (existing songs are reused)"""
        asker = asker_of(interaction, private=True)
        panel = await self._panels.episode(asker, episode, show)
        await show_form(
            interaction, await self._forms.open(asker, NewSong(panel.show.slug, panel.episode.id))
        )

    @app_commands.command()
    @app_commands.describe(song="Which song", show="Which show, if not the default show")
    async def edit(self, interaction: Interaction, song: str, show: str | None = None) -> None:
        """Edit a song: writers, singers and episodes"""
        await answer_alone(interaction, lambda asker: self._panels.song(asker, song, show), song_panel)

    @app_commands.command()
    @app_commands.describe(song="Which song", show="Which show, if not the default show")
    async def remove(self, interaction: Interaction, song: str, show: str | None = None) -> None:
        """Delete a song from all its episodes (can be undone)"""
        asker = asker_of(interaction, private=True)
        panel = await self._panels.song(asker, song, show)
        await save(
            interaction, lambda asker: self._deletion.delete_song(asker, panel.show.slug, panel.song.id, None)
        )

    async def _open(self, interaction: Interaction, click: EditSong) -> None:
        await answer_alone(
            interaction,
            lambda asker: self._panels.song_by_id(asker, click.show, SongId(click.song)),
            lambda panel: song_panel(panel, click.page),
        )

    async def _remove(self, interaction: Interaction, click: RemoveSong) -> None:
        song, episode = SongId(click.song), None if click.episode is None else EpisodeId(click.episode)
        await save(interaction, lambda asker: self._deletion.delete_song(asker, click.show, song, episode))

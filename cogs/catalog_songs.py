"""`/catalog song`: add, edit or delete songs."""

from discord import Interaction, app_commands

from bot.domain.ids import EpisodeId, SongId
from bot.domain.spoilers import Audience
from bot.replies.asking import asker_of
from bot.replies.clicks import EditSong, RemoveSong
from bot.replies.forms import show_form
from bot.replies.panels import song_panel
from bot.replies.router import Router
from bot.replies.saved import answer_saved
from bot.replies.sending import answer_click, reply
from bot.replies.slow_answers import in_time
from bot.services.editing import Editing
from bot.services.forms import Forms
from bot.services.panels import Panels
from bot.services.subjects import NewSong


class CatalogSongs(app_commands.Group):
    """Add, edit or delete songs."""

    def __init__(self, *, editing: Editing, forms: Forms, panels: Panels, router: Router) -> None:
        super().__init__(name="song", description="Add, edit or delete songs")
        self._editing = editing
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
        panel = await self._panels.song(asker_of(interaction, private=True), song, show)
        await reply(interaction, song_panel(panel), Audience.ASKER)

    @app_commands.command()
    @app_commands.describe(song="Which song", show="Which show, if not the default show")
    async def remove(self, interaction: Interaction, song: str, show: str | None = None) -> None:
        """Delete a song from all its episodes (can be undone)"""
        asker = asker_of(interaction, private=True)
        panel = await self._panels.song(asker, song, show)
        saved = await in_time(
            interaction, self._editing.delete_song(asker, panel.show.slug, panel.song.id, None)
        )
        await answer_saved(interaction, saved)

    async def _open(self, interaction: Interaction, click: EditSong) -> None:
        panel = await self._panels.song_by_id(
            asker_of(interaction, private=True), click.show, SongId(click.song)
        )
        await answer_click(interaction, song_panel(panel), Audience.ASKER)

    async def _remove(self, interaction: Interaction, click: RemoveSong) -> None:
        asker = asker_of(interaction, private=True)
        episode = None if click.episode is None else EpisodeId(click.episode)
        deleting = self._editing.delete_song(asker, click.show, SongId(click.song), episode)
        saved = await in_time(interaction, deleting)
        await answer_saved(interaction, saved)

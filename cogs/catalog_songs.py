"""`/catalog song`: add songs, mend them, take them out."""

from discord import Interaction, app_commands

from bot.domain.ids import EpisodeId, SongId
from bot.domain.spoilers import Audience
from bot.replies.asking import asker_of
from bot.replies.clicks import MendSong, RemoveSong
from bot.replies.forms import show_form
from bot.replies.panels import answer_saved, song_panel
from bot.replies.router import Router
from bot.replies.sending import answer_click, in_time, reply
from bot.services.editing import Editing
from bot.services.panels import Panels
from bot.services.setup import Setup
from bot.services.subjects import NewSong


class CatalogSongs(app_commands.Group):
    """Add songs, mend them, take them out."""

    def __init__(self, *, editing: Editing, panels: Panels, setup: Setup, router: Router) -> None:
        super().__init__(name="song", description="Add songs, mend them, take them out")
        self._editing = editing
        self._panels = panels
        self._setup = setup
        router.on(MendSong, self._open)
        router.on(RemoveSong, self._remove)

    @app_commands.command()
    @app_commands.describe(episode="The episode that it is sung in", show="Which show, if not the usual one")
    async def add(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Add a song to an episode; one that the show has already is sung once more"""
        asker = asker_of(interaction, private=True)
        panel = await self._panels.episode(asker, episode, show)
        await show_form(interaction, await self._editing.open(asker, NewSong(panel.show.slug, panel.id)))

    @app_commands.command()
    @app_commands.describe(song="Which song", show="Which show, if not the usual one")
    async def edit(self, interaction: Interaction, song: str, show: str | None = None) -> None:
        """Mend a song: who wrote it, who sings it, and where"""
        panel = await self._panels.song(asker_of(interaction, private=True), song, show)
        await reply(interaction, song_panel(panel), Audience.ASKER)

    @app_commands.command()
    @app_commands.describe(song="Which song", show="Which show, if not the usual one")
    async def remove(self, interaction: Interaction, song: str, show: str | None = None) -> None:
        """Take a song out, wherever it is sung; it can be undone"""
        asker = asker_of(interaction, private=True)
        panel = await self._panels.song(asker, song, show)
        saved = await in_time(interaction, self._editing.remove_song(asker, panel.show.slug, panel.id, None))
        await answer_saved(interaction, saved, self._setup)

    async def _open(self, interaction: Interaction, click: MendSong) -> None:
        panel = await self._panels.song_by_id(
            asker_of(interaction, private=True), click.show, SongId(click.song)
        )
        await answer_click(interaction, song_panel(panel), Audience.ASKER)

    async def _remove(self, interaction: Interaction, click: RemoveSong) -> None:
        asker = asker_of(interaction, private=True)
        episode = None if click.episode is None else EpisodeId(click.episode)
        removing = self._editing.remove_song(asker, click.show, SongId(click.song), episode)
        saved = await in_time(interaction, removing)
        await answer_saved(interaction, saved, self._setup)

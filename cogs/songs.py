"""`/song`: songs, their writers and performances."""

from collections.abc import Awaitable

from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.asking import Asker
from bot.domain.ids import SongId
from bot.interactions.asking import answer
from bot.interactions.router import Router
from bot.replies.clicks import ListSongs, OpenSong, position_of
from bot.replies.songs import song_card, song_heading, song_list, song_list_heading
from bot.services.songs import SongList, Songs, SongView


class SongCommands(commands.GroupCog, group_name="song", group_description="Look up songs"):
    """Songs, their writers and performances."""

    def __init__(self, *, songs: Songs, router: Router) -> None:
        super().__init__()
        self._songs = songs
        router.card(OpenSong, self._opened, song_card, song_heading)
        router.card(ListSongs, self._listed, song_list, song_list_heading)

    @app_commands.command()
    @app_commands.describe(
        song="A word of its title",
        show="Which show, if not the default one",
        private="Show the answer only to me",
    )
    async def info(
        self, interaction: Interaction, song: str, show: str | None = None, private: bool = False
    ) -> None:
        """Writer, original artist, singer and scene of a song (everyone sees it)"""
        await answer(
            interaction, lambda asker: self._songs.song(asker, song, show), song_card, private=private
        )

    @app_commands.command(name="list")
    @app_commands.describe(
        show="Which show, if not the default one",
        episode="Only the songs of this episode",
        private="False: everyone sees the answer",
    )
    async def list_(
        self,
        interaction: Interaction,
        show: str | None = None,
        episode: str | None = None,
        private: bool = True,
    ) -> None:
        """List the songs of an episode, or of the whole show (only you see it)"""
        await answer(
            interaction, lambda asker: self._songs.songs(asker, show, episode), song_list, private=private
        )

    def _opened(self, asker: Asker, click: OpenSong) -> Awaitable[SongView]:
        return self._songs.song_by_id(asker, click.show, SongId(click.key))

    def _listed(self, asker: Asker, click: ListSongs) -> Awaitable[SongList]:
        position = None if click.key is None else position_of(click.key)
        return self._songs.songs_at(asker, click.show, position)

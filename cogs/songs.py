"""`/song`: songs, who wrote them, and where they are sung."""

from discord import Interaction, app_commands, ui
from discord.ext import commands

from bot.domain.ids import SongId
from bot.replies.asking import asker_of, clicker_of
from bot.replies.clicks import ListSongs, OpenSong, position_of
from bot.replies.router import Router
from bot.replies.sending import answer_click, in_time, in_time_for, reply
from bot.replies.songs import song_before_posting, song_card, song_list, song_list_before_posting
from bot.services.access import for_everyone
from bot.services.songs import Songs


class SongCommands(commands.GroupCog, group_name="song", group_description="Look songs up"):
    """Songs, who wrote them, and where they are sung."""

    def __init__(self, *, songs: Songs, router: Router) -> None:
        super().__init__()
        self._songs = songs
        router.on(OpenSong, self._open)
        router.on(ListSongs, self._turn)
        router.on_post(OpenSong, self._to_post)
        router.on_post(ListSongs, self._list_to_post)

    @app_commands.command()
    @app_commands.describe(
        song="A word of its title", show="Which show, if not the usual one", private="Answer to me alone"
    )
    async def info(
        self, interaction: Interaction, song: str, show: str | None = None, private: bool = False
    ) -> None:
        """Who wrote it, whose it was first, who sings it, and where in the story"""
        asker = asker_of(interaction, private=private)
        view = await in_time_for(interaction, asker, lambda asker: self._songs.song(asker, song, show))
        await reply(interaction, song_card(view), view.visibility.audience)

    @app_commands.command(name="list")
    @app_commands.describe(
        show="Which show, if not the usual one",
        episode="Only the songs of this episode",
        private="Answer to me alone (that is what I do unless you say False)",
    )
    async def list_(
        self,
        interaction: Interaction,
        show: str | None = None,
        episode: str | None = None,
        private: bool = True,
    ) -> None:
        """The songs of an episode, or of the whole show"""
        asker = asker_of(interaction, private=private)
        view = await in_time_for(interaction, asker, lambda asker: self._songs.songs(asker, show, episode))
        await reply(interaction, song_list(view), view.audience)

    async def _open(self, interaction: Interaction, click: OpenSong) -> None:
        asker = clicker_of(interaction, alone=click.alone, insisted=click.insisted)
        view = await in_time(interaction, self._songs.song_by_id(asker, click.show, SongId(click.song)))
        await answer_click(interaction, song_card(view, click.page), view.visibility.audience)

    async def _to_post(self, interaction: Interaction, click: OpenSong, sure: bool) -> ui.LayoutView:
        asker = asker_of(interaction, private=True)
        view = await self._songs.song_to_post(asker, click.show, SongId(click.song))
        return song_card(view) if sure else song_before_posting(view)

    async def _turn(self, interaction: Interaction, click: ListSongs) -> None:
        asker = clicker_of(interaction, alone=click.alone)
        position = None if click.key is None else position_of(click.key)
        view = await in_time(interaction, self._songs.songs_at(asker, click.show, position))
        await answer_click(interaction, song_list(view, click.page), asker.audience)

    async def _list_to_post(self, interaction: Interaction, click: ListSongs, sure: bool) -> ui.LayoutView:
        if not sure:
            return song_list_before_posting(click)
        position = None if click.key is None else position_of(click.key)
        asker = for_everyone(asker_of(interaction, private=False))
        return song_list(await self._songs.songs_at(asker, click.show, position), click.page)

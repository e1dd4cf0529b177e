"""Songs, as an audience may know them."""

from dataclasses import dataclass, replace

from bot.domain.asking import Asker
from bot.domain.errors import SongAmbiguous, SongNotFound, StrictPlace
from bot.domain.finding import SongCandidate, find_songs, suggest_songs
from bot.domain.ids import SongId
from bot.domain.positions import Position
from bot.domain.shows import Show, Song
from bot.domain.shows import Sung as SungInStore
from bot.domain.spoilers import Audience, Disclosure, Passage, Viewpoint, disclose, shows_label
from bot.services.access import for_everyone
from bot.services.resolve import SUGGESTIONS, episode_to_answer
from bot.services.shows import NOT_NAMED, Meant, show_named, shows_meant
from bot.services.visibility import Viewpoints, Visibility, shown, unveiled, visibility_of
from bot.store.database import Database, Reading
from bot.store.forks import song_in
from bot.store.songs import song_by_id, songs_of


@dataclass(frozen=True, slots=True)
class Sung:
    """A song in one episode: where, who sings it and why."""

    position: Position
    episode_title: str | None
    performers: tuple[Passage, ...]
    context: Passage | None


@dataclass(frozen=True, slots=True)
class SongView:
    """A song as one asker may see it: facts, and every performance that they may know of.

    `title` is None where the asker's progress masks it: they read it on a card for everyone, and clicked.
    """

    visibility: Visibility
    show: Show
    id: SongId
    position: Position
    title: str | None
    writers: tuple[str, ...]
    original_artist: str | None
    sung: tuple[Sung, ...]


@dataclass(frozen=True, slots=True)
class ListedSong:
    """A song in a list, with the episodes that it may be seen in."""

    id: SongId
    title: str
    original_artist: str | None
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class SongList:
    """The songs of a show, or of one of its episodes. `ends_at_progress`: they go as far as the asker is.

    `sent_aside`: the episode was named by a title that everyone here may not know.
    """

    audience: Audience
    show: Show
    episode: Position | None
    songs: tuple[ListedSong, ...]
    ends_at_progress: bool
    sent_aside: bool
    can_be_posted: bool


class Songs:
    """Answers questions about songs."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints) -> None:
        self._database = database
        self._viewpoints = viewpoints

    async def song(self, asker: Asker, typed: str, show: str | None = None) -> SongView:
        """The song that typed text names.

        Raises `SongNotFound`, `SongAmbiguous`, `ShowNotFound` or `NoShows`.
        """
        async with self._database.read() as reading:
            meant = await shows_meant(reading, asker.guild, typed, show)
            candidates = await self._candidates(reading, asker.alone(), meant)
            found = _named(typed, find_songs(meant.typed, candidates))
            return await self._view(reading, asker, meant.show_with(found.show), found.id)

    async def song_by_id(self, asker: Asker, slug: str, song: SongId) -> SongView:
        """A song of a show. Raises `SongNotFound`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            show = await show_named(reading, asker.guild, slug)
            found = await song_in(reading, show, song)
            if found is None:
                raise SongNotFound("")
            return await self._view(reading, asker, show, found)

    async def song_to_post(self, asker: Asker, slug: str, song: SongId) -> SongView:
        """A song as everyone may see it where the asker is.

        Raises `StrictPlace` or `ServerOnly`, and as above.
        """
        view = await self.song_by_id(for_everyone(asker), slug, song)
        if not view.visibility.for_everyone:
            raise StrictPlace(view.position)
        return view

    async def songs(self, asker: Asker, show: str | None = None, episode: str | None = None) -> SongList:
        """The songs of a show, or of the episode that typed text names."""
        async with self._database.read() as reading:
            if episode is None:
                return await self._list(reading, asker, await show_named(reading, asker.guild, show), None)
            named = await episode_to_answer(reading, self._viewpoints, asker, episode, show)
            asker = asker.alone() if named.private else asker
            found = await self._list(reading, asker, named.show, named.position)
            return replace(found, sent_aside=named.private)

    async def songs_at(self, asker: Asker, slug: str, position: Position | None) -> SongList:
        """The songs of a show, or of the episode at a position."""
        async with self._database.read() as reading:
            return await self._list(reading, asker, await show_named(reading, asker.guild, slug), position)

    async def suggest(self, asker: Asker, typed: str, show: str | None = None) -> list[SongCandidate]:
        """Up to 25 songs that unfinished text may be going to name."""

        async def read(reading: Reading) -> list[SongCandidate]:
            meant = await shows_meant(reading, asker.guild, typed, show)
            candidates = await self._candidates(reading, asker, meant)
            return suggest_songs(meant.typed, candidates, SUGGESTIONS)

        try:
            return await self._database.at_once(read)
        except NOT_NAMED:
            return []

    async def _candidates(self, reading: Reading, asker: Asker, meant: Meant) -> list[SongCandidate]:
        """The songs whose titles the asker may know. None that is masked is offered, or sung nowhere."""
        found: list[SongCandidate] = []
        for show in meant.shows:
            viewpoint = await self._viewpoints.of(reading, asker, show)
            found += [
                SongCandidate(show.slug, meant.labels[show.slug], song.id, title, meant.several)
                for song in await songs_of(reading, show.id)
                if song.sung and (title := song.title.shown_to(viewpoint)) is not None
            ]
        return found

    async def _view(self, reading: Reading, asker: Asker, show: Show, song_id: SongId) -> SongView:
        song = await song_by_id(reading, show.id, song_id)
        if song is None or not song.sung:
            raise SongNotFound("")
        viewpoint = await self._viewpoints.of(reading, asker, show)
        position = song.title.position
        masked = not shows_label(position, replace(viewpoint, audience=Audience.EVERYONE))
        visibility, viewpoint = visibility_of(asker, viewpoint, position, private=masked)
        if visibility.masked and visibility.progress is None:
            raise SongNotFound("")
        return SongView(
            visibility=visibility,
            show=show,
            id=song.id,
            position=position,
            title=song.title.shown_to(viewpoint),
            writers=() if visibility.withheld else song.writers,
            original_artist=None if visibility.withheld else song.original_artist,
            sung=tuple(_sung(sung, viewpoint) for sung in song.sung if _may_be_known(sung, viewpoint)),
        )

    async def _list(self, reading: Reading, asker: Asker, show: Show, episode: Position | None) -> SongList:
        viewpoint = await self._viewpoints.of(reading, asker, show)
        listed = [_listed(song, viewpoint, episode) for song in await songs_of(reading, show.id)]
        return SongList(
            audience=asker.audience,
            show=show,
            episode=episode,
            songs=tuple(song for song in listed if song is not None),
            ends_at_progress=asker.audience is Audience.ASKER and viewpoint.progress is not None,
            sent_aside=False,
            can_be_posted=asker.audience is Audience.ASKER and asker.guild is not None,
        )


def _named(typed: str, found: list[SongCandidate]) -> SongCandidate:
    """The one song that was found. Raises `SongNotFound` or `SongAmbiguous`."""
    if not found:
        raise SongNotFound(typed)
    if len(found) > 1:
        raise SongAmbiguous(typed, tuple(found[:SUGGESTIONS]))
    return found[0]


def _may_be_known(sung: SungInStore, viewpoint: Viewpoint) -> bool:
    """Whether it may be told at all that a song comes in this episode: as its title there may be."""
    hidden = disclose(sung.position, viewpoint) is Disclosure.WITHHELD
    return not hidden and (shows_label(sung.position, viewpoint) or viewpoint.insisted)


def _sung(sung: SungInStore, viewpoint: Viewpoint) -> Sung:
    return Sung(
        position=sung.position,
        episode_title=shown(sung.episode_title, viewpoint),
        performers=tuple(name.disclosed_to(viewpoint) for name in sung.performance.performers),
        context=unveiled(sung.performance.context, viewpoint),
    )


def _listed(song: Song, viewpoint: Viewpoint, episode: Position | None) -> ListedSong | None:
    """A song for a list; None where it may not be known, or is not of the episode."""
    title = song.title.shown_to(viewpoint)
    positions = [sung.position for sung in song.sung if _may_be_known(sung, viewpoint)]
    if title is None or not positions or (episode is not None and episode not in positions):
        return None
    return ListedSong(song.id, title, song.original_artist, tuple(dict.fromkeys(positions)))

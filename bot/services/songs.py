"""Reading songs for an audience."""

from dataclasses import dataclass, replace

from bot.domain.asking import Asker
from bot.domain.errors import SongAmbiguous, SongNotFound
from bot.domain.finding import SongCandidate, find_songs, suggest_songs
from bot.domain.ids import SongId
from bot.domain.positions import Position
from bot.domain.shows import Episode, Show, Song
from bot.domain.spoilers import (
    Audience,
    Disclosure,
    Label,
    Passage,
    Veiled,
    Viewpoint,
    disclose,
    shows_label,
)
from bot.services.resolve import SUGGESTIONS, episode_named
from bot.services.sharing import can_be_shared
from bot.services.shows import NOT_NAMED, Meant, show_named, show_of, shows_meant
from bot.services.visibility import (
    ListView,
    Question,
    View,
    Viewpoints,
    visibility_of,
)
from bot.store.database import Database
from bot.store.forks import song_in
from bot.store.songs import song_by_id, songs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SongView(View):
    """A song: facts, and every performance that the asker may know of.

    `sung` are the episodes with it, each with one performance. `title` is None where the asker's progress
    masks it: they read it on a card for everyone, and clicked.
    """

    id: SongId
    writers: tuple[str, ...]
    original_artist: str | None
    sung: tuple[Episode[str | None, Passage], ...]


@dataclass(frozen=True, slots=True)
class ListedSong:
    """A song in a list, with the episodes that the asker may see it in."""

    id: SongId
    title: str
    original_artist: str | None
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SongList(ListView):
    """The songs of a show or an episode. `ends_at_progress`: they stop at the asker's progress.

    `past_limit`: the episode was named by a title that not everyone here may see.
    """

    episode: Position | None
    songs: tuple[ListedSong, ...]
    ends_at_progress: bool
    past_limit: bool


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
            question = Question(reading, asker, self._viewpoints)
            meant = await shows_meant(reading, asker.guild, typed, show)
            found = _named(typed, meant, await _candidates(question, meant))
            return await _view(question, meant.show_with(found.show), found.id)

    async def song_by_id(self, asker: Asker, slug: str, song: SongId) -> SongView:
        """A song of a show. Raises `SongNotFound`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            show = await show_of(reading, asker.guild, slug)
            found = await song_in(reading, show, song)
            if found is None:
                raise SongNotFound("", show.slug)
            return await _view(Question(reading, asker, self._viewpoints), show, found)

    async def songs(self, asker: Asker, show: str | None = None, episode: str | None = None) -> SongList:
        """The songs of a show, or of the episode that typed text names."""
        async with self._database.read() as reading:
            question = Question(reading, asker, self._viewpoints)
            if episode is None:
                return await _list(question, await show_named(reading, asker.guild, show), None)
            named = await episode_named(question, episode, show)
            audience = Audience.ASKER if named.private else asker.audience
            found = await _list(question, named.show, named.position, audience)
            return replace(found, past_limit=named.private)

    async def songs_at(self, asker: Asker, slug: str, position: Position | None) -> SongList:
        """The songs of a show, or of the episode at a position."""
        async with self._database.read() as reading:
            show = await show_of(reading, asker.guild, slug)
            return await _list(Question(reading, asker, self._viewpoints), show, position)

    async def suggest(self, asker: Asker, typed: str, show: str | None = None) -> list[SongCandidate]:
        """Up to 25 songs that unfinished text may become."""
        async with self._database.read() as reading:
            try:
                meant = await shows_meant(reading, asker.guild, typed, show)
            except NOT_NAMED:
                return []
            candidates = await _candidates(Question(reading, asker, self._viewpoints), meant)
        return suggest_songs(meant.typed, candidates, SUGGESTIONS)


async def _candidates(question: Question, meant: Meant) -> list[SongCandidate]:
    """The songs whose titles the asker may see, without those that nobody performs."""
    found: list[SongCandidate] = []
    for show in meant.shows:
        viewpoint = await question.viewpoint(show, Audience.ASKER)
        found += [
            SongCandidate(show.slug, meant.labels[show.slug], song.id, title, meant.several)
            for song in await songs_of(question.reading, show.id)
            if song.sung and (title := song.title.shown_to(viewpoint)) is not None
        ]
    return found


async def _view(question: Question, show: Show, song_id: SongId) -> SongView:
    song = await song_by_id(question.reading, show.id, song_id)
    if song is None or not song.sung:
        raise SongNotFound("", show.slug)
    position = song.title.position
    masked = not shows_label(position, await question.viewpoint(show, Audience.EVERYONE))
    viewpoint = await question.viewpoint(show)
    visibility, viewpoint = visibility_of(question.asker, viewpoint, position, private=masked)
    if visibility.masked and visibility.progress is None:
        raise SongNotFound("", show.slug)
    return SongView(
        visibility=visibility,
        show=show,
        id=song.id,
        position=position,
        title=song.title.shown_to(viewpoint),
        writers=() if visibility.withheld else song.writers,
        original_artist=None if visibility.withheld else song.original_artist,
        sung=tuple(
            sung_in.disclosed_to(viewpoint) for sung_in in song.sung if _may_be_known(sung_in, viewpoint)
        ),
    )


async def _list(
    question: Question, show: Show, episode: Position | None, audience: Audience | None = None
) -> SongList:
    viewpoint = await question.viewpoint(show, audience)
    listed = [_listed(song, viewpoint, episode) for song in await songs_of(question.reading, show.id)]
    alone = viewpoint.audience is Audience.ASKER
    return SongList(
        audience=viewpoint.audience,
        show=show,
        episode=episode,
        songs=tuple(song for song in listed if song is not None),
        ends_at_progress=alone and viewpoint.progress is not None,
        past_limit=False,
        can_be_shared=can_be_shared(question.asker, viewpoint.audience),
    )


def _named(typed: str, meant: Meant, candidates: list[SongCandidate]) -> SongCandidate:
    """The only candidate that typed text names. Raises `SongNotFound` or `SongAmbiguous`."""
    found = find_songs(meant.typed, candidates)
    if not found:
        raise SongNotFound(typed, meant.shows[0].slug)
    if len(found) > 1:
        raise SongAmbiguous(typed, tuple(found[:SUGGESTIONS]))
    return found[0]


def _may_be_known(episode: Episode[Label, Veiled], viewpoint: Viewpoint) -> bool:
    """Whether the asker may see that a song is in this episode: only if its title may be shown."""
    hidden = disclose(episode.position, viewpoint) is Disclosure.WITHHELD
    return not hidden and (shows_label(episode.position, viewpoint) or viewpoint.insisted)


def _listed(song: Song[Label, Veiled], viewpoint: Viewpoint, episode: Position | None) -> ListedSong | None:
    """A song for a list; None if it may not be shown, or isn't in the episode."""
    title = song.title.shown_to(viewpoint)
    positions = [sung_in.position for sung_in in song.sung if _may_be_known(sung_in, viewpoint)]
    if title is None or not positions or (episode is not None and episode not in positions):
        return None
    return ListedSong(song.id, title, song.original_artist, tuple(dict.fromkeys(positions)))

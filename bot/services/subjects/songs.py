"""Forms for a song, and for its singers in an episode."""

from dataclasses import replace

from bot.domain.changes import Action, Done, Topic
from bot.domain.editing_errors import PartGone
from bot.domain.fields import BadField, Fault
from bot.domain.ids import EpisodeId
from bot.domain.positions import Position
from bot.domain.shows import Performance, Show, Song
from bot.services.encoded_ids import Id
from bot.services.records import episode_of, episode_typed, song_of
from bot.services.subjects.subject import OfEpisode, Record, Subject, attributes, typed
from bot.store.database import Reading
from bot.store.edits import save_song, set_performances
from bot.store.snapshots import Edit
from bot.store.unfiltered import unfiltered_songs


class NewSong(OfEpisode, frozen=True, tag="song+"):
    """A new song with a performance in an episode. A song with this title gets another performance."""

    fields = ("title", "performers", "song_context", "song_writers", "original_artist")
    required = ("title",)
    done = Done(Action.ADD, Topic.SONG)

    async def read(self, reading: Reading, show: Show) -> Record:
        """A blank song, and the performances of the episode."""
        episode = await episode_of(reading, show, self.episode)
        blank = {**attributes(Performance("")), **attributes(Song(""))}
        its = {"episode": episode.id, "at": episode.position, "performances": episode.performances}
        return {**blank, **its}

    async def save(self, edit: Edit, show: Show, record: Record) -> Position:
        """Add the song to the show, if it is new, and its performance."""
        song = typed(Song, record)
        songs = await unfiltered_songs(edit.writing, show.id)
        if known := next((one for one in songs if one.title == song.title), None):
            song = replace(
                known,
                writers=song.writers or known.writers,
                original_artist=song.original_artist or known.original_artist,
            )
        await save_song(edit, song)
        await _sing(edit, record["episode"], record, ("title", song.title))
        return record["at"]


async def _sing(edit: Edit, episode: EpisodeId, record: Record, asked: tuple[str, str]) -> None:
    """Add a performance of a song. Raises `BadField`, for what was `asked`, if the episode has it already."""
    sung: tuple[Performance[str, str], ...] = record["performances"]
    if record["title"] in [one.title for one in sung]:
        raise BadField(asked[0], Fault.TAKEN, asked[1])
    await set_performances(edit, episode, [*sung, typed(Performance, record)])


class OfSong(Subject, frozen=True):
    """A part of a song."""

    done = Done(Action.EDIT, Topic.SONG)
    song: Id


class SongFacts(OfSong, frozen=True, tag="song"):
    """A song's title, writers and original artist."""

    fields = ("title", "song_writers", "original_artist")
    required = ("title",)

    async def read(self, reading: Reading, show: Show) -> Record:
        """The song, without its performances."""
        return attributes(await song_of(reading, show, self.song))

    async def save(self, edit: Edit, show: Show, record: Record) -> None:
        """Change the song in all its episodes."""
        songs = await unfiltered_songs(edit.writing, show.id)
        changed = typed(Song, record)
        if any(song.title == changed.title for song in songs if song.id != changed.id):
            raise BadField("title", Fault.TAKEN, changed.title)
        await save_song(edit, changed)


class SungBy(OfSong, frozen=True, tag="sung"):
    """Who performs a song in an episode, and where in the story."""

    fields = ("performers", "song_context")
    episode: Id

    async def read(self, reading: Reading, show: Show) -> Record:
        """The first performance of the song in the episode: the form edits that one."""
        song = await song_of(reading, show, self.song)
        episode = await episode_of(reading, show, self.episode)
        sung = episode.performances
        first = next((place for place, one in enumerate(sung) if one.song == song.id), None)
        if first is None:
            raise PartGone
        others = {"before": sung[:first], "after": sung[first + 1 :]}
        return {**attributes(sung[first]), **others, "episode": episode.id, "at": episode.position}

    async def save(self, edit: Edit, show: Show, record: Record) -> Position:
        """Change that performance."""
        changed = typed(Performance, record)
        await set_performances(edit, record["episode"], [*record["before"], changed, *record["after"]])
        return record["at"]


class SungIn(OfSong, frozen=True, tag="sung+"):
    """A new performance of a song in another episode."""

    fields = ("episode", "performers", "song_context")
    required = ("episode",)

    async def read(self, reading: Reading, show: Show) -> Record:
        """A blank performance."""
        song = await song_of(reading, show, self.song)
        return {**attributes(Performance(song.title)), "position": None}

    async def save(self, edit: Edit, show: Show, record: Record) -> Position:
        """Add the performance to the episode that was typed."""
        named = await episode_typed(edit.writing, show, record["position"])
        episode = await episode_of(edit.writing, show, named.id)
        there = {**record, "performances": episode.performances}
        await _sing(edit, episode.id, there, ("episode", episode.position.code))
        return episode.position


SongSubject = NewSong | SongFacts | SungBy | SungIn

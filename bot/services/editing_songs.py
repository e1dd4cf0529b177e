"""Editing songs in forms."""

from collections.abc import Mapping

from bot.domain import fields
from bot.domain.changes import Action, Done, Topic
from bot.domain.drafts import SongDraft
from bot.domain.editing_errors import PartGone
from bot.domain.fields import BadField, Fault, Values
from bot.domain.ids import EpisodeId, SongId
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.services.editors import Current, Editor, empty, episode_of, episode_typed, one_a_line
from bot.services.subjects import (
    NewSong,
    SongFacts,
    Subject,
    SungBy,
    SungIn,
)
from bot.store.changes import Edit
from bot.store.database import Reading
from bot.store.edits import add_song, set_song, set_sung
from bot.store.forks import song_in
from bot.store.unfiltered import Sung, plain_songs, sung_in


async def _song(reading: Reading, show: Show, song: int) -> tuple[SongId, SongDraft]:
    found = await song_in(reading, show, SongId(song))
    if found is None:
        raise PartGone
    return found, (await plain_songs(reading, show.id))[found]


async def _new_song(reading: Reading, show: Show, subject: NewSong) -> Current:
    await episode_of(reading, show, subject.episode)
    values = empty("title", "performers", "song_context", "song_writers", "original_artist")
    return Current(values, Done(Action.ADD, Topic.SONG))


async def _add_song(edit: Edit, show: Show, subject: NewSong, values: Values) -> Position:
    """Add a song to an episode; one that the show has already by this title is sung once more."""
    episode, draft = await episode_of(edit.writing, show, subject.episode)
    typed = _song_facts_typed(values)
    songs = await plain_songs(edit.writing, show.id)
    known = next((song for song, draft in songs.items() if draft.title == typed.title), None)
    if known is None:
        known = await add_song(edit, typed)
    elif typed.writers or typed.original_artist:
        there = songs[known]
        writers = typed.writers or there.writers
        await set_song(
            edit, known, SongDraft(there.title, writers, typed.original_artist or there.original_artist)
        )
    await _sing(edit, episode, known, values, field="title")
    return draft.position


async def _sing(edit: Edit, episode: EpisodeId, song: SongId, values: Values, *, field: str) -> None:
    """Let a song be sung in an episode as well. Raises `BadField`, for `field`, where it is there already."""
    sung = await sung_in(edit.writing, episode)
    if song in [one.song for one in sung]:
        raise BadField(field, Fault.TAKEN, values[field])
    await set_sung(edit, episode, [*sung, _performance_typed(song, values)])


def _performance_typed(song: SongId, values: Values) -> Sung:
    return Sung(song, fields.people(values, "performers"), fields.text(values, "song_context"))


def _song_facts_typed(values: Values) -> SongDraft:
    return SongDraft(
        title=fields.required(fields.name, values, "title"),
        writers=fields.people(values, "song_writers"),
        original_artist=fields.name(values, "original_artist"),
    )


async def _song_facts(reading: Reading, show: Show, subject: SongFacts) -> Current:
    _, draft = await _song(reading, show, subject.song)
    values = {
        "title": draft.title,
        "song_writers": one_a_line(draft.writers),
        "original_artist": draft.original_artist or "",
    }
    return Current(values, Done(Action.EDIT, Topic.SONG))


async def _set_song_facts(edit: Edit, show: Show, subject: SongFacts, values: Values) -> None:
    song, _ = await _song(edit.writing, show, subject.song)
    typed = _song_facts_typed(values)
    others = {
        draft.title for other, draft in (await plain_songs(edit.writing, show.id)).items() if other != song
    }
    if typed.title in others:
        raise BadField("title", Fault.TAKEN, typed.title)
    await set_song(edit, song, typed)


async def _sung_by(reading: Reading, show: Show, subject: SungBy) -> Current:
    song, _ = await _song(reading, show, subject.song)
    episode, _ = await episode_of(reading, show, subject.episode)
    sung = next((one for one in await sung_in(reading, episode) if one.song == song), None)
    if sung is None:
        raise PartGone
    values = {"performers": one_a_line(sung.performers), "song_context": sung.context or ""}
    return Current(values, Done(Action.EDIT, Topic.SONG))


async def _set_sung_by(edit: Edit, show: Show, subject: SungBy, values: Values) -> Position:
    """A song that comes back within its episode is sung several times there: the form has the first."""
    song, _ = await _song(edit.writing, show, subject.song)
    episode, draft = await episode_of(edit.writing, show, subject.episode)
    sung = await sung_in(edit.writing, episode)
    first = [one.song for one in sung].index(song)
    await set_sung(edit, episode, [*sung[:first], _performance_typed(song, values), *sung[first + 1 :]])
    return draft.position


async def _one_more_performance(reading: Reading, show: Show, subject: SungIn) -> Current:
    await _song(reading, show, subject.song)
    return Current(empty("episode", "performers", "song_context"), Done(Action.EDIT, Topic.SONG))


async def _add_performance(edit: Edit, show: Show, subject: SungIn, values: Values) -> Position:
    song, _ = await _song(edit.writing, show, subject.song)
    episode, position = await episode_typed(edit.writing, show, values)
    await _sing(edit, episode, song, values, field="episode")
    return position


SONG_EDITORS: Mapping[type[Subject], Editor] = {
    NewSong: Editor(_new_song, _add_song),
    SongFacts: Editor(_song_facts, _set_song_facts),
    SungBy: Editor(_sung_by, _set_sung_by),
    SungIn: Editor(_one_more_performance, _add_performance),
}
"""How each subject is read and written."""

"""Editing songs in forms."""

from collections.abc import Mapping

from bot.domain import fields
from bot.domain.changes import Action, Done, Topic
from bot.domain.drafts import SongDraft
from bot.domain.errors import PartGone
from bot.domain.fields import BadField, Fault, Values
from bot.domain.ids import EpisodeId, SongId
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
from bot.store.curating import add_song, set_song, set_sung
from bot.store.database import Reading
from bot.store.forks import song_in
from bot.store.plain import Sung, plain_songs, sung_in


async def _song(reading: Reading, show: Show, song: int) -> tuple[SongId, SongDraft]:
    found = await song_in(reading, show, SongId(song))
    if found is None:
        raise PartGone
    return found, (await plain_songs(reading, show.id))[found]


async def _new_song(reading: Reading, show: Show, subject: NewSong) -> Current:
    _, draft = await episode_of(reading, show, subject.episode)
    values = empty("title", "performers", "song_context", "song_writers", "original_artist")
    return Current(values, Done(Action.ADD, Topic.SONG, draft.position))


async def _add_song(edit: Edit, show: Show, subject: NewSong, values: Values) -> None:
    """Add a song to an episode; one that the show has already by this title is sung once more."""
    episode, _ = await episode_of(edit.writing, show, subject.episode)
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
    await _sing(edit, episode, known, values)


async def _sing(edit: Edit, episode: EpisodeId, song: SongId, values: Values) -> None:
    """Let a song be sung in an episode, once, with the performers and the context that were typed."""
    sung = await sung_in(edit.writing, episode)
    typed = Sung(song, fields.people(values, "performers"), fields.text(values, "song_context"))
    if song in [one.song for one in sung]:
        sung = [typed if one.song == song else one for one in sung]
    else:
        sung.append(typed)
    await set_sung(edit, episode, sung)


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
    episode, draft = await episode_of(reading, show, subject.episode)
    sung = next((one for one in await sung_in(reading, episode) if one.song == song), None)
    if sung is None:
        raise PartGone
    values = {"performers": one_a_line(sung.performers), "song_context": sung.context or ""}
    return Current(values, Done(Action.EDIT, Topic.SONG, draft.position))


async def _set_sung_by(edit: Edit, show: Show, subject: SungBy, values: Values) -> None:
    song, _ = await _song(edit.writing, show, subject.song)
    episode, _ = await episode_of(edit.writing, show, subject.episode)
    await _sing(edit, episode, song, values)


async def _one_more_performance(reading: Reading, show: Show, subject: SungIn) -> Current:
    await _song(reading, show, subject.song)
    return Current(empty("episode", "performers", "song_context"), Done(Action.EDIT, Topic.SONG))


async def _add_performance(edit: Edit, show: Show, subject: SungIn, values: Values) -> None:
    song, _ = await _song(edit.writing, show, subject.song)
    await _sing(edit, await episode_typed(edit.writing, show, values), song, values)


SONG_EDITORS: Mapping[type[Subject], Editor] = {
    NewSong: Editor(_new_song, _add_song),
    SongFacts: Editor(_song_facts, _set_song_facts),
    SungBy: Editor(_sung_by, _set_sung_by),
    SungIn: Editor(_one_more_performance, _add_performance),
}
"""How each subject is read and written."""

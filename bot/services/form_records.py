"""How the record behind each form is read and saved. The fields are in `bot.domain.fields`."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.domain import fields
from bot.domain.changes import Action
from bot.domain.editing_errors import NothingToChange, PartGone
from bot.domain.fields import BadField, Fault, Values
from bot.domain.ids import EpisodeId, GuildId
from bot.domain.positions import LAST, Position
from bot.domain.shows import Episode, Performance, Quote, Show, Song
from bot.services.editing import Written
from bot.services.records import (
    episode_of,
    episode_typed,
    free_slug,
    must_be_free,
    position_of,
    quote_of,
    song_of,
)
from bot.services.subjects import (
    EpisodeFacts,
    EpisodePeople,
    EpisodeSummary,
    MessageQuote,
    NewEpisode,
    NewQuote,
    NewSong,
    NewSpecial,
    OfEpisode,
    QuoteWords,
    RecapFile,
    RecapScenes,
    ShowNames,
    SongFacts,
    Subject,
    SungBy,
    SungIn,
)
from bot.store.database import Reading
from bot.store.edits import (
    add_quotes,
    save_episode,
    save_song,
    set_performances,
    set_quote,
    set_scenes,
    set_show,
)
from bot.store.snapshots import Edit
from bot.store.unfiltered import (
    unfiltered_facts,
    unfiltered_quotes_of,
    unfiltered_songs,
)

Record = dict[str, Any]
Read = Callable[[Reading, Show, Any], Awaitable[Record]]
Save = Callable[[Edit, Show, Record], Awaitable[Position | None]]
"""Saves a record. Returns the position of its episode, if it has one."""


async def read_form(reading: Reading, show: Show, subject: Subject) -> Values:
    """The current values of a form's fields. Raises `PartGone`."""
    read, _ = _FORMS[type(subject)]
    record = await read(reading, show, subject)
    named = ((name, fields.FIELDS[name].attribute) for name in subject.fields)
    return {name: fields.as_text(name, record[its]) for name, its in named if its in record}


async def save_form(edit: Edit, show: Show, subject: Subject, values: Values) -> Written:
    """Save the fields of a form. Raises `BadField`, `PartGone` or `NothingToChange`: roll back then."""
    read, save = _FORMS[type(subject)]
    record = await read(edit.writing, show, subject)
    record |= fields.read_all(values, subject.required)
    position = await save(edit, show, record)
    action = Action.ADD if record.get("is_new") else subject.done.action
    done = dataclasses.replace(subject.done, action=action, position=position)
    return Written(done, record.get("text") or record.get("title") or "", record.get("speaker"))


def _attributes(record: Episode[str, str] | Song[str, str] | Performance[str, str] | Quote[str]) -> Record:
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def _typed(kind: type[Any], record: Mapping[str, Any]) -> Any:
    names = [field.name for field in dataclasses.fields(kind)]
    return kind(**{name: record[name] for name in names if name in record})


async def _show(_: Reading, show: Show, __: ShowNames) -> Record:
    """A copy keeps its slug, which is how it replaces the bundled show."""
    bundled = show.owner is None or show.origin is not None
    return {"title": show.title} if bundled else {"title": show.title, "slug": show.slug}


async def _save_show(edit: Edit, show: Show, record: Record) -> None:
    slug = show.slug
    if "slug" in record:
        slug = await free_slug(edit.writing, GuildId(show.owner or 0), record, but_by=show.id)
    await set_show(edit, slug=slug, title=record["title"])


async def _new_episode(_: Reading, __: Show, subject: NewEpisode) -> Record:
    return _attributes(Episode(position_of(subject.key)))


async def _add_episode(edit: Edit, show: Show, record: Record) -> Position:
    await must_be_free(edit.writing, show, record["position"], "place")
    await save_episode(edit, _typed(Episode, record))
    return record["position"]


async def _new_special(reading: Reading, show: Show, subject: NewSpecial) -> Record:
    positions = [episode.position for episode in await unfiltered_facts(reading, show.id)]
    before = [its for its in positions if its.season == subject.season and not its.special]
    return {**_attributes(Episode(LAST)), "after": before[-1] if before else None}


async def _add_special(edit: Edit, show: Show, record: Record) -> Position:
    """Add a special after the others that follow the same episode."""
    after: Position = record["after"]
    taken = {episode.position for episode in await unfiltered_facts(edit.writing, show.id)}
    free = (Position(after.season, after.number, special) for special in range(1, 100))
    position = next((position for position in free if position not in taken and position != LAST), None)
    if position is None:
        raise BadField("after", Fault.TAKEN, after.code)
    return await _add_episode(edit, show, {**record, "position": position})


async def _episode(reading: Reading, show: Show, subject: OfEpisode) -> Record:
    episode = await episode_of(reading, show, subject.episode)
    return {**_attributes(episode), "at": episode.position}


async def _save_episode(edit: Edit, show: Show, record: Record) -> Position:
    before, position = record["at"], record["position"]
    if before.is_named_by(position):
        position = before
    else:
        await must_be_free(edit.writing, show, position, "place")
        position = before.moved_to(position)
    await save_episode(edit, _typed(Episode, {**record, "position": position}))
    return position


async def _recap(reading: Reading, show: Show, subject: RecapScenes | RecapFile) -> Record:
    episode = await episode_of(reading, show, subject.episode)
    scenes, first, end = episode.scenes, 0, len(episode.scenes)
    if isinstance(subject, RecapScenes):
        first, end = subject.first, subject.first + subject.count
    its = {"episode": episode.id, "at": episode.position, "is_new": not scenes}
    return {**its, "scenes": scenes[first:end], "before": scenes[:first], "after": scenes[end:]}


async def _save_scenes(edit: Edit, _: Show, record: Record) -> Position:
    await set_scenes(edit, record["episode"], [*record["before"], *record["scenes"], *record["after"]])
    return record["at"]


async def _new_song(reading: Reading, show: Show, subject: NewSong) -> Record:
    episode = await episode_of(reading, show, subject.episode)
    blank = {**_attributes(Performance("")), **_attributes(Song(""))}
    its = {"episode": episode.id, "at": episode.position, "performances": episode.performances}
    return {**blank, **its}


async def _add_song(edit: Edit, show: Show, record: Record) -> Position:
    """Add a song to an episode. A song of the show with this title gets another performance."""
    typed = _typed(Song, record)
    songs = await unfiltered_songs(edit.writing, show.id)
    if known := next((song for song in songs if song.title == typed.title), None):
        typed = dataclasses.replace(
            known,
            writers=typed.writers or known.writers,
            original_artist=typed.original_artist or known.original_artist,
        )
    await save_song(edit, typed)
    await _sing(edit, record["episode"], record, ("title", typed.title))
    return record["at"]


async def _sing(edit: Edit, episode: EpisodeId, record: Record, typed: tuple[str, str]) -> None:
    """Add a performance of a song. Raises `BadField`, for what was `typed`, if the episode has it already."""
    sung: tuple[Performance[str, str], ...] = record["performances"]
    if record["title"] in [one.title for one in sung]:
        raise BadField(typed[0], Fault.TAKEN, typed[1])
    await set_performances(edit, episode, [*sung, _typed(Performance, record)])


async def _song(reading: Reading, show: Show, subject: SongFacts) -> Record:
    return _attributes(await song_of(reading, show, subject.song))


async def _save_song(edit: Edit, show: Show, record: Record) -> None:
    songs = await unfiltered_songs(edit.writing, show.id)
    typed = _typed(Song, record)
    if any(song.title == typed.title for song in songs if song.id != typed.id):
        raise BadField("title", Fault.TAKEN, typed.title)
    await save_song(edit, typed)


async def _performance(reading: Reading, show: Show, subject: SungBy) -> Record:
    """The first performance of a song in an episode: the form edits that one."""
    song = await song_of(reading, show, subject.song)
    episode = await episode_of(reading, show, subject.episode)
    sung = episode.performances
    first = next((place for place, one in enumerate(sung) if one.song == song.id), None)
    if first is None:
        raise PartGone
    others = {"before": sung[:first], "after": sung[first + 1 :]}
    return {**_attributes(sung[first]), **others, "episode": episode.id, "at": episode.position}


async def _save_performance(edit: Edit, _: Show, record: Record) -> Position:
    changed = _typed(Performance, record)
    await set_performances(edit, record["episode"], [*record["before"], changed, *record["after"]])
    return record["at"]


async def _new_performance(reading: Reading, show: Show, subject: SungIn) -> Record:
    song = await song_of(reading, show, subject.song)
    return {**_attributes(Performance(song.title)), "position": None}


async def _add_performance(edit: Edit, show: Show, record: Record) -> Position:
    typed = await episode_typed(edit.writing, show, record["position"])
    episode = await episode_of(edit.writing, show, typed.id)
    sung = {**record, "performances": episode.performances}
    await _sing(edit, episode.id, sung, ("episode", episode.position.code))
    return episode.position


async def _new_quote(reading: Reading, show: Show, subject: NewQuote | MessageQuote) -> Record:
    blank = _attributes(Quote(""))
    if isinstance(subject, MessageQuote):
        return {**blank, "position": None, "show": None}
    if subject.episode is None:
        return {**blank, "position": None}
    episode = await episode_of(reading, show, subject.episode)
    return {**blank, "episode": episode.id, "at": episode.position}


async def _add_quote(edit: Edit, show: Show, record: Record) -> Position:
    episode, position = await _episode_of_quote(edit, show, record)
    quote = _typed(Quote, record)
    if quote in await unfiltered_quotes_of(edit.writing, episode):
        raise NothingToChange
    await add_quotes(edit, [(episode, quote)])
    return position


async def _episode_of_quote(edit: Edit, show: Show, record: Record) -> tuple[EpisodeId, Position]:
    if "position" in record:
        episode = await episode_typed(edit.writing, show, record["position"])
        return episode.id, episode.position
    return record["episode"], record["at"]


async def _quote(reading: Reading, show: Show, subject: QuoteWords) -> Record:
    episode, quote = await quote_of(reading, show, subject.quote)
    return {**_attributes(quote), "position": episode.position}


async def _save_quote(edit: Edit, show: Show, record: Record) -> Position:
    episode, position = await _episode_of_quote(edit, show, record)
    await set_quote(edit, episode, _typed(Quote, record))
    return position


_FORMS: Mapping[type[Subject], tuple[Read, Save]] = {
    ShowNames: (_show, _save_show),
    NewEpisode: (_new_episode, _add_episode),
    NewSpecial: (_new_special, _add_special),
    EpisodeFacts: (_episode, _save_episode),
    EpisodePeople: (_episode, _save_episode),
    EpisodeSummary: (_episode, _save_episode),
    RecapScenes: (_recap, _save_scenes),
    RecapFile: (_recap, _save_scenes),
    NewSong: (_new_song, _add_song),
    SongFacts: (_song, _save_song),
    SungBy: (_performance, _save_performance),
    SungIn: (_new_performance, _add_performance),
    NewQuote: (_new_quote, _add_quote),
    MessageQuote: (_new_quote, _add_quote),
    QuoteWords: (_quote, _save_quote),
}
"""How the record of each form is read, and how it is saved."""

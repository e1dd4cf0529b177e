"""How the record behind each form is read and saved. The fields are in `bot.domain.fields`."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from bot.domain import fields
from bot.domain.changes import Action
from bot.domain.drafts import EpisodeDraft, PerformanceDraft, QuoteDraft, SongDraft
from bot.domain.editing_errors import NothingToChange, PartGone
from bot.domain.fields import BadField, Fault, Values
from bot.domain.ids import EpisodeId, GuildId
from bot.domain.positions import LAST, Position
from bot.domain.shows import Show
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
    add_episode,
    add_quotes,
    add_song,
    set_episode,
    set_performances,
    set_quote,
    set_scenes,
    set_show,
    set_song,
)
from bot.store.snapshots import Edit
from bot.store.unfiltered import (
    episode_ids,
    unfiltered_quotes_of,
    unfiltered_songs,
)

Record = dict[str, Any]
Read = Callable[[Reading, Show, Any], Awaitable[Record]]
Save = Callable[[Edit, Show, Record], Awaitable[Position | None]]
"""Saves a record. Returns the position of its episode, if it has one."""

Draft = TypeVar("Draft", EpisodeDraft, SongDraft, PerformanceDraft, QuoteDraft)


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


def _attributes(draft: EpisodeDraft | SongDraft | PerformanceDraft | QuoteDraft) -> Record:
    return {field.name: getattr(draft, field.name) for field in dataclasses.fields(draft)}


def _draft(kind: type[Draft], record: Mapping[str, Any]) -> Draft:
    return kind(
        **{field.name: record[field.name] for field in dataclasses.fields(kind) if field.name in record}
    )


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
    return _attributes(EpisodeDraft(position_of(subject.key)))


async def _add_episode(edit: Edit, show: Show, record: Record) -> Position:
    await must_be_free(edit.writing, show, record["position"], "place")
    await add_episode(edit, _draft(EpisodeDraft, record))
    return record["position"]


async def _new_special(reading: Reading, show: Show, subject: NewSpecial) -> Record:
    before = [
        position
        for position in await episode_ids(reading, show.id)
        if position.season == subject.season and not position.special
    ]
    return {**_attributes(EpisodeDraft(LAST)), "after": before[-1] if before else None}


async def _add_special(edit: Edit, show: Show, record: Record) -> Position:
    """Add a special after the others that follow the same episode."""
    after: Position = record["after"]
    taken = await episode_ids(edit.writing, show.id)
    free = (Position(after.season, after.number, special) for special in range(1, 100))
    position = next((position for position in free if position not in taken and position != LAST), None)
    if position is None:
        raise BadField("after", Fault.TAKEN, after.code)
    return await _add_episode(edit, show, {**record, "position": position})


async def _episode(reading: Reading, show: Show, subject: OfEpisode) -> Record:
    episode, draft = await episode_of(reading, show, subject.episode)
    return {**_attributes(draft), "id": episode, "at": draft.position}


async def _save_episode(edit: Edit, show: Show, record: Record) -> Position:
    before, position = record["at"], record["position"]
    if before.is_named_by(position):
        position = before
    else:
        await must_be_free(edit.writing, show, position, "place")
        position = before.moved_to(position)
    await set_episode(edit, record["id"], _draft(EpisodeDraft, {**record, "position": position}))
    return position


async def _recap(reading: Reading, show: Show, subject: RecapScenes | RecapFile) -> Record:
    episode, draft = await episode_of(reading, show, subject.episode)
    scenes, first, end = draft.scenes, 0, len(draft.scenes)
    if isinstance(subject, RecapScenes):
        first, end = subject.first, subject.first + subject.count
    its = {"id": episode, "at": draft.position, "is_new": not scenes}
    return {**its, "scenes": scenes[first:end], "before": scenes[:first], "after": scenes[end:]}


async def _save_scenes(edit: Edit, _: Show, record: Record) -> Position:
    await set_scenes(edit, record["id"], [*record["before"], *record["scenes"], *record["after"]])
    return record["at"]


async def _new_song(reading: Reading, show: Show, subject: NewSong) -> Record:
    episode, draft = await episode_of(reading, show, subject.episode)
    blank = {**_attributes(PerformanceDraft("")), **_attributes(SongDraft(""))}
    return {**blank, "id": episode, "at": draft.position, "performances": draft.performances}


async def _add_song(edit: Edit, show: Show, record: Record) -> Position:
    """Add a song to an episode. A song of the show with this title gets another performance."""
    typed = _draft(SongDraft, record)
    songs = await unfiltered_songs(edit.writing, show.id)
    known = next((song for song, draft in songs.items() if draft.title == typed.title), None)
    if known is None:
        await add_song(edit, typed)
    else:
        there = songs[known]
        writers, artist = typed.writers or there.writers, typed.original_artist or there.original_artist
        await set_song(edit, known, SongDraft(there.title, writers, artist))
    await _sing(edit, record["id"], record, ("title", typed.title))
    return record["at"]


async def _sing(edit: Edit, episode: EpisodeId, record: Record, typed: tuple[str, str]) -> None:
    """Add a performance of a song. Raises `BadField`, for what was `typed`, if the episode has it already."""
    sung: tuple[PerformanceDraft, ...] = record["performances"]
    if record["title"] in [one.title for one in sung]:
        raise BadField(typed[0], Fault.TAKEN, typed[1])
    await set_performances(edit, episode, [*sung, _draft(PerformanceDraft, record)])


async def _song(reading: Reading, show: Show, subject: SongFacts) -> Record:
    song, draft = await song_of(reading, show, subject.song)
    return {**_attributes(draft), "id": song}


async def _save_song(edit: Edit, show: Show, record: Record) -> None:
    songs = await unfiltered_songs(edit.writing, show.id)
    typed = _draft(SongDraft, record)
    if any(draft.title == typed.title for song, draft in songs.items() if song != record["id"]):
        raise BadField("title", Fault.TAKEN, typed.title)
    await set_song(edit, record["id"], typed)


async def _performance(reading: Reading, show: Show, subject: SungBy) -> Record:
    """The first performance of a song in an episode: the form edits that one."""
    _, song = await song_of(reading, show, subject.song)
    episode, draft = await episode_of(reading, show, subject.episode)
    sung = draft.performances
    first = next((place for place, one in enumerate(sung) if one.title == song.title), None)
    if first is None:
        raise PartGone
    others = {"before": sung[:first], "after": sung[first + 1 :]}
    return {**_attributes(sung[first]), **others, "id": episode, "at": draft.position}


async def _save_performance(edit: Edit, _: Show, record: Record) -> Position:
    changed = _draft(PerformanceDraft, record)
    await set_performances(edit, record["id"], [*record["before"], changed, *record["after"]])
    return record["at"]


async def _new_performance(reading: Reading, show: Show, subject: SungIn) -> Record:
    _, song = await song_of(reading, show, subject.song)
    return {**_attributes(PerformanceDraft(song.title)), "position": None}


async def _add_performance(edit: Edit, show: Show, record: Record) -> Position:
    episode, position = await episode_typed(edit.writing, show, record["position"])
    _, draft = await episode_of(edit.writing, show, episode)
    await _sing(edit, episode, {**record, "performances": draft.performances}, ("episode", position.code))
    return position


async def _new_quote(reading: Reading, show: Show, subject: NewQuote | MessageQuote) -> Record:
    blank = _attributes(QuoteDraft(""))
    if isinstance(subject, MessageQuote):
        return {**blank, "position": None, "show": None}
    if subject.episode is None:
        return {**blank, "position": None}
    episode, draft = await episode_of(reading, show, subject.episode)
    return {**blank, "id": episode, "at": draft.position}


async def _add_quote(edit: Edit, show: Show, record: Record) -> Position:
    episode, position = await _episode_of_quote(edit, show, record)
    quote = _draft(QuoteDraft, record)
    if any(known.draft == quote for known in await unfiltered_quotes_of(edit.writing, episode)):
        raise NothingToChange
    await add_quotes(edit, [(episode, quote)])
    return position


async def _episode_of_quote(edit: Edit, show: Show, record: Record) -> tuple[EpisodeId, Position]:
    if "position" in record:
        return await episode_typed(edit.writing, show, record["position"])
    return record["id"], record["at"]


async def _quote(reading: Reading, show: Show, subject: QuoteWords) -> Record:
    quote = await quote_of(reading, show, subject.quote)
    _, episode = await episode_of(reading, show, quote.episode)
    return {**_attributes(quote.draft), "quote": quote.id, "position": episode.position}


async def _save_quote(edit: Edit, show: Show, record: Record) -> Position:
    episode, position = await _episode_of_quote(edit, show, record)
    await set_quote(edit, record["quote"], episode, _draft(QuoteDraft, record))
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

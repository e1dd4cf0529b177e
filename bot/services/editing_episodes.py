"""Editing shows, episodes and recaps in forms."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain import fields
from bot.domain.changes import Action, Done, Topic
from bot.domain.drafts import EpisodeDraft
from bot.domain.editing_errors import PartGone
from bot.domain.fields import BadField, Fault, Values
from bot.domain.ids import GuildId, ShowId
from bot.domain.positions import LAST, NotACode, Position
from bot.domain.shows import Show
from bot.services.editors import Current, Editor, empty, episode_of, one_a_line
from bot.services.subjects import (
    EpisodeFacts,
    EpisodePeople,
    EpisodeSummary,
    NewEpisode,
    NewSpecial,
    RecapFile,
    RecapScenes,
    ShowNames,
    Subject,
)
from bot.store.changes import Edit
from bot.store.database import Reading
from bot.store.edits import add_episode, set_episode, set_scenes, set_show
from bot.store.shows import slug_is_taken
from bot.store.unfiltered import episode_ids, episode_with_code


async def _show_names(_: Reading, show: Show, __: ShowNames) -> Current:
    bundled = show.owner is None or show.origin is not None
    values = {"title": show.title} | ({} if bundled else {"slug": show.slug})
    return Current(values, Done(Action.EDIT, Topic.SHOW))


async def _name_show(edit: Edit, show: Show, _: ShowNames, values: Values) -> None:
    """A copy keeps its slug: by that it stands before the bundled show."""
    title, slug = fields.required(fields.name, values, "title"), show.slug
    if show.origin is None:
        slug = await free_slug(edit.writing, GuildId(show.owner or 0), values, but_by=show.id)
    await set_show(edit, slug=slug, title=title)


async def free_slug(reading: Reading, guild: GuildId, values: Values, *, but_by: ShowId | None = None) -> str:
    """The short name that was typed, or that the title makes; one with a number where it can make none.

    Raises `BadField` where it is taken.
    """
    slug = fields.slug(values, "slug") or fields.slug_of(values["title"])
    if slug is None:
        return await _numbered_slug(reading, guild, but_by=but_by)
    if await slug_is_taken(reading, guild, slug, but_by=but_by):
        raise BadField("slug", Fault.TAKEN, slug)
    return slug


async def _numbered_slug(reading: Reading, guild: GuildId, *, but_by: ShowId | None) -> str:
    """A short name for a title without a Latin letter: `show`, `show-2`, `show-3`."""
    slugs = itertools.chain(["show"], (f"show-{number}" for number in itertools.count(2)))
    for slug in slugs:
        if not await slug_is_taken(reading, guild, slug, but_by=but_by):
            return slug
    raise AssertionError("there is always one more number")


async def _new_episode(_: Reading, __: Show, subject: NewEpisode) -> Current:
    place = {"place": position_of(subject.key).code}
    return Current(place | empty("title", "aired", "writers", "summary"), Done(Action.ADD, Topic.EPISODE))


async def _add_episode(edit: Edit, show: Show, _: NewEpisode, values: Values) -> Position:
    position = fields.required(fields.place, values, "place")
    await must_be_free(edit.writing, show, position, "place")
    return await _add(edit, position, values)


async def _add(edit: Edit, position: Position, values: Values) -> Position:
    draft = EpisodeDraft(
        position=position,
        title=fields.name(values, "title"),
        aired=fields.day(values, "aired"),
        writers=fields.people(values, "writers"),
        summary=fields.text(values, "summary"),
    )
    await set_episode(edit, await add_episode(edit, position), draft)
    return position


async def _new_special(reading: Reading, show: Show, subject: NewSpecial) -> Current:
    there = [
        position for position in await episode_ids(reading, show.id) if position.season == subject.season
    ]
    after = next((position for position in reversed(there) if not position.special), None)
    values = empty("title", "aired", "writers", "summary")
    return Current({"after": "" if after is None else after.code, **values}, Done(Action.ADD, Topic.EPISODE))


async def _add_special(edit: Edit, show: Show, _: NewSpecial, values: Values) -> Position:
    """The special comes after the others that follow the same episode."""
    after = fields.required(fields.place, values, "after")
    taken = await episode_ids(edit.writing, show.id)
    free = (Position(after.season, after.number, special) for special in range(1, 100))
    position = next((position for position in free if position not in taken and position != LAST), None)
    if position is None:
        raise BadField("after", Fault.TAKEN, values["after"])
    return await _add(edit, position, values)


def position_of(key: int) -> Position:
    """The position that a subject names by its key. Raises `PartGone` if that was made up."""
    try:
        return Position.from_key(key)
    except NotACode as error:
        raise PartGone from error


async def must_be_free(reading: Reading, show: Show, position: Position, field: str) -> None:
    """Raise `BadField` where an episode stands at a position already."""
    if position == LAST or await episode_with_code(reading, show.id, position) is not None:
        raise BadField(field, Fault.TAKEN, position.code)


async def _episode_facts(reading: Reading, show: Show, subject: EpisodeFacts) -> Current:
    _, draft = await episode_of(reading, show, subject.episode)
    values = {
        "place": draft.position.code,
        "title": draft.title or "",
        "aired": draft.aired.isoformat() if draft.aired else "",
        "number_in_series": "" if draft.number_in_series is None else str(draft.number_in_series),
        "production_code": draft.production_code or "",
    }
    return Current(values, Done(Action.EDIT, Topic.EPISODE))


async def _set_facts(edit: Edit, show: Show, subject: EpisodeFacts, values: Values) -> Position:
    episode, draft = await episode_of(edit.writing, show, subject.episode)
    position = fields.required(fields.place, values, "place")
    if draft.position.is_named_by(position):
        position = draft.position
    else:
        await must_be_free(edit.writing, show, position, "place")
        position = draft.position.moved_to(position)
    changed = replace(
        draft,
        position=position,
        title=fields.name(values, "title"),
        aired=fields.day(values, "aired"),
        number_in_series=fields.whole_number(values, "number_in_series"),
        production_code=fields.name(values, "production_code"),
    )
    await set_episode(edit, episode, changed)
    return position


async def _episode_people(reading: Reading, show: Show, subject: EpisodePeople) -> Current:
    _, draft = await episode_of(reading, show, subject.episode)
    guests = [
        f"{guest.name} as {guest.character}" if guest.character else guest.name for guest in draft.guests
    ]
    values = {
        "writers": one_a_line(draft.writers),
        "directors": one_a_line(draft.directors),
        "guests": one_a_line(guests),
    }
    return Current(values, Done(Action.EDIT, Topic.EPISODE))


async def _set_people(edit: Edit, show: Show, subject: EpisodePeople, values: Values) -> Position:
    episode, draft = await episode_of(edit.writing, show, subject.episode)
    changed = replace(
        draft,
        writers=fields.people(values, "writers"),
        directors=fields.people(values, "directors"),
        guests=fields.guests(values, "guests"),
    )
    await set_episode(edit, episode, changed)
    return draft.position


async def _episode_summary(reading: Reading, show: Show, subject: EpisodeSummary) -> Current:
    _, draft = await episode_of(reading, show, subject.episode)
    return Current({"summary": draft.summary or ""}, Done(Action.EDIT, Topic.EPISODE))


async def _set_summary(edit: Edit, show: Show, subject: EpisodeSummary, values: Values) -> Position:
    episode, draft = await episode_of(edit.writing, show, subject.episode)
    await set_episode(edit, episode, replace(draft, summary=fields.text(values, "summary")))
    return draft.position


async def _whole_recap(reading: Reading, show: Show, subject: RecapFile) -> Current:
    _, draft = await episode_of(reading, show, subject.episode)
    action = Action.EDIT if draft.scenes else Action.ADD
    return Current({"file": _scenes(draft.scenes)}, Done(action, Topic.RECAP))


async def _set_whole_recap(edit: Edit, show: Show, subject: RecapFile, values: Values) -> Position:
    episode, draft = await episode_of(edit.writing, show, subject.episode)
    await set_scenes(edit, episode, fields.required(fields.scenes, values, "file"))
    return draft.position


def _scenes(scenes: Sequence[str]) -> str:
    """Scenes as they are typed. Blank lines within a scene go: they would make two of it."""
    return "\n\n".join("\n".join(filter(str.strip, scene.split("\n"))) for scene in scenes)


async def _recap_scenes(reading: Reading, show: Show, subject: RecapScenes) -> Current:
    _, draft = await episode_of(reading, show, subject.episode)
    told = draft.scenes[subject.first : subject.first + subject.count]
    action = Action.EDIT if draft.scenes else Action.ADD
    return Current({"scenes": _scenes(told)}, Done(action, Topic.RECAP))


async def _set_scenes(edit: Edit, show: Show, subject: RecapScenes, values: Values) -> Position:
    episode, draft = await episode_of(edit.writing, show, subject.episode)
    before, after = draft.scenes[: subject.first], draft.scenes[subject.first + subject.count :]
    await set_scenes(edit, episode, [*before, *fields.scenes(values, "scenes"), *after])
    return draft.position


EPISODE_EDITORS: Mapping[type[Subject], Editor] = {
    ShowNames: Editor(_show_names, _name_show),
    NewEpisode: Editor(_new_episode, _add_episode),
    NewSpecial: Editor(_new_special, _add_special),
    EpisodeFacts: Editor(_episode_facts, _set_facts),
    EpisodePeople: Editor(_episode_people, _set_people),
    EpisodeSummary: Editor(_episode_summary, _set_summary),
    RecapScenes: Editor(_recap_scenes, _set_scenes),
    RecapFile: Editor(_whole_recap, _set_whole_recap),
}
"""How each subject is read and written."""

"""What all subjects of forms have in common."""

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar

from msgspec import Struct

from bot.domain.changes import Action, Done, Topic
from bot.domain.looks import Look
from bot.domain.positions import Position
from bot.domain.show_ids import ShowIds
from bot.domain.shows import Episode, Performance, Quote, Show, Song
from bot.services.encoded_ids import Id, Slug
from bot.services.records import episode_of
from bot.store.database import Reading
from bot.store.snapshots import Edit

Record = dict[str, Any]
"""What a form edits, by the attributes that its fields name, and what saving it needs besides."""


class Subject(Struct, frozen=True, array_like=True):
    """What a form edits, in the show with a slug. Subclasses give their `tag` for custom ids.

    `fields` are rows of `bot.domain.fields.FIELDS`, five at most; `required` may not be left empty.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()
    done: ClassVar[Done] = Done(Action.EDIT, Topic.EPISODE)

    show: Slug

    async def read(self, reading: Reading, show: Show) -> Record:
        """The current record. Raises `PartGone`."""
        raise NotImplementedError

    async def save(self, edit: Edit, show: Show, record: Record) -> Position | None:
        """Save a record as it was read, with what was typed. Returns the position of its episode, if any.

        Raises `BadField`, `PartGone` or `NothingToChange`: roll back then.
        """
        raise NotImplementedError


class OfEpisode(Subject, frozen=True):
    """A part of an episode."""

    episode: Id

    async def read(self, reading: Reading, show: Show) -> Record:
        """The episode's attributes, and the position that it is `at`."""
        episode = await episode_of(reading, show, self.episode)
        return {**attributes(episode), "at": episode.position}


def attributes(
    record: Look | ShowIds | Episode[str, str] | Song[str, str] | Performance[str, str] | Quote[str],
) -> Record:
    """The attributes of a record of the catalogue, by name."""
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def typed(kind: type[Any], record: Mapping[str, Any]) -> Any:
    """The record of the catalogue that attributes make."""
    names = [field.name for field in dataclasses.fields(kind)]
    return kind(**{name: record[name] for name in names if name in record})

"""The history of a server's catalogue, and undoing changes."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.asking import Asker
from bot.domain.changes import HOST, Action, Change, Difference
from bot.domain.editing_errors import AlreadyUndone, ChangedSince, ChangeNotFound
from bot.domain.errors import NotModerator, ServerOnly
from bot.domain.ids import ChangeId, GuildId, UserId
from bot.domain.shows import Show
from bot.services.default_show import default_show, new_default
from bot.services.editing import Saved, finish
from bot.services.permissions import require_moderator
from bot.services.resolve import SUGGESTIONS
from bot.services.shows import show_named
from bot.services.visibility import Clock
from bot.store.changes import (
    any_change,
    begin_change,
    change_by_id,
    changes_of,
    differences,
    is_as_copied,
    words_of,
)
from bot.store.database import Database, Reading, Writing
from bot.store.edits import delete_show
from bot.store.folding import fold_waiting
from bot.store.forks import follow_key, key_in_force
from bot.store.shows import bundled_show_by_id, show_by_id
from bot.store.snapshots import note_the_same_parts
from bot.store.undo import changed_since, put_back

A_PAGE = 10
"""Changes on a page of the history."""

_PARTS = 10
"""Parts of a change that its card shows; an import has thousands."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Changes, newest first: of `show`, or of every show of the server (None)."""

    show: Show | None
    page: int
    changes: tuple[Change, ...]
    words: Mapping[ChangeId, str]
    more: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change, and its differences in the first parts that it touched."""

    change: Change
    differences: tuple[Difference, ...]


class History:
    """Shows and undoes changes, for moderators."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(self, asker: Asker, named_show: str | None, page: int = 0) -> HistoryPage:
        """A page of the history. Raises `NotModerator` or `ShowNotFound`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            show = None if named_show is None else await show_named(reading, guild, named_show)
            changes = await changes_of(
                reading, guild, show and show.id, skip=page * A_PAGE, at_most=A_PAGE + 1
            )
            shown = tuple(changes[:A_PAGE])
            words = await words_of(reading, shown)
        return HistoryPage(show, page, shown, words, more=len(changes) > A_PAGE)

    async def change(self, asker: Asker, change: ChangeId) -> ChangeView:
        """The details of a change of this server. Raises `ChangeNotFound` or `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            found = await _found(reading, guild, change)
            return ChangeView(found, tuple(await differences(reading, change, _PARTS)))

    async def suggest(self, asker: Asker, typed: str) -> list[Change]:
        """Up to 25 changes that could be undone, newest first; none if the asker isn't a moderator."""
        async with self._database.read() as reading:
            try:
                guild = await require_moderator(reading, asker)
            except (NotModerator, ServerOnly):
                return []
            changes = await changes_of(reading, guild, None, at_most=_LOOKED_AT)
        wanted = typed.strip().removeprefix("#").lower()
        return [change for change in changes if change.undone_by is None and _matches(change, wanted)][
            :SUGGESTIONS
        ]

    async def undo(self, asker: Asker, change: ChangeId) -> Saved:
        """Undo a change. The undo is a change too, and can be undone.

        If every change of a copied show is undone, the copy is replaced by the bundled show.

        Raises `ChangeNotFound`, `AlreadyUndone`, `ChangedSince` or `NotModerator`; nothing is changed then.
        """
        async with self._database.write() as writing:
            guild = await require_moderator(writing, asker)
            return await self._undo(writing, asker.user, await _found(writing, guild, change))

    async def undo_for_host(self, change: ChangeId) -> Saved:
        """Undo any change, also of a bundled show. Raises what `undo` raises, except for permissions."""
        async with self._database.write() as writing:
            found = await any_change(writing, change)
            if found is None:
                raise ChangeNotFound
            return await self._undo(writing, None, found)

    async def _undo(self, writing: Writing, user: UserId | None, found: Change) -> Saved:
        if found.undone_by is not None:
            raise AlreadyUndone(found.undone_by)
        later = await changed_since(writing, found.id)
        if later is not None:
            raise ChangedSince(found.id, later)
        before = await key_in_force(writing, await _show(writing, found))
        default = await default_show(writing, found.guild)
        edit = await begin_change(
            writing, guild=found.guild, show=found.show, user=user, at=self._clock(), undoes=found.id
        )
        await note_the_same_parts(writing, edit.change, found.id)
        try:
            await put_back(writing, found.id)
        except sqlite3.IntegrityError as error:
            raise ChangedSince(found.id, None) from error
        await fold_waiting(writing)
        done = replace(found.done, action=Action.UNDO)
        saved = await finish(edit, found.guild, await _show(writing, found), done)
        show = saved.show
        gives_way = show.origin is not None and await is_as_copied(writing, show.id)
        if gives_way:
            await delete_show(edit)
        after = await key_in_force(writing, show)
        await follow_key(writing, show.id, before, after)
        return replace(
            saved,
            undoes=found.id,
            earlier_numbers=after != before and not saved.renumbered,
            gives_way=gives_way,
            new_default=await new_default(writing, found.guild, default),
            redone=found.done.action is Action.UNDO,
        )


_LOOKED_AT = 200


def _matches(change: Change, wanted: str) -> bool:
    position = "" if change.done.position is None else change.done.position.code.lower()
    text = f"{change.id} {change.done.action} {change.done.topic} {position} {change.show_title.lower()}"
    return all(word in text for word in wanted.split())


async def _found(reading: Reading, guild: GuildId, change: ChangeId) -> Change:
    found = await change_by_id(reading, guild, change)
    if found is None:
        raise ChangeNotFound
    return found


async def _show(reading: Reading, change: Change) -> Show:
    """The show of a change. Raises `ChangeNotFound` if its server's data was erased."""
    show = (
        await bundled_show_by_id(reading, change.show)
        if change.guild == HOST
        else await show_by_id(reading, change.guild, change.show)
    )
    if show is None:
        raise ChangeNotFound
    return show

"""Importing files: a preview of what a file would change, then all of it or nothing."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import msgspec

from bot.domain.asking import Asker
from bot.domain.changes import HOST, Action, Done, Topic
from bot.domain.drafts import Draft
from bot.domain.editing_errors import NothingInFile, NothingToChange, NotImportable, PreviewGone
from bot.domain.ids import GuildId, SessionId, UserId
from bot.domain.merging import Merge, merge
from bot.domain.shows import Show
from bot.domain.text import NAME_LENGTH, as_typed
from bot.importers.source import Format, Source, Unreadable
from bot.services.default_show import default_offer
from bot.services.editing import Saved, finish, show_again
from bot.services.import_targets import Into, Target, certain_target_of, target_of
from bot.services.permissions import require_moderator
from bot.services.visibility import Clock
from bot.store.changes import begin_change
from bot.store.database import Database, Reading, Writing
from bot.store.edits import add_show, save_merge
from bot.store.expiring_sessions import (
    Session,
    SessionKind,
    claim_session,
    end_sessions,
    keep_session,
    session_by_id,
)
from bot.store.forks import copy_show
from bot.store.shows import shows_of
from bot.store.snapshots import Part, note_new_parts
from bot.store.unfiltered import unfiltered_show

Reader = Callable[[Source, Format | None], Awaitable[Draft]]
"""Reads a file: `bot.importers.child.read_in_child`; tests may use another."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What importing a file would change in a show.

    `shows` are the other shows it could go into, `new_title` the title of a new show. `again`: something has
    changed since the last preview.
    """

    id: SessionId
    file: str
    target: Target
    merge: Merge
    shows: tuple[Show, ...]
    new_title: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What importing a file changed."""

    target: Target
    merge: Merge
    saved: Saved


@dataclass(frozen=True, slots=True)
class _Looked:
    """A saved preview: the draft, where it goes, and what its moderator was shown."""

    draft: Draft
    file: str
    into: Into
    promise: bytes
    show: str | None


PREVIEW = SessionKind("import", _Looked, timedelta(days=1))


class Imports:
    """Imports files into a server's shows for moderators, and into any for the host."""

    def __init__(self, *, database: Database, clock: Clock, read: Reader) -> None:
        self._database = database
        self._clock = clock
        self._read = read

    async def check(self, asker: Asker) -> GuildId:
        """The server whose shows the asker may import into. Raises `NotModerator` or `ServerOnly`."""
        async with self._database.read() as reading:
            return await require_moderator(reading, asker)

    async def draft(self, asker: Asker, source: Source, kind: Format | None) -> Draft:
        """Read a file in its own process. Raises `NotModerator` or `NotImportable`."""
        async with self._database.read() as reading:
            await require_moderator(reading, asker)
        return await self._draft(source, kind)

    async def preview(
        self, asker: Asker, draft: Draft, named_show: str | None, file: str = "file"
    ) -> ImportPreview:
        """What a draft would change. The preview is kept for a day. `file` is the file's name.

        Raises `NothingToChange` if the show has all of it, `NothingInFile`, `NotModerator`, `ShowNotFound` or
        `NoShows`.
        """
        return await self._look(asker, draft, file, Into(named=named_show))

    async def choose(self, asker: Asker, preview: SessionId, slug: str | None) -> ImportPreview:
        """What the same file would change in another show, or (None) as a new show.

        Raises what `preview` raises, and `PreviewGone`.
        """
        looked = await self._looked(asker, preview)
        new = _new_title(looked.draft, looked.file)
        into = Into(new=new) if slug is None else Into(named=slug)
        return await self._look(asker, looked.draft, looked.file, into)

    async def check_open(self, asker: Asker, preview: SessionId) -> None:
        """Raise `PreviewGone` if a preview was applied, cancelled or has expired."""
        await self._looked(asker, preview)

    async def apply(self, asker: Asker, preview: SessionId) -> Imported | ImportPreview:
        """Apply a preview, all or nothing.

        If the result would differ from the preview, a new preview is returned instead.

        Raises `PreviewGone`, and what `preview` raises.
        """
        looked = await self._looked(asker, preview)
        async with self._database.write() as writing:
            guild = await require_moderator(writing, asker)
            if not await claim_session(writing, preview):
                raise PreviewGone  # pressed twice: the other click has applied it
            target = await target_of(writing, guild, looked.draft, looked.into)
            merged = await _merged(writing, target.show, looked.draft)
            if await asyncio.to_thread(_promise, target, merged) == looked.promise:
                imported = await self._apply(writing, guild, asker.user, target, looked.draft, merged)
                return await _with_offer(writing, asker, guild, imported) if target.show is None else imported
        return replace(await self._look(asker, looked.draft, looked.file, looked.into), again=True)

    async def cancel(self, asker: Asker, preview: SessionId) -> None:
        """Delete a preview. Raises `PreviewGone` or `NotModerator`."""
        async with self._database.write() as writing:
            await require_moderator(writing, asker)
            await self._kept(writing, asker, preview)
            await claim_session(writing, preview)

    async def for_host(
        self, source: Source, kind: Format | None, into: Into, guild: GuildId | None
    ) -> Imported:
        """Import a file without a preview: into a server's shows, or (None) into the bundled ones.

        Raises `NotImportable`, `ShowNotFound`, `ShowUnclear`, `BadField`, `NothingInFile` or
        `NothingToChange`.
        """
        draft = await self._draft(source, kind)
        async with self._database.write() as writing:
            target, merged = await _certain(writing, guild, draft, into)
            return await self._apply(writing, guild, None, target, draft, merged)

    async def try_for_host(
        self, source: Source, kind: Format | None, into: Into, guild: GuildId | None
    ) -> tuple[Target, Merge]:
        """What `for_host` would do; nothing is written. Raises what that raises."""
        draft = await self._draft(source, kind)
        async with self._database.read() as reading:
            return await _certain(reading, guild, draft, into)

    async def _kept(self, reading: Reading, asker: Asker, preview: SessionId) -> Session:
        found = await session_by_id(reading, PREVIEW, preview, self._clock())
        if found is None or not found.is_of(asker):
            raise PreviewGone
        return found

    async def _draft(self, source: Source, kind: Format | None) -> Draft:
        try:
            return await self._read(source, kind)
        except Unreadable as error:
            raise NotImportable(error.problems) from error

    async def _look(self, asker: Asker, draft: Draft, file: str, into: Into) -> ImportPreview:
        async def read(reading: Reading) -> tuple[Target, Draft, tuple[Show, ...]]:
            guild = await require_moderator(reading, asker)
            target = await target_of(reading, guild, draft, into)
            return target, await _known(reading, target.show), tuple(await shows_of(reading, guild))

        target, known, shows = await self._database.read_apart(read)
        merged = await asyncio.to_thread(merge, known, draft)
        _refuse_nothing(target, merged, draft)
        if into.named is not None:
            into = Into(named=target.slug)  # what was typed may mean another show tomorrow
        promise = await asyncio.to_thread(_promise, target, merged)
        looked = _Looked(draft, file, into, promise, None if target.show is None else target.slug)
        kept = await asyncio.to_thread(PREVIEW.open, asker, looked, self._clock())
        async with self._database.write() as writing:
            await end_sessions(writing, PREVIEW, asker.user)  # what the same person looked at before
            await keep_session(writing, kept)
        return ImportPreview(kept.id, file, target, merged, shows, _new_title(draft, file))

    async def _looked(self, asker: Asker, preview: SessionId) -> _Looked:
        """The asker's preview. Raises `PreviewGone`, also for one of another version of the bot."""
        async with self._database.read() as reading:
            await require_moderator(reading, asker)
            kept = await self._kept(reading, asker, preview)
        looked = await asyncio.to_thread(PREVIEW.payload_of, kept)
        if looked is None:
            raise PreviewGone
        return looked

    async def _apply(
        self,
        writing: Writing,
        guild: GuildId | None,
        user: UserId | None,
        target: Target,
        draft: Draft,
        merged: Merge,
    ) -> Imported:
        show, copied = await self._own_show(writing, guild, target, draft)
        own = await _merged(writing, show, draft) if copied else merged
        where = merged.episodes[0].episode.position if len(merged.episodes) == 1 else None
        done = Done(Action.IMPORT, Topic.SHOW if where is None else Topic.EPISODE, where)
        edit = await begin_change(
            writing, guild=guild or HOST, show=show.id, user=user, at=self._clock(), copied=copied
        )
        if target.show is None:
            await note_new_parts(edit, Part.SHOW, [show.id])
        await save_merge(edit, own)
        return Imported(target, merged, await finish(edit, guild or HOST, show, done, copied=copied))

    async def _own_show(
        self, writing: Writing, guild: GuildId | None, target: Target, draft: Draft
    ) -> tuple[Show, bool]:
        """The show to write into, created or copied if needed, and whether it was copied."""
        if target.show is None:
            made = await add_show(writing, guild, target.slug, target.title, has_songs=draft.has_songs)
            return await show_again(writing, guild or HOST, made), False
        if guild is not None and target.copies:
            return await show_again(
                writing, guild or HOST, await copy_show(writing, target.show, guild)
            ), True
        return target.show, False


async def _certain(reading: Reading, guild: GuildId | None, draft: Draft, into: Into) -> tuple[Target, Merge]:
    target = await certain_target_of(reading, guild, draft, into)
    merged = await _merged(reading, target.show, draft)
    _refuse_nothing(target, merged, draft)
    return target, merged


def _refuse_nothing(target: Target, merged: Merge, draft: Draft) -> None:
    """A new show may be empty. Raises `NothingInFile` or `NothingToChange`."""
    if target.show is None or not merged.is_empty:
        return
    if not (draft.episodes or draft.songs):
        raise NothingInFile(target.title)
    raise NothingToChange((*target.doubts, *merged.doubts))


def _new_title(draft: Draft, file: str) -> str:
    """The title of a new show: from the file, else from its name."""
    words = " ".join(re.split(r"[\s_]+", file.partition(".")[0])).strip()
    return draft.title or as_typed(words)[:NAME_LENGTH].strip() or "New show"


def _promise(target: Target, merged: Merge) -> bytes:
    """A digest of everything in a preview, to compare with what would happen now."""
    show = None if target.show is None else target.show.id
    shown = (target.title, target.slug, show, target.copies, merged)
    return hashlib.sha256(_ENCODER.encode(shown)).digest()


_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


async def _with_offer(writing: Writing, asker: Asker, guild: GuildId, imported: Imported) -> Imported:
    """The result of an import into a new show, with the choice of the default show."""
    offer = await default_offer(writing, asker, guild, imported.saved.show)
    return replace(imported, saved=replace(imported.saved, offer=offer))


async def _merged(reading: Reading, show: Show | None, draft: Draft) -> Merge:
    return await asyncio.to_thread(merge, await _known(reading, show), draft)


async def _known(reading: Reading, show: Show | None) -> Draft:
    return Draft() if show is None else await unfiltered_show(reading, show)

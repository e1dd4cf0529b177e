"""Importing files: a look at what a file would change, then all of it at once or nothing."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec

from bot.domain.asking import Asker
from bot.domain.changes import Action, Done, Topic
from bot.domain.curation_errors import NothingToChange, NotImportable, PreviewGone
from bot.domain.drafts import Draft
from bot.domain.fields import slug_of
from bot.domain.ids import GuildId, PreviewId, ShowId, UserId
from bot.domain.matching import fold
from bot.domain.merging import NOTHING_KNOWN, Known, Merge, merge
from bot.domain.shows import Show
from bot.importers.reading import Format
from bot.importers.source import Source, Unreadable
from bot.services.access import require_moderator
from bot.services.applying import apply_merge
from bot.services.curation import Saved
from bot.services.shelf import show_named
from bot.services.viewpoints import Clock
from bot.store.changes import begin_change
from bot.store.curating import add_show, place_specials
from bot.store.database import Database, Reading, Writing
from bot.store.forks import copy_show, keep_story_order
from bot.store.guilds import set_default_show
from bot.store.parts import Part, note_new_parts
from bot.store.plain import show_as_it_is
from bot.store.previews import Preview, claim_preview, keep_preview, preview_by_id
from bot.store.shows import bundled_show_by_id, show_by_id, shows_of, slug_is_taken

Reader = Callable[[Source, Format | None], Awaitable[Draft]]
"""Reads a file: `bot.importers.child.read_in_child`, unless a test has another."""

HOST = GuildId(0)
"""Whose changes those of the host are, which are in no server."""


@dataclass(frozen=True, slots=True)
class Target:
    """The show that a file goes into: one that is there, or (`show` None) one that it makes."""

    title: str
    slug: str
    show: Show | None

    @property
    def copies(self) -> bool:
        """Whether applying makes the server's own copy of a bundled show."""
        return self.show is not None and self.show.owner is None


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would make of a show."""

    id: PreviewId
    target: Target
    merge: Merge


class Imports:
    """Lets moderators import files into the shows of their server, and the host into any."""

    def __init__(self, *, database: Database, clock: Clock, read: Reader) -> None:
        self._database = database
        self._clock = clock
        self._read = read

    async def check(self, asker: Asker) -> GuildId:
        """The server whose shows the asker may import into. Raises `NotModerator` or `ServerOnly`."""
        async with self._database.read() as reading:
            return await require_moderator(reading, asker)

    async def draft(self, asker: Asker, source: Source, kind: Format | None) -> Draft:
        """Read a file, in a process of its own. Raises `NotModerator` or `NotImportable`."""
        async with self._database.read() as reading:
            await require_moderator(reading, asker)
        return await self._draft(source, kind)

    async def preview(self, asker: Asker, draft: Draft, named_show: str | None) -> ImportPreview:
        """What a draft would change; it is kept for a day, to be applied.

        Raises `NothingToChange` where all of it is there, `NotModerator`, `ShowNotFound` or `NoShows`.
        """
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            target = await _target(reading, guild, draft, named_show)
            merged = await _merged(reading, target.show, draft)
        if merged.is_empty:
            raise NothingToChange
        encoded = await asyncio.to_thread(msgspec.msgpack.encode, draft)
        slug = None if target.show is None else target.show.slug
        kept = Preview(PreviewId(1 + secrets.randbits(62)), asker.user, guild, slug, encoded)
        async with self._database.write() as writing:
            await keep_preview(writing, kept, self._clock())
        return ImportPreview(kept.id, target, merged)

    async def apply(self, asker: Asker, preview: PreviewId) -> Saved:
        """Apply what was looked at, to the show as it is now: all of it, or nothing.

        Raises `PreviewGone`, `NothingToChange` or `NotModerator`.
        """
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            kept = await self._kept(reading, asker, preview)
        draft = await asyncio.to_thread(msgspec.msgpack.decode, kept.draft, type=Draft)
        async with self._database.write() as writing:
            if not await claim_preview(writing, preview):
                raise PreviewGone  # pressed twice: the other click has applied it
            target = await _target(writing, guild, draft, kept.slug)
            saved, _ = await self._apply(writing, guild, asker.user, target, draft)
            return saved

    async def cancel(self, asker: Asker, preview: PreviewId) -> None:
        """Forget what was looked at. Raises `PreviewGone` or `NotModerator`."""
        async with self._database.write() as writing:
            await require_moderator(writing, asker)
            await self._kept(writing, asker, preview)
            await claim_preview(writing, preview)

    async def for_host(
        self, source: Source, kind: Format | None, named_show: str | None, guild: GuildId | None
    ) -> tuple[Target, Merge]:
        """Import a file at once: into a server's shows, or (None) into those of all servers.

        Raises `NotImportable`, `ShowNotFound` or `NothingToChange`.
        """
        draft = await self._draft(source, kind)
        async with self._database.write() as writing:
            target = await _target(writing, guild, draft, named_show)
            _, merged = await self._apply(writing, guild, None, target, draft)
        return target, merged

    async def _kept(self, reading: Reading, asker: Asker, preview: PreviewId) -> Preview:
        found = await preview_by_id(reading, preview, self._clock())
        if found is None or found.user != asker.user or found.guild != asker.guild:
            raise PreviewGone
        return found

    async def _draft(self, source: Source, kind: Format | None) -> Draft:
        try:
            return await self._read(source, kind)
        except Unreadable as error:
            raise NotImportable(error.problems) from error

    async def _apply(
        self, writing: Writing, guild: GuildId | None, user: UserId | None, target: Target, draft: Draft
    ) -> tuple[Saved, Merge]:
        show, copied = await self._own_show(writing, guild, target)
        merged = await _merged(writing, show, draft)
        if merged.is_empty:
            raise NothingToChange  # then no show is made or copied either
        where = merged.episodes[0].draft.position if len(merged.episodes) == 1 else None
        done = Done(Action.IMPORT, Topic.SHOW if where is None else Topic.EPISODE, where)
        edit = await begin_change(
            writing,
            guild=guild or HOST,
            show=show.id,
            user=user,
            at=self._clock(),
            done=done,
            copied=copied,
        )
        if target.show is None:
            await note_new_parts(writing, edit.change, Part.SHOW, [show.id])
        await apply_merge(edit, merged)
        await place_specials(edit)
        renumbered = await keep_story_order(edit, show)
        show = await _again(writing, guild, show.id)
        return Saved(edit.change, show, done, copied=copied, renumbered=renumbered), merged

    async def _own_show(self, writing: Writing, guild: GuildId | None, target: Target) -> tuple[Show, bool]:
        """The show to write into, made or copied where need be, and whether it was copied."""
        if target.show is None:
            made = await add_show(writing, guild, target.slug, target.title)
            show = await _again(writing, guild, made)
            if guild is not None and not await _has_own(writing, guild, but=made):
                await set_default_show(writing, guild, show.progress_key)
            return show, False
        if guild is not None and target.copies:
            return await _again(writing, guild, await copy_show(writing, target.show, guild)), True
        return target.show, False


async def _target(reading: Reading, guild: GuildId | None, draft: Draft, named_show: str | None) -> Target:
    """Which show a draft goes into: the one that was named, else the one that it names, else the usual one.

    A show that it names and that is not there yet is to be made.
    """
    if named_show is not None:
        return _there(await show_named(reading, guild, named_show))
    if draft.title is None and draft.slug is None:
        return _there(await show_named(reading, guild, None))
    for show in await shows_of(reading, guild):
        if draft.slug == show.slug or (draft.title and fold(draft.title) == fold(show.title)):
            return _there(show)
    title = draft.title or draft.slug or ""
    slug = draft.slug or slug_of(title) or "show"
    if await slug_is_taken(reading, guild, slug):
        slug = f"{slug[:29]}-2"
    return Target(title, slug, None)


def _there(show: Show) -> Target:
    return Target(show.title, show.slug, show)


async def _merged(reading: Reading, show: Show | None, draft: Draft) -> Merge:
    known: Known = NOTHING_KNOWN if show is None else await show_as_it_is(reading, show.id)
    return await asyncio.to_thread(merge, known, draft)


async def _has_own(reading: Reading, guild: GuildId, *, but: ShowId) -> bool:
    return any(
        show.owner is not None and show.origin is None and show.id != but
        for show in await shows_of(reading, guild)
    )


async def _again(reading: Reading, guild: GuildId | None, show: ShowId) -> Show:
    found = (
        await bundled_show_by_id(reading, show) if guild is None else await show_by_id(reading, guild, show)
    )
    assert found is not None, "it was written in this transaction"
    return found

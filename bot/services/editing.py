"""Changing the catalogue: one change is one transaction and one entry in the history. Moderators only."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.domain.asking import Asker
from bot.domain.changes import Action, Done, Topic
from bot.domain.editing_errors import NothingToChange, NotYours
from bot.domain.ids import ChangeId, EpisodeId, GuildId, QuoteId, ShowId, SongId
from bot.domain.shows import Show
from bot.services.default_show import DefaultOffer, default_show, new_default
from bot.services.permissions import require_moderator
from bot.services.records import episode_of, quote_of, song_of
from bot.services.shows import show_of, show_with_slug
from bot.services.subjects.subject import Subject
from bot.services.visibility import Clock
from bot.store.changes import begin_change, set_done
from bot.store.database import Database, Reading, Writing
from bot.store.edits import (
    delete_episode,
    delete_quotes,
    delete_show,
    delete_song,
    place_specials,
    set_performances,
)
from bot.store.forks import copy_show, follow_key, keep_story_order, key_in_force
from bot.store.shows import bundled_show_by_id, show_by_id
from bot.store.snapshots import Edit, has_touched


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that was made. `subject`: what a form edited, if it was a form.

    `named`: the title or the words of what was changed, and `speaker` of a quote: only for its moderator.
    `undoes`: the change that this one undid; `redone`: that was an undo itself. `copied`: the server's own
    copy of a bundled show was made for it. `renumbered`: a position was given to another episode, so members'
    progress in the show is unset. `earlier_numbers`: a position belongs to its earlier episode again, and
    progress is that of then. `gives_way`: the server's copy is deleted, and the bundled show is back.
    `new_default`: the default show, if the change made it another. `offer`: the choice of the default show,
    if it was a new show.
    """

    change: ChangeId
    show: Show
    done: Done
    named: str = ""
    speaker: str | None = None
    undoes: ChangeId | None = None
    subject: Subject | None = None
    copied: bool = False
    renumbered: bool = False
    earlier_numbers: bool = False
    gives_way: bool = False
    redone: bool = False
    new_default: Show | None = None
    offer: DefaultOffer | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: its title or words in `named`."""

    done: Done
    named: str = ""
    speaker: str | None = None


Work = Callable[[Edit, Show], Awaitable[Written]]
"""Writes a change into the server's own show."""


@dataclass(frozen=True, slots=True)
class Editor:
    """A moderator changing the catalogue of their server, in one transaction."""

    writing: Writing
    guild: GuildId
    asker: Asker
    clock: Clock

    async def change(self, slug: str, work: Work) -> Saved:
        """Make one change. A bundled show is copied for the server first. Raises `NothingToChange`."""
        show = await show_with_slug(self.writing, self.guild, slug)
        copied = show.owner is None
        if copied:
            show = await show_again(self.writing, self.guild, await copy_show(self.writing, show, self.guild))
        edit = await self.begin(show, copied=copied)
        written = await work(edit, show)
        if not await has_touched(self.writing, edit.change):
            raise NothingToChange
        saved = await finish(edit, self.guild, show, written.done, copied=copied)
        return replace(saved, named=written.named, speaker=written.speaker)

    async def begin(self, show: Show, *, copied: bool = False) -> Edit:
        """Begin a change of a show."""
        return await begin_change(
            self.writing,
            guild=self.guild,
            show=show.id,
            user=self.asker.user,
            at=self.clock(),
            copied=copied,
        )


async def editor(writing: Writing, asker: Asker, clock: Clock) -> Editor:
    """The asker as a moderator of their server. Raises `NotModerator` or `ServerOnly`."""
    return Editor(writing, await require_moderator(writing, asker), asker, clock)


async def finish(edit: Edit, guild: GuildId, show: Show, done: Done, *, copied: bool = False) -> Saved:
    """Finish a change of a show: update its specials and its progress key. `guild` may be `HOST`."""
    await set_done(edit, done)
    await place_specials(edit)
    renumbered = await keep_story_order(edit, show)
    return Saved(
        edit.change,
        await show_again(edit.writing, guild, show.id),
        done,
        copied=copied,
        renumbered=renumbered,
    )


async def show_again(reading: Reading, guild: GuildId, show: ShowId) -> Show:
    """A show that was written in this transaction. `guild` may be `HOST`."""
    found = await show_by_id(reading, guild, show) or await bundled_show_by_id(reading, show)
    assert found is not None, "it was written in this transaction"
    return found


class Deletion:
    """Deletes parts of a server's catalogue for moderators. Adding and editing is in `Forms`."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def delete_show(self, asker: Asker, slug: str) -> Saved:
        """Delete a server's own show; a copy is replaced by its bundled show. Raises `NotYours`."""
        async with self._database.write() as writing:
            by = await editor(writing, asker, self._clock)
            show = await show_of(writing, by.guild, slug)
            if show.owner is None:
                raise NotYours
            default = await default_show(writing, by.guild)
            edit = await by.begin(show)
            await delete_show(edit)
            done = Done(Action.REMOVE, Topic.SHOW)
            await set_done(edit, done)
            after = await key_in_force(writing, show)
            await follow_key(writing, show.id, show.progress_key, after)
            return Saved(
                edit.change,
                show,
                done,
                named=show.title,
                earlier_numbers=after != show.progress_key,
                gives_way=show.origin is not None,
                new_default=await new_default(writing, by.guild, default),
            )

    async def delete_episode(self, asker: Asker, slug: str, episode: EpisodeId) -> Saved:
        """Delete an episode and everything in it. Raises `PartGone`."""

        async def work(edit: Edit, show: Show) -> Written:
            found = await episode_of(edit.writing, show, episode)
            await delete_episode(edit, found.id)
            return Written(Done(Action.REMOVE, Topic.EPISODE, found.position), found.title or "")

        return await self._change(asker, slug, work)

    async def delete_song(self, asker: Asker, slug: str, song: SongId, episode: EpisodeId | None) -> Saved:
        """Delete a song from the show, or (`episode`) from one episode. Raises `PartGone`."""

        async def work(edit: Edit, show: Show) -> Written:
            found = await song_of(edit.writing, show, song)
            if episode is None:
                await delete_song(edit, found.id)
                return Written(Done(Action.REMOVE, Topic.SONG), found.title)
            sung_in = await episode_of(edit.writing, show, episode)
            others = [one for one in sung_in.performances if one.song != found.id]
            await set_performances(edit, sung_in.id, others)
            return Written(Done(Action.REMOVE, Topic.SONG, sung_in.position), found.title)

        return await self._change(asker, slug, work)

    async def delete_quote(self, asker: Asker, slug: str, quote: QuoteId) -> Saved:
        """Delete a quote. Raises `PartGone`."""

        async def work(edit: Edit, show: Show) -> Written:
            episode, found = await quote_of(edit.writing, show, quote)
            await delete_quotes(edit, [found.id])
            done = Done(Action.REMOVE, Topic.QUOTE, episode.position)
            return Written(done, found.text, found.speaker)

        return await self._change(asker, slug, work)

    async def _change(self, asker: Asker, slug: str, work: Work) -> Saved:
        async with self._database.write() as writing:
            return await (await editor(writing, asker, self._clock)).change(slug, work)

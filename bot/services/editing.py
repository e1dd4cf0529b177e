"""What moderators do to the catalogue: open a form, send it, remove a record. Each step asks for rights."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.domain import fields
from bot.domain.asking import Asker
from bot.domain.changes import Action, Done, Topic
from bot.domain.editing_errors import (
    FormGone,
    FormOvertaken,
    FormRejected,
    FormSaved,
    FormTooSmall,
    NothingToChange,
    NotYours,
    PartGone,
)
from bot.domain.fields import BadField, Values
from bot.domain.ids import ChangeId, EpisodeId, FormId, GuildId, QuoteId, ShowId, SongId
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.domain.text import TEXT_LENGTH
from bot.services.access import require_moderator
from bot.services.editing_episodes import free_slug, must_be_free, position_of
from bot.services.editors import Current
from bot.services.form_records import read_subject, write_subject
from bot.services.forms import OpenForm, brought_up_to_date, new_id, overtaken, subject_of, written
from bot.services.setup import DefaultOffer, default_offer
from bot.services.shows import show_named, show_with_slug
from bot.services.subjects import MessageQuote, NewEpisode, NewShow, RecapFile, Subject
from bot.services.visibility import Clock
from bot.store.changes import Edit, begin_change, set_position
from bot.store.database import Database, Reading, Writing
from bot.store.edits import (
    add_show,
    place_specials,
    remove_episode,
    remove_quote,
    remove_show,
    remove_song,
    set_sung,
)
from bot.store.forks import copy_show, episode_in, keep_story_order, quote_in, song_in
from bot.store.forms import Form, claim_form, form_by_id, keep_form, keep_typed
from bot.store.shows import show_by_id, shows_of
from bot.store.snapshots import Part, has_touched, note_new_parts
from bot.store.unfiltered import plain_episode, plain_quote, sung_in


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that was made. `subject`: what a form edited, if it was a form.

    `copied`: the server's own copy of a bundled show was made for it. `renumbered`: a position was given to
    another episode, so members' progress in the show is unset. `gives_way`: the server's copy went, and the
    bundled show stands in its place. `redone`: what was undone was an undo itself.
    `offer`: the choice of the default show, where one was made.
    """

    change: ChangeId
    show: Show
    done: Done
    subject: Subject | None = None
    copied: bool = False
    renumbered: bool = False
    gives_way: bool = False
    redone: bool = False
    offer: DefaultOffer | None = None


Work = Callable[[Edit, Show], Awaitable[Position | None]]
"""Makes a change; gives the position of the episode that it was about, where only making it tells."""


class Editing:
    """Lets moderators change the catalogue of their server."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open(self, asker: Asker, subject: Subject, filled: Values | None = None) -> OpenForm:
        """Open a form, with the subject as it is now, or with fields `filled` for the moderator.

        It is kept before it is shown. Raises `NotModerator`, `ServerOnly`, `PartGone`, `BadField`,
        `FormTooSmall`, or `StorageFailed` where it cannot be kept.
        """
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            current = await _current(reading, guild, subject)
            if isinstance(subject, NewEpisode):
                show = await show_with_slug(reading, guild, subject.show)
                await must_be_free(reading, show, position_of(subject.key), "number")
            shows = await _to_choose_from(reading, guild, subject)
        for name, value in current.values.items():
            if len(value) > TEXT_LENGTH and not isinstance(subject, RecapFile):
                raise FormTooSmall(name)
        typed = {**current.values, **(filled or {})}
        form = Form(new_id(), asker.user, guild, written(subject), current.values, typed)
        async with self._database.write(at_once=True) as writing:
            await keep_form(writing, form, self._clock())
        return OpenForm(form.id, subject, typed, shows=shows)

    async def reopen(self, asker: Asker, form: FormId) -> OpenForm:
        """Open a form that was sent once more, filled as it was sent. However often: it is saved once.

        Raises `FormGone` or `NotModerator`.
        """
        sent = await self._opened(asker, form)
        subject = subject_of(sent)
        async with self._database.read() as reading:
            shows = await _to_choose_from(reading, sent.guild, subject)
        return OpenForm(sent.id, subject, sent.typed, opening=new_id(), shows=shows)

    async def check(self, asker: Asker, form: FormId) -> None:
        """See whether a form may be sent. Raises `FormGone` or `NotModerator`."""
        await self._opened(asker, form)

    async def submit(self, asker: Asker, form: FormId, values: Values) -> Saved:
        """Save what a form was filled with, whole or not at all; sent several times, it is saved once.

        Raises `FormGone`, `FormSaved`, `NotModerator`, `NothingToChange`, `StorageFailed`; `FormRejected` and
        `FormOvertaken` with the form kept as it was sent.
        """
        opened = await self._opened(asker, form)
        sent = replace(opened, typed={name: values.get(name, "") for name in opened.typed})
        try:
            return await self._save(asker, sent)
        except (BadField, PartGone) as error:
            await self._keep(sent)
            raise FormRejected(form, error) from error
        except FormOvertaken as error:
            await self._keep(brought_up_to_date(sent, error.fields))
            raise

    async def apply(self, asker: Asker, form: FormId) -> Saved:
        """Save a form that was overtaken, over what its moderator was shown of somebody else's change.

        Raises what `submit` raises: also `FormOvertaken`, where there was one more change since.
        """
        return await self.submit(asker, form, (await self._opened(asker, form)).typed)

    async def remove_show(self, asker: Asker, named: str) -> Saved:
        """Remove a server's own show; one that is a copy gives way to the bundled one. Raises `NotYours`."""
        async with self._database.write() as writing:
            guild = await require_moderator(writing, asker)
            show = await show_named(writing, guild, named)
            if show.owner is None:
                raise NotYours
            edit = await self._begin(writing, asker, guild, show, Done(Action.REMOVE, Topic.SHOW))
            await remove_show(edit)
            done = Done(Action.REMOVE, Topic.SHOW)
            return Saved(edit.change, show, done, gives_way=show.origin is not None)

    async def remove_episode(self, asker: Asker, slug: str, episode: EpisodeId) -> Saved:
        """Take an episode out, with all that hangs on it. Raises `PartGone`."""

        async def done(reading: Reading, show: Show) -> Done:
            found = await episode_in(reading, show, episode)
            draft = None if found is None else await plain_episode(reading, found)
            if draft is None:
                raise PartGone
            return Done(Action.REMOVE, Topic.EPISODE, draft.position)

        async def work(edit: Edit, show: Show) -> None:
            found = await episode_in(edit.writing, show, episode)
            assert found is not None, "it was looked for in this transaction"
            await remove_episode(edit, found)

        return await self._change(asker, slug, done, work)

    async def remove_song(self, asker: Asker, slug: str, song: SongId, episode: EpisodeId | None) -> Saved:
        """Take a song out: of the show, or (`episode`) of one episode alone. Raises `PartGone`."""

        async def done(reading: Reading, show: Show) -> Done:
            at = None if episode is None else await episode_in(reading, show, episode)
            draft = None if at is None else await plain_episode(reading, at)
            if await song_in(reading, show, song) is None or (episode is not None and draft is None):
                raise PartGone
            return Done(Action.REMOVE, Topic.SONG, None if draft is None else draft.position)

        async def work(edit: Edit, show: Show) -> None:
            found = await song_in(edit.writing, show, song)
            assert found is not None
            if episode is None:
                await remove_song(edit, found)
                return
            at = await episode_in(edit.writing, show, episode)
            assert at is not None
            await set_sung(edit, at, [one for one in await sung_in(edit.writing, at) if one.song != found])

        return await self._change(asker, slug, done, work)

    async def remove_quote(self, asker: Asker, slug: str, quote: QuoteId) -> Saved:
        """Take a line out. Raises `PartGone`."""

        async def done(reading: Reading, show: Show) -> Done:
            found = await quote_in(reading, show, quote)
            line = None if found is None else await plain_quote(reading, found)
            episode = None if line is None else await plain_episode(reading, line.episode)
            if episode is None:
                raise PartGone
            return Done(Action.REMOVE, Topic.QUOTE, episode.position)

        async def work(edit: Edit, show: Show) -> None:
            found = await quote_in(edit.writing, show, quote)
            assert found is not None
            await remove_quote(edit, found)

        return await self._change(asker, slug, done, work)

    async def _opened(self, asker: Asker, form: FormId) -> Form:
        """A form of the asker's, opened in the server where they are. Raises `FormGone` or `NotModerator`."""
        async with self._database.read() as reading:
            await require_moderator(reading, asker)
            found = await form_by_id(reading, form, self._clock())
        if found is None or found.user != asker.user or found.guild != asker.guild:
            raise FormGone
        return found

    async def _keep(self, sent: Form) -> None:
        async with self._database.write() as writing:
            await keep_typed(writing, sent)

    async def _save(self, asker: Asker, sent: Form) -> Saved:
        subject = subject_of(sent)
        if isinstance(subject, NewShow):
            return await self._add_show(asker, sent)

        async def done(reading: Reading, show: Show) -> Done:
            current = await read_subject(reading, show, subject)
            if current.values not in (sent.base, sent.typed):
                raise FormOvertaken(sent.id, overtaken(sent, current.values))
            return current.done

        async def work(edit: Edit, show: Show) -> Position | None:
            return await write_subject(edit, show, subject, sent.typed)

        return replace(await self._change(asker, subject.show, done, work, form=sent), subject=subject)

    async def _add_show(self, asker: Asker, sent: Form) -> Saved:
        """Make a show. The default one stays what it is, and the other choice goes with the answer."""
        async with self._database.write() as writing:
            guild = await require_moderator(writing, asker)
            await _claim(writing, sent)
            title = fields.required(fields.name, sent.typed, "title")
            slug = await free_slug(writing, guild, sent.typed)
            made = await add_show(writing, guild, slug, title)
            show = await _show_again(writing, guild, made)
            edit = await self._begin(writing, asker, guild, show, Done(Action.ADD, Topic.SHOW))
            await note_new_parts(writing, edit.change, Part.SHOW, [made])
            offer = await default_offer(writing, asker, guild, show)
            return Saved(edit.change, show, Done(Action.ADD, Topic.SHOW), subject_of(sent), offer=offer)

    async def _change(
        self,
        asker: Asker,
        slug: str,
        done: Callable[[Reading, Show], Awaitable[Done]],
        work: Work,
        *,
        form: Form | None = None,
    ) -> Saved:
        """Make one change in one transaction, on the server's own copy of the show, made where need be."""
        async with self._database.write() as writing:
            guild = await require_moderator(writing, asker)
            if form is not None:
                await _claim(writing, form)
            show = await show_with_slug(writing, guild, slug)
            what = await done(writing, show)
            copied = show.owner is None
            if copied:
                show = await _show_again(writing, guild, await copy_show(writing, show, guild))
            edit = await self._begin(writing, asker, guild, show, what, copied=copied)
            position = await work(edit, show)
            if not await has_touched(writing, edit.change):
                raise NothingToChange
            if position is not None:
                what = replace(what, position=position)
                await set_position(edit, position)
            await place_specials(edit)
            renumbered = await keep_story_order(edit, show)
            show = await _show_again(writing, guild, show.id)
            return Saved(edit.change, show, what, copied=copied, renumbered=renumbered)

    async def _begin(
        self, writing: Writing, asker: Asker, guild: GuildId, show: Show, done: Done, *, copied: bool = False
    ) -> Edit:
        return await begin_change(
            writing, guild=guild, show=show.id, user=asker.user, at=self._clock(), done=done, copied=copied
        )


async def _to_choose_from(reading: Reading, guild: GuildId, subject: Subject) -> tuple[Show, ...]:
    if not isinstance(subject, MessageQuote):
        return ()
    return tuple(sorted(await shows_of(reading, guild), key=lambda show: show.slug != subject.show))


async def _current(reading: Reading, guild: GuildId, subject: Subject) -> Current:
    if isinstance(subject, NewShow):
        return Current({"title": "", "slug": ""}, Done(Action.ADD, Topic.SHOW))
    return await read_subject(reading, await show_with_slug(reading, guild, subject.show), subject)


async def _claim(writing: Writing, form: Form) -> None:
    """Take a form away in the transaction that saves it. Raises `FormSaved` where another one did."""
    if not await claim_form(writing, form.id):
        raise FormSaved


async def _show_again(reading: Reading, guild: GuildId, show: ShowId) -> Show:
    found = await show_by_id(reading, guild, show)
    assert found is not None, "it was written in this transaction"
    return found

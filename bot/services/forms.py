"""Opening forms, and saving what was sent in them. Moderators only."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain import fields
from bot.domain.asking import Asker
from bot.domain.changes import Action
from bot.domain.editing_errors import (
    FormGone,
    FormOvertaken,
    FormRejected,
    FormSaved,
    FormTooSmall,
    Overtaken,
    PartGone,
)
from bot.domain.fields import BadField, Values
from bot.domain.ids import GuildId, SessionId
from bot.domain.shows import Show
from bot.domain.text import TEXT_LENGTH
from bot.services.default_show import default_offer
from bot.services.editing import Editor, Saved, Written, editor, finish, show_again
from bot.services.permissions import require_moderator
from bot.services.records import free_slug, must_be_free, position_in_subject
from bot.services.shows import show_named, show_with_slug
from bot.services.subjects import AnySubject
from bot.services.subjects.episodes import NewEpisode, NewSpecial, RecapFile
from bot.services.subjects.quotes import MessageQuote
from bot.services.subjects.shows import NewShow
from bot.services.subjects.subject import Subject
from bot.services.visibility import Clock
from bot.store.database import Database, Reading
from bot.store.edits import add_show
from bot.store.expiring_sessions import SessionKind, claim_session, keep_payload, keep_session, session_by_id
from bot.store.shows import shows_of
from bot.store.snapshots import Edit, Part, note_new_parts


@dataclass(frozen=True, slots=True)
class Form:
    """An open form's payload: its fields as they were, and as last sent."""

    subject: AnySubject
    base: Values
    typed: Values

    @property
    def edits(self) -> Subject:
        """Its subject: with the show that was chosen in it, if any."""
        if isinstance(self.subject, MessageQuote) and self.typed.get("show"):
            return MessageQuote(self.typed["show"])
        return self.subject


FORM = SessionKind("form", Form, timedelta(days=7))
"""An open form expires after a week. `bot/store/expiring_sessions.py` checks that, and deletes it."""


@dataclass(frozen=True, slots=True)
class FormView:
    """A form to show: its id, its subject, and its fields as text.

    `shows`: the shows to choose from, the chosen one first.
    """

    id: SessionId
    subject: Subject
    values: Values
    shows: tuple[Show, ...] = ()


class Forms:
    """Opens and saves the forms that add to or edit a server's catalogue."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open(self, asker: Asker, subject: AnySubject, filled: Values | None = None) -> FormView:
        """Open a form with the subject's current values, or with the values in `filled`.

        It is saved before it is shown. Raises `NotModerator`, `ServerOnly`, `PartGone`, `BadField`,
        `FormTooSmall`, or `StorageFailed` if it can't be saved.
        """
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            current = await _current(reading, guild, subject)
            shows = await _to_choose_from(reading, guild, subject)
        for name, value in current.items():
            if len(value) > TEXT_LENGTH and not isinstance(subject, RecapFile):
                raise FormTooSmall(name)
        typed = {**current, **(filled or {})}
        opened = FORM.open(asker, Form(subject, current, typed), self._clock())
        async with self._database.write(at_once=True) as writing:
            await keep_session(writing, opened)
        return FormView(opened.id, subject, typed, shows)

    async def open_new_episode(
        self, asker: Asker, named_show: str | None, season: str, number: str
    ) -> FormView:
        """Open the form for an episode or a special, by season and number as typed.

        Raises what `open` raises, and what naming a show raises.
        """
        async with self._database.read() as reading:
            show = await show_named(reading, await require_moderator(reading, asker), named_show)
        position = fields.new_position(season, number)
        if position is None:
            return await self.open(asker, NewSpecial(show.slug, fields.season_of(season)))
        return await self.open(asker, NewEpisode(show.slug, position.key))

    async def reopen(self, asker: Asker, form: SessionId) -> FormView:
        """Open a sent form again, filled in as it was sent. Even if reopened several times, it is saved once.

        Raises `FormGone` or `NotModerator`.
        """
        sent = await self.opened(asker, form)
        async with self._database.read() as reading:
            shows = await _to_choose_from(reading, asker.guild, sent.edits)
        return FormView(form, sent.edits, sent.typed, shows)

    async def opened(self, asker: Asker, form: SessionId) -> Form:
        """The asker's form, opened in this server. Raises `FormGone` or `NotModerator`."""
        async with self._database.read() as reading:
            await require_moderator(reading, asker)
            session = await session_by_id(reading, FORM, form, self._clock())
        found = FORM.payload_of(session) if session and session.is_of(asker) else None
        if found is None:
            raise FormGone
        return found

    async def submit(self, asker: Asker, form: SessionId, values: Values) -> Saved:
        """Save a form, all or nothing. If it is sent several times, it is saved once.

        Raises `FormGone`, `FormSaved`, `NotModerator`, `NothingToChange`, `StorageFailed`; after
        `FormRejected` and `FormOvertaken` the form is kept as it was sent.
        """
        opened = await self.opened(asker, form)
        sent = replace(opened, typed={name: values.get(name, "") for name in opened.typed})
        try:
            return await self._save(asker, form, sent)
        except (BadField, PartGone) as error:
            await self._keep(form, sent)
            raise FormRejected(form, error) from error
        except FormOvertaken as error:
            await self._keep(form, _brought_up_to_date(sent, error.fields))
            raise

    async def apply(self, asker: Asker, form: SessionId) -> Saved:
        """Save a form over somebody else's change, which its moderator was shown.

        Raises what `submit` raises, also `FormOvertaken` if there was yet another change.
        """
        return await self.submit(asker, form, (await self.opened(asker, form)).typed)

    async def _keep(self, form: SessionId, sent: Form) -> None:
        async with self._database.write() as writing:
            await keep_payload(writing, form, FORM.encoded(sent))

    async def _save(self, asker: Asker, form: SessionId, sent: Form) -> Saved:
        """Claim a form and save it, in one transaction. Raises `FormSaved` if it was claimed already."""
        subject = sent.edits

        async def work(edit: Edit, show: Show) -> Written:
            current = await _read(edit.writing, show, subject)
            if current not in (sent.base, sent.typed):
                raise FormOvertaken(form, _overtaken(sent, current))
            return await _write(edit, show, subject, sent.typed)

        async with self._database.write() as writing:
            by = await editor(writing, asker, self._clock)
            if not await claim_session(writing, form):
                raise FormSaved
            adding = isinstance(subject, NewShow)
            saved = await (_add_show(by, sent.typed) if adding else by.change(subject.show, work))
            return replace(saved, subject=subject)


async def _read(reading: Reading, show: Show, subject: Subject) -> Values:
    """The fields of a form as they are now. Raises `PartGone`."""
    record = await subject.read(reading, show)
    named = ((name, fields.FIELDS[name].attribute) for name in subject.fields)
    return {name: fields.as_text(name, record[its]) for name, its in named if its in record}


async def _write(edit: Edit, show: Show, subject: Subject, typed: Values) -> Written:
    """Save the fields of a form. Raises `BadField`, `PartGone` or `NothingToChange`: then roll back."""
    record = await subject.read(edit.writing, show) | fields.read_all(typed, subject.required)
    position = await subject.save(edit, show, record)
    action = Action.ADD if record.get("is_new") else subject.done.action
    done = replace(subject.done, action=action, position=position)
    return Written(done, record.get("text") or record.get("title") or "", record.get("speaker"))


async def _add_show(by: Editor, typed: Values) -> Saved:
    """Add a show. The default show stays, and the result offers to change it."""
    names = fields.read_all(typed, NewShow.required)
    slug = await free_slug(by.writing, by.guild, names)
    made = await add_show(by.writing, by.guild, slug, names["title"])
    show = await show_again(by.writing, by.guild, made)
    edit = await by.begin(show)
    await note_new_parts(edit, Part.SHOW, [made])
    offer = await default_offer(by.writing, by.asker, by.guild, show)
    return replace(await finish(edit, by.guild, show, NewShow.done), named=show.title, offer=offer)


async def _current(reading: Reading, guild: GuildId, subject: Subject) -> Values:
    if isinstance(subject, NewShow):
        return dict.fromkeys(subject.fields, "")
    show = await show_with_slug(reading, guild, subject.show)
    if isinstance(subject, NewEpisode):
        await must_be_free(reading, show, position_in_subject(subject.key), "number")
    return await _read(reading, show, subject)


async def _to_choose_from(reading: Reading, guild: GuildId | None, subject: Subject) -> tuple[Show, ...]:
    if not isinstance(subject, MessageQuote):
        return ()
    return tuple(sorted(await shows_of(reading, guild), key=lambda show: show.slug != subject.show))


def _overtaken(sent: Form, current: Values) -> tuple[Overtaken, ...]:
    """The fields that somebody else changed since a form was opened."""
    return tuple(
        Overtaken(field, sent.base.get(field, ""), now, sent.typed.get(field, ""))
        for field, now in current.items()
        if now != sent.base.get(field, "")
    )


def _brought_up_to_date(sent: Form, overtaken: tuple[Overtaken, ...]) -> Form:
    """The form with somebody else's changes: fields that its moderator left alone get the new values."""
    now = {field.field: field.now for field in overtaken}
    left_alone = {field.field: field.now for field in overtaken if field.typed == field.before}
    return replace(sent, base={**sent.base, **now}, typed={**sent.typed, **left_alone})

"""Forms that moderators have open: what each edits, and what somebody else has changed meanwhile."""

import secrets
from dataclasses import dataclass, replace

import msgspec

from bot.domain.editing_errors import FormGone, Overtaken
from bot.domain.fields import Values
from bot.domain.ids import FormId
from bot.domain.shows import Show
from bot.services.subjects import AnySubject, MessageQuote, Subject
from bot.store.forms import Form


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form to show: its id, what it edits, and its fields as they stand in it.

    `opening` tells apart the times that one form is shown; 0: the first. `shows`: those that it lets choose
    from, the chosen one first.
    """

    id: FormId
    subject: Subject
    values: Values
    opening: int = 0
    shows: tuple[Show, ...] = ()


def new_id() -> FormId:
    """An id that nobody can guess."""
    return FormId(1 + secrets.randbits(62))


def written(subject: Subject) -> str:
    """A subject as it is kept."""
    return msgspec.json.encode(subject).decode()


def subject_of(form: Form) -> Subject:
    """What a form edits. Raises `FormGone` for one that another version of the bot has kept."""
    try:
        subject = msgspec.json.decode(form.subject, type=AnySubject)
    except msgspec.DecodeError as error:
        raise FormGone from error
    if isinstance(subject, MessageQuote) and form.typed.get("show"):
        return MessageQuote(form.typed["show"])
    return subject


def overtaken(sent: Form, current: Values) -> tuple[Overtaken, ...]:
    """The fields that somebody else has changed since a form was opened."""
    return tuple(
        Overtaken(field, sent.base.get(field, ""), now, sent.typed.get(field, ""))
        for field, now in current.items()
        if now != sent.base.get(field, "")
    )


def brought_up_to_date(sent: Form, overtaken: tuple[Overtaken, ...]) -> Form:
    """A form that has been shown what was changed meanwhile; what its moderator had left alone follows."""
    now = {field.field: field.now for field in overtaken}
    left_alone = {field.field: field.now for field in overtaken if field.typed == field.before}
    return replace(sent, base={**sent.base, **now}, typed={**sent.typed, **left_alone})

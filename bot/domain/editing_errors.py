"""What can go wrong for moderators who edit the catalogue; `bot.replies.notices.editing` has the words."""

from dataclasses import dataclass

from bot.domain.errors import UnderstudyError
from bot.domain.ids import ChangeId, QuoteId, SessionId
from bot.domain.problems import Problem


class FormGone(UnderstudyError):
    """A form that was sent is no longer open: it was saved before, or it has expired."""


class FormSaved(UnderstudyError):
    """A form was sent several times, and another time it was saved."""


class PartGone(UnderstudyError):
    """What was to be edited was deleted."""


class NothingToChange(UnderstudyError):
    """What was sent is just what is there."""


@dataclass(eq=False)
class FormRejected(UnderstudyError):
    """A form cannot be taken as it was filled in. It is kept, to be opened again; `cause` says why."""

    form: SessionId
    cause: UnderstudyError


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A field that somebody else has changed while a form was open: before, now, and as it was typed."""

    field: str
    before: str
    now: str
    typed: str


@dataclass(eq=False)
class FormOvertaken(UnderstudyError):
    """Somebody else has changed what a form edits since it was opened. The form is kept as sent."""

    form: SessionId
    fields: tuple[Overtaken, ...]


@dataclass(eq=False)
class FormTooSmall(UnderstudyError):
    """What a form would edit is longer than a field of a form takes: only a file can bring it."""

    field: str


class ChangeNotFound(UnderstudyError):
    """There is no such change in this server's history."""


@dataclass(eq=False)
class AlreadyUndone(UnderstudyError):
    """The change was undone already, by another one."""

    by: ChangeId


@dataclass(eq=False)
class ChangedSince(UnderstudyError):
    """A change cannot be undone: what it touched was changed since, by `later` where that is known."""

    change: ChangeId
    later: ChangeId | None


@dataclass(eq=False)
class QuoteNotFound(UnderstudyError):
    """No quote matches what a moderator typed."""

    typed: str


class PreviewGone(UnderstudyError):
    """An import that was to be applied is no longer kept."""


@dataclass(eq=False)
class NotImportable(UnderstudyError):
    """A file cannot be imported: `problems` say why."""

    problems: tuple[Problem, ...]


class FileUnavailable(UnderstudyError):
    """A file that somebody has sent cannot be fetched from Discord."""


class TooManyFiles(UnderstudyError):
    """Other files are read first, and they are too many to wait for."""


@dataclass(eq=False)
class NothingInFile(UnderstudyError):
    """A file names a show that is there, and tells nothing of it: no episode and no song."""

    show_title: str


@dataclass(eq=False)
class ShowUnclear(UnderstudyError):
    """A file does not say for certain which show it is of, and nobody can be asked.

    `title`: the show that it names, which is nearly that of the shows with these slugs, or that of several;
    None: it names none, and these are the shows that there are.
    """

    title: str | None
    slugs: tuple[str, ...]


@dataclass(eq=False)
class FileTooBig(UnderstudyError):
    """A file is larger than the bot takes, or than Discord lets it send; both in bytes; None: not known."""

    size: int | None
    limit: int


@dataclass(eq=False)
class QuoteAmbiguous(UnderstudyError):
    """Several quotes have the words that a moderator typed: the first of them, each with its id."""

    typed: str
    show: str
    quotes: tuple[tuple[QuoteId, str], ...]


class NotYours(UnderstudyError):
    """A bundled show cannot be deleted: it is everyone's."""

"""Errors of editing the catalogue; `bot.replies.notices.editing` has the words."""

from dataclasses import dataclass

from bot.domain.drafts import Doubt
from bot.domain.errors import UnderstudyError
from bot.domain.ids import ChangeId, QuoteId, SessionId
from bot.domain.problems import Problem


class FormGone(UnderstudyError):
    """The form was sent, but it was saved before or has expired."""


class FormSaved(UnderstudyError):
    """The form was sent several times, and saved by another of them."""


class PartGone(UnderstudyError):
    """What was to be edited was deleted."""


@dataclass(eq=False)
class NothingToChange(UnderstudyError):
    """The form or file has exactly what is saved already. `doubts`: what a file says beside that."""

    doubts: tuple[Doubt, ...] = ()


@dataclass(eq=False)
class FormRejected(UnderstudyError):
    """A form can't be saved as filled in. It is kept, to be reopened; `cause` says why."""

    form: SessionId
    cause: UnderstudyError


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A field that somebody else changed while the form was open: before, now, and as typed."""

    field: str
    before: str
    now: str
    typed: str


@dataclass(eq=False)
class FormOvertaken(UnderstudyError):
    """Somebody else changed what the form edits while it was open. The form is kept as sent."""

    form: SessionId
    fields: tuple[Overtaken, ...]


@dataclass(eq=False)
class FormTooSmall(UnderstudyError):
    """The value is longer than a form field allows; only a file can hold it."""

    field: str


class ChangeNotFound(UnderstudyError):
    """The server has no such change in its history."""


@dataclass(eq=False)
class AlreadyUndone(UnderstudyError):
    """The change was undone already, by another change."""

    by: ChangeId


@dataclass(eq=False)
class ChangedSince(UnderstudyError):
    """A change can't be undone: what it touched was changed since, by `later` if known."""

    change: ChangeId
    later: ChangeId | None


@dataclass(eq=False)
class QuoteNotFound(UnderstudyError):
    """No quote matches what a moderator typed."""

    typed: str


class PreviewGone(UnderstudyError):
    """The import preview has expired."""


@dataclass(eq=False)
class NotImportable(UnderstudyError):
    """The file can't be imported; `problems` say why."""

    problems: tuple[Problem, ...]


class FileUnavailable(UnderstudyError):
    """The attached file can't be downloaded from Discord."""


class TooManyFiles(UnderstudyError):
    """Too many files are waiting to be read."""


@dataclass(eq=False)
class NothingInFile(UnderstudyError):
    """The file names an existing show, but no episode and no song."""

    show_title: str


@dataclass(eq=False)
class ShowUnclear(UnderstudyError):
    """It isn't certain which show the file is about, and nobody can be asked.

    `title`: the show that the file names, which nearly matches the shows with these slugs, or matches
    several; None: the file names no show, and these are all shows.
    """

    title: str | None
    slugs: tuple[str, ...]


@dataclass(eq=False)
class ShowExists(UnderstudyError):
    """A new show was asked for under the short name of one that is there already."""

    slug: str


@dataclass(eq=False)
class FileTooBig(UnderstudyError):
    """A file is larger than the bot accepts, or Discord lets it send; both in bytes, None if not known."""

    size: int | None
    limit: int


@dataclass(eq=False)
class QuoteAmbiguous(UnderstudyError):
    """Several quotes contain the words that a moderator typed: the first of them, with ids."""

    typed: str
    show: str
    quotes: tuple[tuple[QuoteId, str], ...]


class NotYours(UnderstudyError):
    """Bundled shows can't be deleted: they belong to everyone."""

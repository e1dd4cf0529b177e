"""What moderators' clicks on the catalogue mean; each handler checks permissions again."""

from bot.replies.clicks import Click, OfPreview, OfShow, Page, Whole
from bot.services.encoded_ids import Id
from bot.services.subjects import AnySubject


class OpenForm(Click, frozen=True, tag="form"):
    """Open the form of a subject."""

    subject: AnySubject


class OfForm(Click, frozen=True):
    """A click on a form that was sent and not saved."""

    form: Id


class FormAgain(OfForm, frozen=True, tag="form-again"):
    """Reopen a form, filled in as it was sent."""


class ApplyForm(OfForm, frozen=True, tag="form-apply"):
    """Save a form over somebody else's change."""


class EditEpisode(OfShow, frozen=True, tag="edit-episode"):
    """Show the panel of the episode at a position."""

    key: Whole


class EditRecap(OfShow, frozen=True, tag="edit-recap"):
    """Show a page of the panel of an episode's recap."""

    key: Whole
    page: Page = 0


class EditSong(OfShow, frozen=True, tag="edit-song"):
    """Show a page of the panel of a song."""

    song: Id
    page: Page = 0


class RemoveEpisode(OfShow, frozen=True, tag="remove-ep"):
    """Delete an episode."""

    episode: Id


class RemoveSong(OfShow, frozen=True, tag="remove-so"):
    """Delete a song: from the show, or from one episode alone."""

    song: Id
    episode: Id | None = None


class RemoveShow(OfShow, frozen=True, tag="remove-show"):
    """Delete a server's own show, or its copy of a bundled one."""


class Cancel(Click, frozen=True, tag="cancel"):
    """Change nothing."""


class TurnHistory(OfShow, frozen=True, tag="history"):
    """Show a page of the history: of a show, or of all (an empty slug)."""

    page: Page


class OpenChange(Click, frozen=True, tag="change"):
    """Show a change in detail."""

    change: Id


class UndoChange(Click, frozen=True, tag="undo"):
    """Undo a change."""

    change: Id


class ApplyImport(OfPreview, frozen=True, tag="import"):
    """Apply an import preview."""


class ChooseImport(OfPreview, frozen=True, tag="import-show"):
    """Preview the same file for another show, or as a new one."""


class CancelImport(OfPreview, frozen=True, tag="import-cancel"):
    """Discard an import preview."""

"""What clicks on progress from a file mean: the asker's own, on private cards."""

from typing import Annotated

from msgspec import Meta

from bot.replies.clicks import Click, OfPreview, OfShow, Whole


class OpenWatchedForm(Click, frozen=True, tag="files"):
    """Open the form that takes files."""


class ChooseWatched(OfPreview, frozen=True, tag="files-show"):
    """Choose one of the options for a show, by its progress key."""

    show: Whole
    option: Annotated[int, Meta(ge=0, le=3)]


class KeepWatched(OfPreview, frozen=True, tag="files-keep"):
    """Choose whether shows that aren't in this server are saved too."""

    keeps: bool


class ApplyWatched(OfPreview, frozen=True, tag="files-save"):
    """Save the progress in a preview."""


class CancelWatched(OfPreview, frozen=True, tag="files-cancel"):
    """Discard a preview."""


class UndoMoves(Click, frozen=True, tag="undo-shows"):
    """Undo a change of progress in several shows at once."""

    moves: Whole


class AnswerKept(OfShow, frozen=True, tag="kept"):
    """Use, or delete, what an earlier file said of a show."""

    uses: bool

"""The words for each known error: what is wrong, and what to do."""

from discord import ui

from bot.domain.errors import (
    MessageGone,
    NotAllowed,
    NotTaken,
    OutdatedCommand,
    ProgressMovedOn,
    ProgressUndoGone,
    Restarting,
    StaleClick,
    TooBusy,
    WatchedGone,
)
from bot.replies.clicks import ChooseProgress
from bot.replies.layout import Notice, Notices
from bot.replies.notices.database import DATABASE
from bot.replies.notices.editing import EDITING
from bot.replies.notices.finding import FINDING
from bot.replies.notices.hiding import HIDING
from bot.replies.notices.limits import LIMITS

NOTICES: Notices = {
    MessageGone: Notice(
        "That message is gone", "It was deleted before I could edit it. Run the command again."
    ),
    NotAllowed: Notice(
        "I'm missing a permission here",
        "Discord didn't let me do that. In this channel I need *View Channel* and *Send Messages*.",
    ),
    NotTaken: Notice(
        "Discord didn't take my reply",
        "Discord has problems at the moment. It may have worked anyway, so look before you try again.",
    ),
    OutdatedCommand: Notice(
        "I've just been updated", "Your Discord still shows the old command. Try again in a minute."
    ),
    ProgressMovedOn: lambda error: Notice(
        "That can't be undone any more",
        "You've changed your progress since.",
        {"Show my progress": ChooseProgress(error.show)},
    ).view(),
    WatchedGone: Notice(
        "This preview has expired",
        "It was saved, cancelled, or is over a day old.",
        {"Show my progress": ChooseProgress("")},
    ),
    ProgressUndoGone: Notice(
        "That can't be undone any more",
        "It was undone, is over a day old, or you've changed several shows again since.",
        {"Show my progress": ChooseProgress("")},
    ),
    StaleClick: Notice(
        "This button no longer works", "It's from an earlier version of the bot. Run the command again."
    ),
    TooBusy: Notice("I'm busy right now", "Nothing was changed. Try again in a moment."),
    Restarting: Notice("I'm restarting", "Nothing was changed. Try again in a minute."),
    **DATABASE,
    **EDITING,
    **FINDING,
    **HIDING,
    **LIMITS,
}
"""The words for each class of error."""


def words_for(error: BaseException) -> ui.LayoutView | None:
    """The words for an error, by its class or the nearest base class; None if it has none."""
    for kind in type(error).__mro__:
        match NOTICES.get(kind):
            case None:
                continue
            case Notice() as known:
                return known.view()
            case make:
                return make(error)
    return None

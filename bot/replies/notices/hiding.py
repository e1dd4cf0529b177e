"""What a moderator is told where a message was not hidden: why, and what to do."""

from collections.abc import Callable
from typing import Any

from discord import ui

from bot.domain.errors import UnderstudyError
from bot.domain.hiding_errors import (
    CannotHide,
    HidingFailed,
    HidingStep,
    LacksPermissions,
    NotYourRepost,
    RepostUnknown,
    Unhideable,
)
from bot.replies.layout import RED, card, text
from bot.replies.markup import Markup, compose, lines

_WHY = {
    Unhideable.ALREADY_HIDDEN: "All of it stands behind bars already.",
    Unhideable.EMPTY: "There is nothing in it that I could post again.",
    Unhideable.SYSTEM: "Discord itself says it; nobody wrote it.",
    Unhideable.PRIVATE: "Only one person sees it.",
    Unhideable.POLL: "It is a poll: its votes would be lost.",
    Unhideable.STICKER: "It has a sticker, and that I cannot post again.",
    Unhideable.VOICE: "It is a voice message, and that I cannot post again as one.",
    Unhideable.FORWARD: "It forwards another message, and that I cannot post again.",
    Unhideable.FIRST_POST: "It opens this forum post, and the post would lose its beginning.",
    Unhideable.RICH: "It is a bot's: its cards and buttons would be lost.",
    Unhideable.FILES: "Its files are larger than I may upload here.",
    Unhideable.LENGTH: "It is too long: the bars around it count, and a message ends at 2,000 characters.",
}

_PERMISSIONS = {
    "manage_webhooks": "- **Manage Webhooks**, to post in the author's name",
    "manage_messages": "- **Manage Messages**, to take messages away",
    "attach_files": "- **Attach Files**, to post the files again",
    "send_messages_in_threads": "- **Send Messages in Threads**, to post in this thread",
}

_FAILED = {
    HidingStep.FILES: "I could not read its files. Nothing was changed.",
    HidingStep.WEBHOOK: (
        "I could not get a webhook in this channel. Perhaps it has as many as Discord allows (15): "
        "Channel Settings → Integrations → Webhooks. Nothing was changed."
    ),
    HidingStep.POST: "I could not post it again. It stands there as it was.",
    HidingStep.DELETE: (
        "I could not delete it, so I took away what I had posted in its place. Nothing was changed."
    ),
    HidingStep.DELETE_UNSURE: (
        "Discord did not tell me whether it is deleted, so I left what I posted in its place. "
        "If both stand there, delete the first one."
    ),
    HidingStep.UNDO: (
        "I could not delete it, and what I posted in its place I could not take away again. "
        "Both stand there: delete one of them."
    ),
    HidingStep.REMOVE: "I could not delete it. Nothing was changed.",
    HidingStep.LABEL: "I could not put the label on. Nothing was changed.",
    HidingStep.LABEL_WEBHOOK: (
        "The webhook that posted this message was deleted, so Discord lets nobody edit it. "
        "Nothing was changed. Messages hidden from now on get a new webhook, and can be labelled."
    ),
}

_AFTERWARDS = {HidingStep.REMOVE, HidingStep.LABEL, HidingStep.LABEL_WEBHOOK}


def _cannot_hide(error: CannotHide) -> ui.LayoutView:
    if error.why is Unhideable.ALREADY_HIDDEN:
        return _notice(Markup("### It is hidden already"), Markup(_WHY[error.why]))
    return _notice(
        Markup("### I cannot hide this message"),
        compose("{} Nothing was changed.", Markup(_WHY[error.why])),
    )


def _lacks_permissions(error: LacksPermissions) -> ui.LayoutView:
    return _notice(
        Markup("### I lack permissions for that here"),
        lines(Markup(_PERMISSIONS[name]) for name in error.permissions),
        Markup(
            "An admin gives them to my role in Server Settings → Roles, or for this channel alone in its "
            "settings → Permissions. Nothing was changed."
        ),
    )


def _hiding_failed(error: HidingFailed) -> ui.LayoutView:
    title = "### That did not work" if error.step in _AFTERWARDS else "### The message is not hidden"
    if error.step is HidingStep.DELETE_UNSURE:
        title = "### I am not sure that it is hidden"
    return _notice(Markup(title), Markup(_FAILED[error.step]))


def _repost_unknown(_: RepostUnknown) -> ui.LayoutView:
    return _notice(
        Markup("### I know nothing of this message any more"),
        Markup("I keep for a year who wrote what was hidden. A moderator can still delete it by hand."),
    )


def _not_your_repost(_: NotYourRepost) -> ui.LayoutView:
    return _notice(
        Markup("### That is not your message"), Markup("Whoever wrote it can delete it, and moderators.")
    )


def _notice(title: Markup, *body: Markup) -> ui.LayoutView:
    return card(text(title, *body), colour=RED)


UNHIDDEN: dict[type[UnderstudyError], Callable[[Any], ui.LayoutView]] = {
    CannotHide: _cannot_hide,
    LacksPermissions: _lacks_permissions,
    HidingFailed: _hiding_failed,
    RepostUnknown: _repost_unknown,
    NotYourRepost: _not_your_repost,
}
"""The words for each class of error that has to do with hiding."""

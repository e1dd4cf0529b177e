"""The words when a message can't be hidden: why, and what to do."""

from discord import ui

from bot.domain.hiding_errors import (
    CannotHide,
    HidingFailed,
    HidingStep,
    LacksPermissions,
    NotYourRepost,
    RepostUnknown,
    Unhideable,
)
from bot.replies.layout import RED, Notice, Notices, card, notice, text
from bot.replies.markup import Markup, compose, lines

_WHY = {
    Unhideable.EMPTY: "It has no text and no file that I could repost.",
    Unhideable.SYSTEM: "It's a message from Discord itself.",
    Unhideable.PRIVATE: "Only one person can see it.",
    Unhideable.POLL: "It's a poll, and its votes would be lost.",
    Unhideable.STICKER: "It has a sticker, which I can't repost.",
    Unhideable.VOICE: "It's a voice message, which I can't repost.",
    Unhideable.FORWARD: "It's a forward, which I can't repost.",
    Unhideable.FIRST_POST: "It's the first message of this forum post, which would lose its beginning.",
    Unhideable.RICH: "It's from a bot, and its cards and buttons would be lost.",
    Unhideable.FILES: "Its files are larger than I may upload here.",
    Unhideable.LENGTH: "It's too long. With the spoiler marks it's over Discord's 2,000 characters.",
}

_PERMISSIONS = {
    "manage_webhooks": "- **Manage Webhooks**, to post under the author's name",
    "manage_messages": "- **Manage Messages**, to delete messages",
    "attach_files": "- **Attach Files**, to repost files",
    "send_messages_in_threads": "- **Send Messages in Threads**, to post in this thread",
}

_FAILED = {
    HidingStep.FILES: "I couldn't download its files. Nothing was changed.",
    HidingStep.WEBHOOK: (
        "I couldn't create a webhook in this channel. It may already have Discord's maximum of 15: "
        "Channel Settings → Integrations → Webhooks. Nothing was changed."
    ),
    HidingStep.POST: "I couldn't repost it. Nothing was changed.",
    HidingStep.DELETE: "I couldn't delete it, so I deleted my hidden copy. Nothing was changed.",
    HidingStep.DELETE_UNSURE: (
        "Discord didn't confirm that it was deleted, so I left the hidden copy. "
        "If you see both, delete the first one."
    ),
    HidingStep.UNDO: "I couldn't delete it, nor the hidden copy that I posted. Delete one of them yourself.",
    HidingStep.REMOVE: "I couldn't delete it. Nothing was changed.",
    HidingStep.LABEL: "I couldn't add the label. Nothing was changed.",
    HidingStep.LABEL_WEBHOOK: (
        "The webhook that posted this message was deleted, so nobody can edit it. "
        "Messages hidden from now on use a new webhook and can be labelled. Nothing was changed."
    ),
}

_AFTERWARDS = {HidingStep.REMOVE, HidingStep.LABEL, HidingStep.LABEL_WEBHOOK}


def _cannot_hide(error: CannotHide) -> ui.LayoutView:
    if error.why is Unhideable.ALREADY_HIDDEN:
        return notice(Markup("### Already hidden"), Markup("All of it is a spoiler already."))
    return notice(
        Markup("### This message can't be hidden"),
        compose("{} Nothing was changed.", Markup(_WHY[error.why])),
    )


def _lacks_permissions(error: LacksPermissions) -> ui.LayoutView:
    return card(
        text(
            Markup("### I need more permissions here"),
            lines(Markup(_PERMISSIONS[name]) for name in error.permissions),
            Markup(
                "An admin can add them to my role in Server Settings → Roles, or for this channel only in "
                "Channel Settings → Permissions. Nothing was changed."
            ),
        ),
        colour=RED,
    )


def _hiding_failed(error: HidingFailed) -> ui.LayoutView:
    title = "### That didn't work" if error.step in _AFTERWARDS else "### The message isn't hidden"
    if error.step is HidingStep.DELETE_UNSURE:
        title = "### The message may still be visible"
    return notice(Markup(title), Markup(_FAILED[error.step]))


HIDING: Notices = {
    CannotHide: _cannot_hide,
    LacksPermissions: _lacks_permissions,
    HidingFailed: _hiding_failed,
    RepostUnknown: Notice(
        "I can't find this message any more",
        "After a year I delete the record of who wrote a hidden message. A moderator can still delete it.",
    ),
    NotYourRepost: Notice("That's not your message", "Only its author and moderators can delete it."),
}

"""The words for permissions and spoiler limits."""

from discord import ui

from bot.domain.errors import (
    EveryoneModerates,
    NotAdmin,
    NothingSet,
    NotModerator,
    PolicyTakesNoDays,
    PolicyTakesNoEpisode,
    ServerOnly,
    StrictPlace,
)
from bot.replies.clicks import TurnOverview
from bot.replies.layout import Notice, Notices, notice
from bot.replies.markup import Markup, command, compose, plain


def _strict_place(error: StrictPlace) -> ui.LayoutView:
    return notice(
        Markup("### This can't be shared here"),
        compose(
            "{} is past this channel's spoiler limit, or past your own progress. {} shows both.",
            plain(error.position.code) if error.position else Markup("All of it"),
            command("here"),
        ),
    )


LIMITS: Notices = {
    EveryoneModerates: Notice(
        "That would make everyone a moderator",
        "Every member has that role. Choose another. Nothing was changed.",
    ),
    PolicyTakesNoEpisode: Notice(
        "`up_to` needs another policy",
        "Choose “Allowed up to an episode”, or leave `up_to` empty. Nothing was changed.",
    ),
    PolicyTakesNoDays: Notice(
        "`days` needs another policy",
        "Choose “Unlock some days after an episode airs”, or leave `days` empty. Nothing was changed.",
    ),
    NothingSet: Notice("No limit to remove", "None is set there.", {"All limits": TurnOverview(0)}),
    StrictPlace: _strict_place,
    ServerOnly: Notice("Servers only", "Use this command in a server that has added me."),
    NotModerator: Notice("Moderators only", "An admin chooses the moderator roles with `/setup`."),
    NotAdmin: Notice("Admins only", "You need *Manage Server*. Nothing was changed."),
}

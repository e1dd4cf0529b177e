"""What a person is told about rights and places: who may do what, and which settings go together."""

from collections.abc import Callable
from typing import Any

from discord import ui

from bot.domain.errors import (
    EveryoneModerates,
    NotAdmin,
    NothingSet,
    NotModerator,
    PolicyNeedsEpisode,
    PolicyTakesNoDays,
    PolicyTakesNoEpisode,
    ServerOnly,
    StrictPlace,
    UnderstudyError,
)
from bot.domain.policies import Kind
from bot.replies import words
from bot.replies.layout import notice
from bot.replies.markup import Markup, command, compose, plain


def _server_only(_: ServerOnly) -> ui.LayoutView:
    return notice(
        Markup("### That is about a server"),
        Markup("I am not a member of one here. Use the command in a server that I was added to."),
    )


def _not_moderator(_: NotModerator) -> ui.LayoutView:
    return notice(
        Markup("### That is for moderators"),
        compose("Moderators are those with a role that an admin chose in {}.", command("setup")),
    )


def _not_admin(_: NotAdmin) -> ui.LayoutView:
    return notice(
        Markup("### That is for admins"),
        Markup("It takes the permission *Manage Server*. Nothing was changed."),
    )


def _everyone_moderates(_: EveryoneModerates) -> ui.LayoutView:
    return notice(
        Markup("### That would make everyone a moderator"),
        Markup("Every member has that role. Choose others. Nothing was changed."),
    )


def _policy_needs_episode(_: PolicyNeedsEpisode) -> ui.LayoutView:
    return notice(
        Markup("### Up to which episode?"),
        Markup("Give `up_to` with this policy, for example `up_to:S01E05`. Nothing was changed."),
    )


def _policy_takes_no_episode(_: PolicyTakesNoEpisode) -> ui.LayoutView:
    return notice(
        Markup("### `up_to` goes with another policy"),
        compose(
            "It goes only with “{}”. Leave it out, or choose that. Nothing was changed.",
            plain(words.POLICIES[Kind.UP_TO]),
        ),
    )


def _policy_takes_no_days(_: PolicyTakesNoDays) -> ui.LayoutView:
    return notice(
        Markup("### `days` goes with another policy"),
        compose(
            "It goes only with “{}”. Leave it out, or choose that. Nothing was changed.",
            plain(words.POLICIES[Kind.AIRED]),
        ),
    )


def _nothing_set(_: NothingSet) -> ui.LayoutView:
    return notice(
        Markup("### There is nothing to take away"),
        compose("No such setting is in force there. {} shows all that are.", command("spoilers overview")),
    )


def _strict_place(error: StrictPlace) -> ui.LayoutView:
    return notice(
        Markup("### This can't be shared here"),
        compose(
            "{} is past this channel's spoiler limit, or past your own progress. {} shows both.",
            plain(error.position.code),
            command("here"),
        ),
    )


PLACE_NOTICES: dict[type[UnderstudyError], Callable[[Any], ui.LayoutView]] = {
    EveryoneModerates: _everyone_moderates,
    PolicyNeedsEpisode: _policy_needs_episode,
    PolicyTakesNoEpisode: _policy_takes_no_episode,
    PolicyTakesNoDays: _policy_takes_no_days,
    NothingSet: _nothing_set,
    StrictPlace: _strict_place,
    ServerOnly: _server_only,
    NotModerator: _not_moderator,
    NotAdmin: _not_admin,
}
"""The words for each class of error about rights and places."""

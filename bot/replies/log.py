"""Lines for a server's log channel: who changed what. Episodes are named by code; no titles, no story."""

from collections.abc import Iterable

import discord

from bot.domain.ids import ChannelId, RoleId
from bot.domain.policies import Policy
from bot.replies import words
from bot.replies.markup import Markup, compose, number, plain

DEFAULT_SHOW_CHANGED = Markup("changed the default show.")
HIDES_TITLES = {True: Markup("now hides titles."), False: Markup("now shows titles.")}
HIDES_BUNDLED = {True: Markup("now hides the bundled shows."), False: Markup("now shows the bundled shows.")}


def default_show_made(title: str) -> Markup:
    """A new show became the default."""
    return compose("made {} the default show.", plain(title))


def moderators_set(roles: Iterable[RoleId]) -> Markup:
    """The moderator roles were chosen."""
    return compose("set the moderator roles: {}", _mentions("<@&{}>", roles))


def log_set(channel: ChannelId | None) -> Markup:
    """The log channel was chosen; None: no log."""
    return Markup("turned the log off." if channel is None else f"moved the log to <#{channel}>.")


def channels_set(channels: Iterable[ChannelId], *, are_open: bool) -> Markup:
    """The channels where spoilers are allowed, or those without any, were chosen."""
    which = Markup("where spoilers are allowed") if are_open else Markup("without spoilers")
    return compose("set the channels {}: {}", which, _mentions("<#{}>", channels))


def limit_set(place: ChannelId | None, show_title: str | None, policy: Policy) -> Markup:
    """A spoiler limit was set."""
    return compose("set the spoiler limit of {}: {}", _where(place, show_title), words.policy(policy))


def limit_removed(place: ChannelId | None, show_title: str | None) -> Markup:
    """A spoiler limit was removed."""
    return compose("removed the spoiler limit of {}.", _where(place, show_title))


def limits_cleared(count: int) -> Markup:
    """The limits of deleted channels were removed."""
    return compose("cleared the limits of deleted channels: {}", number(count))


def message_hidden(message: discord.Message) -> Markup:
    """A message was hidden as a spoiler."""
    whose = "a webhook's message" if message.webhook_id else f"a message of <@{message.author.id}>"
    return Markup(f"hid {whose} in <#{message.channel.id}>.")


def _where(place: ChannelId | None, show_title: str | None) -> Markup:
    where = Markup("the server") if place is None else Markup(f"<#{place}>")
    return where if show_title is None else compose("{} for {}", where, plain(show_title))


def _mentions(template: str, ids: Iterable[RoleId | ChannelId]) -> Markup:
    return Markup(", ".join(template.format(snowflake) for snowflake in ids) or "none")

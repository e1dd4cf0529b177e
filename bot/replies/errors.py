"""What happens when something goes wrong: one answer, private.

An error that we know has its words in `bot.replies.notices`. Any other gets a plain sentence with a short
reference, which stands in the log beside the traceback.
"""

import logging
import secrets

import aiohttp
import discord
from discord import Interaction, app_commands, ui

from bot.domain.errors import OutdatedCommand, StorageFailed
from bot.domain.spoilers import Audience
from bot.replies.layout import notice
from bot.replies.markup import Markup, compose, plain
from bot.replies.notices import NOTICES
from bot.replies.sending import reply

_log = logging.getLogger(__name__)

_TOO_LATE = {10062, 10015, 40060}
"""Discord's codes for an interaction that has run out, or that was answered already."""


async def tell(interaction: Interaction, error: BaseException) -> None:
    """Answer an interaction that went wrong, to the asker alone."""
    cause = _unwrapped(error)
    if _is_noise(cause):
        _log.info("interaction %s got no answer: %s", interaction.id, type(cause).__name__)
        return
    if isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        cause = OutdatedCommand()
    if isinstance(cause, StorageFailed):
        _log.error("the database failed", exc_info=cause)  # one line: see bot/logs.py
    for kind in type(cause).__mro__:
        if kind in NOTICES:
            view = NOTICES[kind](cause)
            break
    else:
        view = _unknown(cause)
    try:
        await reply(interaction, view, Audience.ASKER)
    except (discord.HTTPException, aiohttp.ClientError) as failed:
        _log.info("an error could not be told: %s", type(failed).__name__)


def _unwrapped(error: BaseException) -> BaseException:
    """The error that discord.py has wrapped into its own."""
    if isinstance(error, app_commands.CommandInvokeError):
        return _unwrapped(error.original)
    if isinstance(error, app_commands.TransformerError) and error.__cause__ is not None:
        return _unwrapped(error.__cause__)
    return error


def _is_noise(error: BaseException) -> bool:
    if isinstance(error, discord.HTTPException):
        return error.code in _TOO_LATE
    return isinstance(
        error, discord.InteractionResponded | aiohttp.ClientConnectionError | discord.ConnectionClosed
    )


def _unknown(error: BaseException) -> ui.LayoutView:
    reference = secrets.token_hex(3)
    _log.error("unexpected error, reference %s", reference, exc_info=error)
    return notice(
        Markup("### Something went wrong on our side"),
        compose(
            "It is not your doing. Please try again; if it happens again, give whoever runs the bot the "
            "reference `{}`.",
            plain(reference),
        ),
    )

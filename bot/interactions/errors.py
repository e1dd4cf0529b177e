"""Errors of interactions: each gets one private answer.

Known errors have their words in `bot.replies.notices`. Any other gets a plain sentence with a short
reference, which is in the log beside the traceback.
"""

import logging
import re
import secrets
from collections.abc import Mapping

import aiohttp
import discord
from discord import Interaction, app_commands, ui

from bot.domain.errors import NotAllowed, NotTaken, OutdatedCommand
from bot.domain.spoilers import Audience
from bot.domain.storage_errors import StorageFailed
from bot.interactions.sending import reply, reply_with_file
from bot.replies.forms import give_back
from bot.replies.layout import notice
from bot.replies.markup import Markup, compose, plain
from bot.replies.notices import words_for

_log = logging.getLogger(__name__)

OUTCOME = "outcome"
"""The name under which an interaction's extras hold how it failed: late, refused or failed."""

_TOO_MANY = 429
_SERVER_ERRORS = 500
_LOST = {10062, 10015, 40060, 10003, 10008, 50083, 160005}
"""Discord's codes for what cannot be answered: an interaction that has run out or was answered already, a
channel, thread or message that is gone, a thread that is archived or locked."""

_INVALID = 50035
_GONE = re.compile(r"\bunknown (?:channel|message|thread)\b", re.IGNORECASE)
"""In a refusal of the form of a request: it names something that is gone."""


async def tell(interaction: Interaction, error: BaseException) -> None:
    """Answer an interaction that failed, privately."""
    await tell_and_give_back(interaction, error, {})


async def tell_and_give_back(
    interaction: Interaction, error: BaseException, typed: Mapping[str, str]
) -> None:
    """The same, and return what was typed, by the names of its fields."""
    cause = _unwrapped(error)
    if _is_lost(cause):
        code = cause.code if isinstance(cause, discord.HTTPException) else "-"
        _log.info("interaction %s got no answer: %s %s", interaction.id, type(cause).__name__, code)
        interaction.extras[OUTCOME] = "late"
        return
    known = _in_our_words(cause)
    if isinstance(known, NotAllowed | NotTaken) and known is not cause:
        refusal = (
            (cause.status, cause.code) if isinstance(cause, discord.HTTPException) else type(cause).__name__
        )
        _log.warning("interaction %s: Discord refuses: %s", interaction.id, refusal)
    if isinstance(cause, StorageFailed):
        _log.error("the database failed", exc_info=cause)  # one line: see bot/logs.py
    try:
        if interaction.type is discord.InteractionType.autocomplete:
            await interaction.response.autocomplete([])  # suggestions have no place for words
        else:
            view = words_for(known)
            interaction.extras[OUTCOME] = "failed" if view is None else "refused"
            view = view or _unknown(known)
            file = give_back(view, typed)
            if file is None:
                await reply(interaction, view, Audience.ASKER)
            else:
                await reply_with_file(interaction, view, file)
    except (discord.HTTPException, aiohttp.ClientError) as failed:
        _log.info("an error could not be shown: %s", type(failed).__name__)


def _unwrapped(error: BaseException) -> BaseException:
    """The error that discord.py wrapped."""
    if isinstance(error, app_commands.CommandInvokeError):
        return _unwrapped(error.original)
    if isinstance(error, app_commands.TransformerError) and error.__cause__ is not None:
        return _unwrapped(error.__cause__)
    return error


def _in_our_words(error: BaseException) -> BaseException:
    """Our error for one of Discord's or discord.py's; others unchanged."""
    match error:
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return OutdatedCommand()
        case discord.Forbidden():
            return NotAllowed()
        case discord.HTTPException(status=status) if status == _TOO_MANY or status >= _SERVER_ERRORS:
            return NotTaken()
        case aiohttp.ClientError():
            return NotTaken()
        case _:
            return error


def _is_lost(error: BaseException) -> bool:
    """Whether the interaction can't be answered any more, or needn't be."""
    if isinstance(error, discord.HTTPException):
        gone = error.code == _INVALID and _GONE.search(error.text) is not None
        return error.code in _LOST or gone
    return isinstance(error, discord.InteractionResponded | discord.ConnectionClosed)


def _unknown(error: BaseException) -> ui.LayoutView:
    reference = secrets.token_hex(3)
    _log.error("unexpected error, reference %s", reference, exc_info=error)
    return notice(
        Markup("### Something went wrong on our side"),
        compose(
            "Please try again. If it happens again, give the bot's host this reference: `{}`.",
            plain(reference),
        ),
    )

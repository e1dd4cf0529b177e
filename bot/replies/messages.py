"""What people wrote in messages, as text: names for ids, words for what clients draw.

Source of the forms: Discord's documentation, "Message Formatting".
"""

import re
from datetime import UTC, datetime

import discord

from bot.replies.clicks import DeleteRepost, custom_id_of
from bot.replies.markup import ABOVE_BARS, unbarred

_EMOJI = re.compile(r"<a?(:\w{2,32}:)\d{15,22}>")
_COMMAND = re.compile(r"<(/[^<>:\n]{1,100}):\d{15,22}>")
_TIME = re.compile(r"<t:(-?\d{1,13})(?::[tTdDfFsSR])?>")
_MENTION = re.compile(r"<(@!?|@&|#)(\d{15,22})>")
_BARS = re.compile(r"\|\|(.+?)\|\|", re.DOTALL)


def in_words(text: str) -> str:
    """Text with custom emoji as `:sad:`, commands as they are typed, and times in UTC."""
    return _TIME.sub(_when, _COMMAND.sub(r"\1", _EMOJI.sub(r"\1", text)))


def words_of(message: discord.Message) -> str:
    """All that is written in a message, or in the one that it forwards, without bars and ids.

    Of a message that the bot posted again it is what its author wrote.
    """
    text = message.content
    if message.message_snapshots:
        text = message.message_snapshots[0].content
    elif _is_own_repost(message):
        text = unbarred(ABOVE_BARS.sub("", text))
    named = _MENTION.sub(lambda found: _named(message, found), in_words(text))
    return _BARS.sub(r"\1", named)


def _is_own_repost(message: discord.Message) -> bool:
    """Whether it has the bot's own button: nobody else's webhook can have it."""
    ids = {
        child.custom_id
        for part in message.components
        if isinstance(part, discord.ActionRow)
        for child in part.children
        if isinstance(child, discord.Button)
    }
    return message.webhook_id is not None and custom_id_of(DeleteRepost()) in ids


def _named(message: discord.Message, found: re.Match[str]) -> str:
    kind, number = found[1], int(found[2])
    guild = message.guild
    if kind == "#":
        channel = guild.get_channel_or_thread(number) if guild else None
        return f"#{channel.name if channel else 'channel'}"
    if kind == "@&":
        role = guild.get_role(number) if guild else None
        return f"@{role.name if role else 'role'}"
    people = {person.id: person.display_name for person in message.mentions}
    return f"@{people.get(number, 'someone')}"


def _when(found: re.Match[str]) -> str:
    try:
        when = datetime.fromtimestamp(int(found[1]), UTC)
    except (OverflowError, ValueError, OSError):  # no clock shows it
        return found[0]
    return f"{when.day} {when:%B %Y, %H:%M} UTC"

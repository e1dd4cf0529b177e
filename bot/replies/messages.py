"""What people wrote in messages, as text: names for ids, words for what clients draw.

Source of the forms: Discord's documentation, "Message Formatting".
"""

import re
from datetime import UTC, datetime

import discord

from bot.replies.clicks import DeleteRepost, custom_id_of
from bot.replies.markup import ABOVE_BARS, without_spoilers

_EMOJI = re.compile(r"<a?(:\w{2,32}:)\d{15,22}>")
_COMMAND = re.compile(r"<(/[^<>:\n]{1,100}):\d{15,22}>")
_TIME = re.compile(r"<t:(-?\d{1,13})(?::[tTdDfFsSR])?>")
_MENTION = re.compile(r"<(@!?|@&|#)(\d{15,22})>")
_GUIDE = re.compile(r"<id:(customize|browse|guide|linked-roles)(?::\d{15,22})?>")
_GUIDES = {
    "customize": "Channels & Roles",
    "browse": "Browse Channels",
    "guide": "Server Guide",
    "linked-roles": "Linked Roles",
}
_LINK = re.compile(r"\[([^\]\n]+)\]\(<?https?://[^\s()<>]+>?\)")
_LINE_START = re.compile(r"^(?:>>> |> |-# |#{1,3} )+", re.MULTILINE)
_PAIRS = tuple(
    re.compile(pair, re.DOTALL)
    for pair in (
        r"(\|\|)(.+?)\1",
        r"(`+)([^`]+)\1",
        r"(~~)(.+?)\1",
        r"(__)(.+?)\1",
        r"(\*\*)(?=[^\s*])(.+?)(?<=[^\s*])\1",
        r"(\*)(?=[^\s*])(.+?)(?<=[^\s*])\1",
        r"(?<!\w)(_)(?=\S)(.+?)(?<=\S)\1(?!\w)",
    )
)
"""Spoilers, code, struck out, underlined, bold and italic text."""

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_APART = 0xF0000
"""Escaped signs are kept so far away, in a private part of Unicode, while markup is looked for."""


def in_words(text: str) -> str:
    """Text with custom emoji as `:sad:`, commands as they are typed, times in UTC, and guides by name."""
    text = _GUIDE.sub(lambda found: _GUIDES[found[1]], text)
    return _TIME.sub(_when, _COMMAND.sub(r"\1", _EMOJI.sub(r"\1", text)))


def _without_markdown(text: str) -> str:
    """Text as Discord draws it: `**bold**` as `bold`, an escaped sign as that sign."""
    text = _ESCAPED.sub(lambda found: chr(_APART + ord(found[1])), text)
    text = _LINK.sub(r"\1", _LINE_START.sub("", text))
    for pair in _PAIRS:
        text = pair.sub(r"\2", text)
    return text.translate({_APART + code: code for code in range(128)})


def words_of(message: discord.Message) -> str:
    """All that is written in a message, or in the one that it forwards, without markdown and ids.

    Of a message that the bot posted again it is what its author wrote.
    """
    text = message.content
    if message.message_snapshots:
        text = message.message_snapshots[0].content
    elif _is_own_repost(message):
        text = without_spoilers(ABOVE_BARS.sub("", text))
    return _MENTION.sub(lambda found: _named(message, found), _without_markdown(in_words(text)))


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

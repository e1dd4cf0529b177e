"""The content of a repost: its text and its files.

A message that can't be reposted completely is refused before anything is changed. Limits: Discord's
documentation ("Message", "Webhook", "Usernames and Nicknames").
"""

import re
from collections.abc import Callable, Sequence

import discord
from discord import MessageType, Permissions

from bot.domain.hiding_errors import CannotHide, LacksPermissions, Unhideable
from bot.domain.positions import Position
from bot.replies.markup import EMPTY, Markup, as_spoilers, compose, lines, plain
from bot.replies.messages import in_words
from bot.webhooks.names import neutral_file_name

_CONTENT = 2000
_LABEL_ROOM = 40
"""Characters reserved for a label: `-# special 99 after S9999E9999.99` and a line break."""

_MEMORY = 100 * 1024 * 1024
"""The most bytes of files that one message may have: they are held in memory until they are posted."""

_WRITTEN = {
    MessageType.default,
    MessageType.reply,
    MessageType.chat_input_command,
    MessageType.context_menu_command,
}
_HIDDEN = re.compile(r"\s*(?:\|\|[^|\\`]+\|\|\s*)+")
_LABEL = re.compile(r"-# (?:S|special )[^\n]*\n")
"""A label made by `labelled`. Members' own text never matches: it is inside spoiler marks."""


def hidden_text(message: discord.Message) -> Markup:
    """The message's text and the descriptions of its pictures, as spoilers.

    Mentions and custom emoji become plain words. Raises `CannotHide`.
    """
    for why, applies in _REFUSALS:
        if applies(message):
            raise CannotHide(why)
    described = [file.description for file in message.attachments if file.description]
    written = as_spoilers(in_words(message.clean_content))
    if not written.strip() and not message.attachments:
        raise CannotHide(Unhideable.EMPTY)
    text = lines(part for part in (_reply_link(message), written, *map(as_spoilers, described)) if part)
    if len(text) > _CONTENT - _LABEL_ROOM:
        raise CannotHide(Unhideable.LENGTH)
    return text


def require_fitting_files(message: discord.Message, limit: int) -> None:
    """Raise `CannotHide` unless every file fits the upload `limit` (bytes) and all fit in memory."""
    sizes = [file.size for file in message.attachments]
    if any(size > limit for size in sizes) or sum(sizes) > _MEMORY:
        raise CannotHide(Unhideable.FILES)


def require_permissions(permissions: Permissions, *needed: str) -> None:
    """Raise `LacksPermissions` unless the bot has these permissions (discord.py's names)."""
    missing = [name for name in needed if not getattr(permissions, name)]
    if missing and not permissions.administrator:
        raise LacksPermissions(tuple(missing))


async def hidden_files(message: discord.Message) -> list[discord.File]:
    """The message's files, marked as spoilers, with neutral names and no descriptions."""
    return [
        await file.to_file(filename=neutral_file_name(file.filename, number), spoiler=True, description=None)
        for number, file in enumerate(message.attachments, start=1)
    ]


def labelled(text: str, position: Position) -> str:
    """A repost's text with this episode's label on top, replacing an earlier label."""
    return f"-# {plain(position.code)}\n{_LABEL.sub('', text, count=1) if _LABEL.match(text) else text}"


def _reply_link(message: discord.Message) -> Markup:
    """A link to the message that this one replies to: webhooks can't send replies."""
    reference = message.reference
    if message.type is not MessageType.reply or reference is None or reference.message_id is None:
        return EMPTY
    channel = message.jump_url.removesuffix(str(message.id))
    return compose("-# Replying to {}", Markup(f"{channel}{reference.message_id}"))


def _starts_forum_post(message: discord.Message) -> bool:
    channel = message.channel
    return (
        isinstance(channel, discord.Thread)
        and channel.id == message.id
        and isinstance(channel.parent, discord.ForumChannel | None)
    )


def _is_hidden(message: discord.Message) -> bool:
    """Whether the whole message is already spoilers. If in doubt, no."""
    if not all(file.is_spoiler() for file in message.attachments):
        return False
    if not message.content:
        return bool(message.attachments)
    return _HIDDEN.fullmatch(message.content) is not None


_REFUSALS: Sequence[tuple[Unhideable, Callable[[discord.Message], bool]]] = (
    (Unhideable.SYSTEM, lambda message: message.type not in _WRITTEN),
    (Unhideable.PRIVATE, lambda message: message.flags.ephemeral),
    (Unhideable.POLL, lambda message: message.poll is not None),
    (Unhideable.STICKER, lambda message: bool(message.stickers)),
    (Unhideable.VOICE, lambda message: message.flags.voice),
    (Unhideable.FORWARD, lambda message: message.flags.forwarded or bool(message.message_snapshots)),
    (Unhideable.FIRST_POST, _starts_forum_post),
    (Unhideable.RICH, lambda message: bool(message.components or (message.author.bot and message.embeds))),
    (Unhideable.ALREADY_HIDDEN, _is_hidden),
)

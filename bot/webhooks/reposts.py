"""Reposting a message as a spoiler through the bot's own webhook, and labelling or deleting the repost.

Nothing is lost if a step fails: the original is deleted last, and if that fails, the repost is deleted.
"""

import asyncio
import logging
from collections.abc import Generator
from contextlib import contextmanager, suppress
from weakref import WeakValueDictionary

import aiohttp
import discord
from discord import AllowedMentions, Interaction, ui
from discord.utils import MISSING

from bot.domain.asking import Asker
from bot.domain.errors import ServerOnly
from bot.domain.hiding_errors import CannotHide, HidingFailed, HidingStep, RepostUnknown, Unhideable
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.positions import Position
from bot.domain.reposts import Repost
from bot.interactions.sending import promise
from bot.replies.clicks import DeleteRepost, LabelRepost, button
from bot.replies.layout import forgotten
from bot.replies.markup import Markup
from bot.services.hiding import Hiding
from bot.webhooks.content import (
    hidden_files,
    hidden_text,
    labelled,
    require_fitting_files,
    require_permissions,
)
from bot.webhooks.names import name_for_webhook

_log = logging.getLogger(__name__)

_WEBHOOK = "Understudy"
_UNKNOWN_WEBHOOK = 10015
_NOBODY = AllowedMentions.none()
_FAILURES = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)

_Home = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel
"""A channel that can have webhooks; a thread has its parent's."""


class _Buttons(ui.View):
    """The buttons under a repost."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(button("Delete", DeleteRepost()))
        self.add_item(button("Label it", LabelRepost()))
        forgotten(self)


class Reposter:
    """Reposts messages as spoilers."""

    def __init__(self, *, hiding: Hiding) -> None:
        self._hiding = hiding
        self._webhook_locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._in_progress = set[int]()

    async def hide(self, interaction: Interaction, asker: Asker, message: discord.Message) -> MessageId:
        """Repost a message as a spoiler, then delete the original. Returns the repost's id.

        Raises `CannotHide`, `LacksPermissions` or `ServerOnly` before anything changes, else `HidingFailed`.
        """
        guild, _, thread = _place_of(interaction)
        text = hidden_text(message)
        require_fitting_files(message, guild.filesize_limit)
        needed = ["manage_webhooks", "manage_messages"]
        needed += ["attach_files"] if message.attachments else []
        needed += ["send_messages_in_threads"] if thread is not MISSING else []
        require_permissions(interaction.app_permissions, *needed)
        if message.id in self._in_progress:
            raise CannotHide(Unhideable.ALREADY_HIDDEN)
        self._in_progress.add(message.id)
        try:
            await promise(interaction)
            repost = await self._post(interaction, message, text)
            await self._replace(asker, message, repost)
        finally:
            self._in_progress.remove(message.id)
        return MessageId(repost.id)

    async def _post(
        self, interaction: Interaction, message: discord.Message, text: Markup
    ) -> discord.WebhookMessage:
        guild, home, _ = _place_of(interaction)
        author = await _author_of(guild, message)
        with _step(HidingStep.WEBHOOK):
            webhook = await self._webhook(interaction, home)
        try:
            return await _send(webhook, message, text, author, interaction)
        except _WebhookGone:
            with suppress(*_FAILURES):  # while it is listed, the next message would fail too
                await webhook.delete()
        with _step(HidingStep.WEBHOOK):
            webhook = await home.create_webhook(name=_WEBHOOK)
        try:
            return await _send(webhook, message, text, author, interaction)
        except _WebhookGone as error:
            raise HidingFailed(HidingStep.POST) from error

    async def delete(self, interaction: Interaction, repost: Repost) -> None:
        """Delete a repost. Raises `LacksPermissions` or `HidingFailed`."""
        require_permissions(interaction.app_permissions, "manage_messages")
        await promise(interaction)
        channel = interaction.client.get_partial_messageable(repost.channel)
        with _step(HidingStep.REMOVE), suppress(discord.NotFound):
            await channel.get_partial_message(repost.message).delete()
        await self._hiding.forget(repost.guild, repost.message)

    async def label(self, interaction: Interaction, repost: Repost, position: Position) -> None:
        """Label a repost with an episode, replacing an earlier label.

        Raises `LacksPermissions`, `RepostUnknown` if the message is gone, or `HidingFailed`.
        """
        _, home, thread = _place_of(interaction)
        require_permissions(interaction.app_permissions, "manage_webhooks")
        await promise(interaction)
        with _step(HidingStep.LABEL):
            found = await _found(await _own_webhooks(interaction, home), repost, thread)
            if found is None:
                await self._require_exists(interaction, repost)
                raise HidingFailed(HidingStep.LABEL_WEBHOOK)
            webhook, message = found
            if not message.content and not message.attachments:
                raise HidingFailed(HidingStep.LABEL)  # Discord withheld its text: don't overwrite it
            text = labelled(message.content, position)
            await webhook.edit_message(message.id, content=text, thread=thread, allowed_mentions=_NOBODY)

    async def _require_exists(self, interaction: Interaction, repost: Repost) -> None:
        """Raise `RepostUnknown` if the message is gone. If the bot may not look, it is taken to exist."""
        channel = interaction.client.get_partial_messageable(repost.channel)
        try:
            await channel.fetch_message(repost.message)
        except discord.NotFound as error:
            await self._hiding.forget(repost.guild, repost.message)
            raise RepostUnknown from error
        except discord.Forbidden:
            return

    async def _webhook(self, interaction: Interaction, home: _Home) -> discord.Webhook:
        """The bot's own webhook in a channel, created when first needed."""
        async with self._webhook_locks.setdefault(home.id, asyncio.Lock()):
            own = await _own_webhooks(interaction, home)
            return own[0] if own else await home.create_webhook(name=_WEBHOOK)

    async def _replace(self, asker: Asker, message: discord.Message, repost: discord.WebhookMessage) -> None:
        """Save who wrote the message and delete it. If that fails, delete the repost instead."""
        repost_id = MessageId(repost.id)
        try:
            await self._hiding.keep(
                asker, repost_id, ChannelId(message.channel.id), UserId(message.author.id)
            )
            await _delete_original(message)
        except Exception as error:  # whatever went wrong: the message must not exist twice
            if isinstance(error, HidingFailed) and error.step is HidingStep.DELETE_UNSURE:
                raise
            with _step(HidingStep.UNDO):
                await repost.delete()
            assert asker.guild is not None
            await self._hiding.forget(asker.guild, repost_id)
            raise


class _WebhookGone(Exception):
    """Discord listed a webhook but doesn't know it when posting."""


async def _send(
    webhook: discord.Webhook,
    message: discord.Message,
    text: Markup,
    author: discord.User | discord.Member,
    interaction: Interaction,
) -> discord.WebhookMessage:
    """Repost a message under its author's name. Raises `_WebhookGone` or `HidingFailed`."""
    _, _, thread = _place_of(interaction)
    with _step(HidingStep.FILES):
        files = await hidden_files(message)
    with _step(HidingStep.POST):
        try:
            return await webhook.send(
                text,
                username=name_for_webhook(author.display_name, author.name),
                avatar_url=author.display_avatar.url,
                files=files,
                thread=thread,
                view=_Buttons(),
                allowed_mentions=_NOBODY,
                wait=True,
            )
        except discord.NotFound as error:
            if error.code != _UNKNOWN_WEBHOOK:
                raise
            raise _WebhookGone from error


async def _found(
    webhooks: list[discord.Webhook], repost: Repost, thread: discord.Thread
) -> tuple[discord.Webhook, discord.WebhookMessage] | None:
    """The webhook that posted the message, and the message; None if none of them did."""
    for webhook in webhooks:
        with suppress(discord.NotFound):
            return webhook, await webhook.fetch_message(repost.message, thread=thread)
    return None


@contextmanager
def _step(step: HidingStep) -> Generator[None]:
    """Turn a failure of Discord into `HidingFailed` with this step."""
    try:
        yield
    except _FAILURES as error:
        _log.info("hiding failed at %s: %s", step.name, type(error).__name__)
        raise HidingFailed(step) from error


def _place_of(interaction: Interaction) -> tuple[discord.Guild, _Home, discord.Thread]:
    """The server, the channel that holds the webhooks, and the thread (`MISSING`: none).

    Raises `ServerOnly` if the server or the channel isn't known.
    """
    channel = interaction.channel
    thread = channel if isinstance(channel, discord.Thread) else MISSING
    home = channel.parent if isinstance(channel, discord.Thread) else channel
    if interaction.guild is None or not isinstance(home, _Home):
        raise ServerOnly
    return interaction.guild, home, thread


async def _own_webhooks(interaction: Interaction, home: _Home) -> list[discord.Webhook]:
    """The channel's webhooks made by this bot. Only an application's own webhooks may have buttons."""
    return [
        webhook
        for webhook in await home.webhooks()
        if webhook.user is not None and webhook.user == interaction.client.user and webhook.token is not None
    ]


async def _author_of(guild: discord.Guild, message: discord.Message) -> discord.User | discord.Member:
    """The message's author, with their name and picture in this server if they are a member."""
    if message.webhook_id is not None:
        return message.author
    try:
        return await guild.fetch_member(message.author.id)
    except _FAILURES:
        return message.author


async def _delete_original(message: discord.Message) -> None:
    """Delete a message. It may be gone already. Raises `HidingFailed`."""
    with _step(HidingStep.DELETE):
        try:
            await message.delete()
        except discord.NotFound:
            return
        except _FAILURES as error:
            if isinstance(error, discord.HTTPException) and error.status < 500:
                raise
            # A server error may come after the message was deleted.
            if await _still_exists(message):
                raise


async def _still_exists(message: discord.Message) -> bool:
    with _step(HidingStep.DELETE_UNSURE):
        try:
            await message.fetch()
        except discord.NotFound:
            return False
        return True

"""The message menu **Hide as spoiler**: a moderator hides a message."""

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.domain.spoilers import Audience
from bot.interactions.asking import asker_of
from bot.interactions.log_channel import log_change
from bot.interactions.router import Router, chosen_one
from bot.interactions.sending import answer_click, reply
from bot.replies.clicks import ChooseLabel, DeleteRepost, LabelRepost
from bot.replies.hiding import (
    ALL_SEASONS,
    deleted,
    hidden,
    label_choice,
    number_in,
    put_on,
    turned_to,
)
from bot.replies.log import message_hidden
from bot.services.hiding import Hiding
from bot.webhooks.reposts import Reposter


class HidingMenu(commands.Cog):
    """A moderator hides a message."""

    def __init__(self, *, hiding: Hiding, reposter: Reposter, router: Router) -> None:
        self._hiding = hiding
        self._reposter = reposter
        self.menu = app_commands.ContextMenu(name="Hide as spoiler", callback=self.hide)
        router.on(DeleteRepost, self._delete)
        router.on(LabelRepost, self._label)
        router.on(ChooseLabel, self._choose)

    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_messages=True)
    async def hide(self, interaction: Interaction, message: discord.Message) -> None:
        """Repost a message as a spoiler, under its author's name, then delete it."""
        asker = asker_of(interaction, private=True)
        await self._hiding.require(asker, MessageId(message.id))
        repost = await self._reposter.hide(interaction, asker, message)
        await reply(interaction, hidden(repost), Audience.ASKER)
        await log_change(interaction, message_hidden(message))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Called by discord.py when a channel is deleted: its reposts are forgotten."""
        await self._hiding.forget_channel(GuildId(channel.guild.id), ChannelId(channel.id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Called by discord.py when a thread is deleted: its reposts are forgotten."""
        await self._hiding.forget_channel(GuildId(payload.guild_id), ChannelId(payload.thread_id))

    async def _delete(self, interaction: Interaction, _: DeleteRepost) -> None:
        asker = asker_of(interaction, private=True)
        repost = await self._hiding.to_delete(asker, _clicked(interaction))
        await self._reposter.delete(interaction, repost)
        await reply(interaction, deleted(), Audience.ASKER)

    async def _label(self, interaction: Interaction, click: LabelRepost) -> None:
        message = _clicked(interaction) if click.message is None else MessageId(click.message)
        labels = await self._hiding.labels(asker_of(interaction, private=True), message)
        await answer_click(interaction, label_choice(labels), Audience.ASKER)

    async def _choose(self, interaction: Interaction, click: ChooseLabel) -> None:
        """Continue with what was chosen: another page, show or season, or finally the episode."""
        asker, message = asker_of(interaction, private=True), MessageId(click.message)
        value = chosen_one(interaction)
        page = turned_to(value)
        if page is None and click.part == "episode":
            repost, position = await self._hiding.to_label(asker, message, click.show, number_in(value))
            await self._reposter.label(interaction, repost, position)
            await answer_click(interaction, put_on(message, position), Audience.ASKER)
            return
        show, season = click.show, click.season
        if page is None and click.part == "show":
            show, season = value, None
        elif page is None:
            season = None if value == ALL_SEASONS else number_in(value)
        labels = await self._hiding.labels(asker, message, show, season)
        turned = None if page is None else click.part
        await answer_click(interaction, label_choice(labels, turned, page or 0), Audience.ASKER)


def _clicked(interaction: Interaction) -> MessageId:
    assert interaction.message is not None
    return MessageId(interaction.message.id)

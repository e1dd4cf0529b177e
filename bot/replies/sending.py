"""Answering an interaction: once, in time, to the right audience, pinging nobody."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress

import discord
from discord import AllowedMentions, File, Interaction, ui

from bot.domain.errors import MessageGone
from bot.domain.spoilers import Audience
from bot.replies.mentions import clickable_for

_NOBODY = AllowedMentions.none()
_UNKNOWN_MESSAGE = 10008
_WORKING = "working"


async def reply(interaction: Interaction, view: ui.LayoutView, audience: Audience) -> None:
    """Answer with a card, to everyone or to the asker alone.

    In their direct messages with the bot they are alone anyway, and the answer stays to be read again.
    """
    view = clickable_for(interaction, view)
    if interaction.extras.pop(_WORKING, False):
        with suppress(MessageGone):  # dismissed meanwhile: answered as if it had not been there
            await redraw(interaction, view)
            return
    alone = audience is Audience.ASKER and not is_own_dm(interaction)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=alone, allowed_mentions=_NOBODY)
    else:
        await interaction.response.send_message(view=view, ephemeral=alone, allowed_mentions=_NOBODY)


async def reply_with_file(interaction: Interaction, view: ui.LayoutView, file: File) -> None:
    """Answer the asker alone with a card and the file that it shows."""
    view = clickable_for(interaction, view)
    alone = not is_own_dm(interaction)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, file=file, ephemeral=alone, allowed_mentions=_NOBODY)
    else:
        await interaction.response.send_message(
            view=view, file=file, ephemeral=alone, allowed_mentions=_NOBODY
        )


async def show_work(interaction: Interaction, view: ui.LayoutView) -> None:
    """Say what is going on, to the asker alone; whatever is answered next takes its place."""
    await answer_click(interaction, view, Audience.ASKER)
    interaction.extras[_WORKING] = True


def let_stand(interaction: Interaction) -> None:
    """Let what is shown in the place of the work stand, and answer beside it."""
    interaction.extras.pop(_WORKING, None)


async def redraw(interaction: Interaction, view: ui.LayoutView, files: Sequence[File] | None = None) -> None:
    """Put another card in the place of the one that was clicked. Raises `MessageGone`.

    `files` are those that the card shows, in place of any before; None: files stay as they are.
    """
    view = clickable_for(interaction, view)
    attachments = discord.utils.MISSING if files is None else list(files)
    async with _still_there():
        if interaction.response.is_done():
            await interaction.edit_original_response(
                view=view, attachments=attachments, allowed_mentions=_NOBODY
            )
        else:
            await interaction.response.edit_message(
                view=view, attachments=attachments, allowed_mentions=_NOBODY
            )


async def redraw_alone(interaction: Interaction, view: ui.LayoutView, file: File | None) -> None:
    """Put a card with its file in the place of a private one, or beside it where that was dismissed."""
    interaction.extras.pop(_WORKING, None)
    try:
        await redraw(interaction, view, [] if file is None else [file])
    except MessageGone:
        if file is None:
            await reply(interaction, view, Audience.ASKER)
        else:
            await reply_with_file(interaction, view, file)


@asynccontextmanager
async def _still_there() -> AsyncGenerator[None]:
    try:
        yield
    except discord.NotFound as error:
        if error.code != _UNKNOWN_MESSAGE:
            raise
        raise MessageGone from error


async def promise(interaction: Interaction) -> None:
    """Ask Discord for time. `reply` or `answer_click`, for the asker alone, keeps the promise.

    In a private message, what was clicked stays as it is until then.
    """
    if interaction.message is not None and audience_of_message(interaction) is Audience.ASKER:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def answer_click(interaction: Interaction, view: ui.LayoutView, audience: Audience) -> None:
    """Answer a click in the place of its message, if that has the same audience, else with a private copy.

    A private message that was dismissed meanwhile is answered with a private copy too. Raises `MessageGone`
    for one that everyone saw: what was made for everyone is not what the clicker would see alone.
    """
    if audience is not audience_of_message(interaction):
        await reply(interaction, view, Audience.ASKER)
        return
    try:
        await redraw(interaction, view)
    except MessageGone:
        if audience is Audience.EVERYONE:
            raise
        await reply(interaction, view, Audience.ASKER)


async def post(interaction: Interaction, view: ui.LayoutView) -> None:
    """Post a card for everyone, beside the private message that was clicked."""
    await acknowledge(interaction)
    await interaction.followup.send(
        view=clickable_for(interaction, view), ephemeral=False, allowed_mentions=_NOBODY
    )


async def acknowledge(interaction: Interaction) -> None:
    """Tell Discord that a click arrived; its message stays as it is."""
    if not interaction.response.is_done():
        await interaction.response.defer()


async def close(interaction: Interaction, done: ui.LayoutView) -> None:
    """Put what was done in the place of the private message that asked for it, if it is still there."""
    if audience_of_message(interaction) is Audience.ASKER:
        with suppress(MessageGone):
            await redraw(interaction, done)


def audience_of_message(interaction: Interaction) -> Audience:
    """Who sees the message that was clicked; everyone, unless Discord says that only one person does."""
    message = interaction.message
    alone = is_own_dm(interaction) or (message is not None and message.flags.ephemeral)
    return Audience.ASKER if alone else Audience.EVERYONE


def is_own_dm(interaction: Interaction) -> bool:
    """Whether this happens in somebody's direct messages with the bot itself."""
    return interaction.guild_id is None and interaction.context.dm_channel

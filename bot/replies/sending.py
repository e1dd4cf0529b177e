"""Answering an interaction: once, to the right audience, pinging nobody."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import discord
from discord import AllowedMentions, Interaction, ui

from bot.domain.errors import MessageGone
from bot.domain.spoilers import Audience

_NOBODY = AllowedMentions.none()
_UNKNOWN_MESSAGE = 10008


async def reply(interaction: Interaction, view: ui.LayoutView, audience: Audience) -> None:
    """Answer with a card, to everyone or to the asker alone.

    In their direct messages with the bot they are alone anyway, and the answer stays to be read again.
    """
    alone = audience is Audience.ASKER and not is_own_dm(interaction)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=alone, allowed_mentions=_NOBODY)
    else:
        await interaction.response.send_message(view=view, ephemeral=alone, allowed_mentions=_NOBODY)


async def redraw(interaction: Interaction, view: ui.LayoutView) -> None:
    """Put another card in the place of the one that was clicked. Raises `MessageGone`."""
    async with _still_there():
        if interaction.response.is_done():
            await interaction.edit_original_response(view=view, allowed_mentions=_NOBODY)
        else:
            await interaction.response.edit_message(view=view, allowed_mentions=_NOBODY)


@asynccontextmanager
async def _still_there() -> AsyncGenerator[None]:
    try:
        yield
    except discord.NotFound as error:
        if error.code != _UNKNOWN_MESSAGE:
            raise
        raise MessageGone from error


async def answer_click(interaction: Interaction, view: ui.LayoutView, audience: Audience) -> None:
    """Answer a click in the place of its message, if that has the same audience, else with a private copy.

    A private message that was put away meanwhile is answered with a private copy too. Raises `MessageGone`
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


async def post(interaction: Interaction, view: ui.LayoutView, done: ui.LayoutView) -> None:
    """Post a card for everyone; once it stands there, put `done` in the place of the private message."""
    if not interaction.response.is_done():
        await interaction.response.defer()
    await interaction.followup.send(view=view, ephemeral=False, allowed_mentions=_NOBODY)
    if audience_of_message(interaction) is Audience.ASKER:
        with suppress(MessageGone):  # put away meanwhile; the card stands there
            await redraw(interaction, done)


def audience_of_message(interaction: Interaction) -> Audience:
    """Who sees the message that was clicked; everyone, unless Discord says that only one person does."""
    message = interaction.message
    alone = is_own_dm(interaction) or (message is not None and message.flags.ephemeral)
    return Audience.ASKER if alone else Audience.EVERYONE


def is_own_dm(interaction: Interaction) -> bool:
    """Whether this happens in somebody's direct messages with the bot itself."""
    return interaction.guild_id is None and interaction.context.dm_channel

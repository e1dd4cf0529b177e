"""Answering an interaction: once, to the right audience, pinging nobody."""

from asyncio import ensure_future, wait
from collections.abc import Coroutine
from typing import Any, TypeVar

from discord import AllowedMentions, Interaction, ui

from bot.domain.spoilers import Audience

_NOBODY = AllowedMentions.none()
_PATIENCE = 1.5
"""Seconds that an answer may take; Discord waits three, and the way there takes some."""

Result = TypeVar("Result")


async def in_time(interaction: Interaction, work: Coroutine[Any, Any, Result]) -> Result:
    """Do work that may take long: past a moment, Discord is told that a private answer will come."""
    task = ensure_future(work)
    try:
        await wait([task], timeout=_PATIENCE)
        if not task.done():
            in_place = audience_of_message(interaction) is Audience.ASKER and interaction.message is not None
            await interaction.response.defer(ephemeral=True, thinking=not in_place)
        return await task
    finally:
        task.cancel()  # of one that is done, nothing; else nobody could be told what became of it


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
    """Put another card in the place of the one that was clicked."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=_NOBODY)
    else:
        await interaction.response.edit_message(view=view, allowed_mentions=_NOBODY)


async def answer_click(interaction: Interaction, view: ui.LayoutView, audience: Audience) -> None:
    """Answer a click in the place of its message, if that has the same audience, else with a private copy."""
    if audience is audience_of_message(interaction):
        await redraw(interaction, view)
    else:
        await reply(interaction, view, Audience.ASKER)


async def post(interaction: Interaction, view: ui.LayoutView, done: ui.LayoutView) -> None:
    """Post a card for everyone; once it stands there, put `done` in the place of the private message."""
    await interaction.response.defer()
    await interaction.followup.send(view=view, ephemeral=False, allowed_mentions=_NOBODY)
    if audience_of_message(interaction) is Audience.ASKER:
        await interaction.edit_original_response(view=done, allowed_mentions=_NOBODY)


def audience_of_message(interaction: Interaction) -> Audience:
    """Who sees the message that was clicked; everyone, unless Discord says that only one person does."""
    message = interaction.message
    alone = is_own_dm(interaction) or (message is not None and message.flags.ephemeral)
    return Audience.ASKER if alone else Audience.EVERYONE


def is_own_dm(interaction: Interaction) -> bool:
    """Whether this happens in somebody's direct messages with the bot itself."""
    return interaction.guild_id is None and interaction.context.dm_channel

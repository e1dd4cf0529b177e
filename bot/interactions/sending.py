"""Sending answers: once, to the right audience, pinging nobody."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import discord
from discord import AllowedMentions, File, Interaction, ui

from bot.domain.errors import MessageGone
from bot.domain.spoilers import Audience
from bot.interactions.mentions import clickable_for
from bot.replies.layout import without_pictures

_NOBODY = AllowedMentions.none()
_REFUSED = 400
_UNKNOWN_MESSAGE = 10008
_WORKING = "working"


async def reply(interaction: Interaction, view: ui.LayoutView, audience: Audience) -> None:
    """Answer with a card, to everyone or privately.

    In direct messages with the bot the answer isn't ephemeral, so that it stays.
    """
    view = clickable_for(interaction, view)
    if interaction.extras.pop(_WORKING, False):
        with suppress(MessageGone):  # dismissed meanwhile: answered as if it had not been there
            await redraw(interaction, view)
            return
    alone = audience is Audience.ASKER and not is_own_dm(interaction)
    send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
    await _send(view, lambda card: send(view=card, ephemeral=alone, allowed_mentions=_NOBODY))


async def _send(view: ui.LayoutView, send: Callable[[ui.LayoutView], Awaitable[object]]) -> None:
    """Send a card, and once more without its pictures if Discord refuses it with them."""
    try:
        await send(view)
    except discord.HTTPException as error:
        bare = without_pictures(view) if error.status == _REFUSED else None
        if bare is None:
            raise
        await send(bare)


async def reply_with_file(interaction: Interaction, view: ui.LayoutView, file: File) -> None:
    """Answer privately with a card and the file that it shows."""
    view = clickable_for(interaction, view)
    alone = not is_own_dm(interaction)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, file=file, ephemeral=alone, allowed_mentions=_NOBODY)
    else:
        await interaction.response.send_message(
            view=view, file=file, ephemeral=alone, allowed_mentions=_NOBODY
        )


async def show_work(interaction: Interaction, view: ui.LayoutView) -> None:
    """Show a progress message, privately. The next answer replaces it."""
    await answer_click(interaction, view, Audience.ASKER)
    interaction.extras[_WORKING] = True


def let_stand(interaction: Interaction) -> None:
    """Keep the progress message, and answer beside it."""
    interaction.extras.pop(_WORKING, None)


async def redraw(interaction: Interaction, view: ui.LayoutView, files: Sequence[File] | None = None) -> None:
    """Replace the clicked card. Raises `MessageGone`.

    `files` replace the card's files; None: they stay.
    """
    view = clickable_for(interaction, view)
    attachments = discord.utils.MISSING if files is None else list(files)
    edit = (
        interaction.edit_original_response
        if interaction.response.is_done()
        else interaction.response.edit_message
    )
    async with _still_there():
        await _send(view, lambda card: edit(view=card, attachments=attachments, allowed_mentions=_NOBODY))


async def redraw_alone(interaction: Interaction, view: ui.LayoutView, file: File | None) -> None:
    """Replace a private card and its file, or send it again if it was dismissed."""
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
    """Defer a private answer. `reply` or `answer_click` sends it.

    On a private message, the message stays as it is until then.
    """
    if interaction.response.is_done():
        return  # deferred while it waited for its turn
    if interaction.message is not None and audience_of_message(interaction) is Audience.ASKER:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def answer_click(interaction: Interaction, view: ui.LayoutView, audience: Audience) -> None:
    """Answer a click by editing its message, if it has the same audience, else privately.

    A dismissed private message gets a new private one. Raises `MessageGone` for a public one: what was made
    for everyone may differ from what the clicker sees alone.
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
    """Post a card for everyone, beside the clicked private message."""
    await acknowledge(interaction)
    await _send(
        clickable_for(interaction, view),
        lambda card: interaction.followup.send(view=card, ephemeral=False, allowed_mentions=_NOBODY),
    )


async def acknowledge(interaction: Interaction) -> None:
    """Acknowledge a click without changing its message."""
    if not interaction.response.is_done():
        await interaction.response.defer()


async def close(interaction: Interaction, done: ui.LayoutView) -> None:
    """Replace the clicked private message, if it still exists."""
    if audience_of_message(interaction) is Audience.ASKER:
        with suppress(MessageGone):
            await redraw(interaction, done)


def audience_of_message(interaction: Interaction) -> Audience:
    """Who sees the clicked message: everyone, unless Discord marks it as ephemeral."""
    message = interaction.message
    alone = is_own_dm(interaction) or (message is not None and message.flags.ephemeral)
    return Audience.ASKER if alone else Audience.EVERYONE


def is_own_dm(interaction: Interaction) -> bool:
    """Whether this is in a person's direct messages with the bot."""
    return interaction.guild_id is None and interaction.context.dm_channel

"""Answering an interaction: once, to the right audience, pinging nobody."""

from discord import AllowedMentions, Interaction, ui

from bot.domain.spoilers import Audience

_NOBODY = AllowedMentions.none()


async def reply(interaction: Interaction, view: ui.LayoutView, audience: Audience) -> None:
    """Answer with a card, to everyone or to the asker alone."""
    alone = audience is Audience.ASKER
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=alone, allowed_mentions=_NOBODY)
    else:
        await interaction.response.send_message(view=view, ephemeral=alone, allowed_mentions=_NOBODY)


async def answer_click(interaction: Interaction, view: ui.LayoutView, audience: Audience) -> None:
    """Answer a click in the place of its message, if that has the same audience, else with a private copy."""
    if audience is audience_of_message(interaction):
        await interaction.response.edit_message(view=view, allowed_mentions=_NOBODY)
    else:
        await reply(interaction, view, Audience.ASKER)


def audience_of_message(interaction: Interaction) -> Audience:
    """Who sees the message that was clicked; everyone, unless Discord says that only one person does."""
    message = interaction.message
    return Audience.ASKER if message is not None and message.flags.ephemeral else Audience.EVERYONE

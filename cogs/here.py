"""`/here`: the spoiler limit where somebody is."""

from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.ids import ChannelId
from bot.domain.spoilers import Audience
from bot.replies.asking import asker_of
from bot.replies.places import here, here_outside
from bot.replies.sending import in_time, reply
from bot.services.places import Places


class Here(commands.Cog):
    """The spoiler limit where somebody is."""

    def __init__(self, *, places: Places) -> None:
        self._places = places

    @app_commands.command()
    @app_commands.describe(show="Which show (default show if empty)")
    async def here(self, interaction: Interaction, show: str | None = None) -> None:
        """Show this channel's spoiler limit, and what you can see here"""
        asker = asker_of(interaction, private=True)
        explanation = await in_time(interaction, self._places.here(asker, show))
        card = (
            here_outside()
            if explanation is None
            else here(explanation, ChannelId(interaction.channel_id or 0))
        )
        await reply(interaction, card, Audience.ASKER)

"""`/here`: the spoiler limit where somebody is."""

from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.ids import ChannelId
from bot.domain.spoilers import Audience
from bot.interactions.asking import asker_of
from bot.interactions.sending import reply
from bot.interactions.slow_answers import in_time
from bot.replies.places import here, here_outside
from bot.services.place_views import Outside
from bot.services.places import Places


class Here(commands.Cog):
    """The spoiler limit where somebody is."""

    def __init__(self, *, places: Places) -> None:
        self._places = places

    @app_commands.command()
    @app_commands.describe(show="Which show (default show if empty)")
    async def here(self, interaction: Interaction, show: str | None = None) -> None:
        """See this channel's spoiler limit, and what is visible to you (only you see it)"""
        view = await in_time(interaction, self._places.here(asker_of(interaction, private=True), show))
        card = here_outside(view) if isinstance(view, Outside) else here(view, _place(interaction))
        await reply(interaction, card, Audience.ASKER)


def _place(interaction: Interaction) -> ChannelId:
    return ChannelId(interaction.channel_id or 0)

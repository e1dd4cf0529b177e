"""A place of the server as a command's option: where a spoiler limit can be set."""

import discord
from discord import Interaction, app_commands

from bot.domain.ids import ChannelId
from bot.interactions.asking import places_of
from bot.replies.places import PLACE_TYPES


class _PlaceTransformer(app_commands.Transformer):
    """A channel, category, forum, thread or post of the server, as the command's option."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """The kind of option that Discord shows."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The channels that Discord offers."""
        return PLACE_TYPES

    async def transform(
        self, _: Interaction, value: app_commands.AppCommandChannel | app_commands.AppCommandThread, /
    ) -> tuple[ChannelId, ...]:
        """Return the place and what it is in, nearest first."""
        return places_of(value.resolve()) or _unknown(value)


def _unknown(
    value: app_commands.AppCommandChannel | app_commands.AppCommandThread,
) -> tuple[ChannelId, ...]:
    """A place that discord.py does not keep, as an archived thread, and what it stands in."""
    if isinstance(value, app_commands.AppCommandThread):
        return (ChannelId(value.id), *(places_of(value.parent) or (ChannelId(value.parent_id),)))
    return (ChannelId(value.id),)


Place = app_commands.Transform[tuple[ChannelId, ...], _PlaceTransformer]

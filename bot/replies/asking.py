"""From a Discord interaction to who asks, where, and who will see the answer."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import discord
from discord import Interaction, ui

from bot.domain.asking import Asker
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.spoilers import Audience
from bot.replies.sending import audience_of_message, reply
from bot.replies.slow_answers import in_time_for


class Seen(Protocol):
    """What a card is drawn from: it knows who sees the answer."""

    @property
    def audience(self) -> Audience:
        """Everyone who can see the place, or the asker alone."""
        ...


Viewed = TypeVar("Viewed", bound=Seen)


async def answer(
    interaction: Interaction,
    read: Callable[[Asker], Awaitable[Viewed]],
    draw: Callable[[Viewed], ui.LayoutView],
    *,
    private: bool,
    again: Callable[[Asker, Viewed], Awaitable[Viewed]] | None = None,
) -> None:
    """Answer a command with the card of what is read for the asker; `again` is as in `in_time_for`."""
    view = await in_time_for(interaction, asker_of(interaction, private=private), read, again)
    await reply(interaction, draw(view), view.audience)


def asker_of(interaction: Interaction, *, private: bool, insisted: bool = False) -> Asker:
    """Who asks. Where the bot is in no server, or does not know the place, they are the only audience."""
    guild = _guild_of(interaction)
    places = places_of(interaction.channel) if guild is not None else ()
    member = interaction.user if guild is not None and isinstance(interaction.user, discord.Member) else None
    return Asker(
        user=UserId(interaction.user.id),
        guild=guild,
        places=places,
        audience=Audience.EVERYONE if places and not private else Audience.ASKER,
        insisted=insisted,
        roles=frozenset(RoleId(role.id) for role in member.roles) if member else frozenset(),
        manages=member is not None and interaction.permissions.manage_guild,
    )


def clicker_of(interaction: Interaction, *, alone: bool = False, insisted: bool = False) -> Asker:
    """Who clicked. On an answer that everyone sees, only the one who asked may change it for everyone.

    `alone` asks for a private copy in any case, and whoever has `insisted` gets nothing else.
    """
    private = alone or insisted or audience_of_message(interaction) is Audience.ASKER
    return asker_of(interaction, private=private or not _asked(interaction), insisted=insisted)


def _asked(interaction: Interaction) -> bool:
    """Whether the message answers the one who clicked; Discord tells it, so it cannot be forged."""
    metadata = interaction.message.interaction_metadata if interaction.message is not None else None
    return metadata is not None and metadata.user.id == interaction.user.id


def _guild_of(interaction: Interaction) -> GuildId | None:
    """The server, if the bot was added to it and not only to the account of the one who asks."""
    if interaction.guild_id is None or interaction.client.get_guild(interaction.guild_id) is None:
        return None
    by_user_alone = interaction.is_user_integration() and not interaction.is_guild_integration()
    return None if by_user_alone else GuildId(interaction.guild_id)


def places_of(channel: object) -> tuple[ChannelId, ...]:
    """A channel and what it is in, nearest first: thread or forum post, channel, category.

    Nothing for what is not wholly known: a setting farther off might be stricter than the one nearby.
    """
    if isinstance(channel, discord.Thread):
        parent = channel.parent
        return _ids(channel.id, parent.id, parent.category_id) if parent is not None else ()
    if isinstance(channel, discord.abc.GuildChannel):
        return _ids(channel.id, channel.category_id)
    return ()


def _ids(*ids: int | None) -> tuple[ChannelId, ...]:
    return tuple(ChannelId(channel) for channel in ids if channel is not None)

"""Who asks, where, and who will see the answer, from a Discord interaction."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import discord
from discord import Interaction, ui

from bot.domain.asking import Asker
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.spoilers import Audience
from bot.interactions.sending import answer_click, audience_of_message, reply
from bot.interactions.slow_answers import in_time, in_time_for


class Seen(Protocol):
    """What a card is drawn from. It knows who sees the answer."""

    @property
    def audience(self) -> Audience:
        """Who sees the answer."""
        ...


Viewed = TypeVar("Viewed", bound=Seen)
Read = TypeVar("Read")


async def answer(
    interaction: Interaction,
    read: Callable[[Asker], Awaitable[Viewed]],
    draw: Callable[[Viewed], ui.LayoutView],
    *,
    private: bool,
    again: Callable[[Asker, Viewed], Awaitable[Viewed]] | None = None,
) -> None:
    """Answer a command with a card of what is read for the asker. `again` is as in `in_time_for`."""
    view = await in_time_for(interaction, asker_of(interaction, private=private), read, again)
    await reply(interaction, draw(view), view.audience)


async def answer_alone(
    interaction: Interaction,
    read: Callable[[Asker], Awaitable[Read]],
    draw: Callable[[Read], ui.LayoutView],
) -> None:
    """Answer a command or a click with the card of what is read, for the asker alone."""
    view = draw(await in_time(interaction, read(asker_of(interaction, private=True))))
    if interaction.message is None:
        await reply(interaction, view, Audience.ASKER)
    else:
        await answer_click(interaction, view, Audience.ASKER)


def asker_of(interaction: Interaction, *, private: bool, insisted: bool = False) -> Asker:
    """The asker. Without the bot in the server, or a known place, they are the only audience."""
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
    """The person who clicked. Only the original asker can change an answer that everyone sees.

    `alone` asks for a private copy; `insisted` always gets one.
    """
    private = alone or insisted or audience_of_message(interaction) is Audience.ASKER
    return asker_of(interaction, private=private or not _asked(interaction), insisted=insisted)


def _asked(interaction: Interaction) -> bool:
    """Whether the message answers the person who clicked. It comes from Discord, so it can't be forged."""
    metadata = interaction.message.interaction_metadata if interaction.message is not None else None
    return metadata is not None and metadata.user.id == interaction.user.id


def _guild_of(interaction: Interaction) -> GuildId | None:
    """The server, if the bot is in it and not only installed by the asker."""
    if interaction.guild_id is None or interaction.client.get_guild(interaction.guild_id) is None:
        return None
    by_user_alone = interaction.is_user_integration() and not interaction.is_guild_integration()
    return None if by_user_alone else GuildId(interaction.guild_id)


def places_of(channel: object) -> tuple[ChannelId, ...]:
    """A channel and its parents, nearest first: thread or forum post, channel, category.

    Empty if any of them isn't known: a farther setting might be stricter than the nearest one.
    """
    if isinstance(channel, discord.Thread):
        parent = channel.parent
        return _ids(channel.id, parent.id, parent.category_id) if parent is not None else ()
    if isinstance(channel, discord.abc.GuildChannel):
        return _ids(channel.id, channel.category_id)
    return ()


def _ids(*ids: int | None) -> tuple[ChannelId, ...]:
    return tuple(ChannelId(channel) for channel in ids if channel is not None)

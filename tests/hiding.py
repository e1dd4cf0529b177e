"""Using **Hide as spoiler**, and reading the channel afterwards."""

from typing import Any

import discord
from discord import PermissionOverwrite
from simcord import ChannelHandle, InteractionResult, MemberActor
from simcord.backend.models import Message, Overwrite
from simcord.enums import OverwriteType

from tests.world import World, components_of, message_of, text_in, text_of, walk

MENU = "Hide as spoiler"
NOTHING_CHANGED = "Nothing was changed."
FIRST, SECOND = "Anna did it", "||Anna did it||"


async def hide(
    world: World,
    message: discord.Message,
    channel: ChannelHandle | None = None,
    by: MemberActor | None = None,
) -> InteractionResult:
    return await (by or world.moderator).context_menu(channel or world.general, MENU, message)


async def hidden(world: World, text: str, channel: ChannelHandle | None = None) -> discord.Message:
    """The fan posts a message and the moderator hides it. Returns the repost."""
    place = channel or world.general
    done = await hide(world, await world.fan.send(place, text), place)
    assert "### Hidden" in text_of(done)
    return last(place)


def last(channel: ChannelHandle) -> discord.Message:
    message = channel.last_message
    assert message is not None
    return message


def contents(channel: ChannelHandle) -> list[str]:
    return [message.content for message in channel.history()]


def posts(world: World) -> list[Any]:
    """What the bot posted through its own webhooks."""
    return requests(world, "POST", "/simcord_webhook_")


def requests(world: World, method: str, path: str) -> list[Any]:
    return [
        request.json
        for request in world.env.http_requests
        if request.method == method and path in request.path
    ]


def show_menu(world: World, *members: MemberActor) -> None:
    """An admin shows the menu to these members in Discord; the bot still checks permissions."""
    registered = world.env.backend.find_command(MENU, world.guild.id, 3)
    assert registered is not None
    world.guild.set_command_permissions(int(registered["id"]), dict.fromkeys(members, True))


def stored(world: World, message: discord.Message) -> Message:
    return world.env.backend.get_message(message.channel.id, message.id)


async def rows(world: World) -> list[int]:
    async with world.database.read() as reading:
        return [row["message_id"] for row in await reading.rows("SELECT message_id FROM repost")]


def forbid(world: World, *permissions: str) -> None:
    """An admin removes permissions from the bot in the general channel."""
    (me,) = denying(world, *permissions)
    _, denied = denying(world, *permissions)[me].pair()
    world.env.backend.get_channel(world.general.id).overwrites.append(
        Overwrite(target_id=me.id, type=OverwriteType.MEMBER, allow=0, deny=denied.value)
    )


def denying(world: World, *permissions: str) -> dict[Any, PermissionOverwrite]:
    """The overwrite that removes permissions from the bot in a channel."""
    assert world.guild.me is not None
    overwrite = PermissionOverwrite()
    overwrite.update(**dict.fromkeys(permissions, False))
    return {world.guild.me: overwrite}


async def label(world: World, message: discord.Message, code: str) -> InteractionResult:
    return await choose(world, await world.moderator.click(message, label="Label it"), code)


def options_of(panel: InteractionResult, part: str) -> list[dict[str, Any]]:
    return [
        option
        for select in walk(components_of(panel))
        if f'"{part}"' in select.get("custom_id", "") and "label-by" in select["custom_id"]
        for option in select["options"]
    ]


async def choose(
    world: World, panel: InteractionResult, label: str, part: str = "episode"
) -> InteractionResult:
    """Choose the option that begins with this text. Returns the updated panel."""
    (custom_id,) = [
        select["custom_id"]
        for select in walk(components_of(panel))
        if f'"{part}"' in select.get("custom_id", "")
    ]
    values = [option["value"] for option in options_of(panel, part) if option["label"].startswith(label)]
    return await world.moderator.select(message_of(panel), values[:1], custom_id=custom_id)


def notice_beside(result: InteractionResult) -> str:
    """The error message beside the panel, which stays usable."""
    return "".join(text_in(message.components) for message in result.followups) or text_of(result)


def names_in(panel: InteractionResult, part: str) -> list[str]:
    return [option["label"] for option in options_of(panel, part)]

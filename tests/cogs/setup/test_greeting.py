"""The greeting on joining a server."""

import discord
import pytest
from simcord import GuildHandle
from simcord.backend import serializers

from tests.world import World, text_on


async def join(
    world: World, *, denied: discord.Permissions | None = None, system_channel: bool = True
) -> GuildHandle:
    """Add the bot to an existing server."""
    backend = world.env.backend
    subscribers, backend.subscribers = backend.subscribers, []
    guild = world.env.create_guild("New")
    overwrite = discord.PermissionOverwrite.from_pair(
        discord.Permissions.none(), denied or discord.Permissions.none()
    )
    channel = guild.create_text_channel("welcome", overwrites={guild.default_role: overwrite})
    guild.create_text_channel("another")
    stored = backend.get_guild(guild.id)
    stored.system_channel_id = channel.id if system_channel else None
    backend.subscribers = subscribers
    # SimCord marks every server as available again; Discord does not do that for new ones.
    payload = dict(serializers.guild_create_payload(backend, stored))
    del payload["unavailable"]
    backend.emit("GUILD_CREATE", payload)
    await world.env.settle()
    return guild


async def test_on_joining_a_server_the_bot_greets_once_and_names_setup(world: World) -> None:
    guild = await join(world)
    (greeting,) = guild.channels["welcome"].history()
    assert "## Hello! I'm Understudy" in text_on(greeting)
    assert "`/setup`" in text_on(greeting)
    assert guild.channels["another"].history() == []
    await world.restart()
    backend = world.env.backend
    backend.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})
    backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, backend.get_guild(guild.id)))
    await world.env.settle()
    assert len(guild.channels["welcome"].history()) == 1
    assert world.general.history() == []


async def test_the_greeting_names_only_existing_commands(world: World) -> None:
    guild = await join(world)
    named = set(text_on(guild.channels["welcome"].last_message).split("`")[1::2])
    there = {
        f"/{command.qualified_name}"
        for command in world.bot.tree.walk_commands()
        if isinstance(command, discord.app_commands.Command)
    }
    assert named
    assert named <= there


async def test_without_a_system_channel_there_is_no_greeting(world: World) -> None:
    guild = await join(world, system_channel=False)
    assert guild.channels["welcome"].history() == []
    assert guild.channels["another"].history() == []


@pytest.mark.parametrize("denied", ["send_messages", "view_channel"])
async def test_the_bot_does_not_try_to_greet_without_permission(world: World, denied: str) -> None:
    guild = await join(world, denied=discord.Permissions(**{denied: True}))
    assert guild.channels["welcome"].history() == []
    assert not [request for request in world.env.http_requests if request.path.endswith("/messages")]


async def test_a_failed_greeting_causes_no_error(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    guild = await join(world)
    assert guild.channels["welcome"].history() == []

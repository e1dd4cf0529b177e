"""What the log channel is sent about limits."""

from typing import Any

import discord
from simcord import MemberActor

from tests.cogs.spoilers.steps import choose_log, choose_moderators, is_clear, set_channel
from tests.world import World, components_of, text_of, text_on, walk


async def test_a_deleted_log_channel_is_removed_from_the_settings(world: World) -> None:
    log = await choose_log(world)
    await world.delete(log)
    await set_channel(world, world.general, "open")
    panel = await world.admin.slash(world.general, "setup")
    (select,) = [
        part for part in walk(components_of(panel)) if part.get("custom_id") == '["setup","log",false]'
    ]
    assert not select.get("default_values")


TITLES_AND_STORY = (
    *("Overture", "Second Night", "Half Light", "Greasepaint", "Footlights", "Prompt Side"),
    *("the letter", "Edda", "Hilda", "Gwen", "Gods"),
)


async def test_each_limit_change_is_logged_by_code_without_titles(world: World) -> None:
    await choose_moderators(world)
    log = await choose_log(world)
    channel = world.general
    changes: list[tuple[MemberActor, str, dict[str, Any], str]] = [
        (world.moderator, "spoilers channel", {"channel": channel, "policy": "open"}, "Spoilers are allowed"),
        (
            world.moderator,
            "spoilers channel",
            {"channel": channel, "policy": "up-to", "up_to": "Second Night"},
            "**S01E02**",
        ),
        (world.moderator, "spoilers clear", {"channel": channel}, "removed"),
        (world.admin, "spoilers default", {"policy": "aired"}, "limit of the server"),
        (world.admin, "spoilers default", {"policy": "open", "clear": True}, "limit of the server"),
        (world.admin, "spoilers titles", {"hide": True}, "now hides titles"),
        (world.admin, "spoilers titles", {"hide": False}, "now shows titles"),
    ]
    for member, command, options, words in changes:
        logged = len(log.history())
        await member.slash(channel, command, **options)
        (line,) = [text_on(message) for message in log.history()[logged:]]
        assert line.startswith(f"**{member.name}** ")
        assert words in line
        assert (f"<#{channel.id}>" in line) is ("channel" in options)
        assert not [word for word in TITLES_AND_STORY if word in line]


async def test_the_log_says_which_show_a_setting_is_for(world: World) -> None:
    log = await choose_log(world)
    await set_channel(world, world.general, "open", show="zebra")
    assert "zebra" in text_on(log.last_message).lower()
    await world.admin.slash(world.general, "spoilers clear", channel=world.general, show="zebra")
    assert "zebra" in text_on(log.last_message).lower()


async def test_a_member_name_cannot_inject_markup_into_the_log(world: World) -> None:
    log = await choose_log(world)
    sly = world.guild.add_member(
        world.env.create_user("sly", global_name="**sly** @everyone <@&1>\n# big"),
        roles=[world.guild.create_role("Boss", permissions=discord.Permissions(manage_guild=True))],
    )
    world.show_command("spoilers", sly)
    await set_channel(world, world.general, "open", by=sly)
    line = text_on(log.last_message)
    assert r"\*\*sly\*\* \@everyone \<\@&1\>" in line
    assert "\n# big" not in line
    assert log.last_message is not None
    assert not log.last_message.mentions
    assert not log.last_message.mention_everyone


async def test_a_change_is_saved_even_if_the_log_channel_cannot_be_written_to(world: World) -> None:
    log = await choose_log(world)
    logged = len(log.history())
    world.env.inject_error("POST", f"/channels/{log.id}/messages", status=403, code=50013)
    answer = await set_channel(world, world.general, "open")
    assert "everything is visible" in text_of(answer)
    assert await is_clear(world, "S02E01")
    assert len(log.history()) == logged


async def test_failed_changes_are_not_logged(world: World) -> None:
    log = await choose_log(world)
    logged = len(log.history())
    await world.moderator.slash(world.general, "spoilers channel", channel=world.general, policy="open")
    await world.admin.slash(world.general, "spoilers clear", channel=world.general)
    assert len(log.history()) == logged


async def test_a_server_whose_limits_an_upgrade_changed_is_told_once(world: World) -> None:
    log = await choose_log(world)
    await set_channel(world, world.general, "up-to", up_to="S01E02")
    async with world.database.write() as writing:
        await writing.run("INSERT INTO news VALUES ($1, 'single shows')", world.guild.id)
    before = len(log.history())
    for _ in range(2):
        await world.bot.tidy()
    logged = [text_on(message) for message in log.history()[before:]]
    assert len(logged) == 1
    assert f"now hidden: <#{world.general.id}>." in logged[0]

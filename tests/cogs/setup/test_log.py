"""The log channel."""

import discord

from bot.replies.clicks import ChooseSetup, Click, custom_id_of
from tests.cogs.setup.steps import choose, chosen_in, panel_of
from tests.world import World, message_of, text_on


async def test_an_admin_can_choose_the_log_channel(world: World) -> None:
    log = world.guild.create_text_channel("log")
    panel = await choose(world, await panel_of(world), ChooseSetup("log"), log)
    assert chosen_in(panel, ChooseSetup("log")) == [str(log.id)]
    assert f"**ada** moved the log to <#{log.id}>." in text_on(log.last_message)
    logged = len(log.history())
    panel = await choose(world, panel, ChooseSetup("log"))
    assert chosen_in(panel, ChooseSetup("log")) == []
    await choose(world, panel, ChooseSetup("default"), "open")
    assert [text_on(message) for message in log.history()[logged:]] == ["**ada** turned the log off."]


async def test_a_channel_is_told_when_it_stops_being_the_log(world: World) -> None:
    """Otherwise an admin could remove the log unnoticed."""
    first, second = (world.guild.create_text_channel(name) for name in ("log", "another"))
    panel = await choose(world, await panel_of(world), ChooseSetup("log"), first)
    panel = await choose(world, panel, ChooseSetup("log"), second)
    assert len(first.history()) == 2
    assert len(second.history()) == 1
    await choose(world, panel, ChooseSetup("log"))
    assert len(second.history()) == 2


async def test_each_setup_change_is_logged_without_titles(world: World) -> None:
    log = world.guild.create_text_channel("log")
    panel = await choose(world, await panel_of(world), ChooseSetup("log"), log)
    logged = len(log.history())
    changes: list[tuple[Click, list[object], str]] = [
        (ChooseSetup("show"), ["zebra"], "show"),
        (ChooseSetup("moderators"), [world.moderator_role], f"<@&{world.moderator_role.id}>"),
        (ChooseSetup("moderators"), [], "none"),
        (ChooseSetup("open"), [world.general], f"<#{world.general.id}>"),
        (ChooseSetup("closed"), [world.general], f"<#{world.general.id}>"),
        (ChooseSetup("default"), ["aired"], "set the spoiler limit of the server"),
    ]
    for click, values, words in changes:
        await choose(world, panel, click, *values)
        line = text_on(log.last_message)
        assert line.startswith("**ada** ")
        assert words in line
        logged += 1
        assert len(log.history()) == logged
    await world.admin.click(message_of(panel), label="Hide titles")
    assert "**ada** now hides titles." in text_on(log.last_message)
    await world.admin.click(message_of(panel), label="Show titles")
    assert "**ada** now shows titles." in text_on(log.last_message)
    lines = [text_on(message) for message in log.history()]
    titles = ("Overture", "Second Night", "Half Light", "Greasepaint", "Footlights", "Prompt Side", "Stripes")
    assert not [line for line in lines if any(title in line for title in titles)]


async def test_a_forged_log_channel_in_another_server_gets_no_log(world: World) -> None:
    """A menu's channel id can be forged."""
    lobby = world.env.create_guild("Elsewhere").create_text_channel("lobby")
    forged = discord.ui.Select[discord.ui.View](
        custom_id=custom_id_of(ChooseSetup("log")),
        options=[discord.SelectOption(label="log", value=str(lobby.id))],
    )
    await world.admin.select(await world.forge(forged), [str(lobby.id)])
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    assert lobby.history() == []

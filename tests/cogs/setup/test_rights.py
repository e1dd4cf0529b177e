"""Only admins of the server use the panel, however its parts are forged."""

import discord
import pytest
from simcord import InteractionResult, MemberActor, SetupError

from bot.replies.clicks import ChooseSetup, custom_id_of
from tests.cogs.setup.steps import choose, chosen_in, panel_of
from tests.world import World, components_of, labels_of, message_of, text_of, text_on, walk


async def test_only_admins_can_use_setup(world: World) -> None:
    for member in (world.fan, world.moderator):
        with pytest.raises(SetupError):
            await member.slash(world.general, "setup")
    world.show_command("setup", world.fan, world.moderator)
    await choose(world, await panel_of(world), ChooseSetup("moderators"), world.moderator_role)
    for member in (world.fan, world.moderator):
        refused = await member.slash(world.general, "setup")
        assert refused.ephemeral
        assert "### Admins only" in text_of(refused)
        assert not [part for part in walk(components_of(refused)) if "custom_id" in part]


async def test_one_servers_setup_does_not_apply_in_another(world: World) -> None:
    panel = await choose(world, await panel_of(world), ChooseSetup("show"), "zebra")
    panel = await choose(world, panel, ChooseSetup("default"), "open")
    log = world.guild.create_text_channel("log")
    await choose(world, panel, ChooseSetup("log"), log)
    logged = len(log.history())
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    boss = MemberActor(world.env, elsewhere, elsewhere.owner)
    theirs = await boss.slash(lobby, "setup")
    assert chosen_in(theirs, ChooseSetup("show")) == ["curtain"]
    assert chosen_in(theirs, ChooseSetup("default")) == []
    assert chosen_in(theirs, ChooseSetup("log")) == []
    assert "### Curtain" in text_of(await boss.slash(lobby, "here"))
    await boss.select(message_of(theirs), ["closed"], custom_id=custom_id_of(ChooseSetup("default")))
    await boss.select(message_of(theirs), [], custom_id=custom_id_of(ChooseSetup("open")))
    assert "everything is visible" in text_of(await world.fan.slash(world.general, "here"))
    assert len(log.history()) == logged


async def test_an_admin_of_one_server_has_no_permissions_in_another(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    guest = elsewhere.add_member(world.admin.user)
    elsewhere.set_command_permissions(
        int(next(command.id for command in await world.bot.tree.fetch_commands() if command.name == "setup")),
        {guest: True},
    )
    assert "### Admins only" in text_of(await guest.slash(lobby, "setup"))


async def forged_panel(world: World) -> list[tuple[discord.Message, list[object]]]:
    """Every part of the panel, forged on a public message, with values to choose."""
    other = world.guild.create_text_channel("other")
    parts: list[tuple[discord.ui.Item[discord.ui.View], list[object]]] = [
        (
            discord.ui.Select(
                custom_id=custom_id_of(ChooseSetup("show")), options=[discord.SelectOption(label="zebra")]
            ),
            ["zebra"],
        ),
        (discord.ui.RoleSelect(custom_id=custom_id_of(ChooseSetup("moderators"))), [world.moderator_role]),
        (discord.ui.ChannelSelect(custom_id=custom_id_of(ChooseSetup("log"))), [other]),
        (discord.ui.ChannelSelect(custom_id=custom_id_of(ChooseSetup("open"))), [other]),
        (discord.ui.ChannelSelect(custom_id=custom_id_of(ChooseSetup("closed"))), [world.general]),
        (
            discord.ui.Select(
                custom_id=custom_id_of(ChooseSetup("default")), options=[discord.SelectOption(label="open")]
            ),
            ["open"],
        ),
        (discord.ui.Button(label="titles", custom_id=custom_id_of(ChooseSetup("titles", hides=True))), []),
    ]
    return [(await world.forge(item), values) for item, values in parts]


async def use(member: MemberActor, message: discord.Message, values: list[object]) -> InteractionResult:
    """Use the only component of a message: choose in the menu, or click the button."""
    return await member.select(message, values) if values else await member.click(message, label="titles")


async def test_only_admins_can_use_any_part_of_the_panel(world: World) -> None:
    """Buttons can be forged, so every click checks permissions."""
    await choose(world, await panel_of(world), ChooseSetup("moderators"), world.moderator_role)
    before = components_of(await panel_of(world))
    for message, values in await forged_panel(world):
        for member in (world.fan, world.moderator):
            refused = await use(member, message, values)
            assert refused.ephemeral
            assert "### Admins only" in text_of(refused)
    assert components_of(await panel_of(world)) == before


async def test_an_admin_can_use_every_part_of_a_forged_panel(world: World) -> None:
    for message, values in await forged_panel(world):
        await use(world.admin, message, values)
    panel = await panel_of(world)
    other = str(world.guild.channels["other"].id)
    assert chosen_in(panel, ChooseSetup("show")) == ["zebra"]
    assert chosen_in(panel, ChooseSetup("moderators")) == [str(world.moderator_role.id)]
    assert chosen_in(panel, ChooseSetup("log")) == chosen_in(panel, ChooseSetup("open")) == [other]
    assert chosen_in(panel, ChooseSetup("closed")) == [str(world.general.id)]
    assert chosen_in(panel, ChooseSetup("default")) == ["open"]
    assert labels_of(panel) == ["Show titles", "Hide Curtain"]


async def test_the_panel_is_never_shown_publicly(world: World) -> None:
    message = await world.forge(
        discord.ui.Button(label="titles", custom_id=custom_id_of(ChooseSetup("titles", hides=True)))
    )
    await world.admin.click(message, label="titles")
    assert not [message for message in world.general.history() if "Set up Understudy" in text_on(message)]


async def test_a_forged_choice_that_no_panel_offers_is_refused(world: World) -> None:
    before = components_of(await panel_of(world))
    for click, label in (
        (ChooseSetup("default"), "everything-goes"),
        (ChooseSetup("show"), "nope"),
        (ChooseSetup("moderators"), "no role"),
        (ChooseSetup("log"), "no channel"),
        (ChooseSetup("open"), "no channel"),
        (ChooseSetup("closed"), "no channel"),
    ):
        message = await world.forge(
            discord.ui.Select(custom_id=custom_id_of(click), options=[discord.SelectOption(label=label)])
        )
        refused = await world.admin.select(message, [label])
        assert refused.ephemeral
        assert "###" in text_of(refused)
        assert "Something went wrong" not in text_of(refused)
    assert components_of(await panel_of(world)) == before

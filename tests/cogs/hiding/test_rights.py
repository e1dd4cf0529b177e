"""Who can hide a message, who can delete or label it afterwards, and who sees the menu."""

import discord
import pytest
from simcord import MemberActor, SetupError

from bot.replies.clicks import ChooseLabel, ChooseSetup, DeleteRepost, LabelRepost, custom_id_of
from tests.hiding import FIRST, MENU, SECOND, contents, hidden, hide, last, rows, show_menu
from tests.world import World, message_of, text_of


async def test_only_moderators_can_hide_messages(world: World) -> None:
    first = await world.fan.send(world.general, FIRST)
    with pytest.raises(SetupError):
        await hide(world, first, by=world.fan)
    show_menu(world, world.fan, world.other)
    for member in (world.fan, world.other):
        answer = await hide(world, first, by=member)
        assert answer.ephemeral
        assert "### Moderators only" in text_of(answer)
    assert contents(world.general) == [FIRST]


async def test_after_the_moderator_role_is_removed_its_members_cannot_hide_messages(world: World) -> None:
    first = await world.fan.send(world.general, FIRST)
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(panel), [], custom_id=custom_id_of(ChooseSetup("moderators")))
    assert "### Moderators only" in text_of(await hide(world, first))
    assert "### Hidden" in text_of(await hide(world, first, by=world.admin))


async def test_only_the_author_and_moderators_can_delete_a_hidden_message(world: World) -> None:
    message = await hidden(world, FIRST)
    refused = await world.other.click(message, label="Delete")
    assert refused.ephemeral
    assert "### That's not your message" in text_of(refused)
    assert contents(world.general) == [SECOND]
    for member in (world.fan, world.moderator):
        done = await member.click(last(world.general), label="Delete")
        assert done.ephemeral
        assert "### Deleted" in text_of(done)
        assert contents(world.general) == []
        assert await rows(world) == []
        await hidden(world, FIRST)


async def test_a_forged_button_cannot_delete_other_messages_of_the_bot(
    world: World,
) -> None:
    for click in (DeleteRepost(), LabelRepost()):
        forged = await world.forge(discord.ui.Button(label="x", custom_id=custom_id_of(click)))
        answer = await world.moderator.click(forged, label="x")
        assert "### I can't find this message" in text_of(answer)
    assert len(world.general.history()) == 2


async def test_hidden_messages_cannot_be_changed_from_another_server(world: World) -> None:
    message = await hidden(world, FIRST)
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    boss = MemberActor(world.env, elsewhere, elsewhere.owner)
    channel = world.bot.get_channel(lobby.id)
    assert isinstance(channel, discord.TextChannel)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="label", custom_id=custom_id_of(LabelRepost(message.id))))
    choice = ChooseLabel(message.id, "episode", "curtain", None)
    view.add_item(
        discord.ui.Select(
            custom_id=custom_id_of(choice), options=[discord.SelectOption(label="x", value="100010000")]
        )
    )
    forged = await channel.send(view=view)
    assert "### I can't find this message" in text_of(await boss.click(forged, label="label"))
    assert "### I can't find this message" in text_of(await boss.select(forged, ["100010000"]))
    assert contents(world.general) == [SECOND]
    guest = elsewhere.add_member(world.moderator.user)
    theirs = await boss.send(lobby, "Bella did it")
    registered = world.env.backend.find_command(MENU, elsewhere.id, 3)
    assert registered is not None
    elsewhere.set_command_permissions(int(registered["id"]), {guest: True})
    assert "### Moderators only" in text_of(await guest.context_menu(lobby, MENU, theirs))


async def test_the_menu_is_only_in_servers_and_needs_manage_messages_by_default(
    world: World,
) -> None:
    (menu,) = [command for command in world.bot.payload() if command["name"] == MENU]
    assert menu["type"] == 3
    assert menu["contexts"] == [0]
    assert menu["integration_types"] == [0]
    assert int(menu["default_member_permissions"]) == discord.Permissions(manage_messages=True).value

"""Which roles are moderators."""

import discord

from bot.replies.clicks import ChooseSetup, custom_id_of
from tests.cogs.setup.steps import choose, chosen_in, in_order, lookup, panel_of
from tests.world import World, message_of, text_of, visible_text


async def test_an_admin_can_choose_the_moderator_roles(world: World) -> None:
    other = world.guild.create_role("Stewards")
    panel = await panel_of(world)
    drawn = await choose(world, panel, ChooseSetup("moderators"), world.moderator_role, other)
    assert chosen_in(drawn, ChooseSetup("moderators")) == in_order(world.moderator_role, other)
    answer = await world.moderator.slash(world.general, "spoilers overview")
    assert "### Spoiler limits" in text_of(answer)
    drawn = await choose(world, drawn, ChooseSetup("moderators"))
    assert chosen_in(drawn, ChooseSetup("moderators")) == []
    answer = await world.moderator.slash(world.general, "spoilers overview")
    assert "### Moderators only" in text_of(answer)


async def test_the_moderator_role_is_enough_to_moderate(world: World) -> None:
    stewards = world.guild.create_role("Stewards")
    steward = world.guild.add_member(world.env.create_user("stella"), roles=[stewards])
    await choose(world, await panel_of(world), ChooseSetup("moderators"), stewards)
    world.show_command("spoilers", steward)
    done = await steward.slash(world.general, "spoilers channel", channel=world.general, policy="open")
    assert "everything is visible" in text_of(done)
    assert "Fiona leaves" in visible_text(text_of(await lookup(world, "S02E01")))


async def test_the_panel_explains_how_a_role_can_be_shown_the_commands(world: World) -> None:
    helpers = world.guild.create_role("*Helpers*")
    chiefs = world.guild.create_role("Chiefs", permissions=discord.Permissions(administrator=True))
    panel = await choose(
        world, await panel_of(world), ChooseSetup("moderators"), world.moderator_role, chiefs
    )
    assert "Integrations" not in text_of(panel)
    panel = await choose(world, panel, ChooseSetup("moderators"), world.moderator_role, chiefs, helpers)
    text = text_of(panel)
    assert "Server Settings → Integrations" in text
    assert r"\*Helpers\*" in text
    assert "Chiefs" not in text
    assert text_of(await panel_of(world)) == text


async def test_not_everyone_can_be_a_moderator(world: World) -> None:
    panel = await panel_of(world)
    refused = await world.admin.select(
        message_of(panel), [world.guild.default_role], custom_id=custom_id_of(ChooseSetup("moderators"))
    )
    assert refused.ephemeral
    assert "### That would make everyone a moderator" in text_of(refused)
    assert chosen_in(await panel_of(world), ChooseSetup("moderators")) == []
    world.show_command("spoilers", world.fan)
    answer = await world.fan.slash(world.general, "spoilers overview")
    assert "### Moderators only" in text_of(answer)

"""Who may see and change limits."""

import discord
import pytest
from simcord import MemberActor, SetupError

from bot.replies.clicks import TurnOverview, custom_id_of
from tests.cogs.spoilers.steps import all_commands, choose_moderators, is_clear, overview, set_channel
from tests.world import World, labels_of, message_of, text_of, text_on, visible_text


async def test_members_do_not_see_the_spoilers_commands(world: World) -> None:
    for command, options in all_commands(world):
        with pytest.raises(SetupError):
            await world.fan.slash(world.general, command, **options)


async def test_a_member_who_sees_the_commands_but_is_not_a_moderator_is_refused(world: World) -> None:
    world.show_command("spoilers", world.fan)
    await set_channel(world, world.general, "up-to", up_to="S01E02")
    before = await overview(world)
    for member in (world.fan, world.moderator):
        for command, options in all_commands(world):
            answer = await member.slash(world.general, command, **options)
            assert answer.ephemeral
            for_admins = command in {"spoilers default", "spoilers titles"}
            assert ("### Admins only" if for_admins else "### Moderators only") in text_of(answer)
            assert "S01E02" not in text_of(answer)
    assert await overview(world) == before


async def test_only_admins_can_change_the_server_default_and_title_setting(world: World) -> None:
    await choose_moderators(world)
    before = await overview(world)
    for command, options in all_commands(world)[5:]:
        answer = await world.moderator.slash(world.general, command, **options)
        assert answer.ephemeral
        assert "### Admins only" in text_of(answer)
        assert await overview(world) == before
        answer = await world.moderator.slash(world.general, "spoilers overview")
        assert "### Spoiler limits" in text_of(answer)


async def test_a_moderator_who_lost_the_role_is_refused(world: World) -> None:
    await choose_moderators(world)
    for number in range(25):
        await set_channel(world, world.guild.create_text_channel(f"room-{number}"), "open")
    shown = await world.moderator.slash(world.general, "spoilers overview")
    assert labels_of(shown) == ["More"]
    first = text_of(shown)
    world.show_command("spoilers", world.moderator)
    world.env.backend.remove_member_role(world.guild.id, world.moderator.id, world.moderator_role.id)
    clicked = await world.moderator.click(message_of(shown), label="More")
    assert clicked.ephemeral
    assert "### Moderators only" in text_of(clicked)
    assert text_of(shown) == first
    answer = await set_channel(world, world.general, "open", by=world.moderator)
    assert "### Moderators only" in text_of(answer)
    assert not await is_clear(world, "S01E01")


async def test_a_forged_overview_button_works_only_for_moderators_and_privately(world: World) -> None:
    await choose_moderators(world)
    await set_channel(world, world.general, "up-to", up_to="S01E02")
    message = await world.forge(
        discord.ui.Button(label="More", custom_id=custom_id_of(TurnOverview(0))),
        discord.ui.Button(label="Far", custom_id=custom_id_of(TurnOverview(9999))),
    )
    for member in (world.fan, world.other):
        clicked = await member.click(message, label="More")
        assert clicked.ephemeral
        assert "### Moderators only" in text_of(clicked)
        assert "S01E02" not in text_of(clicked)
    for member in (world.moderator, world.admin):
        for label in ("More", "Far"):
            clicked = await member.click(message, label=label)
            assert clicked.ephemeral
            assert "S01E02" in text_of(clicked)
    assert "S01E02" not in text_on(world.general.last_message)


async def test_one_servers_settings_do_not_apply_in_another(world: World) -> None:
    await choose_moderators(world)
    await world.admin.slash(world.general, "spoilers default", policy="open")
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    boss = elsewhere.add_member(
        world.env.create_user("bo"),
        roles=[elsewhere.create_role("Boss", permissions=discord.Permissions(manage_guild=True))],
    )
    assert boss.guild.id == elsewhere.id
    text = text_of(await boss.slash(lobby, "episode lookup", episode="Footlights"))
    assert "the letter" not in visible_text(text)
    keeper = elsewhere.add_member(
        world.moderator.user,
        roles=[elsewhere.create_role("Keeper", permissions=discord.Permissions(manage_messages=True))],
    )
    answer = await keeper.slash(lobby, "spoilers overview")
    assert "### Moderators only" in text_of(answer)
    owner = MemberActor(world.env, elsewhere, elsewhere.owner)
    shown = text_of(await owner.slash(lobby, "spoilers overview"))
    assert "**Everywhere else**: all spoilers are hidden" in shown
    assert "Titles are visible" in shown
    await owner.slash(lobby, "spoilers default", policy="tagged", strict=True)
    assert await is_clear(world, "S02E01")

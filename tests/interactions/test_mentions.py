"""Commands in replies can be clicked, where Discord has given them ids."""

import re

from bot.store.remembered import recall, remember
from tests.world import World, components_of, message_of, walk

_SYNCED = "synced commands"


async def said_by_help(world: World) -> str:
    answer = await world.fan.slash(world.general, "help")
    return str(components_of(answer))


def syncs(world: World) -> int:
    return len([one for one in world.env.http_requests if one.path.endswith("/commands")])


async def test_a_command_that_a_reply_names_can_be_clicked(world: World) -> None:
    registered = world.env.backend.find_command("episode", world.guild.id)
    assert registered is not None
    assert f"</episode lookup:{registered['id']}>" in await said_by_help(world)


async def test_a_click_is_answered_with_commands_that_can_be_clicked(world: World) -> None:
    shown = await world.fan.slash(world.general, "help")
    clicked = await world.fan.click(message_of(shown), label="Spoilers")
    assert re.search(r"</here:\d+>", str(components_of(clicked)))


async def test_ids_are_remembered_so_nothing_is_synced_again(world: World) -> None:
    before, synced = await said_by_help(world), syncs(world)
    await world.restart()
    assert await said_by_help(world) == before
    assert syncs(world) == synced


async def test_a_database_from_before_ids_were_remembered_gets_them_by_one_sync(world: World) -> None:
    async with world.database.write() as writing:
        fingerprint = (await recall(writing, _SYNCED) or "").partition(" ")[0]
        await remember(writing, _SYNCED, fingerprint)
    before, synced = await said_by_help(world), syncs(world)
    await world.restart()
    assert await said_by_help(world) == before
    assert syncs(world) == synced + 1


async def test_a_command_without_an_id_is_plain_text(world: World) -> None:
    world.bot.router.mentions = {}
    assert "`/episode lookup`" in await said_by_help(world)


async def test_who_may_not_use_a_command_gets_its_name_alone(world: World) -> None:
    """To them Discord would show a mention that leads nowhere."""
    for member, can in ((world.fan, False), (world.admin, True)):
        answer = await member.slash(world.general, "help", topic="moderators")
        assert bool(re.search(r"</setup:\d+>", str(components_of(answer)))) is can


async def test_what_people_write_is_never_a_command_that_can_be_clicked(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="`/here` </here:1>")
    texts = [part["content"] for part in walk(components_of(answer)) if "content" in part]
    assert not re.search(r"(?<!\\)<(?!\\)/here", "".join(texts))

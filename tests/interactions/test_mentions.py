"""Commands named in replies can be clicked once Discord has given them ids."""

import re

from bot.store.remembered import recall, remember
from tests.world import World, components_of, message_of, walk

_SYNCED = "synced commands"


async def said_by_help(world: World) -> str:
    answer = await world.fan.slash(world.general, "help")
    return str(components_of(answer))


def syncs(world: World) -> int:
    return len([one for one in world.env.http_requests if one.path.endswith("/commands")])


async def test_command_mentions_in_replies_can_be_clicked(world: World) -> None:
    registered = world.env.backend.find_command("episode", world.guild.id)
    assert registered is not None
    assert f"</episode lookup:{registered['id']}>" in await said_by_help(world)


async def test_command_mentions_in_replies_to_clicks_can_be_clicked(world: World) -> None:
    shown = await world.fan.slash(world.general, "help")
    clicked = await world.fan.click(message_of(shown), label="Spoilers")
    assert re.search(r"</here:\d+>", str(components_of(clicked)))


async def test_command_ids_are_saved_so_a_restart_does_not_sync_again(world: World) -> None:
    before, synced = await said_by_help(world), syncs(world)
    await world.restart()
    assert await said_by_help(world) == before
    assert syncs(world) == synced


async def test_a_database_without_saved_command_ids_syncs_once(world: World) -> None:
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


async def test_a_command_the_member_may_not_use_is_not_clickable(world: World) -> None:
    """For them Discord would show a mention that does not work."""
    for member, can in ((world.fan, False), (world.admin, True)):
        answer = await member.slash(world.general, "help", topic="moderators")
        assert bool(re.search(r"</setup:\d+>", str(components_of(answer)))) is can


async def test_typed_text_never_becomes_a_clickable_command(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="`/here` </here:1>")
    texts = [part["content"] for part in walk(components_of(answer)) if "content" in part]
    assert not re.search(r"(?<!\\)<(?!\\)/here", "".join(texts))

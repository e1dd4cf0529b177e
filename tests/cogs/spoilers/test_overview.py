"""**/spoilers overview**: every limit of the server."""

from datetime import UTC, datetime

from bot.domain.ids import ChannelId, GuildId, ProgressKey
from bot.domain.policies import Kind, Policy
from bot.store.places import PlacePolicy, set_policy
from tests.cogs.spoilers.steps import choose_moderators, explain, overview, set_channel
from tests.world import World, labels_of, message_of, text_of


async def test_the_overview_has_pages(world: World) -> None:
    assert "**Everywhere else**: all spoilers are hidden" in await overview(world)
    rooms = [world.guild.create_text_channel(f"room-{number}") for number in range(25)]
    for room in rooms:
        await set_channel(world, room, "open")
    shown = await world.admin.slash(world.general, "spoilers overview")
    first = text_of(shown)
    turned = await world.admin.click(message_of(shown), label="More")
    second = text_of(turned)
    assert labels_of(turned) == ["Back"]
    for room in rooms:
        assert (f"<#{room.id}>" in first) is not (f"<#{room.id}>" in second)
    back = await world.admin.click(message_of(turned), label="Back")
    assert text_of(back) == first


async def test_the_overview_names_the_show_that_limits_for_all_shows_refer_to(world: World) -> None:
    await set_channel(world, world.general, "up-to", up_to="S01E02")
    assert "name an episode of" not in await overview(world)
    world.clock.at = datetime(2024, 1, 12, tzinfo=UTC)
    await set_channel(world, world.general, "aired", days=0)
    assert "Limits for all shows name an episode of Curtain." in await overview(world)


async def test_settings_and_buttons_survive_a_restart(world: World) -> None:
    await choose_moderators(world)
    await set_channel(world, world.general, "aired", days=3, strict=True)
    for number in range(25):
        await set_channel(world, world.guild.create_text_channel(f"room-{number}"), "open")
    shown = await world.moderator.slash(world.general, "spoilers overview")
    before = text_of(shown)
    await world.restart()
    clicked = await world.moderator.click(message_of(shown), label="More")
    assert "Titles are visible" in text_of(clicked)
    assert text_of(await world.moderator.slash(world.general, "spoilers overview")) == before
    assert "3 days after an episode airs" in await explain(world, world.general)


async def test_a_limit_for_a_deleted_show_can_be_seen_and_cleared(world: World) -> None:
    async with world.database.write() as writing:
        setting = PlacePolicy(ChannelId(world.general.id), ProgressKey(4711), Policy(Kind.OPEN))
        await set_policy(writing, GuildId(world.guild.id), setting)
    assert f"<#{world.general.id}> · a deleted show**" in await overview(world)
    await world.admin.slash(world.general, "spoilers clear", channel=world.general)
    assert "a deleted show" not in await overview(world)


async def test_channels_deleted_while_the_bot_was_off_can_be_cleared(world: World) -> None:
    """A channel that the bot merely doesn't know, such as an archived thread, keeps its limit."""
    archived = world.thread(world.general)
    await set_channel(world, archived, "open")
    bot_guild = world.bot.get_guild(world.guild.id)
    assert bot_guild is not None
    answer = await world.admin.slash(world.general, "spoilers overview")
    assert "Clear deleted channels" not in labels_of(answer)
    async with world.database.write() as writing:
        gone = PlacePolicy(ChannelId(4711), None, Policy(Kind.OPEN))
        await set_policy(writing, GuildId(world.guild.id), gone)
    bot_guild._remove_thread(bot_guild.get_thread(archived.id))  # type: ignore[arg-type] # it exists
    answer = await world.admin.slash(world.general, "spoilers overview")
    assert "<#4711>" in text_of(answer)
    cleared = await world.admin.click(message_of(answer), label="Clear deleted channels")
    assert "<#4711>" not in text_of(cleared)
    assert "Cleared the limits of deleted channels: 1." in text_of(cleared)
    assert f"<#{archived.id}>" in text_of(cleared)
    again = await world.admin.click(message_of(cleared), label="Clear deleted channels")
    assert "None of these channels is deleted." in text_of(again)
    assert f"<#{archived.id}>" in await overview(world)

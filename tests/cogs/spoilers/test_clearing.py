"""**/spoilers clear**, and limits of what was deleted."""

from tests.cogs.spoilers.steps import choose_moderators, explain, is_clear, overview, set_channel
from tests.world import World, text_of


async def test_settings_of_a_deleted_channel_or_thread_are_deleted(world: World) -> None:
    category = world.guild.create_category("Season one")
    channel = world.guild.create_text_channel("talk")
    thread = world.thread(world.general)
    forum = world.guild.create_forum_channel("theories")
    post = world.thread(forum)
    places = [category, channel, thread, forum, post]
    for place in places:
        await set_channel(world, place, "open")
    await set_channel(world, channel, "tagged", show="zebra")
    for place in (category, channel, thread):
        assert f"<#{place.id}>" in await overview(world)
        await world.delete(place)
        assert f"<#{place.id}>" not in await overview(world)
    await world.delete(forum)
    assert "<#" not in await overview(world)


async def test_a_limit_can_be_removed(world: World) -> None:
    await choose_moderators(world)
    await set_channel(world, world.general, "open")
    await set_channel(world, world.general, "up-to", up_to="S01E01")
    one = await world.moderator.slash(world.general, "spoilers clear", channel=world.general, show="curtain")
    assert one.ephemeral
    assert f"<#{world.general.id}> · Curtain" in text_of(one)
    assert await is_clear(world, "S02E01")
    await set_channel(world, world.general, "up-to", up_to="S01E01")
    every = await world.moderator.slash(world.general, "spoilers clear", channel=world.general)
    assert "Limit removed." in text_of(every)
    assert "No limit is set here" in await explain(world, world.general)


async def test_a_limit_that_is_not_set_cannot_be_removed(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="open")
    cases: list[tuple[dict[str, str], str]] = [
        ({}, "### No limit to remove"),
        ({"show": "curtain"}, "### No limit to remove"),
        ({"show": "nope"}, "### No show “nope”"),
    ]
    for options, sentence in cases:
        answer = await world.admin.slash(world.general, "spoilers clear", channel=world.general, **options)
        assert answer.ephemeral
        assert sentence in text_of(answer)
    assert await is_clear(world, "S02E01")


async def test_after_clearing_a_thread_its_channels_limit_applies(world: World) -> None:
    thread = world.thread(world.general)
    await set_channel(world, world.general, "open")
    await set_channel(world, thread, "tagged")
    answer = await world.admin.slash(world.general, "spoilers clear", channel=thread)
    assert "channel" in text_of(answer)
    assert await is_clear(world, "S02E01", thread)

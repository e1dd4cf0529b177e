"""Which setting applies: of the thread, channel, category or server. **/spoilers explain** says which."""

from tests.cogs.spoilers.steps import explain, is_clear, set_channel
from tests.world import World


async def test_the_nearest_setting_applies(world: World) -> None:
    category = world.guild.create_category("Season one")
    channel = world.guild.create_text_channel("talk", category=category)
    thread = world.thread(channel)
    assert not await is_clear(world, "S01E01", thread)
    await world.admin.slash(world.general, "spoilers default", policy="open")
    assert await is_clear(world, "S01E01", thread)
    for place, policy in ((category, "tagged"), (channel, "open"), (thread, "tagged")):
        await set_channel(world, place, policy)
        assert await is_clear(world, "S01E01", thread) is (policy == "open")
        assert "Set here (" in await explain(world, place)
    assert not await is_clear(world, "S01E01", thread)
    assert await is_clear(world, "S01E01", channel)
    assert await is_clear(world, "S01E01", world.general)


async def test_a_moved_channel_uses_the_limit_of_its_new_category(world: World) -> None:
    first, second = (world.guild.create_category(name) for name in ("Season one", "Season two"))
    channel = world.guild.create_text_channel("talk", category=first)
    await set_channel(world, second, "open")
    assert not await is_clear(world, "S02E01", channel)
    world.env.backend.edit_channel(channel.id, {"parent_id": second.id})
    await world.env.settle()
    assert await is_clear(world, "S02E01", channel)


async def test_a_forum_post_uses_the_forums_limit_unless_it_has_its_own(world: World) -> None:
    forum = world.guild.create_forum_channel("theories")
    post = world.thread(forum)
    await set_channel(world, forum, "open")
    assert await is_clear(world, "S02E01", post)
    await set_channel(world, post, "tagged")
    assert not await is_clear(world, "S02E01", post)
    assert await is_clear(world, "S02E01", world.thread(forum, "another"))


async def test_a_limit_for_one_show_overrides_all_shows_only_within_one_channel(world: World) -> None:
    category = world.guild.create_category("Season one")
    channel = world.guild.create_text_channel("talk", category=category)
    await set_channel(world, category, "up-to", up_to="S01E02", show="curtain")
    await set_channel(world, category, "open")
    assert await is_clear(world, "S01E02", channel)
    assert not await is_clear(world, "S01E03", channel)
    await set_channel(world, channel, "open")
    assert await is_clear(world, "S01E03", channel)
    await set_channel(world, channel, "tagged", show="zebra")
    assert await is_clear(world, "S01E03", channel)


async def test_explain_says_which_setting_applies(world: World) -> None:
    category = world.guild.create_category("Season one")
    channel = world.guild.create_text_channel("talk", category=category)
    thread = world.thread(channel)
    assert "all spoilers are hidden" in await explain(world, thread)
    await set_channel(world, category, "up-to", up_to="S01E02.5")
    text = await explain(world, thread)
    assert "### Curtain" in text
    assert f"**<#{thread.id}>**: visible" in text
    assert "up to **S01E02.5**" in text
    assert f"Set for <#{category.id}> (Curtain)" in text
    text = await explain(world, thread, show="zebra")
    assert f"Set for <#{category.id}> (other shows only, so this one is hidden)" in text
    assert "Set here (" in await explain(world, category)


async def test_explain_finds_the_channel_of_an_archived_thread(world: World) -> None:
    """Discord sends only active threads; for others the command's data is used."""
    thread = world.thread(world.general)
    await set_channel(world, world.general, "open")
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await world.env.settle()
    assert f"Set for <#{world.general.id}>" in await explain(world, thread)

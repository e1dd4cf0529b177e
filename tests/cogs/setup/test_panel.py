"""What the panel shows, and what is chosen in it."""

import discord

from bot.replies.clicks import ChooseSetup
from tests.cogs.setup.steps import choose, chosen_in, in_order, lookup, panel_of
from tests.world import World, components_of, labels_of, message_of, text_of, walk


async def test_the_panel_of_a_new_server_shows_nothing_chosen(world: World) -> None:
    panel = await panel_of(world)
    assert chosen_in(panel, ChooseSetup("show")) == ["curtain"]
    for click in (
        ChooseSetup("moderators"),
        ChooseSetup("log"),
        ChooseSetup("open"),
        ChooseSetup("closed"),
        ChooseSetup("default"),
    ):
        assert chosen_in(panel, click) == []
    assert labels_of(panel) == ["Hide titles", "Hide Zebra"]
    assert sum(1 for _ in walk(components_of(panel))) <= 40


async def test_the_panel_ends_with_a_summary_and_what_to_try_next(world: World) -> None:
    log = world.guild.create_text_channel("log")
    panel = await choose(world, await panel_of(world), ChooseSetup("log"), log)
    panel = await choose(world, panel, ChooseSetup("open"), world.general)
    last = text_of(panel).splitlines()[-2:]
    assert last[0] == (
        f"**Set now**: Curtain by default · no moderator role · log in <#{log.id}> · "
        "spoilers allowed in 1 channel"
    )
    other = world.guild.create_text_channel("other")
    panel = await choose(world, panel, ChooseSetup("closed"), other)
    assert "in 1 channel · no spoilers in 1 channel" in text_of(panel).splitlines()[-2]
    assert "`/spoilers channel`" in last[1]


async def test_an_outdated_panel_does_not_remove_others_choices(world: World) -> None:
    mine, theirs = await panel_of(world), await panel_of(world)
    one, two = (world.guild.create_text_channel(name) for name in ("one", "two"))
    await choose(world, theirs, ChooseSetup("closed"), one)
    panel = await choose(world, mine, ChooseSetup("closed"), two)
    assert chosen_in(panel, ChooseSetup("closed")) == in_order(one, two)
    panel = await choose(world, panel, ChooseSetup("closed"), one)
    assert chosen_in(panel, ChooseSetup("closed")) == [str(one.id)]


async def test_an_admin_can_hide_and_show_titles(world: World) -> None:
    panel = await panel_of(world)
    drawn = await world.admin.click(message_of(panel), label="Hide titles")
    assert "Show titles" in labels_of(drawn)
    assert "show as a code" in text_of(drawn)
    assert "Footlights" not in text_of(await lookup(world, "S01E03"))
    drawn = await world.admin.click(message_of(drawn), label="Show titles")
    assert "Hide titles" in labels_of(drawn)
    assert "Footlights" in text_of(await lookup(world, "S01E03"))


async def test_the_panel_and_its_settings_survive_a_restart(world: World) -> None:
    panel = await choose(world, await panel_of(world), ChooseSetup("moderators"), world.moderator_role)
    panel = await choose(world, panel, ChooseSetup("show"), "zebra")
    panel = await choose(world, panel, ChooseSetup("open"), world.general)
    await world.admin.click(message_of(panel), label="Hide titles")
    before = components_of(await panel_of(world))
    await world.restart()
    assert components_of(await panel_of(world)) == before
    panel = await choose(world, panel, ChooseSetup("default"), "closed")
    assert chosen_in(panel, ChooseSetup("default")) == ["closed"]
    assert labels_of(panel) == ["Show titles", "Hide Curtain"]


async def test_a_panel_of_an_earlier_version_says_that_its_buttons_no_longer_work(world: World) -> None:
    select = discord.ui.Select[discord.ui.View](
        custom_id='["setup-show"]', options=[discord.SelectOption(label="Zebra", value="zebra")]
    )
    answer = await world.admin.select(await world.forge(select), ["zebra"])
    assert "### This button no longer works" in text_of(answer)

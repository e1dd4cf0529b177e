"""Channels with and without spoilers, and the limit of the server."""

from bot.replies.clicks import ChooseSetup
from tests.cogs.setup.steps import choose, chosen_in, in_order, lookup, panel_of, select_of
from tests.world import World, text_of, visible_text


async def test_an_admin_can_choose_channels_with_and_without_spoilers(world: World) -> None:
    welcome = world.guild.create_text_channel("spoilers-welcome")
    quiet = world.guild.create_category("Quiet")
    inside = world.guild.create_text_channel("inside", category=quiet)
    panel = await choose(world, await panel_of(world), ChooseSetup("open"), welcome, world.general)
    assert chosen_in(panel, ChooseSetup("open")) == in_order(welcome, world.general)
    panel = await choose(world, panel, ChooseSetup("closed"), quiet)
    assert chosen_in(panel, ChooseSetup("closed")) == [str(quiet.id)]
    for channel in (welcome, world.general):
        assert "Anna finds the letter." in visible_text(text_of(await lookup(world, "S01E01", channel)))
    assert "letter" not in text_of(await lookup(world, "S01E01", inside))
    panel = await choose(world, panel, ChooseSetup("closed"), quiet, world.general)
    assert chosen_in(panel, ChooseSetup("open")) == [str(welcome.id)]
    assert "letter" not in text_of(await lookup(world, "S01E01"))
    panel = await choose(world, panel, ChooseSetup("closed"))
    assert chosen_in(panel, ChooseSetup("closed")) == []
    assert chosen_in(panel, ChooseSetup("open")) == [str(welcome.id)]
    answer = await lookup(world, "S01E01")
    assert not answer.ephemeral
    assert "letter" not in visible_text(text_of(answer))
    assert "letter" in text_of(answer)


async def test_a_channel_without_spoilers_overrides_limits_of_single_shows(world: World) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to="S01E01"
    )
    panel = await choose(world, await panel_of(world), ChooseSetup("closed"), world.general)
    assert chosen_in(panel, ChooseSetup("closed")) == [str(world.general.id)]
    for episode in ("curtain:S01E01", "zebra:S01E01"):
        assert "||" not in text_of(await lookup(world, episode))
    assert "letter" not in text_of(await lookup(world, "curtain:S01E01"))


async def test_a_server_default_for_one_show_is_shown_until_the_panel_replaces_it(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="up-to", up_to="S01E01")
    panel = await panel_of(world)
    assert "Curtain" in text_of(panel).partition("**Set now**")[0]
    assert "Zebra" not in text_of(panel)
    panel = await choose(world, panel, ChooseSetup("default"), "open")
    assert "Curtain" not in text_of(panel).partition("**Set now**")[0]
    assert "Fiona leaves" in visible_text(text_of(await lookup(world, "S02E01")))


async def test_an_admin_can_choose_the_server_default(world: World) -> None:
    panel = await panel_of(world)
    sentences = {
        "tagged": "all spoilers are hidden",
        "aired": "7 days after an episode",
        "open": "everything is visible",
        "closed": "not even hidden",
    }
    offered = [option["value"] for option in select_of(panel, ChooseSetup("default"))["options"]]
    assert offered == list(sentences)
    for name, sentence in sentences.items():
        panel = await choose(world, panel, ChooseSetup("default"), name)
        assert chosen_in(panel, ChooseSetup("default")) == [name]
        assert sentence in text_of(await world.fan.slash(world.general, "here"))


async def test_the_panel_shows_a_server_default_set_by_command(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="aired", days=21, strict=True)
    panel = await panel_of(world)
    assert chosen_in(panel, ChooseSetup("default")) == []
    assert "Set with `/spoilers default`" in text_of(panel)
    assert "21 days after an episode airs" in text_of(panel)

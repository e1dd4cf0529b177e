"""The default show, and which bundled shows are hidden."""

from pathlib import Path

import pytest

from bot.domain.ids import GuildId
from bot.replies.clicks import ChooseSetup
from bot.store.edits import add_show
from tests.cogs.setup.steps import choose, chosen_in, lookup, panel_of, select_of
from tests.forms import save
from tests.world import World, message_of, text_of


async def test_an_admin_can_choose_the_default_show(world: World) -> None:
    panel = await panel_of(world)
    assert "## Overture" in text_of(await lookup(world, "S01E01"))
    drawn = await choose(world, panel, ChooseSetup("show"), "zebra")
    assert chosen_in(drawn, ChooseSetup("show")) == ["zebra"]
    assert "## Stripes" in text_of(await lookup(world, "S01E01"))
    assert "### Zebra" in text_of(await world.fan.slash(world.general, "here"))


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_without_shows_the_panel_says_so_and_works(self, world: World) -> None:
        panel = await panel_of(world)
        assert "no shows yet" in text_of(panel)
        panel = await choose(world, panel, ChooseSetup("open"), world.general)
        assert chosen_in(panel, ChooseSetup("open")) == [str(world.general.id)]


async def test_bundled_shows_are_hidden_and_shown_again(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    hidden = await world.admin.click(message_of(await panel_of(world)), label="Hide Zebra")
    assert "Hidden, found only by name: Zebra" in text_of(hidden)
    shows = await world.fan.autocomplete(world.general, "episode lookup", "show", "")
    assert [show["name"] for show in shows] == ["Nashville", "Curtain"]
    shown = await world.admin.click(message_of(hidden), label="Show Zebra")
    assert "Hidden" not in text_of(shown)
    assert len(await world.fan.autocomplete(world.general, "episode lookup", "show", "")) == 3


async def test_with_many_shows_each_can_be_chosen_from_pages(world: World) -> None:
    async with world.database.write() as writing:
        for number in range(60):
            await add_show(writing, GuildId(world.guild.id), f"show-{number:02}", f"Show {number:02}")
    message = message_of(await panel_of(world))
    seen: list[str] = []
    page = await world.admin.select(message, [">1"], custom_id='["setup","show",false]')
    page = await world.admin.select(message, [">0"], custom_id='["setup","show",false]')
    while True:
        options = select_of(page, ChooseSetup("show"))["options"]
        assert len(options) <= 25
        seen += [option["value"] for option in options if not option["value"].startswith(">")]
        if options[-1]["label"] != "More shows":
            break
        page = await world.admin.select(message, [options[-1]["value"]], custom_id='["setup","show",false]')
    assert len(seen) == len(set(seen)) == 62
    chosen = await world.admin.select(message, ["show-59"], custom_id='["setup","show",false]')
    (option,) = [one for one in select_of(chosen, ChooseSetup("show"))["options"] if one.get("default")]
    assert option["value"] == "show-59"

"""**/spoilers default** and **/spoilers titles**: what holds in the whole server."""

from tests.cogs.spoilers.steps import card, is_clear, overview
from tests.world import World, text_of


async def test_an_admin_can_set_and_clear_the_server_default(world: World) -> None:
    answer = await world.admin.slash(world.general, "spoilers default", policy="up-to", up_to="S01E02")
    assert answer.ephemeral
    assert "**Everywhere else · Curtain**: visible" in text_of(answer)
    assert await is_clear(world, "S01E02")
    assert not await is_clear(world, "S01E03")
    answer = await world.admin.slash(world.general, "spoilers default", policy="open")
    assert "**Everywhere else**: everything" in text_of(answer)
    cleared = await world.admin.slash(
        world.general, "spoilers default", policy="tagged", clear=True, show="curtain"
    )
    assert "Everywhere else · Curtain" in text_of(cleared)
    assert await is_clear(world, "S01E03")
    await world.admin.slash(world.general, "spoilers default", policy="tagged", clear=True)
    assert not await is_clear(world, "S01E01")
    nothing = await world.admin.slash(world.general, "spoilers default", policy="tagged", clear=True)
    assert "### No limit to remove" in text_of(nothing)


async def test_titles_can_be_hidden_and_shown(world: World) -> None:
    answer = await world.admin.slash(world.general, "spoilers titles", hide=True)
    assert answer.ephemeral
    assert "### Titles past the limit are hidden" in text_of(answer)
    assert "Titles past a limit are hidden" in await overview(world)
    assert "Footlights" not in await card(world, "S01E03")
    answer = await world.admin.slash(world.general, "spoilers titles", hide=False)
    assert "### Titles are visible" in text_of(answer)
    assert "## Footlights" in await card(world, "S01E03")

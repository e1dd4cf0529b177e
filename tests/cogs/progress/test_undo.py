"""**/progress clear**, and undoing a change."""

import discord
import pytest

from tests.cogs.progress.steps import set_progress, shown_progress
from tests.world import World, message_of, text_of


async def test_clearing_one_show_can_be_undone(world: World) -> None:
    await set_progress(world, "S01E02")
    await set_progress(world, "S01E01", show="zebra")
    cleared = await world.fan.slash(world.general, "progress clear", show="curtain")
    assert cleared.ephemeral
    assert "### Curtain progress cleared" in text_of(cleared)
    assert "Curtain" not in await shown_progress(world)
    assert "Zebra" in await shown_progress(world)
    await world.fan.click(message_of(cleared), label="Undo")
    assert "- **Curtain**: watched up to **S01E02**" in await shown_progress(world)


async def test_clearing_progress_without_a_show_clears_all_shows(world: World) -> None:
    await set_progress(world, "S01E02")
    await set_progress(world, "S01E01", show="zebra")
    cleared = await world.fan.slash(world.general, "progress clear")
    assert cleared.ephemeral
    assert "### Progress cleared" in text_of(cleared)
    assert "Curtain" in text_of(cleared)
    assert "Zebra" in text_of(cleared)
    assert "No progress saved" in await shown_progress(world)


async def test_clearing_progress_without_any_says_so(world: World) -> None:
    for options in ({}, {"show": "zebra"}):
        answer = await world.fan.slash(world.general, "progress clear", **options)
        assert answer.ephemeral
        assert "No progress saved" in text_of(answer)
    answer = await world.fan.slash(world.general, "progress clear", show="nope")
    assert "### No show “nope”" in text_of(answer)


async def test_a_progress_change_can_be_undone_and_redone(world: World) -> None:
    first = await set_progress(world, "S01E02")
    second = await set_progress(world, "not started")
    undone = await world.fan.click(message_of(second), label="Undo")
    assert "watched up to **S01E02**" in text_of(undone)
    assert undone.response is not None
    assert second.response is not None
    assert undone.response.id == second.response.id
    redone = await world.fan.click(message_of(undone), label="Undo")
    assert "### Curtain: not started" in text_of(redone)
    await world.fan.click(message_of(redone), label="Undo")
    nothing = await world.fan.click(message_of(first), label="Undo")
    assert "### Curtain progress cleared" in text_of(nothing)
    assert "No progress saved" in await shown_progress(world)


async def test_undo_is_refused_after_another_change(world: World) -> None:
    first = await set_progress(world, "S01E02")
    await set_progress(world, "S01E03")
    refused = await world.fan.click(message_of(first), label="Undo")
    assert refused.ephemeral
    assert "### That can't be undone any more" in text_of(refused)
    assert "watched up to **S01E03**" in await shown_progress(world)


@pytest.mark.parametrize(
    "custom_id",
    [
        '["undo-progress","curtain",-7,null]',
        '["undo-progress","curtain",5,-7]',
        '["progress","curtain",-7]',
        '["menu","Season"]',
        '["further","nope"]',
    ],
)
async def test_a_forged_button_gets_an_error_message_and_changes_nothing(
    world: World, custom_id: str
) -> None:
    await set_progress(world, "S01E02")
    message = await world.forge(discord.ui.Button(label="forged", custom_id=custom_id))
    refused = await world.fan.click(message, label="forged")
    assert refused.ephemeral
    assert "###" in text_of(refused)
    assert "watched up to **S01E02**" in await shown_progress(world)

"""`/catalog history`: who changed what, with a menu, Undo and Redo."""

from pathlib import Path

import pytest
from simcord import InteractionResult

from bot.replies.catalog_clicks import OpenChange
from bot.replies.clicks import custom_id_of
from tests.forms import press_and_save, save
from tests.world import World, components_of, labels_of, message_of, text_of, walk, write_two_shows


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_two_shows(tmp_path / "packs")


async def history(world: World) -> InteractionResult:
    return await world.admin.slash(world.general, "catalog history")


async def add_quote(world: World, text: str, show: str = "curtain") -> InteractionResult:
    return await save(world, "quote add", {"text": text, "speaker": "Edda"}, episode="S01E01", show=show)


async def test_the_history_names_the_show_once_and_quotes_what_changed(world: World) -> None:
    await add_quote(world, "Mind the *gap*")
    await add_quote(world, "Lights, please")
    text = text_of(await history(world))
    assert text.count("Curtain") == 1
    assert f"`#1` <@{world.admin.id}> added a quote in **S01E01**: “Mind the \\*gap\\*”" in text
    assert "“Lights, please”" in text


async def test_the_history_quotes_deleted_items_as_they_were(world: World) -> None:
    added = await add_quote(world, "Mind the gap")
    await world.admin.click(message_of(added), label="Undo")
    text = text_of(await history(world))
    assert text.count("“Mind the gap”") == 2
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E01")
    await press_and_save(world, panel, "Facts", {"title": "First Night"})
    assert "edited episode **S01E01**: “First Night”" in text_of(await history(world))


async def test_changes_are_grouped_by_show(world: World) -> None:
    await add_quote(world, "One")
    await add_quote(world, "Two", "zebra")
    lines = text_of(await history(world)).splitlines()
    assert lines.index("**Zebra**") < lines.index("**Curtain**")


async def test_the_menu_of_changes_contains_no_spoilers(world: World) -> None:
    await add_quote(world, "Mind the gap")
    shown = await history(world)
    (menu,) = [part for part in walk(components_of(shown)) if "options" in part]
    assert [option["label"] for option in menu["options"]] == ["#1 · add quote · S01E01"]
    opened = await world.admin.select(
        message_of(shown), [menu["options"][0]["value"]], custom_id=menu["custom_id"]
    )
    assert "Mind the gap" in text_of(opened)
    assert labels_of(opened) == ["Undo", "History"]
    assert menu["options"][0]["value"] == custom_id_of(OpenChange(1))


async def test_the_last_change_can_be_undone_and_redone_from_the_history(world: World) -> None:
    await add_quote(world, "One")
    await add_quote(world, "Two")
    shown = await history(world)
    assert labels_of(shown) == ["Undo #2"]
    await world.admin.click(message_of(shown), label="Undo #2")
    shown = await history(world)
    assert labels_of(shown) == ["Undo #1", "Redo #2"]
    await world.admin.click(message_of(shown), label="Redo #2")
    assert labels_of(await history(world)) == ["Undo #2"]


async def test_an_undone_change_can_be_redone_from_its_own_card(world: World) -> None:
    added = await add_quote(world, "One")
    await world.admin.click(message_of(added), label="Undo")
    shown = await history(world)
    opened = await world.admin.select(
        message_of(shown), [custom_id_of(OpenChange(1))], custom_id='["menu","Open a change"]'
    )
    assert "Undone by #2." in text_of(opened)
    redone = await world.admin.click(message_of(opened), label="Redo")
    assert "### Redone" in text_of(redone)

from pathlib import Path

import pytest

from tests.forms import fill_in, save
from tests.world import World, labels_of, message_of, text_of, write_curtain


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def test_a_show_is_built_from_nothing(world: World) -> None:
    saved = await save(world, "show add", {"title": "Slings & Arrows"})
    assert saved.ephemeral
    assert "you added the show" in text_of(saved)
    assert "`slings-arrows`" in text_of(saved)
    assert "Add S01E01" in labels_of(saved)
    form = await world.admin.click(message_of(saved), label="Add S01E01")
    saved = await fill_in(
        world.admin, form, title="Oliver's Dream", aired="3 November 2003", summary="Oliver dies."
    )
    assert "you added the episode **S01E01**" in text_of(saved)
    saved = await save(
        world, "song add", {"title": "Cheer Up, Hamlet", "performers": "Cyril, Frank"}, episode="S01E01"
    )
    assert "added a song in **S01E01**" in text_of(saved)
    saved = await save(
        world, "quote add", {"text": "To be, or not to be.", "speaker": "Jack"}, episode="S01E01"
    )
    assert "added a line in **S01E01**" in text_of(saved)
    panel = await world.admin.slash(world.general, "catalog recap edit", episode="S01E01")
    form = await world.admin.click(message_of(panel), label="Add scenes")
    saved = await fill_in(world.admin, form, scenes="A pig truck comes.\n\nOliver is hit.")
    assert "added the recap" in text_of(saved)

    card = text_of(await world.fan.slash(world.general, "episode lookup", episode="dream"))
    assert "Oliver's Dream" in card
    assert "||Oliver dies.||" in card
    assert "Cheer Up, Hamlet" in card
    found = text_of(await world.fan.slash(world.general, "quote search", text="not to be"))
    assert "||Jack\\: To be, or not to be.||" in found
    recap = text_of(await world.fan.slash(world.general, "recap", episode="S01E01"))
    assert "||A pig truck comes.||" in recap

from pathlib import Path

import pytest

from tests.forms import fill_in, save
from tests.world import World, hidden_text, labels_of, message_of, text_of, write_curtain

MAKE_DEFAULT = "Make it the default and hide Curtain"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def test_a_show_can_be_built_with_commands_only(world: World) -> None:
    saved = await save(world, "show add", {"title": "Slings & Arrows"})
    assert saved.ephemeral
    assert "Added show" in text_of(saved)
    assert "`slings-arrows`" in text_of(saved)
    assert "Add S01E01" in labels_of(saved)
    await world.admin.click(message_of(saved), label=MAKE_DEFAULT)
    form = await world.admin.click(message_of(saved), label="Add S01E01")
    saved = await fill_in(
        world.admin, form, title="Oliver's Dream", aired="3 November 2003", summary="Oliver dies."
    )
    assert "Added episode: S01E01" in text_of(saved)
    saved = await save(
        world, "song add", {"title": "Cheer Up, Hamlet", "performers": "Cyril, Frank"}, episode="S01E01"
    )
    assert "Added song: " in text_of(saved)
    saved = await save(
        world, "quote add", {"text": "To be, or not to be.", "speaker": "Jack"}, episode="S01E01"
    )
    assert "Added quote: “" in text_of(saved)
    assert "S01E01)" in text_of(saved)
    panel = await world.admin.slash(world.general, "catalog recap edit", episode="S01E01")
    form = await world.admin.click(message_of(panel), label="Add scenes")
    saved = await fill_in(world.admin, form, scenes="A pig truck comes.\n\nOliver is hit.")
    assert "Added recap" in text_of(saved)

    card = text_of(await world.fan.slash(world.general, "episode lookup", episode="dream"))
    assert "Oliver's Dream" in card
    assert "||Oliver dies.||" in card
    assert "Cheer Up, Hamlet" in card
    found = text_of(await world.fan.slash(world.general, "quote search", text="not to be"))
    assert "||“**To be**, or **not to be**\\.” · Jack||" in found
    recap = text_of(await world.fan.slash(world.general, "recap", episode="S01E01"))
    assert "A pig truck comes." in hidden_text(recap)


async def test_a_moderators_text_is_hidden_from_a_fan_who_has_not_watched_it(world: World) -> None:
    """Creates two episodes, a song, three quotes and a recap, undoes one edit, and then looks as the fan."""
    saved = await save(world, "show add", {"title": "Slings & Arrows"})
    await world.admin.click(message_of(saved), label=MAKE_DEFAULT)
    await save(world, "episode add", {"title": "Dream", "summary": "Oliver dies."}, season="1", number="1")
    second = {"title": "Ghost", "summary": "Oliver is back."}
    await save(world, "episode add", second, season="1", number="2")
    await save(world, "song add", {"title": "Call the Understudy", "performers": "Frank"}, episode="S01E02")
    for episode, words in (("S01E01", "The curtain rises"), ("S01E02", "He haunts me"), ("S01E02", "Boo")):
        await save(world, "quote add", {"text": words, "speaker": "Geoffrey"}, episode=episode)
    panel = await world.admin.slash(world.general, "catalog recap edit", episode="S01E02")
    form = await world.admin.click(message_of(panel), label="Add scenes")
    await fill_in(world.admin, form, scenes="A skull is willed.\n\nA ghost speaks.")
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E01")
    form = await world.admin.click(message_of(panel), label="Summary, still")
    saved = await fill_in(world.admin, form, summary="Oliver lives.")
    await world.admin.click(message_of(saved), label="Undo")

    await world.fan.slash(world.general, "progress set", episode="S01E01")
    known = await world.fan.slash(world.general, "episode lookup", episode="dream", private=True)
    assert "Oliver dies." in text_of(known)
    assert "||" not in text_of(known)
    ahead = await world.fan.slash(world.general, "episode lookup", episode="S01E02", private=True)
    for word in ("Ghost", "Oliver", "Understudy", "Frank"):
        assert word not in text_of(ahead)
    for command, option in (("episode lookup", "ghost"), ("song info", "understudy")):
        name = command.split()[0]
        assert "Understudy" not in text_of(await world.fan.slash(world.general, command, **{name: option}))
        assert await world.fan.autocomplete(world.general, command, name, option) == []
    assert "The **curtain rises**" in text_of(
        await world.fan.slash(world.general, "quote search", text="curtain rises")
    )
    assert "Nothing found" in text_of(await world.fan.slash(world.general, "quote search", text="haunts me"))

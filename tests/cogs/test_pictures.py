"""Posters, stills and colours: on cards, in forms and files, and when Discord refuses a picture."""

from pathlib import Path
from typing import Any

import pytest
from simcord import InteractionResult

from tests.forms import edit_show, fill_in, press_and_save, save, save_show
from tests.world import World, components_of, message_of, text_of, walk, write_curtain

_POSTER, _STILL = "https://pictures.example/poster.webp", "https://pictures.example/still.webp"
_TEAL = 0x1F6F78


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = write_curtain(tmp_path / "packs")
    show = folder / "curtain" / "show.toml"
    show.write_text(f'{show.read_text(encoding="utf-8")}poster = "{_POSTER}"\naccent = "#1f6f78"\n')
    return folder


def pictures_of(result: InteractionResult) -> list[str]:
    return [media["url"] for media in _media(components_of(result))]


def _media(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in walk(components):
        found += [part["accessory"]["media"]] if "accessory" in part else []
        found += [item["media"] for item in part.get("items", [])]
    return found


def colour_of(result: InteractionResult) -> int:
    return components_of(result)[0]["accent_color"]


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("episode lookup", {"episode": "S01E03"}),
        ("episode list", {}),
        ("song info", {"song": "Under the Gods"}),
        ("song list", {}),
        ("recap", {"episode": "S01E03"}),
        ("quote search", {"text": "letter"}),
        ("progress show", {"show": "curtain"}),
        ("progress set", {"episode": "S01E01"}),
    ],
)
async def test_every_card_of_a_show_has_its_poster_and_colour(
    world: World, command: str, options: dict[str, str]
) -> None:
    card = await world.fan.slash(world.general, command, **options)
    assert pictures_of(card) == [_POSTER]
    assert colour_of(card) == _TEAL


async def test_poster_and_colour_can_be_set_in_the_form_and_undone(world: World) -> None:
    saved = await save_show(world, "curtain", poster="https://pictures.example/new.png", accent="aabbcc")
    card = await world.fan.slash(world.general, "episode list")
    assert (pictures_of(card), colour_of(card)) == (["https://pictures.example/new.png"], 0xAABBCC)
    await world.admin.click(message_of(saved), label="Undo")
    card = await world.fan.slash(world.general, "episode list")
    assert (pictures_of(card), colour_of(card)) == ([_POSTER], _TEAL)


async def test_a_copy_of_a_show_keeps_poster_colour_and_stills(world: World) -> None:
    await _add_still(world)
    await save(world, "episode add", {"title": "New"}, season="9", number="1", show="curtain")
    card = await world.fan.slash(world.general, "episode lookup", episode="S01E01")
    assert (pictures_of(card), colour_of(card)) == ([_POSTER, _STILL], _TEAL)


async def _add_still(world: World) -> InteractionResult:
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E01")
    return await press_and_save(world, panel, "Summary, still", {"still": _STILL})


async def test_pictures_are_exported_and_imported(world: World) -> None:
    await _add_still(world)
    exported = await world.admin.slash(world.general, "catalog export", show="curtain")
    (file,) = message_of(exported).attachments
    data = await file.read()
    assert f'poster = "{_POSTER}"' in data.decode()
    assert f'still = "{_STILL}"' in data.decode()
    again = await world.admin.slash(world.general, "catalog import", file=("show.toml", data), show="curtain")
    assert "Nothing to change" in text_of(again)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"poster": "http://pictures.example/p.png"}, "begins with `https://`"),
        ({"poster": "https://me:secret@pictures.example/p.png"}, "begins with `https://`"),
        ({"accent": "teal"}, "isn't a colour. Try one like `#1F6F78`."),
    ],
)
async def test_an_invalid_picture_address_or_colour_is_refused(
    world: World, typed: dict[str, str], sentence: str
) -> None:
    form = await edit_show(world, "curtain")
    refused = await fill_in(world.admin, form, **typed)
    assert sentence in text_of(refused)
    assert pictures_of(await world.fan.slash(world.general, "episode list")) == [_POSTER]


async def test_if_discord_refuses_a_picture_the_card_is_sent_without_it(world: World) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)
    card = await world.fan.slash(world.general, "episode lookup", episode="S01E01")
    assert pictures_of(card) == []
    assert "Overture" in text_of(card)
    assert colour_of(card) == _TEAL


async def test_if_discord_refuses_a_picture_a_click_is_answered_without_it(world: World) -> None:
    card = await world.fan.slash(world.general, "episode lookup", episode="S01E01", private=True)
    world.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)
    turned = await world.fan.click(message_of(card), label="▶")
    assert pictures_of(turned) == []
    assert "Second Night" in text_of(turned)

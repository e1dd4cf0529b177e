"""Buttons of a show that was deleted: they never mean a show whose title is like it."""

from pathlib import Path

import discord
import pytest

from bot.domain.positions import Position
from bot.replies.catalog_clicks import RemoveShow, TurnHistory
from bot.replies.clicks import (
    ChooseProgress,
    ClearLimit,
    Click,
    ListEpisodes,
    ListSongs,
    OpenEpisode,
    OpenQuotes,
    OpenRecap,
    SetLimit,
    SetProgress,
    ShowLimit,
    Watch,
    custom_id_of,
)
from tests.forms import remove_show, save
from tests.world import World, message_of, text_of, write_curtain

FIRST = Position.from_code("S01E01").key
HERE = 1


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def delete_a_show(world: World) -> None:
    """A server's own show is deleted; Curtain has a title that begins like it."""
    await save(world, "show add", {"title": "Curt", "slug": "curt"})
    await save(world, "episode add", {"title": "One"}, season="1", number="1", show="curt")
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="tagged", show="curtain"
    )
    assert "Curt" in text_of(
        await world.fan.slash(world.general, "episode lookup", episode="S01E01", show="curt")
    )
    await remove_show(world, "curt")


@pytest.mark.parametrize(
    "click",
    [
        OpenEpisode("curt", FIRST),
        OpenRecap("curt", FIRST),
        OpenQuotes("curt", FIRST),
        ListEpisodes("curt", None, 0),
        ListSongs("curt", None, 0),
        Watch(FIRST, OpenEpisode("curt", FIRST)),
        ChooseProgress("curt"),
        SetProgress("curt", FIRST),
        ShowLimit(HERE, "curt"),
        SetLimit(HERE, "curt", "open"),
        ClearLimit(HERE, "curt"),
        RemoveShow("curt"),
        TurnHistory("curt", 0),
    ],
    ids=lambda click: type(click).__name__,
)
async def test_a_button_of_a_deleted_show_never_means_one_with_a_title_like_it(
    world: World, click: Click
) -> None:
    await delete_a_show(world)
    custom_id = custom_id_of(click).replace(f",{HERE},", f",{world.general.id},")
    message = await world.forge(discord.ui.Button(label="old", custom_id=custom_id))
    answer = await world.admin.click(message, label="old")
    assert "No show “curt”" in text_of(answer)
    assert "No progress saved" in text_of(await world.admin.slash(world.general, "progress show"))
    here = text_of(await world.fan.slash(world.general, "here", show="curtain"))
    assert "all spoilers are hidden" in here
    assert "Set here (Curtain)" in here


async def test_a_typed_name_may_still_be_the_beginning_of_a_title(world: World) -> None:
    await delete_a_show(world)
    answer = await world.fan.slash(world.general, "episode lookup", episode="S01E01", show="curt")
    assert "Overture" in text_of(answer)


async def test_a_watched_button_still_works_while_its_show_is_there(world: World) -> None:
    card = await world.fan.slash(world.general, "episode lookup", episode="S01E01")
    pressed = await world.fan.click(message_of(card), label="Watched up to S01E01")
    assert "watched up to **S01E01**" in text_of(pressed)

from pathlib import Path

import pytest

from tests.forms import fields_of, fill_in, save
from tests.world import World, labels_of, message_of, text_of, write_curtain


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def test_the_first_own_show_need_not_be_named(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    assert "Nashville" in text_of(await world.fan.slash(world.general, "episode list"))
    named = await world.fan.slash(world.general, "episode list", show="curtain")
    assert "Overture" in text_of(named)


async def test_a_second_show_does_not_take_the_first_ones_place(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    await save(world, "show add", {"title": "Empire"})
    assert "Nashville" in text_of(await world.fan.slash(world.general, "episode list"))


async def test_a_new_show_says_how_it_is_filled(world: World) -> None:
    saved = text_of(await save(world, "show add", {"title": "Nashville"}))
    assert "https://api.tvmaze.com/singlesearch/shows?q=NAME&embed=episodes" in saved
    assert "/catalog import" in saved


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "Curtain"}, "“curtain” is there already"),
        ({"title": "X", "slug": "Not A Slug"}, "lower case, digits and hyphens"),
        ({"title": "東京", "slug": ""}, "**Short name** is empty"),
        ({"title": "\u200b"}, "**Title** is empty"),
    ],
)
async def test_a_show_with_no_good_name_is_refused(world: World, typed: dict[str, str], said: str) -> None:
    refused = await save(world, "show add", typed)
    assert refused.ephemeral
    assert said in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    assert fields_of(again) == {"slug": "", **typed}
    saved = await fill_in(world.admin, again, title="Nashville", slug="nash-ville")
    assert "`nash-ville`" in text_of(saved)


async def test_a_show_is_named_anew(world: World) -> None:
    await save(world, "show add", {"title": "Nashvile"})
    saved = await save(world, "show edit", {"title": "Nashville", "slug": ""}, show="nashvile")
    assert "you edited the show" in text_of(saved)
    assert "Nashville" in text_of(await world.fan.slash(world.general, "episode list", show="nashville"))


async def test_a_show_cannot_take_the_short_name_of_another(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    await save(world, "show add", {"title": "Empire"})
    refused = await save(world, "show edit", {"slug": "nashville"}, show="empire")
    assert "“nashville” is there already" in text_of(refused)


async def test_a_form_sent_as_it_is_changes_nothing(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    assert "already saved like this" in text_of(await save(world, "show edit", {}, show="nashville"))


async def test_a_copy_keeps_the_short_name_of_the_bundled_show(world: World) -> None:
    form = await world.admin.slash(world.general, "catalog show edit", show="curtain")
    assert fields_of(form) == {"title": "Curtain"}
    saved = await fill_in(world.admin, form, title="The Curtain")
    assert "own copy of The Curtain" in text_of(saved)
    form = await world.admin.slash(world.general, "catalog show edit", show="curtain")
    assert fields_of(form) == {"title": "The Curtain"}


async def test_a_bundled_show_cannot_be_removed(world: World) -> None:
    refused = await world.admin.slash(world.general, "catalog show remove", show="curtain")
    assert "That show is everyone's" in text_of(refused)


async def test_a_removed_show_is_gone_and_comes_back(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    await save(world, "episode add", {"title": "Pilot"}, season="1", number="1")
    removed = await world.admin.slash(world.general, "catalog show remove", show="nashville")
    assert "All that was in it went with it" in text_of(removed)
    assert "No show “nashville”" in text_of(
        await world.fan.slash(world.general, "episode list", show="nashville")
    )
    await world.admin.click(message_of(removed), label="Undo")
    assert "Pilot" in text_of(await world.fan.slash(world.general, "episode list", show="nashville"))


async def test_a_removed_show_leaves_its_name_to_another_and_then_cannot_come_back(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    removed = await world.admin.slash(world.general, "catalog show remove", show="nashville")
    await save(world, "show add", {"title": "Nashville"})
    refused = await world.admin.click(message_of(removed), label="Undo")
    assert "Something else stands in its place" in text_of(refused)


async def test_nothing_within_a_removed_show_is_taken_back_before_the_show_is(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    added = await save(world, "episode add", {}, season="1", number="1")
    await world.admin.slash(world.general, "catalog show remove", show="nashville")
    refused = await world.admin.click(message_of(added), label="Undo")
    assert "Take that one back first" in text_of(refused)
    assert labels_of(refused) == ["#3"]


async def test_where_there_is_no_show_at_all_the_answers_say_how_to_add_one(
    world: World,
) -> None:
    async with world.database.write() as writing:
        await writing.run("DELETE FROM show")
    for command, options in {
        "catalog episode add": {"season": "1", "number": "1"},
        "catalog episode edit": {"episode": "x"},
        "catalog recap edit": {"episode": "x"},
        "catalog song add": {"episode": "x"},
        "catalog song edit": {"song": "x"},
        "catalog quote add": {"episode": "x"},
        "catalog quote edit": {"quote": "x"},
        "catalog show edit": {"show": "x"},
        "catalog show remove": {"show": "x"},
    }.items():
        answer = await world.admin.slash(world.general, command, **options)
        assert answer.ephemeral
        assert "/catalog show add" in text_of(answer)
        assert "/catalog import" in text_of(answer)
    assert "Nothing was changed here yet" in text_of(
        await world.admin.slash(world.general, "catalog history")
    )
    assert await world.admin.autocomplete(world.general, "catalog episode edit", "episode", "") == []
    assert await world.admin.autocomplete(world.general, "catalog quote edit", "quote", "") == []

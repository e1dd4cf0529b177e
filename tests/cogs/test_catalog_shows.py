from pathlib import Path

import pytest
from discord.ui import Button, View

from bot.replies.clicks import MakeDefault, custom_id_of
from tests.forms import edit_show, fields_of, fill_in, remove_show, save, save_show
from tests.world import World, labels_of, message_of, text_of, write_curtain


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def listed(world: World, **options: str) -> str:
    return text_of(await world.fan.slash(world.general, "episode list", **options))


async def suggested(world: World, typed: str = "") -> list[str]:
    return [
        choice["name"]
        for choice in await world.fan.autocomplete(world.general, "episode lookup", "show", typed)
    ]


async def test_adding_a_show_keeps_the_default_show_and_says_so(world: World) -> None:
    saved = text_of(await save(world, "show add", {"title": "Nashville"}))
    assert "Curtain is still the default show." in saved
    assert "Overture" in await listed(world)
    assert await suggested(world) == ["Nashville", "Curtain"]
    choices = await world.fan.autocomplete(world.general, "episode lookup", "episode", "overture")
    assert [choice["name"] for choice in choices] == ["Curtain · S01E01 · Overture"]


async def test_one_tap_makes_the_first_own_show_the_default_and_hides_the_bundled_show(
    world: World,
) -> None:
    saved = await save(world, "show add", {"title": "Nashville"})
    made = await world.admin.click(message_of(saved), label="Make it the default and hide Curtain")
    assert "### Nashville is the default show now" in text_of(made)
    assert "Hidden, found only by name: Curtain." in text_of(made)
    assert "Nashville" in await listed(world)
    assert await suggested(world) == ["Nashville"]
    assert await suggested(world, "curt") == ["Curtain"]
    assert "Overture" in await listed(world, show="curtain")
    again = await save(world, "show add", {"title": "Empire"})
    assert "Nashville is still the default show." in text_of(again)
    assert "Make it the default" in labels_of(again)
    assert "Nashville" in await listed(world)


async def test_copying_a_bundled_show_does_not_change_the_default(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    saved = await save(world, "episode add", {"title": "New"}, season="9", number="1", show="curtain")
    assert "still the default" not in text_of(saved)
    assert "Overture" in await listed(world)


async def test_only_admins_can_change_the_default_show(world: World) -> None:
    await world.let_moderate()
    saved = await save(world, "show add", {"title": "Nashville"}, by=world.moderator)
    assert "Admins choose it with `/setup`." in text_of(saved)
    assert not [label for label in labels_of(saved) if "default" in label]
    button = Button[View](custom_id=custom_id_of(MakeDefault("nashville", hides_bundled=True)), label="x")
    forged = await world.moderator.click(await world.forge(button), label="x")
    assert "admin" in text_of(forged).lower()
    assert "Overture" in await listed(world)


async def test_deleting_the_default_show_makes_the_only_remaining_one_the_default(world: World) -> None:
    saved = await save(world, "show add", {"title": "Nashville"})
    await world.admin.click(message_of(saved), label="Make it the default and hide Curtain")
    await remove_show(world, "nashville")
    assert "Overture" in await listed(world)


async def test_titles_without_latin_letters_get_a_generated_short_name(world: World) -> None:
    for title, slug in (("東京", "show"), ("Кухня", "show-2"), ("ドラマ", "show-3")):
        saved = text_of(await save(world, "show add", {"title": title}))
        assert f"Its short name is `{slug}`" in saved
        assert title in await listed(world, show=title)


async def test_adding_a_show_explains_how_to_import_its_episodes(world: World) -> None:
    saved = text_of(await save(world, "show add", {"title": "Nashville"}))
    assert "https://api.tvmaze.com/singlesearch/shows?q=NAME&embed=episodes" in saved
    assert "/catalog import" in saved


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": "Curtain"}, "“curtain” exists already"),
        ({"title": "X", "slug": "Not A Slug"}, "lower case, digits and hyphens"),
        ({"title": "\u200b"}, "**Title** is required"),
    ],
)
async def test_a_show_with_an_invalid_name_is_refused(
    world: World, typed: dict[str, str], sentence: str
) -> None:
    refused = await save(world, "show add", typed)
    assert refused.ephemeral
    assert sentence in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    assert fields_of(again) == {"slug": "", **typed}
    saved = await fill_in(world.admin, again, title="Nashville", slug="nash-ville")
    assert "`nash-ville`" in text_of(saved)


async def test_a_show_can_be_renamed(world: World) -> None:
    await save(world, "show add", {"title": "Nashvile"})
    saved = await save_show(world, "nashvile", title="Nashville", slug="")
    assert "Edited show" in text_of(saved)
    assert "Nashville" in text_of(await world.fan.slash(world.general, "episode list", show="nashville"))


async def test_a_show_without_songs_has_no_songs_button(world: World) -> None:
    before = labels_of(await world.fan.slash(world.general, "episode lookup", episode="S01E03"))
    refused = await save_show(world, "curtain", has_songs="may")
    assert "**Songs**: type `yes` or `no`, not “may”." in text_of(refused)
    saved = await save_show(world, "curtain", has_songs="No")
    after = labels_of(await world.fan.slash(world.general, "episode lookup", episode="S01E03"))
    assert after == [label for label in before if label != "🎵"] != before
    detail = await world.admin.click(message_of(saved), label="Undo")
    assert "Undone" in text_of(detail)
    assert labels_of(await world.fan.slash(world.general, "episode lookup", episode="S01E03")) == before


async def test_the_songs_button_is_shown_whether_or_not_an_episode_has_songs(world: World) -> None:
    for code in ("S01E01", "S01E03"):
        assert "🎵" in labels_of(await world.fan.slash(world.general, "episode lookup", episode=code))


async def test_a_show_cannot_take_the_short_name_of_another(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    await save(world, "show add", {"title": "Empire"})
    refused = await save_show(world, "empire", slug="nashville")
    assert "“nashville” exists already" in text_of(refused)


async def test_a_form_sent_unchanged_changes_nothing(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    assert "already saved like this" in text_of(await save_show(world, "nashville"))


async def test_a_copy_keeps_the_short_name_of_the_bundled_show(world: World) -> None:
    form = await edit_show(world, "curtain")
    assert set(fields_of(form)) == {"title", "has_songs", "poster", "accent"}
    saved = await fill_in(world.admin, form, title="The Curtain")
    assert "own copy of The Curtain" in text_of(saved)
    form = await edit_show(world, "curtain")
    assert fields_of(form) == {"title": "The Curtain", "has_songs": "yes", "poster": "", "accent": ""}


async def test_the_ids_of_a_show_are_typed_or_pasted_as_addresses(world: World) -> None:
    saved = await save_show(
        world,
        "curtain",
        "IDs",
        tvdb="79169",
        imdb="https://www.imdb.com/title/tt0944947/?ref_=fn",
        tmdb="https://www.themoviedb.org/tv/1399-curtain",
        tvmaze="https://www.tvmaze.com/shows/82/curtain",
    )
    assert "Edited show" in text_of(saved)
    form = await edit_show(world, "curtain", "IDs")
    assert fields_of(form) == {"tvdb": "79169", "imdb": "tt0944947", "tmdb": "1399", "tvmaze": "82"}
    await world.admin.click(message_of(saved), label="Undo")
    assert set(fields_of(await edit_show(world, "curtain", "IDs")).values()) == {""}


async def test_what_is_no_id_is_refused_in_a_sentence(world: World) -> None:
    for field, typed in (("tvdb", "https://thetvdb.com/series/curtain"), ("imdb", "944947"), ("tmdb", "0")):
        refused = await save_show(world, "curtain", "IDs", **{field: typed})
        assert "isn't an ID" in text_of(refused)


async def test_a_bundled_show_cannot_be_deleted(world: World) -> None:
    refused = await world.admin.slash(world.general, "catalog show remove", show="curtain")
    assert "Bundled shows can't be deleted" in text_of(refused)


async def test_a_deleted_show_can_be_restored_with_its_episodes(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    await save(world, "episode add", {"title": "Pilot"}, season="1", number="1", show="nashville")
    removed = await remove_show(world, "nashville")
    assert "Everything in it is deleted too" in text_of(removed)
    assert "The default show is now" not in text_of(removed)
    assert "No show “nashville”" in text_of(
        await world.fan.slash(world.general, "episode list", show="nashville")
    )
    await world.admin.click(message_of(removed), label="Undo")
    assert "Pilot" in text_of(await world.fan.slash(world.general, "episode list", show="nashville"))


async def test_deleting_the_default_show_says_which_one_is_the_default_now(world: World) -> None:
    saved = await save(world, "show add", {"title": "Nashville"})
    await world.admin.click(message_of(saved), label="Make it the default and hide Curtain")
    removed = await remove_show(world, "nashville")
    assert "The default show is now Curtain." in text_of(removed)
    undone = await world.admin.click(message_of(removed), label="Undo")
    assert "The default show is now Nashville." in text_of(undone)


async def test_undoing_the_addition_of_the_default_show_names_the_new_default(world: World) -> None:
    saved = await save(world, "show add", {"title": "Nashville"})
    await world.admin.click(message_of(saved), label="Make it the default and hide Curtain")
    undone = await world.admin.slash(world.general, "catalog undo", change="1")
    assert "The default show is now Curtain." in text_of(undone)


async def test_deleting_a_show_asks_first_and_can_be_cancelled(world: World) -> None:
    await world.let_moderate()
    await save(world, "show add", {"title": "Nashville"})
    asked = await world.moderator.slash(world.general, "catalog show remove", show="nashville")
    assert "### Delete Nashville?" in text_of(asked)
    assert labels_of(asked) == ["Delete Nashville", "Cancel"]
    cancelled = await world.moderator.click(message_of(asked), label="Cancel")
    assert "Nothing was changed" in text_of(cancelled)
    assert "Nashville" in await listed(world, show="nashville")
    asked = await world.moderator.slash(world.general, "catalog show remove", show="nashville")
    world.take_role(world.moderator, world.moderator_role)
    refused = await world.moderator.click(message_of(asked), label="Delete Nashville")
    assert "Moderators only" in text_of(refused)
    assert "Nashville" in await listed(world, show="nashville")


async def test_a_deleted_show_cannot_be_restored_once_another_has_its_short_name(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    removed = await remove_show(world, "nashville")
    await save(world, "show add", {"title": "Nashville"})
    refused = await world.admin.click(message_of(removed), label="Undo")
    assert "Something else is in its place now" in text_of(refused)


async def test_changes_in_a_deleted_show_cannot_be_undone_before_its_deletion_is(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    added = await save(world, "episode add", {}, season="1", number="1", show="nashville")
    await remove_show(world, "nashville")
    refused = await world.admin.click(message_of(added), label="Undo")
    assert "Undo that one first" in text_of(refused)
    assert labels_of(refused) == ["#3"]


async def test_without_any_show_every_catalog_command_says_how_to_add_one(
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
    assert "No changes yet" in text_of(await world.admin.slash(world.general, "catalog history"))
    assert await world.admin.autocomplete(world.general, "catalog episode edit", "episode", "") == []
    assert await world.admin.autocomplete(world.general, "catalog quote edit", "quote", "") == []

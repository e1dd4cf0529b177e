from pathlib import Path
from typing import Any

import pytest

from tests.forms import fields_of, press_and_save, save
from tests.world import (
    World,
    choose,
    episode_toml,
    labels_of,
    message_of,
    options_of,
    text_of,
    write_curtain,
    write_pack,
)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def edit(world: World, song: str) -> Any:
    return await world.admin.slash(world.general, "catalog song edit", song=song)


async def test_after_adding_a_song_another_can_be_added(world: World) -> None:
    song = {
        "title": "Second String",
        "performers": "Ann\nBob",
        "song_context": "They part.",
        "song_writers": "Wes, Win",
        "original_artist": "The Firsts",
    }
    saved = await save(world, "song add", song, episode="S01E01")
    assert "Added song: " in text_of(saved)
    await press_and_save(world, saved, "Add another", {"title": "Third String"})
    card = text_of(await world.fan.slash(world.general, "song info", song="second string"))
    for part in ("Second String", "Wes & Win", "The Firsts", "||Sung by Ann, Bob · They part.||"):
        assert part in card
    assert "Third String" in text_of(await world.fan.slash(world.general, "song list", episode="S01E01"))


async def test_adding_an_existing_song_adds_a_performance_to_it(world: World) -> None:
    await save(world, "song add", {"title": "Under the Gods", "song_writers": "Wes"}, episode="S01E01")
    panel = text_of(await edit(world, "under the gods"))
    assert "**Sung in** S01E01, S01E03" in panel
    assert "Wes" in panel


async def test_a_song_cannot_be_added_twice_to_an_episode(world: World) -> None:
    refused = await save(world, "song add", {"title": "Under the Gods"}, episode="S01E03")
    assert "“Under the Gods” exists already" in text_of(refused)
    refused = await press_and_save(
        world, await edit(world, "under"), "Add to another episode", {"episode": "S01E03"}
    )
    assert "**Episode**: “S01E03” exists already" in text_of(refused)


async def test_every_part_of_a_song_can_be_edited(world: World) -> None:
    panel = await edit(world, "under the gods")
    saved = await press_and_save(
        world, panel, "Facts", {"title": "Under God", "song_writers": "Wes", "original_artist": "Ann"}
    )
    panel = await world.admin.click(message_of(saved), label="Song")
    assert "Under God" in text_of(panel)
    form = await choose(world.admin, panel, "Singers in S01E03")
    assert fields_of(form) == {"performers": "Edda", "song_context": "Edda sings it to Hilda."}
    saved = await press_and_save(world, panel, "Singers in S01E03", {"performers": "Hilda"})
    assert "Edited song: “" in text_of(saved)
    assert "S01E03)" in text_of(saved)
    panel = await world.admin.click(message_of(saved), label="Song")
    saved = await press_and_save(world, panel, "Add to another episode", {"episode": "2x1"})
    assert "Edited song: “" in text_of(saved)
    assert "S02E01)" in text_of(saved)
    panel = await edit(world, "under god")
    assert "**Sung in** S01E03, S02E01" in text_of(panel)
    removed = await choose(world.admin, panel, "Remove from S01E03")
    assert "Removed “Under God” from S01E03" in text_of(removed)
    assert "**Sung in** S02E01" in text_of(await edit(world, "under god"))


@pytest.mark.parametrize(
    ("button", "typed", "sentence"),
    [
        ("Facts", {"title": "Taken"}, "“Taken” exists already"),
        ("Facts", {"title": " "}, "**Title** is required"),
        ("Add to another episode", {"episode": "S09E09"}, "there is no episode “S09E09” yet"),
        ("Add to another episode", {"episode": "somewhere"}, "isn't an episode code"),
        ("Singers in S01E03", {"performers": "x" * 101}, "The limit is 100 characters each"),
    ],
)
async def test_an_invalid_value_is_refused_and_the_typed_text_is_kept(
    world: World, button: str, typed: dict[str, str], sentence: str
) -> None:
    await save(world, "song add", {"title": "Taken"}, episode="S01E01")
    refused = await press_and_save(world, await edit(world, "under the gods"), button, typed)
    assert sentence in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    assert {name: fields_of(again)[name] for name in typed} == typed


async def test_editing_a_song_leaves_its_reprise_in_the_same_episode_unchanged(world: World) -> None:
    """The performances that the form does not show stay as they are."""
    await save(world, "song add", {"title": "Other"}, episode="S01E03")
    async with world.database.write() as writing:
        await writing.run(
            """
            INSERT INTO performance (song_id, episode_id, ordinal, performers, context)
            SELECT song_id, episode_id, 9, '["Reprise"]', NULL FROM performance
            WHERE song_id = (SELECT max(id) FROM song WHERE title = 'Under the Gods')
            """
        )
    panel = await edit(world, "under the gods")
    await press_and_save(world, panel, "Singers in S01E03", {"performers": "Hilda"})
    async with world.database.read() as reading:
        rows = await reading.rows(
            """
            SELECT performers FROM performance
            WHERE song_id = (SELECT max(id) FROM song WHERE title = 'Under the Gods') ORDER BY ordinal
            """
        )
    assert [row["performers"] for row in rows] == ['["Hilda"]', '["Reprise"]']


async def test_undoing_a_deletion_restores_a_song_with_all_performances(world: World) -> None:
    await save(world, "song add", {"title": "Under the Gods"}, episode="S01E01")
    before = text_of(await edit(world, "under the gods"))
    removed = await world.admin.slash(world.general, "catalog song remove", song="under the gods")
    assert "Deleted song" in text_of(removed)
    assert "No song" in text_of(await world.fan.slash(world.general, "song info", song="under the gods"))
    await world.admin.click(message_of(removed), label="Undo")
    assert text_of(await edit(world, "under the gods")) == before


async def test_if_several_songs_match_each_has_a_button_to_its_panel(world: World) -> None:
    await save(world, "song add", {"title": "Twin One"}, episode="S01E01")
    await save(world, "song add", {"title": "Twin Two"}, episode="S01E01")
    panel = await choose(world.admin, await edit(world, "twin"), "Twin Two")
    assert "Delete song" in labels_of(panel)


async def test_an_unknown_song_gets_an_error_message(world: World) -> None:
    for command in ("edit", "remove"):
        answer = await world.admin.slash(world.general, f"catalog song {command}", song="zzz")
        assert answer.ephemeral
        assert "No song “zzz”" in text_of(answer)


async def test_only_moderators_get_unfiltered_song_suggestions(world: World) -> None:
    suggested = await world.admin.autocomplete(world.general, "catalog song edit", "song", "gods")
    assert [choice["name"] for choice in suggested] == ["Under the Gods"]
    world.show_command("catalog", world.fan)
    assert await world.fan.autocomplete(world.general, "catalog song edit", "song", "gods") == []


class TestASongOfThirtyEpisodes:
    """A song that is sung in more episodes than fit into a menu."""

    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        episodes = "".join(
            episode_toml(f"S01E{number:02}", f"Night {number}", "", "", 'songs = [{ title = "Encore" }]')
            for number in range(1, 31)
        )
        write_pack(tmp_path / "packs", "long", "Long", episodes, '[[song]]\ntitle = "Encore"\n')
        return tmp_path / "packs"

    async def test_each_of_them_can_be_chosen(self, world: World) -> None:
        panel = await edit(world, "encore")
        offered = options_of(panel, "In an episode")
        for _ in range(2):
            panel = await world.admin.click(message_of(panel), label="Later episodes")
            offered += options_of(panel, "In an episode")
        singers = [name for name in offered if name.startswith("Singers in")]
        assert singers == [f"Singers in S01E{number:02}" for number in range(1, 31)]
        assert "Later episodes" not in labels_of(panel)
        earlier = await world.admin.click(message_of(panel), label="Earlier episodes")
        assert "Remove from S01E13" in options_of(earlier, "In an episode")

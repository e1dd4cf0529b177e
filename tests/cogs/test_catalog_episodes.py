from pathlib import Path
from typing import Any

import pytest

from tests.forms import fields_of, fill_in, press_and_save, save
from tests.world import (
    World,
    choose,
    components_of,
    labels_of,
    message_of,
    options_of,
    text_of,
    walk,
    write_curtain,
)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def edit(world: World, episode: str) -> Any:
    return await world.admin.slash(world.general, "catalog episode edit", episode=episode)


async def card(world: World, episode: str) -> str:
    return text_of(await world.fan.slash(world.general, "episode lookup", episode=episode))


@pytest.mark.parametrize(
    ("season", "number", "place"),
    [
        ("3", "1", "S03E01"),
        ("S3", "3.5", "S03E03.5"),
        ("season 3", "1-2", "S03E02"),
        ("3", "E01 & E02", "S03E02"),
        ("2013", "10", "S2013E10"),
        ("0", "0", "S00E00"),
    ],
)
async def test_the_form_is_prefilled_with_the_new_episodes_code(
    world: World, season: str, number: str, place: str
) -> None:
    form = await world.admin.slash(world.general, "catalog episode add", season=season, number=number)
    assert fields_of(form)["place"] == place
    assert f"Added episode: {place}" in text_of(await fill_in(world.admin, form))


@pytest.mark.parametrize(
    ("season", "number", "sentence"),
    [
        ("one", "1", "**Season**: “one” can't be used"),
        ("1", "last", "**Number**: “last” isn't an episode number"),
        ("1", "2-1", "**Number**"),
        ("1", "1.234", "**Number**"),
        ("1", "", "**Number**"),
        ("1", "1); DROP TABLE episode", "**Number**"),
        ("12345", "1", "**Season**"),
        ("1", "1", "S01E01” exists already"),
    ],
)
async def test_an_invalid_season_or_episode_number_is_refused(
    world: World, season: str, number: str, sentence: str
) -> None:
    refused = await world.admin.slash(
        world.general, "catalog episode add", season=season, number=number or " "
    )
    assert refused.modal is None
    assert refused.ephemeral
    assert sentence in text_of(refused)


async def test_a_special_is_added_after_an_episode(world: World) -> None:
    form = await world.admin.slash(world.general, "catalog episode add", season="1", number="special")
    assert fields_of(form)["after"] == "S01E03"
    saved = await fill_in(world.admin, form, title="Curtain Call", after="S01E02.5")
    assert "Added episode: special 2 after S01E02.5" in text_of(saved)
    assert "Curtain Call" in await card(world, "special 2 after S01E02.5")


async def test_a_special_in_an_empty_season_asks_which_episode_it_follows(world: World) -> None:
    refused = await save(world, "episode add", {"after": "the first"}, season="9", number="special")
    assert "“the first” isn't an episode code" in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    assert "special after S09E00" in text_of(await fill_in(world.admin, again, after="S09E00"))


async def test_a_code_taken_in_the_meantime_is_refused_and_the_typed_text_is_kept(world: World) -> None:
    form = await world.admin.slash(world.general, "catalog episode add", season="3", number="1")
    await save(world, "episode add", {"title": "Another"}, season="3", number="1")
    refused = await fill_in(world.admin, form, title="Mine", summary="A long story.")
    assert "“S03E01” exists already" in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    assert fields_of(again) == {
        "place": "S03E01",
        "title": "Mine",
        "aired": "",
        "writers": "",
        "summary": "A long story.",
    }
    saved = await fill_in(world.admin, again, place="S03E02")
    assert "Added episode: S03E02" in text_of(saved)


async def test_adding_an_episode_offers_a_button_for_the_next_one(world: World) -> None:
    saved = await save(world, "episode add", {}, season="3", number="1.5")
    assert labels_of(saved) == ["Add S03E02", "S03E01.5", "Undo"]
    saved = await press_and_save(world, saved, "Add S03E02", {"title": "Next"})
    assert "Added episode: S03E02" in text_of(saved)


async def test_after_the_last_number_there_is_no_next_episode(world: World) -> None:
    saved = await save(world, "episode add", {}, season="9999", number="9999")
    assert labels_of(saved) == ["S9999E9999", "Undo"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2013-02-05", "2013-02-05"),
        ("5 February 2013", "2013-02-05"),
        ("February 5th, 2013", "2013-02-05"),
        ("", ""),
    ],
)
async def test_dates_are_read_in_common_formats(world: World, typed: str, shown: str) -> None:
    await save(world, "episode add", {"aired": typed}, season="3", number="1")
    form = await world.admin.click(message_of(await edit(world, "S03E01")), label="Facts")
    assert fields_of(form)["aired"] == shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("05/02/2013", "`2013-02-05` or `2013-05-02`"),
        ("soon", "“soon” isn't a date"),
        ("2013-02-30", "isn't a date"),
        ("February", "isn't a date"),
    ],
)
async def test_an_invalid_or_ambiguous_date_is_refused_with_the_reason(
    world: World, typed: str, sentence: str
) -> None:
    refused = await save(world, "episode add", {"title": "Kept", "aired": typed}, season="3", number="1")
    assert sentence in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    assert fields_of(again)["title"] == "Kept"
    assert fields_of(again)["aired"] == typed


async def test_every_part_of_an_episode_can_be_edited(world: World) -> None:
    panel = await edit(world, "S01E03")
    await press_and_save(
        world,
        panel,
        "Facts",
        {"title": "Limelight", "aired": "1 March 2024", "number_in_series": "#5", "production_code": "1ABC"},
    )
    people = {"writers": "Ann Author, Bob Book", "directors": "Dee Rector", "guests": "Gil as Hal\nSolo"}
    await press_and_save(world, await edit(world, "S01E03"), "People", people)
    await press_and_save(world, await edit(world, "S01E03"), "Summary, still", {"summary": "Hal sings."})
    panel = text_of(await edit(world, "S01E03"))
    for part in ("Limelight", "1ABC", "Ann Author & Bob Book", "Dee Rector", "Gil & Solo", "Hal sings."):
        assert part in panel
    form = await world.admin.click(message_of(await edit(world, "S01E03")), label="People")
    assert fields_of(form)["guests"] == "Gil as Hal\nSolo"


@pytest.mark.parametrize(
    ("button", "typed", "sentence"),
    [
        ("Facts", {"place": "nowhere"}, "“nowhere” isn't an episode code"),
        ("Facts", {"place": "S01E02"}, "“S01E02” exists already"),
        ("Facts", {"number_in_series": "-4"}, "can't be used"),
        ("Facts", {"number_in_series": "9999999"}, "can't be used"),
        ("People", {"writers": "W" * 101}, "The limit is 100 characters each"),
        ("People", {"guests": "A as " + "B" * 101}, "The limit is 100 characters each"),
        ("People", {"directors": "\n".join(map(str, range(101)))}, "has too many names. The limit is 100"),
    ],
)
async def test_an_invalid_value_is_refused_and_the_typed_text_is_kept(
    world: World, button: str, typed: dict[str, str], sentence: str
) -> None:
    refused = await press_and_save(world, await edit(world, "S01E03"), button, typed)
    assert "Not saved yet" in text_of(refused)
    assert sentence in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    assert {name: fields_of(again)[name] for name in typed} == typed


async def test_a_moved_episode_has_its_new_code(world: World) -> None:
    saved = await press_and_save(world, await edit(world, "S01E03"), "Facts", {"place": "S01E09"})
    assert "Edited episode: S01E09" in text_of(saved)
    panel = await world.admin.click(message_of(saved), label="S01E09")
    assert "Footlights" in text_of(panel)


async def test_undoing_a_deletion_restores_an_episode_with_everything_in_it(world: World) -> None:
    await save(world, "quote add", {"text": "Break a leg."}, episode="S01E03")
    await press_and_save(
        world,
        await world.admin.slash(world.general, "catalog recap edit", episode="S01E03"),
        "Add scenes",
        {"scenes": "One.\n\nTwo."},
    )
    before = text_of(await edit(world, "S01E03"))
    removed = await world.admin.click(message_of(await edit(world, "S01E03")), label="Delete episode")
    assert "Deleted episode: S01E03" in text_of(removed)
    assert "No episode “S01E03”" in await card(world, "S01E03")
    await world.admin.click(message_of(removed), label="Undo")
    assert text_of(await edit(world, "S01E03")) == before
    assert "1 song · 1 quote" in before
    found = await world.fan.slash(world.general, "quote search", text="break a leg")
    assert "Break a leg" in text_of(found)


async def test_an_episode_can_be_deleted_with_the_command(world: World) -> None:
    removed = await world.admin.slash(world.general, "catalog episode remove", episode="footlights")
    assert "Deleted episode: S01E03" in text_of(removed)


async def test_moderators_who_name_a_missing_episode_can_add_it(world: World) -> None:
    for command in ("catalog episode edit", "episode lookup"):
        answer = await world.admin.slash(world.general, command, episode="S07E01")
        form = await world.admin.click(message_of(answer), label="Add it")
        assert fields_of(form)["place"] == "S07E01"
    assert "Add it" not in labels_of(await world.fan.slash(world.general, "episode lookup", episode="S07E01"))


async def test_if_several_episodes_match_each_has_a_button_to_its_panel(world: World) -> None:
    await save(world, "episode add", {"title": "Twin"}, season="3", number="1")
    await save(world, "episode add", {"title": "Twin"}, season="3", number="2")
    answer = await edit(world, "twin")
    panel = await choose(world.admin, answer, "S03E02 · Twin")
    assert "Delete episode" in labels_of(panel)


HOSTILE = [
    "**bold** _it_ ~~s~~ `c` ||bars|| > quote",
    "@everyone <@1> <@&2> <#3> </catalog undo:1>",
    "'; DROP TABLE episode; --",
    '"NEAR(a b)" OR * AND NOT ^col:x',
    "🎭👩‍👩‍👧‍👦 مسرح 劇場",
    "{} {0} %s \\",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_stored_and_shown_as_plain_text(world: World, text: str) -> None:
    await save(world, "episode add", {"title": text, "summary": text}, season="3", number="1")
    panel = await edit(world, "S03E01")
    facts = await world.admin.click(message_of(panel), label="Facts")
    assert fields_of(facts)["title"] == text
    assert "<@" not in text_of(panel).replace("\\<\\@", "")
    found = await world.admin.autocomplete(world.general, "catalog episode edit", "episode", "S03E01")
    assert found == [{"name": f"S03E01 · {text}", "value": "curtain:S03E01"}]
    await save(world, "quote add", {"text": text, "speaker": text}, episode="S03E01")
    assert (await world.admin.autocomplete(world.general, "catalog quote edit", "quote", text[:90])) != []


async def test_control_characters_are_removed(world: World) -> None:
    await save(world, "episode add", {"title": "A\u200bB\x07C  D"}, season="3", number="1")
    panel = await edit(world, "S03E01")
    facts = await world.admin.click(message_of(panel), label="Facts")
    assert fields_of(facts)["title"] == "ABC D"


async def test_a_title_of_100_characters_fits_everywhere(world: World) -> None:
    title = "*" * 100
    saved = await save(world, "episode add", {"title": title}, season="3", number="1")
    assert saved.ephemeral
    await save(world, "song add", {"title": "[" * 100}, episode="S03E01")
    panel = await edit(world, "S03E01")
    assert options_of(panel, "Edit a song") == ["[" * 100]
    (choice,) = await world.admin.autocomplete(world.general, "catalog episode edit", "episode", "S03E01")
    assert len(choice["name"]) == 100


async def recap(world: World, episode: str = "S01E01") -> Any:
    return await world.admin.slash(world.general, "catalog recap edit", episode=episode)


async def test_a_recap_of_60_long_scenes_is_edited_in_groups(world: World) -> None:
    scenes = [f"Scene {number}. " + "x" * 3900 for number in range(1, 61)]
    saved = await press_and_save(
        world, await recap(world), "From a file", {"file": ("recap.txt", "\n\n".join(scenes).encode())}
    )
    assert "Added recap: S01E01" in text_of(saved)
    shown = await recap(world)
    assert "60 scenes" in text_of(shown)
    groups = options_of(shown, "Edit scenes")
    for _ in range(2):
        shown = await world.admin.click(message_of(shown), label="Later scenes")
        groups += options_of(shown, "Edit scenes")
    assert groups == [f"Scene {number}" for number in range(1, 61)]
    assert "Later scenes" not in labels_of(shown)
    saved = await press_and_save(world, shown, "Scene 60", {"scenes": "The end.\n\n\nAnd after."})
    assert "Edited recap" in text_of(saved)
    assert "61 scenes" in text_of(await recap(world))
    text = text_of(await world.fan.slash(world.general, "recap", episode="S01E01"))
    assert "||**1**\nScene 1. x" in text


async def test_short_scenes_share_a_form(world: World) -> None:
    scenes = "\n\n".join(f"Scene number {number}." for number in range(1, 61))
    await press_and_save(world, await recap(world), "Add scenes", {"scenes": scenes})
    panel = await recap(world)
    form = await choose(world.admin, panel, "Scenes 1–60")
    assert fields_of(form)["scenes"] == scenes


async def test_scene_headings_survive_an_unchanged_form(world: World) -> None:
    typed = "# Oliver, at home\n\nHe waits.\n\n# The ghost\nIt speaks."
    await press_and_save(world, await recap(world), "Add scenes", {"scenes": typed})
    form = await choose(world.admin, await recap(world), "Scenes 1–2")
    assert fields_of(form)["scenes"] == "# Oliver, at home\nHe waits.\n\n# The ghost\nIt speaks."
    assert "Nothing to change" in text_of(await fill_in(world.admin, form))
    text = text_of(await world.fan.slash(world.general, "recap", episode="S01E01"))
    assert "**1 · Oliver, at home**\nHe waits." in text


async def test_a_scene_of_4000_characters_fits_into_its_form(world: World) -> None:
    scene = "x" * 4000
    await press_and_save(world, await recap(world), "Add scenes", {"scenes": scene})
    form = await choose(world.admin, await recap(world), "Scene 1")
    assert fields_of(form)["scenes"] == scene


async def test_a_recap_file_may_have_a_byte_order_mark_and_any_line_endings(world: World) -> None:
    file = ("recap.txt", b"\xef\xbb\xbfOne.\r\n\r\nTwo:\r\nmore.\r\n \r\n\r\nThree.\r\n")
    await press_and_save(world, await recap(world), "From a file", {"file": file})
    form = await choose(world.admin, await recap(world), "Scenes 1–3")
    assert fields_of(form)["scenes"] == "One.\n\nTwo:\nmore.\n\nThree."


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "this file isn't text"),
        (b"MZ\x00\x00text", "this file isn't text"),
        ("Größe".encode("latin-1"), "this file isn't text"),
        (b"", "**Recap** is required"),
        (b"x" * 4001, "The limit is 4000 characters each"),
        (b"x\n\n" * 400_000, "this file is too large"),
    ],
)
async def test_an_unreadable_recap_file_is_refused(world: World, file: bytes, sentence: str) -> None:
    refused = await press_and_save(world, await recap(world), "From a file", {"file": ("recap.txt", file)})
    assert sentence in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    saved = await fill_in(world.admin, again, file=("recap.txt", b"Better."))
    assert "Added recap" in text_of(saved)


async def test_scenes_left_empty_are_deleted(world: World) -> None:
    await press_and_save(world, await recap(world), "Add scenes", {"scenes": "One.\n\nTwo."})
    await press_and_save(world, await recap(world), "Scenes 1–2", {"scenes": " \n "})
    assert "No recap yet" in text_of(await recap(world))


async def test_adding_no_scene_changes_nothing(world: World) -> None:
    answer = await press_and_save(world, await recap(world), "Add scenes", {"scenes": ""})
    assert "already saved like this" in text_of(answer)


async def test_a_list_of_people_too_long_for_a_form_is_not_truncated(world: World, packs: Path) -> None:
    await edit(world, "S01E01")
    async with world.database.write() as writing:
        row = await writing.one("SELECT id FROM episode WHERE title = 'Overture'")
        await writing.run_many(
            "INSERT INTO credit (episode_id, role, ordinal, name) VALUES ($1, 'writer', $2, $3)",
            [(row["id"], number, f"{number}" + "x" * 90) for number in range(60)],
        )
    answer = await world.admin.click(message_of(await edit(world, "S01E01")), label="People")
    assert "over 4,000 characters" in text_of(answer)


async def test_panels_stay_within_discords_component_limit(world: World) -> None:
    for number in range(13):
        await save(world, "song add", {"title": f"Song {number}"}, episode="S01E01")
        await save(world, "episode add", {"title": f"Night {number}"}, season="3", number=str(number + 1))
        await save(world, "song add", {"title": "Reprise"}, episode=f"S03E{number + 1:02}")
    scenes = "\n\n".join(f"Scene {number}." + "x" * 3900 for number in range(1, 61))
    await press_and_save(world, await recap(world), "From a file", {"file": ("recap.txt", scenes.encode())})
    song = await world.admin.slash(world.general, "catalog song edit", song="Reprise")
    assert len(options_of(song, "In an episode")) == 24
    panels = {
        "show": await world.admin.slash(world.general, "catalog show edit", show="curtain"),
        "episode": await edit(world, "S01E01"),
        "recap": await recap(world),
        "song": song,
        "history": await world.admin.slash(world.general, "catalog history"),
    }
    assert len(options_of(panels["episode"], "Edit a song")) == 13
    for page in range(2):
        counts = {name: len(list(walk(components_of(panel)))) for name, panel in panels.items()}
        assert {name: count for name, count in counts.items() if count > 40} == {}, page
        panels = {
            name: await world.admin.click(message_of(panel), label=onward)
            for name, panel in panels.items()
            for onward in ("Later scenes", "Later episodes", "Older")
            if onward in labels_of(panel)
        }
        assert panels

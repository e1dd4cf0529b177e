import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.domain.ids import ProgressKey, UserId
from bot.replies.progress_import import FILES
from bot.store.progress import all_progress_of
from tests.forms import save_show
from tests.importers import histories
from tests.importers.files import zipped
from tests.world import (
    World,
    components_of,
    labels_of,
    message_of,
    text_of,
    walk,
    write_pack,
    write_two_shows,
)

ALL = [(1, 1), (1, 2), (1, 3), (2, 1)]
KNOTS = "".join(
    f'[[episode]]\ncode = "S{season:02}E{number:02}"\ntitle = "Knot {season}{number}"\n'
    f"aired = 2024-0{season}-0{number}\n"
    for season in (1, 2)
    for number in (1, 2, 3)
)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = write_two_shows(tmp_path / "packs")
    write_pack(folder, "knots", "Knots", KNOTS)
    return folder


async def drop(world: World, name: str, data: bytes, by: MemberActor | None = None) -> InteractionResult:
    answer = await (by or world.fan).slash(world.general, "progress import", file=(name, data))
    assert answer.ephemeral
    return answer


async def press(world: World, answer: InteractionResult, label: str) -> InteractionResult:
    return await world.fan.click(message_of(answer), label=label)


async def shown(world: World, show: str = "knots", by: MemberActor | None = None) -> str:
    return text_of(await (by or world.fan).slash(world.general, "progress show", show=show))


async def saved_for(world: World, member: MemberActor) -> dict[ProgressKey, object]:
    async with world.database.read() as reading:
        return dict(await all_progress_of(reading, UserId(member.id)))


@pytest.mark.parametrize("name", histories.HISTORIES)
async def test_a_file_is_looked_at_and_then_saved(world: World, name: str) -> None:
    preview = await drop(world, name, histories.HISTORIES[name]("Knots", ALL))
    assert "- **Knots**: not set → **S02E01**" in text_of(preview)
    assert "No progress saved" in await shown(world)
    saved = await press(world, preview, "Save")
    assert "- **Knots**: watched up to **S02E01**" in text_of(saved)
    assert labels_of(saved) == ["Undo"]
    assert "Now: watched up to **S02E01**" in await shown(world)


async def test_every_show_of_the_server_moves_with_one_confirmation(world: World) -> None:
    both = json.loads(histories.trakt_shows("Knots", ALL, tvdb=1))
    both += json.loads(histories.trakt_shows("Zebra", [(1, 1)], tvdb=2))
    preview = await drop(world, "watched-shows.json", json.dumps(both).encode())
    saved = await press(world, preview, "Save 2 shows")
    assert "- **Knots**: watched up to **S02E01**" in text_of(saved)
    assert "- **Zebra**: watched up to **S01E01**" in text_of(saved)
    assert len(await saved_for(world, world.fan)) == 2
    assert await saved_for(world, world.other) == {}


BOTH = json.dumps(
    [
        *json.loads(histories.trakt_shows("Knots", ALL, tvdb=1)),
        *json.loads(histories.trakt_shows("Zebra", [(1, 1)], tvdb=2)),
        *json.loads(histories.trakt_shows("Elsewhere", ALL, tvdb=77)),
    ]
).encode()


async def saved_of(world: World) -> InteractionResult:
    preview = await press(world, await drop(world, "watched-shows.json", BOTH), "Keep the others")
    return await press(world, preview, "Save 2 shows")


async def test_everything_that_was_saved_is_undone_at_once(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S01E02", show="knots")
    before = await saved_for(world, world.fan)
    saved = await saved_of(world)
    undone = await press(world, saved, "Undo")
    assert "- **Knots**: back to watched up to **S01E02**" in text_of(undone)
    assert "- **Zebra**: no progress saved, as before" in text_of(undone)
    assert "Other shows no longer kept: 1." in text_of(undone)
    assert await saved_for(world, world.fan) == before
    await save_show(world, "knots", "IDs", tvdb="77")
    assert "Your file says" not in await shown(world)


async def test_undo_leaves_what_was_changed_since(world: World) -> None:
    saved = await saved_of(world)
    await world.fan.slash(world.general, "progress set", episode="S02E03", show="knots")
    undone = await press(world, saved, "Undo")
    assert "You've changed these since, so they stay:\n- **Knots**: watched up to **S02E03**" in text_of(
        undone
    )
    assert "- **Zebra**: no progress saved, as before" in text_of(undone)
    assert "Now: watched up to **S02E03**" in await shown(world)


async def test_undo_restores_what_an_earlier_file_kept(world: World) -> None:
    first = json.dumps(json.loads(histories.trakt_shows("Elsewhere", ALL[:2], tvdb=77))).encode()
    keeps = await press(world, await drop(world, "x.json", first), "Keep the others")
    await press(world, keeps, "Save")
    await press(world, await saved_of(world), "Undo")
    await save_show(world, "knots", "IDs", tvdb="77")
    assert "Your file says **S01E02**. Use it?" in await shown(world)


async def test_undo_works_once_for_a_day_and_after_a_restart(world: World) -> None:
    saved = await saved_of(world)
    twice = await world.forge(_button(saved, "Undo"))
    theirs = await world.other.click(await world.forge(_button(saved, "Undo")), label="Undo")
    assert "That can't be undone any more" in text_of(theirs)
    await world.restart()
    await press(world, saved, "Undo")
    await world.fan.slash(world.general, "progress set", episode="S01E01", show="knots")
    assert "That can't be undone any more" in text_of(await world.fan.click(twice, label="Undo"))
    assert "Now: watched up to **S01E01**" in await shown(world)
    saved = await saved_of(world)
    world.clock.at = datetime.now(UTC) + timedelta(hours=25)
    assert "That can't be undone any more" in text_of(await press(world, saved, "Undo"))
    assert "Now: watched up to **S02E01**" in await shown(world)


async def test_cleared_progress_of_several_shows_is_undone_at_once(world: World) -> None:
    await saved_of(world)
    before = await saved_for(world, world.fan)
    cleared = await world.fan.slash(world.general, "progress clear")
    assert await saved_for(world, world.fan) == {}
    await press(world, cleared, "Undo")
    assert await saved_for(world, world.fan) == before


async def test_files_of_a_form_are_read_together(world: World) -> None:
    form = await world.fan.slash(world.general, "progress import")
    sent = await world.fan.submit_modal(
        form,
        {
            FILES: [
                ("watched-history-1.json", histories.trakt_history("Knots", ALL[:2])),
                ("watched-history-2.json", histories.trakt_history("Knots", ALL[2:])),
                ("cat.png", b"\x89PNG\r\n\x1a\n"),
            ]
        },
    )
    assert sent.ephemeral
    assert "- **Knots**: not set → **S02E01**" in text_of(sent)
    assert "is a picture" in text_of(sent)
    await press(world, sent, "Save")
    assert "Now: watched up to **S02E01**" in await shown(world)


async def test_the_form_opens_from_progress_show(world: World) -> None:
    form = await press(world, await world.fan.slash(world.general, "progress show"), "From a file")
    sent = await world.fan.submit_modal(form, {FILES: [("x.json", histories.trakt_shows("Knots", ALL))]})
    assert "- **Knots**: not set → **S02E01**" in text_of(sent)


async def test_a_gap_is_asked_and_nothing_after_it_is_saved_unasked(world: World) -> None:
    data = histories.trakt_shows("Knots", [(1, 1), (1, 3), (2, 3)])
    preview = await drop(world, "x.json", data)
    assert "**S01E02** isn't ticked in your file." in text_of(preview)
    assert {"Stop at S01E01", "Use S02E03"} <= set(labels_of(preview))
    await press(world, preview, "Save")
    assert "Now: watched up to **S01E01**" in await shown(world)
    preview = await drop(world, "x.json", data)
    assert {"Keep S01E01", "Use S02E03"} <= set(labels_of(preview))
    chosen = await press(world, preview, "Use S02E03")
    assert "- **Knots**: S01E01 → **S02E03**" in text_of(chosen)
    await press(world, chosen, "Save")
    assert "Now: watched up to **S02E03**" in await shown(world)


async def test_questions_come_show_by_show(world: World) -> None:
    both = json.loads(histories.trakt_shows("Knots", [(1, 2)], tvdb=1))
    both += json.loads(histories.trakt_shows("Curtain", [(1, 1), (1, 2), (1, 3)], tvdb=2))
    preview = await drop(world, "x.json", json.dumps(both).encode())
    assert "### Curtain · 1 more to choose" in text_of(preview)
    assert "**S01E02.5** isn't ticked" in text_of(preview)
    second = await press(world, preview, "Use S01E03")
    assert "### Knots\n" in text_of(second)
    last = await press(world, second, "Leave it unset")
    assert "isn't ticked" not in text_of(last)
    assert "- **Knots**: stays at not set" in text_of(last)
    await press(world, last, "Save")
    assert "Now: watched up to **S01E03**" in await shown(world, "curtain")
    assert "No progress saved" in await shown(world)


async def test_progress_never_falls_without_a_question(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E03", show="knots")
    preview = await drop(world, "x.json", histories.trakt_shows("Knots", ALL))
    assert "You're further here than in your file." in text_of(preview)
    assert "Save" not in labels_of(preview)
    lowered = await press(world, preview, "Use S02E01")
    await press(world, lowered, "Save")
    assert "Now: watched up to **S02E01**" in await shown(world)


async def test_progress_that_moved_on_after_the_preview_is_not_lowered(world: World) -> None:
    preview = await drop(world, "x.json", histories.trakt_shows("Knots", ALL))
    await world.fan.slash(world.general, "progress set", episode="S02E03", show="knots")
    saved = await press(world, preview, "Save")
    assert "Nothing to change" in text_of(saved)
    assert "Now: watched up to **S02E03**" in await shown(world)


async def test_episodes_that_the_show_does_not_have_here_are_counted(world: World) -> None:
    preview = await drop(world, "x.json", histories.trakt_shows("Knots", [*ALL, (7, 1), (7, 2)]))
    assert "- **Knots**: not set → **S02E01**" in text_of(preview)
    assert "2 episodes in your file aren't in this show here" in text_of(preview)
    none = await drop(world, "x.csv", histories.netflix("Knots: Season 1: Something else"))
    assert "### Nothing to change" in text_of(none)
    assert "1 episode in your file isn't in this show here" in text_of(none)


async def test_specials_never_move_progress(world: World) -> None:
    data = histories.trakt_shows("Knots", [(0, 1), (0, 2), (1, 1)])
    assert "- **Knots**: not set → **S01E01**" in text_of(await drop(world, "x.json", data))


async def test_a_show_is_matched_by_its_ids_before_its_title(world: World) -> None:
    await save_show(world, "knots", "IDs", tvdb="4001")
    named_otherwise = await drop(world, "x.json", histories.trakt_shows("Noeuds", ALL))
    assert "- **Knots**: not set → **S02E01**" in text_of(named_otherwise)
    another = await drop(world, "x.json", histories.trakt_shows("Knots", ALL, tvdb=5))
    assert "None of your file's shows are here" in text_of(another)
    of_another_year = await drop(world, "x.json", histories.trakt_shows("Curtain", ALL, 1999, tvdb=5))
    assert "None of your file's shows are here" in text_of(of_another_year)


async def test_the_shows_that_are_not_here_are_counted_and_listed_in_a_file(world: World) -> None:
    preview = await drop(world, "x.json", histories.trakt_shows("Elsewhere", ALL))
    assert "1 other show isn't here." in text_of(preview)
    assert "Elsewhere" not in text_of(preview)
    (listed,) = message_of(preview).attachments
    assert await listed.read() == b"Elsewhere (2024)"


async def test_others_are_saved_if_wanted_and_offered_where_a_server_has_the_show(world: World) -> None:
    preview = await drop(world, "x.json", histories.trakt_shows("Elsewhere", ALL, tvdb=77))
    assert "Keep the others for later?" in text_of(preview)
    keeps = await press(world, preview, "Keep the others")
    saved = await press(world, keeps, "Save")
    assert "Also saved: 1 other show." in text_of(saved)
    assert "No progress saved" in await shown(world)
    await save_show(world, "knots", "IDs", tvdb="77")
    offered = await world.fan.slash(world.general, "progress show", show="knots")
    assert "No progress saved" in text_of(offered)
    assert "Your file says **S02E01**. Use it?" in text_of(offered)
    assert "Your file says" not in await shown(world, by=world.other)
    used = await press(world, offered, "Use S02E01")
    assert "### Knots: watched up to **S02E01**" in text_of(used)
    await world.fan.slash(world.general, "progress clear")
    assert "Your file says" not in await shown(world)


async def test_an_offer_may_be_refused_and_erased(world: World) -> None:
    await save_show(world, "knots", "IDs", tvdb="77")
    for ends in ("No, delete that", "erase"):
        await save_show(world, "knots", "IDs", tvdb="78")
        preview = await drop(world, "x.json", histories.trakt_shows("Elsewhere", ALL, tvdb=77))
        await press(world, await press(world, preview, "Keep the others"), "Save")
        await save_show(world, "knots", "IDs", tvdb="77")
        offered = await world.fan.slash(world.general, "progress show", show="knots")
        if ends == "erase":
            asked = await world.fan.slash(world.general, "privacy erase")
            assert "Progress in other shows: 1" in text_of(asked)
            await press(world, asked, "Delete my data")
        else:
            assert "No progress saved" in text_of(await press(world, offered, ends))
        assert "Your file says" not in await shown(world)


async def test_netflix_is_matched_by_title_with_a_choice_and_only_codes_are_named(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="not started", show="knots")
    data = histories.netflix("Knots: Season 1: Knot 12", "Knots: Season 1: Knot 11", "A Film: The Return")
    preview = await drop(world, "NetflixViewingHistory.csv", data)
    assert "Found by episode titles" in text_of(preview)
    assert "Knot 1" not in text_of(preview)
    assert {"Keep not started", "Use S01E02"} <= set(labels_of(preview))
    assert "Save" not in labels_of(preview)
    await press(world, await press(world, preview, "Use S01E02"), "Save")
    assert "Now: watched up to **S01E02**" in await shown(world)


async def test_myanimelist_counts_by_season(world: World) -> None:
    data = histories.myanimelist(("Knots", 3), ("Knots 2nd Season", 1), ("Other", 4))
    preview = await drop(world, "animelist_1_x.xml.gz", data)
    assert "- **Knots**: not set → **S02E01**" in text_of(preview)


async def test_a_preview_outlives_a_restart_and_so_does_the_form(world: World) -> None:
    preview = await drop(world, "x.json", histories.trakt_shows("Knots", ALL))
    form = await world.other.slash(world.general, "progress import")
    await world.restart()
    await press(world, preview, "Save")
    assert "Now: watched up to **S02E01**" in await shown(world)
    sent = await world.other.submit_modal(form, {FILES: [("x.json", histories.trakt_shows("Knots", ALL))]})
    assert "- **Knots**: not set → **S02E01**" in text_of(sent)


async def test_a_second_click_saves_nothing_again(world: World) -> None:
    preview = await drop(world, "x.json", histories.trakt_shows("Knots", ALL))
    twice = await world.forge(_save_button(preview))
    await press(world, preview, "Save")
    await world.fan.slash(world.general, "progress clear")
    again = await world.fan.click(twice, label="Save")
    assert "This preview has expired" in text_of(again)
    assert "No progress saved" in await shown(world)


async def test_nobody_else_and_no_other_server_uses_a_preview(world: World) -> None:
    preview = await drop(world, "x.json", histories.trakt_shows("Knots", ALL))
    forged = await world.other.click(await world.forge(_save_button(preview)), label="Save")
    assert "This preview has expired" in text_of(forged)
    assert await saved_for(world, world.other) == {}
    rivals = world.env.create_guild("Rivals")
    channel = rivals.create_text_channel("general")
    fan = rivals.add_member(world.fan.user)
    theirs = await fan.slash(channel, "progress import", file=("x.json", histories.trakt_shows("Zebra", ALL)))
    assert "This preview has expired" in text_of(
        await world.fan.click(await world.forge(_save_button(theirs)), label="Save")
    )
    assert await saved_for(world, world.fan) == {}


def _save_button(preview: InteractionResult) -> discord.ui.Button[discord.ui.View]:
    return _button(preview, "Save")


def _button(answer: InteractionResult, label: str) -> discord.ui.Button[discord.ui.View]:
    (found,) = [part for part in walk(components_of(answer)) if part.get("label") == label]
    return discord.ui.Button(label=label, custom_id=str(found["custom_id"]))


async def test_an_empty_catalogue_has_none_of_the_shows(world: World) -> None:
    async with world.database.write() as writing:
        await writing.run("DELETE FROM show")
    preview = await drop(world, "x.json", histories.trakt_shows("Knots", ALL))
    assert "None of your file's shows are here" in text_of(preview)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("cat.png", b"\x89PNG\r\n\x1a\n", "is a picture"),
        ("empty.json", b"", "isn't a watch history I can read"),
        ("broken.json", b'[{"show": ', "is not JSON"),
        ("list.csv", b"title,season,episode\r\nKnots,1,1\r\n", "isn't a watch history I can read"),
        (
            "ratings-episodes.json",
            b'[{"rated_at": "2025", "rating": 9, "show": {}}]',
            "isn't a watch history",
        ),
        ("nothing.zip", zipped({"readme.txt": "hello"}), "isn't a watch history I can read"),
        (
            "list.xml",
            b'<!DOCTYPE x [<!ENTITY a "b">]><myanimelist><anime/></myanimelist>',
            "has a DTD or entities",
        ),
    ],
)
async def test_what_is_no_history_is_refused_in_a_sentence(
    world: World, name: str, data: bytes, sentence: str
) -> None:
    refused = await drop(world, name, data)
    assert "I found no watched episodes" in text_of(refused)
    assert sentence in text_of(refused)
    assert await saved_for(world, world.fan) == {}

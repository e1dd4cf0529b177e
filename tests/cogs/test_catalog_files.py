import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import Forbidden, HTTPException, NotFound
from simcord import InteractionResult, MemberActor

from bot.domain.ids import GuildId, UserId
from bot.importers.size_limits import FILE
from cogs.catalog import Catalog
from tests.hiding import notice_beside
from tests.specification import SHARED
from tests.world import (
    World,
    components_of,
    custom_id_of_button,
    labels_of,
    message_of,
    text_of,
    text_on,
    walk,
    write_curtain,
)

PAGE = SHARED / "seed" / "the-fallout.txt"

TVMAZE = json.dumps(
    {
        "id": 1,
        "premiered": "2003-11-03",
        "name": "Slings & Arrows",
        "_embedded": {
            "episodes": [
                {"id": 11, "season": 1, "number": 1, "name": "Oliver's Dream", "airdate": "2003-11-03"},
                {"id": 12, "season": 1, "number": 2, "name": "Geoffrey Returns", "airdate": "2003-11-10"},
            ]
        },
    }
).encode()

DIALOGUE = b"""season,episode,speaker,line
1,1,Edda,"The letter, at last."
1,1,Hilda,=SUM(A1)
1,2,Edda,Nobody wrote it.
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def drop(
    world: World, name: str, data: bytes, by: MemberActor | None = None, **options: str
) -> InteractionResult:
    return await (by or world.admin).slash(world.general, "catalog import", file=(name, data), **options)


async def test_an_import_is_previewed_applied_undone_and_redone(world: World) -> None:
    preview = await drop(world, "quotes.csv", DIALOGUE)
    assert preview.ephemeral
    assert "**Quotes** 3 new" in text_of(preview)
    assert "its own copy" in text_of(preview)
    nothing_yet = await world.fan.slash(world.general, "quote search", text="letter at last")
    assert "Nothing found" in text_of(nothing_yet)
    saved = await world.admin.click(message_of(preview), label="Apply")
    assert "Imported 2 episodes into Curtain." in text_of(saved)
    found = await world.fan.slash(world.general, "quote search", text="letter at last")
    assert "The **letter**, **at last**" in text_of(found)
    undone = await world.admin.click(message_of(saved), label="Undo")
    assert "Undone" in text_of(undone)
    gone = await world.fan.slash(world.general, "quote search", text="letter at last")
    assert "Nothing found" in text_of(gone)
    again = await world.admin.click(message_of(undone), label="Redo")
    assert "Redone" in text_of(again)
    back = await world.fan.slash(world.general, "quote search", text="letter at last")
    assert "The **letter**, **at last**" in text_of(back)


async def test_what_was_imported_opens_below_the_reply_so_that_undo_stays(world: World) -> None:
    preview = await drop(world, "quotes.csv", DIALOGUE)
    saved = await world.admin.click(message_of(preview), label="Apply")
    opened = await world.admin.click(message_of(saved), label="Open")
    assert opened.ephemeral
    assert "Overture" in text_of(opened)
    assert message_of(opened).id != message_of(saved).id
    undone = await world.admin.click(message_of(saved), label="Undo")
    assert "Undone" in text_of(undone)


async def test_importing_the_same_file_twice_changes_nothing(world: World) -> None:
    preview = await drop(world, "quotes.csv", DIALOGUE)
    await world.admin.click(message_of(preview), label="Apply")
    again = await drop(world, "quotes.csv", DIALOGUE)
    assert "Nothing to change" in text_of(again)


async def test_importing_an_unknown_show_creates_it(world: World) -> None:
    preview = await drop(world, "show.json", TVMAZE)
    assert "New show: Slings & Arrows" in text_of(preview)
    await world.admin.click(message_of(preview), label="Apply")
    card = await world.fan.slash(world.general, "episode lookup", episode="geoffrey")
    assert "Geoffrey Returns" in text_of(card)


async def test_importing_a_new_show_keeps_the_default_and_offers_to_change_it(world: World) -> None:
    preview = await drop(world, "show.json", TVMAZE)
    saved = await world.admin.click(message_of(preview), label="Apply")
    assert "Curtain is still the default show." in text_of(saved)
    assert "Overture" in text_of(await world.fan.slash(world.general, "episode list"))
    await world.admin.click(message_of(saved), label="Make it the default and hide Curtain")
    assert "Oliver's Dream" in text_of(await world.fan.slash(world.general, "episode list"))


async def test_a_cancelled_import_changes_nothing_and_has_no_apply_button(world: World) -> None:
    preview = await drop(world, "quotes.csv", DIALOGUE)
    apply = custom_id_of_button(preview, "Apply")
    cancelled = await world.admin.click(message_of(preview), label="Cancel")
    assert "Nothing was changed" in text_of(cancelled)
    assert labels_of(cancelled) == []
    again = await world.forge(discord.ui.Button(label="Apply", custom_id=apply))
    refused = await world.admin.click(again, label="Apply")
    assert "### This import has expired" in notice_beside(refused)
    found = await world.fan.slash(world.general, "quote search", text="letter at last")
    assert "Nothing found" in text_of(found)
    history = await world.admin.slash(world.general, "catalog history")
    assert "imported" not in text_of(history)


async def test_a_file_of_an_unknown_format_is_refused(world: World) -> None:
    refused = await drop(world, "cat.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert "This file can't be imported" in text_of(refused)


async def test_an_import_preview_works_after_a_restart(world: World) -> None:
    preview = await drop(world, "quotes.csv", DIALOGUE)
    await world.restart()
    saved = await world.admin.click(message_of(preview), label="Apply")
    assert "Imported 2 episodes into Curtain." in text_of(saved)
    undone = await world.admin.click(message_of(saved), label="Undo")
    assert "Undone" in text_of(undone)


async def test_an_import_is_saved_and_logged_even_if_discord_rejects_the_reply(world: World) -> None:
    log = world.guild.create_text_channel("log")
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(panel), [log], custom_id='["setup","log",false]')
    preview = await drop(world, "quotes.csv", DIALOGUE)
    world.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=404, code=10015, times=1)
    await world.admin.click(message_of(preview), label="Apply")
    assert log.last_message is not None
    assert "imported into the show" in text_on(log.last_message)
    history = await world.admin.slash(world.general, "catalog history")
    assert "imported into the show" in text_of(history)


async def test_fans_cannot_import_or_export(world: World) -> None:
    world.show_command("catalog", world.fan)
    assert "Moderators only" in text_of(await drop(world, "l.csv", DIALOGUE, by=world.fan))
    refused = await world.fan.slash(world.general, "catalog export")
    assert "Moderators only" in text_of(refused)


@pytest.mark.parametrize("kind", ["pack", "json"])
async def test_an_export_imports_back_to_the_same_show(world: World, kind: str) -> None:
    exported = await world.admin.slash(world.general, "catalog export", show="curtain", format=kind)
    assert exported.ephemeral
    (file,) = message_of(exported).attachments
    data = await file.read()
    again = await drop(world, file.filename, data)
    assert "Nothing to change" in text_of(again)


@pytest.mark.skipif(not PAGE.exists(), reason="../shared is not here")
async def test_a_copied_wiki_page_is_imported_into_the_existing_show(world: World) -> None:
    preview = await drop(world, "page.txt", PAGE.read_bytes())
    assert "`S02E02` The Fallout" in text_of(preview)
    saved = await world.admin.click(message_of(preview), label="Apply")
    assert "Imported 1 episode into" in text_of(saved)


async def test_nothing_is_downloaded_for_members_who_may_not_import(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(world.bot.http, "get_from_cdn", asked.append)
    world.show_command("catalog", world.fan)
    assert "Moderators only" in text_of(await drop(world, "quotes.csv", DIALOGUE, by=world.fan))
    assert asked == []


@pytest.mark.parametrize("error", [NotFound, Forbidden])
async def test_if_a_file_cannot_be_downloaded_the_member_is_asked_to_send_it_again(
    world: World, monkeypatch: pytest.MonkeyPatch, error: type[HTTPException]
) -> None:
    async def refuse(_: str) -> bytes:
        response: Any = SimpleNamespace(status=404, reason="Not Found")
        raise error(response, "asset not found")

    monkeypatch.setattr(world.bot.http, "get_from_cdn", refuse)
    assert "Send the file once more" in text_of(await drop(world, "quotes.csv", DIALOGUE))


async def test_a_file_that_is_larger_than_discord_said_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def much(_: str) -> bytes:
        return b"x" * (FILE + 1)

    monkeypatch.setattr(world.bot.http, "get_from_cdn", much)
    assert "too large" in text_of(await drop(world, "quotes.csv", DIALOGUE))


async def test_a_waiting_import_shows_its_place_in_the_queue(world: World) -> None:
    catalog = world.bot.get_cog("Catalog")
    assert isinstance(catalog, Catalog)
    turns = catalog._queue  # pyright: ignore[reportPrivateUsage] - others who import at the same time
    async with turns.take(UserId(1), GuildId(1)), turns.take(UserId(2), GuildId(2)):
        waiting = asyncio.create_task(drop(world, "quotes.csv", DIALOGUE))
        async with asyncio.timeout(30):
            while not any("2 other files are read first" in text for text in bodies(world)):  # noqa: ASYNC110 - what the bot sends sets no event here
                await asyncio.sleep(0.01)
    assert "**Quotes** 3 new" in text_of(await waiting)


def bodies(world: World) -> list[str]:
    return [json.dumps(request.json) for request in world.env.http_requests]


OTHER_LIST = json.dumps(
    [
        {"season": 1, "number": number, "name": f"Other {number}", "airdate": f"2014-03-{10 + number}"}
        for number in (1, 2, 3)
    ]
).encode()


async def test_an_import_preview_says_which_show_why_and_what_is_overwritten(world: World) -> None:
    preview = await drop(world, "list.json", OTHER_LIST)
    assert "Import into Curtain" in text_of(preview)
    assert "goes into the **default show**" in text_of(preview)
    assert "`S01E01` Title: Overture → Other 1" in text_of(preview)
    assert "`S01E01` Air date: 2024-01-01 → 2014-03-11" in text_of(preview)
    assert "`S01E01` Other 1" not in text_of(preview)  # listed only once
    assert "No episode title matches" in text_of(preview)


async def test_another_show_can_be_chosen_in_the_preview(world: World) -> None:
    preview = await drop(world, "lantern_row.json", OTHER_LIST)
    menu = next(
        part["custom_id"]
        for part in walk(components_of(preview))
        if "import-show" in part.get("custom_id", "")
    )
    new = await world.admin.select(message_of(preview), ["+"], custom_id=menu)
    assert "New show: lantern row" in text_of(new)
    assert "Overture" not in text_of(new)
    saved = await world.admin.click(message_of(new), label="Apply")
    assert "Imported 3 episodes into lantern row." in text_of(saved)
    unchanged = await world.fan.slash(world.general, "episode lookup", episode="S01E01", show="curtain")
    assert "Overture" in text_of(unchanged)


async def test_a_long_list_of_overwritten_values_is_attached_as_a_file(world: World) -> None:
    rows = [
        {"season": 1, "number": number, "name": f"Other {number}", "airdate": f"2014-03-{10 + number}"}
        for number in range(1, 9)
    ]
    first = await drop(world, "list.json", json.dumps(rows).encode())
    await world.admin.click(message_of(first), label="Apply")
    changed = [{**row, "name": f"Yet another {row['number']}", "airdate": "2015-01-01"} for row in rows]
    preview = await drop(world, "list.json", json.dumps(changed).encode())
    assert "Values to overwrite: 16" in text_of(preview)
    assert "and 6 more" in text_of(preview)
    (file,) = message_of(preview).attachments
    assert "S01E08 Title: Other 8 → Yet another 8" in (await file.read()).decode()


async def test_a_show_file_without_episodes_says_so(world: World) -> None:
    page = json.dumps({"id": 1, "name": "Curtain", "premiered": "2024-01-01"}).encode()
    refused = await drop(world, "curtain.json", page)
    assert "The file has no episodes" in text_of(refused)
    assert "?embed=episodes" in text_of(refused)
    preview = await drop(world, "new.json", page.replace(b"Curtain", b"Lantern Row"))
    assert "the show will be empty" in text_of(preview)
    saved = await world.admin.click(message_of(preview), label="Apply")
    assert "Added Lantern Row. It has no episodes yet." in text_of(saved)

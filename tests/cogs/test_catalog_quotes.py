from pathlib import Path

import discord
import pytest

from tests.forms import fields_of, fill_in, press_and_save, save
from tests.hiding import stored
from tests.world import World, labels_of, message_of, text_of, write_curtain


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


LINE = {
    "text": "Break a leg.",
    "speaker": "Anna",
    "quote_context": "To Bella, in the wings.",
    "timestamp": "0:12:34",
}


async def search(world: World, text: str) -> str:
    return text_of(await world.fan.slash(world.general, "quote search", text=text)).replace("**", "")


async def test_a_quote_can_be_added_found_edited_moved_and_deleted(world: World) -> None:
    saved = await save(world, "quote add", LINE, episode="S01E01")
    assert "Added quote: “" in text_of(saved)
    assert "S01E01)" in text_of(saved)
    assert labels_of(saved) == ["Add another", "S01E01", "Undo"]
    assert "||“Break a leg.” · Anna" in (await search(world, "break leg")).replace("\\", "")
    form = await world.admin.slash(world.general, "catalog quote edit", quote="break a leg")
    assert fields_of(form) == {**LINE, "episode": "S01E01"}
    saved = await fill_in(world.admin, form, text="Brake an egg.", episode="S02E01")
    assert "Edited quote: “" in text_of(saved)
    assert "S02E01)" in text_of(saved)
    assert "Break a leg" not in await search(world, "break a leg")
    assert "S02E01" in await search(world, "brake an egg")
    removed = await world.admin.slash(world.general, "catalog quote remove", quote="brake an egg")
    assert "Deleted quote: “" in text_of(removed)
    assert "S02E01)" in text_of(removed)
    assert "Brake" not in await search(world, "brake an egg")
    await world.admin.click(message_of(removed), label="Undo")
    assert "Brake an egg" in await search(world, "brake an egg")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": "\u200b \n"}, "**Quote** is required"),
        ({"text": "x", "episode": "S09E09"}, "there is no episode “S09E09” yet"),
        ({"text": "x", "episode": "soon"}, "isn't an episode code"),
        (
            {"timestamp": "right after Ned dies"},
            "“right after Ned dies” isn't a time. Try `0:12:34`",
        ),
    ],
)
async def test_an_invalid_quote_is_refused_and_the_typed_text_is_kept(
    world: World, typed: dict[str, str], sentence: str
) -> None:
    await save(world, "quote add", LINE, episode="S01E01")
    refused = await save(world, "quote edit", typed, quote="break a leg")
    assert sentence in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    assert {name: fields_of(again)[name] for name in typed} == typed


async def test_an_ambiguous_quote_is_never_guessed(world: World) -> None:
    await save(world, "quote add", {"text": "Break a leg."}, episode="S01E01")
    await save(world, "quote add", {"text": "Break a leg, Bella."}, episode="S01E02")
    for command in ("edit", "remove"):
        answer = await world.admin.slash(world.general, f"catalog quote {command}", quote="break leg")
        assert "Several quotes match “break leg”" in text_of(answer)
    saved = await press_and_save(world, answer, "Break a leg, Bella.", {"speaker": "Anna"})
    assert "Edited quote: “" in text_of(saved)
    assert "S01E02)" in text_of(saved)
    removed = await world.admin.slash(world.general, "catalog quote remove", quote="Break a leg!")
    assert "Deleted quote: “" in text_of(removed)
    assert "S01E01)" in text_of(removed)


@pytest.mark.parametrize(
    "typed", ["zzz", "curtain:quote-1", "curtain:quote-999999999999999999", '"', "a:quote-b"]
)
async def test_an_unknown_quote_gets_an_error_message(world: World, typed: str) -> None:
    for command in ("edit", "remove"):
        answer = await world.admin.slash(world.general, f"catalog quote {command}", quote=typed)
        assert answer.ephemeral
        assert "No quote" in text_of(answer)


async def test_the_newest_quotes_are_suggested_first(world: World) -> None:
    await save(world, "quote add", {"text": "First."}, episode="S01E01")
    await save(world, "quote add", {"text": "S" * 200, "speaker": "Anna"}, episode="S01E01")
    suggested = await world.admin.autocomplete(world.general, "catalog quote edit", "quote", "")
    assert [choice["name"] for choice in suggested] == ["#2 · Anna: " + "S" * 88 + "…", "#1 · First."]
    form = await world.admin.slash(world.general, "catalog quote edit", quote=suggested[1]["value"])
    assert fields_of(form)["text"] == "First."


async def test_a_message_can_be_saved_as_a_quote(world: World) -> None:
    message = await world.fan.send(world.general, "To be, or not to be.")
    form = await world.admin.context_menu(world.general, "Save as quote", message)
    assert fields_of(form)["text"] == "To be, or not to be."
    refused = await fill_in(world.admin, form, speaker="Anna", episode="S09E09")
    assert "there is no episode" in text_of(refused)
    again = await world.admin.click(message_of(refused), label="Edit again")
    saved = await fill_in(world.admin, again, episode="S01E02")
    assert "Added quote: “" in text_of(saved)
    assert "S01E02)" in text_of(saved)
    assert "not to be" in await search(world, "not to be")


async def test_saving_a_message_without_text_opens_an_empty_form(world: World) -> None:
    message = await world.fan.send(world.general, attachments=[("a.png", b"x")])
    form = await world.admin.context_menu(world.general, "Save as quote", message)
    assert fields_of(form)["text"] == ""


async def test_a_member_cannot_save_a_quote(world: World) -> None:
    message = await world.fan.send(world.general, "To be.")
    refused = await world.moderator.context_menu(world.general, "Save as quote", message)
    assert refused.modal is None
    assert "Moderators only" in text_of(refused)


async def words_in_form(world: World, message: discord.Message) -> str:
    return fields_of(await world.admin.context_menu(world.general, "Save as quote", message))["text"]


async def test_mentions_and_emoji_become_names_in_a_saved_quote(world: World) -> None:
    role, channel = world.moderator_role.id, world.general.id
    message = await world.fan.send(
        world.general,
        f"<@{world.other.id}> <@&{role}> <#{channel}> <:sad:123456789012345678> <a:joy:123456789012345678> "
        "<t:1700000000:R> </song info:123456789012345678>",
    )
    assert await words_in_form(world, message) == (
        "@otto @Moderators #general :sad: :joy: 14 November 2023, 22:13 UTC /song info"
    )


async def test_spoiler_markup_is_removed_from_a_saved_quote(world: World) -> None:
    message = await world.fan.send(world.general, "She said: ||it was *Anna*||.")
    assert await words_in_form(world, message) == "She said: it was Anna."


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("**We** open *at **midnight***.", "We open at midnight."),
        (r"\*sighs\* It's 5 \* 3, C\:\\x", r"*sighs* It's 5 * 3, C:\x"),
        ("__Now__ ~~or~~ `never` _maybe_", "Now or never maybe"),
        ("# Big\n> quoted\n-# small", "Big\nquoted\nsmall"),
        ("[here](https://example.com/a), in <id:customize>", "here, in Channels & Roles"),
        ("snake_case_name, 5 * 3 * 2, ***", "snake_case_name, 5 * 3 * 2, ***"),
    ],
)
async def test_markdown_is_removed_from_a_saved_quote(world: World, written: str, words: str) -> None:
    assert await words_in_form(world, await world.fan.send(world.general, written)) == words


async def test_saving_a_forward_as_a_quote_uses_the_forwarded_text(world: World) -> None:
    message = await world.fan.send(world.general, "forwarded")
    stored(world, message).content = ""
    stored(world, message).reference = {"type": 1, "channel_id": str(world.general.id), "message_id": "1"}
    forwarded: dict[str, object] = {
        "type": 0,
        "content": "To be, or ||not||.",
        "embeds": [],
        "attachments": [],
        "components": [],
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "flags": 0,
    }
    stored(world, message).snapshots = [{"message": forwarded}]
    assert await words_in_form(world, message) == "To be, or not."


async def test_saving_the_same_quote_twice_says_it_is_already_saved(world: World) -> None:
    message = await world.fan.send(world.general, "To be, or not to be.")
    for expected in ("Added quote", "already"):
        form = await world.admin.context_menu(world.general, "Save as quote", message)
        assert expected in text_of(await fill_in(world.admin, form, speaker="Anna", episode="S01E02"))


async def test_with_several_shows_the_form_asks_for_the_quotes_show(world: World) -> None:
    await save(world, "show add", {"title": "Ours"})
    await save(world, "episode add", {"title": "One"}, season="1", number="1", show="ours")
    message = await world.fan.send(world.general, "To be, or not to be.")
    form = await world.admin.context_menu(world.general, "Save as quote", message)
    assert form.modal is not None
    assert len(form.modal["components"]) == 5
    (select,) = [part["component"] for part in form.modal["components"] if "options" in part["component"]]
    assert sorted(option["value"] for option in select["options"]) == ["curtain", "ours"]
    for show in ("ours", "curtain"):
        again = await world.admin.context_menu(world.general, "Save as quote", message)
        typed = fields_of(again) | {"episode": "S01E01", "show": [show]}
        saved = await world.admin.submit_modal(again, typed)
        assert "Added quote: “" in text_of(saved)
        assert "S01E01)" in text_of(saved)
        assert {"ours": "Ours", "curtain": "Curtain"}[show] in text_of(saved)

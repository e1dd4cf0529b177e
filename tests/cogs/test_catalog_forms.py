"""Forms over restarts, used by the wrong person, and edited by two at once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult

import bot.interactions.slow_answers
from bot.replies.catalog_clicks import (
    ApplyForm,
    EditEpisode,
    EditSong,
    FormAgain,
    OpenChange,
    OpenForm,
    RemoveEpisode,
    RemoveSong,
    TurnHistory,
    UndoChange,
)
from bot.replies.clicks import Click, custom_id_of
from bot.services.editing import Deletion
from bot.services.forms import Forms
from bot.services.history import History
from bot.services.subjects.episodes import EpisodeFacts, NewEpisode, RecapScenes
from bot.services.subjects.quotes import NewQuote, QuoteWords
from bot.services.subjects.songs import NewSong, SongFacts, SungBy
from tests.forms import fields_of, fill_in, forms_after_forms, press_and_save, save
from tests.interactions.test_slow_answers import slowed
from tests.world import World, labels_of, message_of, text_of, write_curtain

ALL = 2**63 - 1
_DIALOGUE = b'season,episode,speaker,line\n1,1,Edda,"The letter, at last."\n'


def forged(label: str, click: Click) -> discord.ui.Button[discord.ui.View]:
    """A forged button."""
    return discord.ui.Button(label=label, custom_id=custom_id_of(click))


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def test_a_form_opened_before_a_restart_can_be_saved_after_it(world: World) -> None:
    form = await world.admin.slash(world.general, "catalog episode add", season="3", number="1")
    await world.restart()
    saved = await fill_in(world.admin, form, title="Kept")
    assert "Added episode: S03E01" in text_of(saved)


async def test_a_rejected_form_keeps_its_text_over_a_restart(world: World) -> None:
    refused = await save(world, "episode add", {"title": "Kept", "aired": "soon"}, season="3", number="1")
    await world.restart()
    again = await world.admin.click(message_of(refused), label="Edit again")
    assert fields_of(again)["title"] == "Kept"
    await world.restart()
    assert "Added episode" in text_of(await fill_in(world.admin, again, aired=""))


async def test_undo_works_after_a_restart(world: World) -> None:
    saved = await save(world, "episode add", {}, season="3", number="1")
    await world.restart()
    undone = await world.admin.click(message_of(saved), label="Undo")
    assert "Undone: episode **S03E01**" in text_of(undone)


async def test_a_saved_form_cannot_be_opened_again(world: World) -> None:
    refused = await save(world, "quote add", {"text": "\u200b"}, episode="S01E01")
    again = await world.admin.click(message_of(refused), label="Edit again")
    number = int(str((again.modal or {})["custom_id"]).split(":")[1])
    await fill_in(world.admin, again, text="Once.")
    message = await world.forge(forged("again", FormAgain(number)), forged("apply", ApplyForm(number)))
    for label in ("again", "apply"):
        assert "no longer open" in text_of(await world.admin.click(message, label=label))


async def test_a_form_that_is_no_longer_stored_says_so(world: World) -> None:
    form = await world.admin.slash(world.general, "catalog show add")
    async with world.database.write() as writing:
        await writing.run("DELETE FROM session")
    gone = await fill_in(world.admin, form, title="Nashville")
    assert gone.ephemeral
    assert "no longer open" in text_of(gone)


async def test_expired_sessions_are_deleted_daily(world: World) -> None:
    world.clock.at = world.clock()
    await world.admin.slash(world.general, "catalog show add")
    await world.admin.slash(world.general, "catalog import", file=("a.csv", _DIALOGUE))
    await world.fan.slash(world.general, "quote search", text="Anna")
    world.clock.at += timedelta(days=8)
    await world.admin.slash(world.general, "catalog show add")
    await world.bot.tidy()
    async with world.database.read() as reading:
        kept = [row["kind"] for row in await reading.rows("SELECT kind FROM session")]
    assert kept == ["form"]


async def test_a_moderator_who_lost_the_role_cannot_send_an_open_form(world: World) -> None:
    await world.let_moderate()
    form = await world.moderator.slash(world.general, "catalog episode add", season="3", number="1")
    refused = await fill_in(world.moderator, form, aired="soon")
    form = await world.moderator.slash(world.general, "catalog episode add", season="3", number="1")
    world.take_role(world.moderator, world.moderator_role)
    assert "Moderators only" in text_of(await fill_in(world.moderator, form, title="Mine"))
    again = await world.moderator.click(message_of(refused), label="Edit again")
    assert again.modal is None
    assert "Moderators only" in text_of(again)
    assert "No episode" in text_of(await world.fan.slash(world.general, "episode lookup", episode="S03E01"))


async def test_another_members_form_cannot_be_opened_or_applied(world: World) -> None:
    refused = await save(world, "episode add", {"summary": "Secret.", "aired": "x"}, season="3", number="1")
    assert "Not saved yet" in text_of(refused)
    async with world.database.read() as reading:
        number = (await reading.one("SELECT max(id) AS id FROM session"))["id"]
    admins = world.guild.create_role("More admins", permissions=discord.Permissions(manage_guild=True))
    other = world.guild.add_member(world.env.create_user("amy"), roles=[admins])
    message = await world.forge(
        forged("again", FormAgain(number)), forged("apply", ApplyForm(number)), forged("x", FormAgain(ALL))
    )
    for label in ("again", "apply", "x"):
        answer = await other.click(message, label=label)
        assert answer.modal is None
        assert "no longer open" in text_of(answer)


FORGED: list[Callable[[int], Click]] = [
    lambda number: OpenForm(EpisodeFacts("curtain", number)),
    lambda number: OpenForm(RecapScenes("curtain", number, number, number)),
    lambda number: OpenForm(NewSong("curtain", number)),
    lambda number: OpenForm(SongFacts("curtain", number)),
    lambda number: OpenForm(SungBy("curtain", number, number)),
    lambda number: OpenForm(NewQuote("curtain", number)),
    lambda number: OpenForm(QuoteWords("curtain", number)),
    lambda number: OpenForm(NewEpisode("curtain", number)),
    lambda number: OpenForm(NewEpisode("nashville", number)),
    lambda number: EditSong("curtain", number),
    lambda number: EditEpisode("nashville", number),
    lambda number: RemoveEpisode("curtain", number),
    lambda number: RemoveSong("curtain", number, number),
    lambda number: RemoveSong("curtain", number),
    OpenChange,
    UndoChange,
]


@pytest.mark.parametrize("forge", FORGED)
async def test_forged_ids_get_an_error_message(world: World, forge: Callable[[int], Click]) -> None:
    for number in (ALL, 0):
        message = await world.forge(forged("x", forge(number)))
        answer = await world.admin.click(message, label="x")
        if answer.modal is None:
            assert answer.ephemeral
            assert text_of(answer).startswith("### ")


async def test_a_click_with_a_number_that_is_too_large_no_longer_works(world: World) -> None:
    ours = forged("x", UndoChange(1))
    ours.custom_id = '["undo",99999999999999999999]'
    answer = await world.admin.click(await world.forge(ours), label="x")
    assert "no longer works" in text_of(answer)


async def test_custom_ids_fit_with_the_longest_names_and_numbers() -> None:
    for subject in (
        RecapScenes("x" * 32, ALL, 9999, 9999),
        SungBy("x" * 32, ALL, ALL),
    ):
        assert len(custom_id_of(OpenForm(subject))) <= 100
    assert len(custom_id_of(RemoveSong("x" * 32, ALL, ALL))) <= 100
    assert len(custom_id_of(TurnHistory("x" * 32, 10_000))) <= 100


async def two_facts(world: World) -> tuple[InteractionResult, InteractionResult]:
    """The same form, opened by two moderators."""
    panels = [await world.admin.slash(world.general, "catalog episode edit", episode="S01E01") for _ in "ab"]
    first, second = [await world.admin.click(message_of(panel), label="Facts") for panel in panels]
    return first, second


async def title(world: World) -> str:
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E01")
    return text_of(panel).split("## ")[1].split("\n")[0]


async def test_on_a_conflict_the_second_editor_sees_the_change_and_can_overwrite_it(world: World) -> None:
    first, second = await two_facts(world)
    await fill_in(world.admin, first, title="Theirs", production_code="1A")
    answer = await fill_in(world.admin, second, title="Mine")
    shown = text_of(answer)
    assert "Someone else changed this" in shown
    for part in ("before: Overture", "now: Theirs", "yours: Mine", "yours: unchanged"):
        assert part in shown
    assert await title(world) == "Theirs"
    saved = await world.admin.click(message_of(answer), label="Overwrite with mine")
    assert "Edited episode" in text_of(saved)
    panel = text_of(await world.admin.slash(world.general, "catalog episode edit", episode="S01E01"))
    assert "Mine" in panel
    assert "1A" in panel


async def test_on_a_conflict_the_second_editor_can_edit_again_and_save(world: World) -> None:
    first, second = await two_facts(world)
    await fill_in(world.admin, first, title="Theirs", production_code="1A")
    answer = await fill_in(world.admin, second, title="Mine")
    again = await world.admin.click(message_of(answer), label="Edit again")
    assert fields_of(again)["title"] == "Mine"
    assert fields_of(again)["production_code"] == "1A"
    await fill_in(world.admin, again, title="Ours")
    assert await title(world) == "Ours"


async def test_overwriting_warns_again_if_there_was_a_third_change(world: World) -> None:
    first, second = await two_facts(world)
    await fill_in(world.admin, first, title="Theirs")
    answer = await fill_in(world.admin, second, title="Mine")
    third, _ = await two_facts(world)
    await fill_in(world.admin, third, title="A third one's")
    answer = await world.admin.click(message_of(answer), label="Overwrite with mine")
    assert "now: A third one's" in text_of(answer)
    assert await title(world) == "A third one's"


async def test_editing_different_parts_at_once_is_no_conflict(world: World) -> None:
    panels = [await world.admin.slash(world.general, "catalog episode edit", episode="S01E01") for _ in "ab"]
    facts = await world.admin.click(message_of(panels[0]), label="Facts")
    people = await world.admin.click(message_of(panels[1]), label="People")
    await fill_in(world.admin, facts, title="Mine")
    assert "Edited episode" in text_of(await fill_in(world.admin, people, writers="Wes"))
    assert await title(world) == "Mine"


async def test_a_form_on_a_deleted_episode_can_be_saved_after_undo(world: World) -> None:
    first, second = await two_facts(world)
    assert first.modal is not None
    removed = await world.admin.slash(world.general, "catalog episode remove", episode="S01E01")
    answer = await fill_in(world.admin, second, title="Mine")
    assert "deleted what this form edits" in text_of(answer)
    await world.admin.click(message_of(removed), label="Undo")
    again = await world.admin.click(message_of(answer), label="Edit again")
    await fill_in(world.admin, again)
    assert await title(world) == "Mine"


async def test_a_form_on_a_deleted_show_keeps_its_text(world: World) -> None:
    saved = await save(world, "show add", {"title": "Nashville"})
    there = {"season": "1", "number": "1", "show": "nashville"}
    form = await world.admin.slash(world.general, "catalog episode add", **there)
    await world.admin.click(message_of(saved), label="Undo")
    refused = await fill_in(world.admin, form, title="Kept")
    assert "deleted what this form edits" in text_of(refused)
    assert labels_of(refused) == ["Edit again", "History"]


async def test_a_form_on_a_deleted_show_does_not_write_to_a_similarly_named_show(world: World) -> None:
    saved = await save(world, "show add", {"title": "Nash", "slug": "nashville"})
    await save(world, "show add", {"title": "Nashville", "slug": "nashville-2012"})
    there = {"season": "1", "number": "1", "show": "nashville"}
    form = await world.admin.slash(world.general, "catalog episode add", **there)
    await world.admin.click(message_of(saved), label="Undo")
    assert "deleted what this form edits" in text_of(await fill_in(world.admin, form, title="Kept"))


async def test_a_slow_action_is_deferred_and_then_answered_as_usual(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.interactions.slow_answers, "_PATIENCE", 0.01)
    for service, name in ((Forms, "submit"), (Deletion, "delete_episode"), (History, "undo")):
        monkeypatch.setattr(service, name, slowed(getattr(service, name)))
    saved = await save(world, "episode add", {"title": "Long"}, season="3", number="1")
    assert saved.ephemeral
    assert "Added episode: S03E01" in text_of(saved)
    undone = await world.admin.click(message_of(saved), label="Undo")
    assert "Undone" in text_of(undone)
    refused = await save(world, "episode add", {"aired": "soon"}, season="3", number="1")
    assert refused.ephemeral
    assert "Not saved yet" in text_of(refused)
    removed = await world.admin.slash(world.general, "catalog episode remove", episode="S01E01")
    assert "Deleted episode: S01E01" in text_of(removed)
    requests: list[tuple[str, Any]] = [(one.path, one.json) for one in world.env.http_requests]
    answers = [body["type"] for path, body in requests if path.endswith("/callback")]
    assert answers == [9, 5, 6, 9, 5, 5], "forms, then deferrals of answers, and of one in place"


async def test_a_form_in_reply_to_a_form_is_detected(world: World) -> None:
    """The check at the end of every test detects it."""
    form = await world.admin.slash(world.general, "catalog show add")
    saved = await fill_in(world.admin, form, title="Nashville")
    assert forms_after_forms(world.env) == []
    await world.admin.click(message_of(saved), label="Add S01E01")
    request = world.env.http_requests[-1]
    click = world.env.backend.interactions[int(request.path.split("/")[2])]
    click.type = 5
    assert forms_after_forms(world.env) == [request.path]
    click.type = 3


async def test_add_another_adds_a_quote_to_the_same_episode(world: World) -> None:
    saved = await save(world, "quote add", {"text": "One."}, episode="S01E02")
    saved = await press_and_save(world, saved, "Add another", {"text": "Two."})
    assert "Added quote: “" in text_of(saved)
    assert "S01E02)" in text_of(saved)

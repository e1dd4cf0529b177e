"""Forms over restarts, in the wrong hands, and two at once."""

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
    """A button that was made up."""
    return discord.ui.Button(label=label, custom_id=custom_id_of(click))


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def test_a_form_opened_before_a_restart_is_saved_after_it(world: World) -> None:
    form = await world.admin.slash(world.general, "catalog episode add", season="3", number="1")
    await world.restart()
    saved = await fill_in(world.admin, form, title="Kept")
    assert "Added episode: S03E01" in text_of(saved)


async def test_a_rejected_form_opens_filled_after_a_restart(world: World) -> None:
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


async def test_a_form_that_did_its_work_is_not_opened_again(world: World) -> None:
    refused = await save(world, "quote add", {"text": "\u200b"}, episode="S01E01")
    again = await world.admin.click(message_of(refused), label="Edit again")
    number = int(str((again.modal or {})["custom_id"]).split(":")[1])
    await fill_in(world.admin, again, text="Once.")
    message = await world.forge(forged("again", FormAgain(number)), forged("apply", ApplyForm(number)))
    for label in ("again", "apply"):
        assert "no longer open" in text_of(await world.admin.click(message, label=label))


async def test_a_form_no_longer_kept_is_answered_with_a_sentence(world: World) -> None:
    form = await world.admin.slash(world.general, "catalog show add")
    async with world.database.write() as writing:
        await writing.run("DELETE FROM session")
    gone = await fill_in(world.admin, form, title="Nashville")
    assert gone.ephemeral
    assert "no longer open" in text_of(gone)


async def test_what_has_expired_is_erased_every_day(world: World) -> None:
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


async def test_a_moderator_who_lost_their_role_while_a_form_was_open_changes_nothing(world: World) -> None:
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


async def test_somebody_elses_form_is_not_opened_sent_or_applied(world: World) -> None:
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
async def test_ids_that_were_made_up_are_answered_with_a_sentence(
    world: World, forge: Callable[[int], Click]
) -> None:
    for number in (ALL, 0):
        message = await world.forge(forged("x", forge(number)))
        answer = await world.admin.click(message, label="x")
        if answer.modal is None:
            assert answer.ephemeral
            assert text_of(answer).startswith("### ")


async def test_numbers_too_large_are_no_click_of_ours(world: World) -> None:
    ours = forged("x", UndoChange(1))
    ours.custom_id = '["undo",99999999999999999999]'
    answer = await world.admin.click(await world.forge(ours), label="x")
    assert "no longer works" in text_of(answer)


async def test_every_custom_id_fits_with_the_longest_names_and_numbers() -> None:
    for subject in (
        RecapScenes("x" * 32, ALL, 9999, 9999),
        SungBy("x" * 32, ALL, ALL),
    ):
        assert len(custom_id_of(OpenForm(subject))) <= 100
    assert len(custom_id_of(RemoveSong("x" * 32, ALL, ALL))) <= 100
    assert len(custom_id_of(TurnHistory("x" * 32, 10_000))) <= 100


async def two_facts(world: World) -> tuple[InteractionResult, InteractionResult]:
    """The same form, opened by two."""
    panels = [await world.admin.slash(world.general, "catalog episode edit", episode="S01E01") for _ in "ab"]
    first, second = [await world.admin.click(message_of(panel), label="Facts") for panel in panels]
    return first, second


async def title(world: World) -> str:
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E01")
    return text_of(panel).split("## ")[1].split("\n")[0]


async def test_whoever_is_second_is_shown_what_changed_and_may_save_theirs(world: World) -> None:
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


async def test_whoever_is_second_may_edit_again_and_is_not_stopped_twice(world: World) -> None:
    first, second = await two_facts(world)
    await fill_in(world.admin, first, title="Theirs", production_code="1A")
    answer = await fill_in(world.admin, second, title="Mine")
    again = await world.admin.click(message_of(answer), label="Edit again")
    assert fields_of(again)["title"] == "Mine"
    assert fields_of(again)["production_code"] == "1A"
    await fill_in(world.admin, again, title="Ours")
    assert await title(world) == "Ours"


async def test_a_third_change_is_not_saved_over_unseen(world: World) -> None:
    first, second = await two_facts(world)
    await fill_in(world.admin, first, title="Theirs")
    answer = await fill_in(world.admin, second, title="Mine")
    third, _ = await two_facts(world)
    await fill_in(world.admin, third, title="A third one's")
    answer = await world.admin.click(message_of(answer), label="Overwrite with mine")
    assert "now: A third one's" in text_of(answer)
    assert await title(world) == "A third one's"


async def test_parts_that_others_edit_meanwhile_are_left_alone(world: World) -> None:
    panels = [await world.admin.slash(world.general, "catalog episode edit", episode="S01E01") for _ in "ab"]
    facts = await world.admin.click(message_of(panels[0]), label="Facts")
    people = await world.admin.click(message_of(panels[1]), label="People")
    await fill_in(world.admin, facts, title="Mine")
    assert "Edited episode" in text_of(await fill_in(world.admin, people, writers="Wes"))
    assert await title(world) == "Mine"


async def test_what_a_form_edits_may_be_gone_and_come_back(world: World) -> None:
    first, second = await two_facts(world)
    assert first.modal is not None
    removed = await world.admin.slash(world.general, "catalog episode remove", episode="S01E01")
    answer = await fill_in(world.admin, second, title="Mine")
    assert "deleted what this form edits" in text_of(answer)
    await world.admin.click(message_of(removed), label="Undo")
    again = await world.admin.click(message_of(answer), label="Edit again")
    await fill_in(world.admin, again)
    assert await title(world) == "Mine"


async def test_a_form_of_a_show_that_is_gone_is_kept(world: World) -> None:
    saved = await save(world, "show add", {"title": "Nashville"})
    there = {"season": "1", "number": "1", "show": "nashville"}
    form = await world.admin.slash(world.general, "catalog episode add", **there)
    await world.admin.click(message_of(saved), label="Undo")
    refused = await fill_in(world.admin, form, title="Kept")
    assert "deleted what this form edits" in text_of(refused)
    assert labels_of(refused) == ["Edit again", "History"]


async def test_a_show_of_a_like_name_is_not_written_to_in_place_of_one_that_is_gone(world: World) -> None:
    saved = await save(world, "show add", {"title": "Nash", "slug": "nashville"})
    await save(world, "show add", {"title": "Nashville", "slug": "nashville-2012"})
    there = {"season": "1", "number": "1", "show": "nashville"}
    form = await world.admin.slash(world.general, "catalog episode add", **there)
    await world.admin.click(message_of(saved), label="Undo")
    assert "deleted what this form edits" in text_of(await fill_in(world.admin, form, title="Kept"))


async def test_what_takes_long_is_deferred_and_then_answered_as_ever(
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


async def test_a_form_in_answer_to_a_form_would_be_noticed(world: World) -> None:
    """The check that every test ends with does see one."""
    form = await world.admin.slash(world.general, "catalog show add")
    saved = await fill_in(world.admin, form, title="Nashville")
    assert forms_after_forms(world.env) == []
    await world.admin.click(message_of(saved), label="Add S01E01")
    request = world.env.http_requests[-1]
    click = world.env.backend.interactions[int(request.path.split("/")[2])]
    click.type = 5
    assert forms_after_forms(world.env) == [request.path]
    click.type = 3


async def test_the_form_for_another_line_is_that_of_the_same_episode(world: World) -> None:
    saved = await save(world, "quote add", {"text": "One."}, episode="S01E02")
    saved = await press_and_save(world, saved, "Add another", {"text": "Two."})
    assert "Added quote: “" in text_of(saved)
    assert "S01E02)" in text_of(saved)

import json
import re
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord.interactions
from simcord import InteractionResult

from bot.domain.ids import UserId
from bot.domain.privacy import Trace
from bot.replies.clicks import EraseMe, custom_id_of
from bot.replies.privacy import WHAT
from bot.store.privacy import STORED_DATA, count_traces
from tests.servers import Services
from tests.world import World, labels_of, message_of, text_of, write_curtain

PRIVACY = (Path(__file__).parents[2] / "PRIVACY.md").read_text(encoding="utf-8")


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def store_data(world: World) -> None:
    """Both fans do everything that stores data about them."""
    services = Services(world.database, world.clock)
    guild = world.guild.id
    for member in (world.other.id, world.fan.id):
        await services.own_show(guild, member, 3, f"show-{member}")
        await services.open_form(guild, member)
        await services.pending_import(guild, member)
        await services.hidden_message(guild, member)
        await services.watch(guild, member, "curtain", "S01E02.5")
        await services.files(guild, member)
        await services.search_and_draw(guild, member, f"show-{member}", "line0")
    async with world.database.read() as reading:
        row = await reading.one(
            "SELECT episode.id FROM episode JOIN show ON show.id = show_id WHERE slug = 'curtain' LIMIT 1"
        )
    await services.open_facts(guild, world.fan.id, "curtain", row["id"])


async def stored_counts(world: World, user: int) -> dict[Trace, int]:
    async with world.database.read() as reading:
        return await count_traces(reading, UserId(user))


async def file_of(answer: InteractionResult) -> dict[str, Any]:
    (file,) = message_of(answer).attachments
    return json.loads(await file.read())


async def test_the_export_has_all_data_of_the_asker_and_nothing_of_others(world: World) -> None:
    await store_data(world)
    answer = await world.fan.slash(world.general, "privacy export")
    assert answer.ephemeral
    export = await file_of(answer)
    assert export["user"] == str(world.fan.id)
    kept = await stored_counts(world, world.fan.id)
    assert all(kept.values())
    assert {trace: len(export[trace]) for trace in Trace} == kept
    assert export["progress"] == [{"show": "curtain", "server": None, "position": "S01E02.5"}]
    (change,) = export["changes"]
    assert change["server"] == str(world.guild.id)
    assert (change["action"], change["subject"], change["position"]) == ("import", "episode", "S01E01")
    assert {form["subject"] for form in export["forms"]} == {"show", "facts"}
    assert [form["typed_into"] for form in export["forms"] if form["subject"] == "show"] == [["title"]]
    assert str(world.other.id) not in json.dumps(export)


async def test_the_export_contains_codes_but_no_titles_or_spoilers(world: World) -> None:
    await store_data(world)
    text = json.dumps(await file_of(await world.fan.slash(world.general, "privacy export")))
    for title in ("Overture", "Second Night", "letter", "says line", " song", " one", "Half typed"):
        assert title not in text


async def test_the_export_card_says_how_much_of_each_kind_is_stored_and_why(world: World) -> None:
    await store_data(world)
    text = text_of(await world.fan.slash(world.general, "privacy export"))
    for trace, count in (await stored_counts(world, world.fan.id)).items():
        assert f"**{WHAT[trace]}** ({count}): " in text


async def test_erasing_asks_first_then_deletes_only_the_askers_data(world: World) -> None:
    await store_data(world)
    of_other = await stored_counts(world, world.other.id)
    question = await world.fan.slash(world.general, "privacy erase")
    assert question.ephemeral
    assert "can't be undone" in text_of(question)
    assert all((await stored_counts(world, world.fan.id)).values()), "nothing is gone before the click"
    erased = await world.fan.click(message_of(question), label="Delete my data")
    assert erased.response is not None
    assert erased.response.ephemeral
    assert "### Your data is deleted" in text_of(erased)
    assert labels_of(erased) == ["Set my progress"]
    assert not any((await stored_counts(world, world.fan.id)).values())
    assert await stored_counts(world, world.other.id) == of_other
    again = await world.fan.slash(world.general, "privacy erase")
    assert "No data stored" in text_of(again)


async def test_after_erasing_changes_stay_in_the_history_without_the_name(world: World) -> None:
    await store_data(world)
    question = await world.fan.slash(world.general, "privacy erase")
    await world.fan.click(message_of(question), label="Delete my data")
    history = text_of(await world.admin.slash(world.general, "catalog history"))
    assert "somebody" in history
    assert f"<@{world.fan.id}>" not in history
    assert f"<@{world.other.id}>" in history


async def test_export_and_erase_work_in_direct_messages(world: World) -> None:
    fay = world.fan.user
    await fay.slash("progress set", episode="S01E03")
    answer = await fay.slash("privacy export")
    assert (await file_of(answer))["progress"][0]["position"] == "S01E03"
    question = await fay.slash("privacy erase")
    await fay.click(message_of(question), label="Delete my data")
    assert not any((await stored_counts(world, world.fan.id)).values())


@pytest.mark.parametrize("context", [0, 2])
async def test_export_and_erase_are_private_as_a_user_app(
    world: World, monkeypatch: pytest.MonkeyPatch, context: int
) -> None:
    real = simcord.interactions.base_payload

    def base_payload(backend: Any, **options: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = real(backend, **options)
        owners = {"1": str(options["user_id"])}
        return record, {**payload, "authorizing_integration_owners": owners, "context": context}

    monkeypatch.setattr(simcord.interactions, "base_payload", base_payload)

    async def ask(command: str, **options: str) -> InteractionResult:
        if context:
            return await world.fan.user.slash(command, **options)
        return await world.fan.slash(world.general, command, **options)

    await ask("progress set", episode="S01E03")
    answer = await ask("privacy export")
    assert answer.ephemeral
    assert (await file_of(answer))["progress"][0]["position"] == "S01E03"
    question = await ask("privacy erase")
    assert question.ephemeral
    erased = await (world.fan.user if context else world.fan).click(
        message_of(question), label="Delete my data"
    )
    assert erased.response is not None
    assert erased.response.ephemeral
    assert not any((await stored_counts(world, world.fan.id)).values())


async def test_the_file_and_the_question_lead_to_each_other_and_the_question_comes_first(
    world: World,
) -> None:
    await store_data(world)
    exported = await world.fan.slash(world.general, "privacy export")
    question = await world.fan.click(message_of(exported), label="Delete my data …")
    assert "can't be undone" in text_of(question)
    assert all((await stored_counts(world, world.fan.id)).values())
    again = await world.fan.click(message_of(question), label="Download it first")
    assert again.ephemeral
    assert (await file_of(again))["user"] == str(world.fan.id)
    await world.fan.click(message_of(question), label="Delete my data")
    assert not any((await stored_counts(world, world.fan.id)).values())


async def test_the_button_works_after_a_restart(world: World) -> None:
    await store_data(world)
    question = await world.fan.slash(world.general, "privacy erase")
    await world.restart()
    await world.fan.click(message_of(question), label="Delete my data")
    assert not any((await stored_counts(world, world.fan.id)).values())


async def test_a_forged_erase_button_deletes_only_the_clickers_data(world: World) -> None:
    await store_data(world)
    forged = await world.forge(
        discord.ui.Button(label="Free gift", custom_id=custom_id_of(EraseMe(sure=True)))
    )
    answer = await world.other.click(forged, label="Free gift")
    assert answer.ephemeral
    assert all((await stored_counts(world, world.fan.id)).values())
    assert not any((await stored_counts(world, world.other.id)).values())


def test_privacy_md_names_every_table_with_user_ids() -> None:
    assert {kept.table for kept in STORED_DATA} <= set(re.findall(r"`(\w+)`", PRIVACY))


def test_privacy_md_and_the_card_describe_every_kind_of_stored_data() -> None:
    assert set(WHAT) == set(Trace)
    for trace in Trace:
        assert f"`{trace}`" in PRIVACY

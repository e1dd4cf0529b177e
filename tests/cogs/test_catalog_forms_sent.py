"""Forms sent several times, too late, or while the disk is full are saved once, or the text is given back."""

import sqlite3
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, LiteralString
from unittest.mock import patch

import pytest
from simcord import InteractionResult
from simcord.backend.serializers import message_payload
from simcord.interactions import base_payload

from bot.domain.storage_errors import StorageFailed
from bot.store.database import Database
from tests.disk_failures import held_by_another_process
from tests.forms import fields_of, fill_in, save
from tests.hiding import stored
from tests.world import (
    World,
    components_of,
    custom_id_of_button,
    message_of,
    text_in,
    text_of,
    walk,
    write_curtain,
)

WORDS = "This was never said before."


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def count(world: World, rows: LiteralString) -> int:
    async with world.database.read() as reading:
        return (await reading.one(f"SELECT count(*) AS n FROM {rows}"))["n"]


async def saved_quotes(world: World) -> int:
    return await count(world, f"quote WHERE text = '{WORDS}'")


async def send_at_once(world: World, kind: int, data: dict[str, Any], times: int, **more: Any) -> list[str]:
    """Send an interaction of the admin this many times before the bot replies; returns the replies."""
    world.env.http_requests.clear()
    for _ in range(times):
        record, payload = base_payload(
            world.env.backend,
            type=kind,
            channel_id=world.general.id,
            guild_id=world.guild.id,
            user_id=world.admin.id,
            data=data,
        )
        record.source_message_id = int(more["message"]["id"]) if "message" in more else None
        world.env.backend.emit("INTERACTION_CREATE", {**payload, **more})
    await world.env.settle()
    bodies: list[Any] = [request.json for request in world.env.http_requests if request.json]
    texts = [text_in((body.get("data") or body).get("components", [])) for body in bodies]
    world.env.http_requests.clear()
    return [text for text in texts if text]


async def send(world: World, form: InteractionResult, times: int = 1, **typed: str) -> list[str]:
    """Send a form several times at once, as Discord's client does if a reply is slow; returns the replies."""
    fields = fields_of(form) | typed
    parts = [
        {"type": 18, "component": {"type": 4, "custom_id": name, "value": fields[name]}} for name in fields
    ]
    custom_id = (form.modal or {})["custom_id"]
    return await send_at_once(world, 5, {"custom_id": custom_id, "components": parts}, times)


async def press(world: World, shown: InteractionResult, label: str, times: int) -> list[str]:
    """Click a button several times at once; returns the replies."""
    data = {"component_type": 2, "custom_id": custom_id_of_button(shown, label)}
    payload = dict(message_payload(world.env.backend, stored(world, message_of(shown))))
    return await send_at_once(world, 3, data, times, message=payload)


async def opened(world: World) -> InteractionResult:
    return await world.admin.slash(world.general, "catalog quote add", episode="S01E01")


async def test_a_form_sent_several_times_at_once_is_saved_once(world: World) -> None:
    form = await opened(world)
    texts = await send(world, form, 6, text=WORDS)
    assert len(texts) == 6
    assert await saved_quotes(world) == 1
    assert sum("Added quote" in text for text in texts) == 1
    others = [text for text in texts if "Added quote" not in text]
    assert all("Already saved" in text or "It was saved already" in text for text in others)


async def test_a_new_show_form_sent_several_times_at_once_creates_one_show(world: World) -> None:
    form = await world.admin.slash(world.general, "catalog show add")
    await send(world, form, 6, title="Nashville")
    assert await count(world, "show WHERE title = 'Nashville'") == 1


async def test_a_form_that_was_reopened_twice_is_saved_once(world: World) -> None:
    refused = await save(world, "quote add", {"text": "\u200b"}, episode="S01E01")
    first = await world.admin.click(message_of(refused), label="Edit again")
    second = await world.admin.click(message_of(refused), label="Edit again")
    assert (first.modal or {})["custom_id"] != (second.modal or {})["custom_id"]
    for form in (first, second):
        await fill_in(world.admin, form, text=WORDS)
    assert await saved_quotes(world) == 1


async def test_an_expired_form_gives_back_what_was_typed(world: World) -> None:
    world.clock.at = world.clock()
    form = await opened(world)
    world.clock.at += timedelta(days=8)
    answer = await fill_in(world.admin, form, text=WORDS)
    assert "expired after a week" in text_of(answer)
    assert WORDS in text_of(answer)
    assert await saved_quotes(world) == 0


async def test_text_too_long_for_a_reply_is_given_back_in_a_file(world: World) -> None:
    form = await opened(world)
    async with world.database.write() as writing:
        await writing.run("DELETE FROM session")
    answer = await fill_in(world.admin, form, text="Long. " * 600)
    assert any(part.get("file") for part in walk(components_of(answer)))
    (sent,) = message_of(answer).attachments
    assert "Long. " * 600 in (await sent.read()).decode()


class Failing:
    """Makes the database's writer fail at one of its statements, counted from 0."""

    def __init__(self, at: int | None) -> None:
        self._at = at
        self.statements = 0

    def wrap(self, do: Callable[..., Any]) -> Callable[..., Any]:
        def done(*arguments: Any) -> Any:
            self._count()
            return do(*arguments)

        return done

    def _count(self) -> None:
        self.statements += 1
        if self.statements - 1 == self._at:
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode, full.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
            raise full


@contextmanager
def failing(database: Database, at: int | None) -> Generator[Failing]:
    """The disk is full at the statement with this number (the commit counts too); None: never."""
    writer: Any = database._writer  # pyright: ignore[reportPrivateUsage] - nobody else knows what it is given
    failing = Failing(at)
    with (
        patch.object(writer, "execute_fetchall", failing.wrap(writer.execute_fetchall)),
        patch.object(writer, "executemany", failing.wrap(writer.executemany)),
        patch.object(writer, "commit", failing.wrap(writer.commit)),
    ):
        yield failing


async def statements_of(world: World, work: Callable[[], Awaitable[object]]) -> int:
    with failing(world.database, None) as counted:
        await work()
    return counted.statements


async def test_if_opening_a_form_cannot_be_saved_the_form_is_not_shown_and_the_reply_says_why(
    world: World,
) -> None:
    world.expected.append(StorageFailed)
    statements = await statements_of(world, lambda: opened(world))
    assert statements >= 3
    before = await count(world, "session")
    for at in range(statements):
        with failing(world.database, at):
            answer = await opened(world)
        assert answer.modal is None
        assert "disk is full" in text_of(answer)
        assert await count(world, "session") == before


async def test_if_saving_fails_the_typed_text_is_given_back_and_can_be_sent_again(
    world: World,
) -> None:
    world.expected.append(StorageFailed)
    await save(
        world, "quote add", {"text": "The first."}, episode="S01E01"
    )  # now the server has its own copy
    form = await opened(world)
    statements = await statements_of(world, lambda: fill_in(world.admin, form, text="Counted."))
    assert statements > 5
    form = await opened(world)
    for at in range(statements):
        with failing(world.database, at):
            (answer,) = await send(world, form, text=WORDS, speaker="Anna")
        assert "disk is full" in answer
        assert "Nothing was saved" in answer
        assert WORDS in answer
        assert "Anna" in answer
        assert await saved_quotes(world) == 0
    (answer,) = await send(world, form, text=WORDS)
    assert "Added quote" in answer
    assert await saved_quotes(world) == 1


async def test_a_rejected_form_that_cannot_be_stored_gives_back_what_was_typed(world: World) -> None:
    world.expected.append(StorageFailed)
    form = await world.admin.slash(world.general, "catalog episode add", season="3", number="1")
    statements = await statements_of(world, lambda: send(world, form, aired="soon"))
    for at in range(statements):
        with failing(world.database, at):
            (answer,) = await send(world, form, title="Kept", aired="soon")
        assert "disk is full" in answer
        assert "Kept" in answer


async def test_a_form_opened_or_sent_while_the_database_is_locked_says_so(world: World) -> None:
    world.expected.append(StorageFailed)
    form = await opened(world)
    with held_by_another_process(world.database.path):
        refused = await opened(world)
        (answer,) = await send(world, form, text=WORDS)
    assert refused.modal is None
    assert "busy" in text_of(refused)
    assert "busy" in answer
    assert WORDS in answer
    (answer,) = await send(world, form, text=WORDS)
    assert "Added quote" in answer


async def test_a_form_sent_after_the_database_was_removed_says_so(world: World) -> None:
    world.expected.append(StorageFailed)
    form = await opened(world)
    world.database.path.unlink()
    answer = await fill_in(world.admin, form, text=WORDS)
    assert "missing" in text_of(answer)
    assert WORDS in text_of(answer)


async def test_an_episode_deleted_by_several_clicks_at_once_is_deleted_once(world: World) -> None:
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E02")
    await press(world, panel, "Delete episode", 3)
    assert await count(world, "change WHERE action = 'remove'") == 1


async def test_a_change_undone_by_several_clicks_at_once_is_undone_once(world: World) -> None:
    saved = await save(world, "episode add", {}, season="3", number="1")
    await press(world, saved, "Undo", 3)
    assert await count(world, "change WHERE action = 'undo'") == 1


async def test_an_import_applied_by_several_clicks_at_once_is_applied_once(world: World) -> None:
    file = ("quotes.csv", f"season,episode,speaker,line\n1,1,Anna,{WORDS}\n".encode())
    preview = await world.admin.slash(world.general, "catalog import", file=file)
    texts = await press(world, preview, "Apply", 3)
    assert await count(world, "change WHERE action = 'import'") == 1
    assert await saved_quotes(world) == 1
    assert sum("has expired" in text for text in texts) == 2
    assert "Undo" in str(message_of(preview).components)

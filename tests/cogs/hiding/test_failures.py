"""**Hide as spoiler** loses no message, whichever step fails."""

import sqlite3
from dataclasses import dataclass
from typing import Any

import discord
import pytest

from tests.hiding import FIRST, SECOND, contents, hidden, hide, posts, rows
from tests.world import World, text_of


@dataclass(frozen=True, slots=True)
class Failure:
    """Requests that Discord refuses, the reply to the moderator, and the messages left in the channel."""

    faults: tuple[tuple[str, str, int], ...]
    sentence: str
    left: tuple[str, ...] = ("Anna did it",)
    kept: int = 0


DELETE = ("DELETE", "/channels/*/messages/*")

FAILURES = {
    "the list of webhooks": Failure((("GET", "/channels/*/webhooks", 500),), "create a webhook"),
    "a new webhook": Failure((("POST", "/channels/*/webhooks", 400),), "create a webhook"),
    "posting": Failure((("POST", "/webhooks/*/simcord_webhook_*", 400),), "repost it"),
    "the author's name": Failure((("GET", "/guilds/*/members/*", 500),), "### Hidden", (SECOND,), 1),
    "deleting": Failure(((*DELETE, 403),), "deleted my hidden copy"),
    "deleting, on Discord's side": Failure(((*DELETE, 500),), "deleted my hidden copy"),
    "deleting, and nobody knows": Failure(
        ((*DELETE, 500), ("GET", "/channels/*/messages/*", 500)), "didn't confirm", (FIRST, SECOND), 1
    ),
    "deleting what is gone": Failure(((*DELETE, 404),), "### Hidden", (FIRST, SECOND), 1),
    "deleting both": Failure(
        ((*DELETE, 403), ("DELETE", "/webhooks/*/messages/*", 500)), "Delete one of them", (FIRST, SECOND), 1
    ),
}


@pytest.mark.parametrize("name", FAILURES)
async def test_no_message_is_lost_whichever_step_fails(world: World, name: str) -> None:
    failure = FAILURES[name]
    first = await world.fan.send(world.general, FIRST)
    for method, path, status in failure.faults:
        world.env.inject_error(method, path, status=status)
    answer = await hide(world, first)
    assert failure.sentence in text_of(answer)
    assert answer.ephemeral or answer.followups
    assert tuple(contents(world.general)) == failure.left
    assert len(await rows(world)) == failure.kept


async def test_the_repost_stays_when_discord_deletes_the_original_but_reports_an_error(world: World) -> None:
    """Discord deleted the original but reported an error, so the repost must stay."""
    first = await world.fan.send(world.general, FIRST)
    backend = world.env.backend

    class Late(list[dict[str, Any]]):
        def remove(self, fault: dict[str, Any], /) -> None:
            super().remove(fault)
            if fault["method"] == "DELETE":
                backend.delete_message(world.general.id, first.id)

    backend.faults = Late()
    world.env.inject_error(*DELETE, status=500)
    assert "### Hidden" in text_of(await hide(world, first))
    assert contents(world.general) == [SECOND]


async def test_if_its_files_cannot_be_downloaded_the_message_is_unchanged(world: World) -> None:
    first = await world.fan.send(world.general, FIRST, attachments=[("a.png", b"x")])
    world.env.backend.cdn = type(world.env.backend.cdn)()
    assert "couldn't download its files" in text_of(await hide(world, first))
    assert contents(world.general) == [FIRST]
    assert posts(world) == []


async def test_if_the_author_cannot_be_saved_the_message_is_unchanged(world: World) -> None:
    world.expected.append(sqlite3.Error)
    first = await world.fan.send(world.general, FIRST)
    async with world.database.write() as writing:
        await writing.run("ALTER TABLE repost RENAME TO elsewhere")
        await writing.run("CREATE VIEW repost AS SELECT * FROM elsewhere")  # can be read but not written
    assert "Something went wrong" in text_of(await hide(world, first))
    assert contents(world.general) == [FIRST]


async def test_a_failed_deletion_can_be_tried_again(world: World) -> None:
    message = await hidden(world, FIRST)
    world.env.inject_error(*DELETE, status=500)
    assert "couldn't delete it" in text_of(await world.fan.click(message, label="Delete"))
    assert len(await rows(world)) == 1
    assert "### Deleted" in text_of(await world.fan.click(message, label="Delete"))


async def test_a_stale_webhook_that_discord_still_lists_is_replaced(world: World) -> None:
    await hidden(world, "the first")
    channel = world.env.bot.get_channel(world.general.id)
    assert isinstance(channel, discord.TextChannel)
    (stale,) = await channel.webhooks()
    for method, path in (("POST", f"/webhooks/{stale.id}/*"), ("DELETE", f"/webhooks/{stale.id}*")):
        world.env.inject_error(method, path, status=404, code=10015, times=None)
    first = await world.fan.send(world.general, FIRST, attachments=[("a.png", b"x")])
    assert "### Hidden" in text_of(await hide(world, first))
    posted = world.general.history()[-1]
    assert posted.content == SECOND
    assert [file.filename for file in posted.attachments] == ["SPOILER_1.png"]
    assert posted.webhook_id != stale.id


async def test_a_stale_webhook_is_deleted(world: World) -> None:
    await hidden(world, "the first")
    channel = world.env.bot.get_channel(world.general.id)
    assert isinstance(channel, discord.TextChannel)
    (stale,) = await channel.webhooks()
    world.env.inject_error("POST", f"/webhooks/{stale.id}/*", status=404, code=10015, times=None)
    await hidden(world, FIRST)
    (fresh,) = await channel.webhooks()
    assert fresh.id != stale.id

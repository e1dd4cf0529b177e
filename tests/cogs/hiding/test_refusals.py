"""What **Hide as spoiler** refuses, and which permissions it says are missing."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import discord
import pytest
from simcord.backend.models import MessageSticker, Poll
from simcord.enums import MessageType
from simcord.results import to_discord_message

from bot.app import now
from bot.domain.positions import Position
from bot.webhooks.content import labelled
from tests.hiding import NOTHING_CHANGED, contents, denying, hidden, hide, label, last, posts, rows
from tests.world import World, message_of, text_of


def _said(**fields: Any) -> Callable[[World], discord.Message]:
    def say(world: World) -> discord.Message:
        given: dict[str, Any] = {"content": "Anna did it", "author_id": world.fan.id, **fields}
        return to_discord_message(world.env, world.env.backend.create_message(world.general.id, **given))

    return say


def _of_a_bot(**fields: Any) -> Callable[[World], discord.Message]:
    def say(world: World) -> discord.Message:
        robot = world.env.create_user("robot", bot=True)
        world.guild.add_member(robot)
        return _said(**fields, author_id=robot.id)(world)

    return say


def _pinned(world: World) -> discord.Message:
    return world.guild.create_system_message(
        world.general, MessageType.PINS_ADD, author=world.fan, referenced_message=_said()(world)
    )


def _with_file(size: int, name: str = "a.png", content: str = "Anna") -> Callable[[World], discord.Message]:
    def say(world: World) -> discord.Message:
        (attachment,) = world.env.backend.store_attachments(world.general.id, [(name, b"x")])
        return _said(content=content, attachments=[{**attachment, "size": size}])(world)

    return say


REFUSED: dict[str, tuple[Callable[[World], discord.Message], str]] = {
    "a poll": (_said(content="", poll=Poll("Who?", [], now().isoformat())), "poll"),
    "a sticker": (_said(stickers=[MessageSticker(5, "wave", 1, 1)]), "sticker"),
    "a voice message": (_said(flags=1 << 13), "voice message"),
    "a system message": (_pinned, "Discord itself"),
    "a bot's embed": (_of_a_bot(embeds=[{"type": "rich", "title": "x"}]), "cards and buttons"),
    "a large file": (_with_file(11 * 1024 * 1024), "larger than"),
    "a text that is too long": (_said(content="x" * 1990), "too long"),
    "a text that is too long once it is escaped": (_said(content="*" * 1000), "too long"),
    "a text that is too long once each line has bars": (_said(content="xx\n" * 400), "too long"),
    "nothing that can be seen": (_said(content="\u202e"), "no text and no file"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_message_that_cannot_be_reposted_whole_is_refused_with_the_reason(
    world: World, name: str
) -> None:
    say, reason = REFUSED[name]
    message = say(world)
    before = [one.id for one in world.general.history()]
    refused = await hide(world, message)
    assert refused.ephemeral
    assert "### This message can't be hidden" in text_of(refused)
    assert reason in text_of(refused)
    assert NOTHING_CHANGED in text_of(refused)
    assert [one.id for one in world.general.history()] == before
    assert posts(world) == []
    assert await rows(world) == []


async def test_the_longest_text_allowed_leaves_room_for_the_longest_label(world: World) -> None:
    message = await hidden(world, "x" * 1956)
    await label(world, message, "special after S01E02.5")
    assert len(last(world.general).content) <= 2000
    longest = labelled(message.content, Position(9999, Decimal("9999.99"), 99))
    assert len(longest) <= 2000
    assert labelled(longest, Position(1, Decimal(1))) == f"-# S01E01\n{message.content}"
    assert "too long" in text_of(await hide(world, _said(content="x" * 1957)(world)))


async def test_files_that_are_too_large_together_are_refused(world: World) -> None:
    """Boosted servers allow large files, but the bot keeps all files of a message in memory."""
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.premium_tier = 3
    files = world.env.backend.store_attachments(world.general.id, [("a.png", b"x"), ("b.png", b"x")])
    size = 60 * 1024 * 1024
    message = _said(attachments=[{**file, "size": size} for file in files])(world)
    assert "larger than" in text_of(await hide(world, message))
    assert "### Hidden" in text_of(await hide(world, _with_file(size)(world)))


async def test_a_private_reply_cannot_be_hidden(world: World) -> None:
    answer = await world.moderator.slash(world.general, "help")
    assert "Only one person can see it" in text_of(await hide(world, message_of(answer)))


async def test_a_forward_is_refused(world: World) -> None:
    source = await world.other.send(world.general, "Anna did it")
    forward = await world.fan.forward(source, world.general)
    assert "It's a forward" in text_of(await hide(world, forward))
    assert len(world.general.history()) == 2


async def test_the_first_message_of_a_forum_post_cannot_be_hidden_but_later_ones_can(world: World) -> None:
    post = world.thread(world.guild.create_forum_channel("forum"))
    backend = world.env.backend
    opening = backend.prepare_message(post.id, world.fan.id, "Anna did it")
    opening.id = post.id
    backend.commit_message(opening)
    refused = await hide(world, to_discord_message(world.env, opening), post)
    assert "first message of this forum post" in text_of(refused)
    assert contents(post) == ["Anna did it"]
    await hidden(world, "Bella did it", post)


async def test_a_message_that_started_a_thread_can_be_hidden(world: World) -> None:
    first = await world.fan.send(world.general, "Anna did it")
    world.env.backend.create_thread(world.general.id, "about it", world.fan.id, message_id=first.id)
    await hide(world, first)
    assert contents(world.general) == ["about it", "||Anna did it||"]


@pytest.mark.parametrize(
    "text", ["||Anna did it||", " ||Anna|| ||did\nit||\n||all of it|| ", "||Anna did it||\n"]
)
async def test_an_already_hidden_message_is_unchanged(world: World, text: str) -> None:
    answer = await hide(world, await world.fan.send(world.general, text))
    assert "### Already hidden" in text_of(answer)
    assert contents(world.general) == [text]


async def test_spoiler_pictures_without_text_count_as_already_hidden(world: World) -> None:
    first = await world.fan.send(world.general, attachments=[("SPOILER_a.png", b"x")])
    assert "### Already hidden" in text_of(await hide(world, first))


async def test_hidden_text_with_a_visible_picture_can_still_be_hidden(world: World) -> None:
    first = await world.fan.send(world.general, "||Anna||", attachments=[("a.png", b"x")])
    assert "### Hidden" in text_of(await hide(world, first))


@pytest.mark.parametrize("text", ["||Anna|| did it", "`||Anna||`", "\\||Anna||", "||Anna\\||", "||||"])
async def test_a_message_that_is_only_partly_hidden_is_hidden_whole(world: World, text: str) -> None:
    await hidden(world, text)


async def test_a_repost_cannot_be_hidden_again(world: World) -> None:
    message = await hidden(world, "Anna did it")
    assert "### Already hidden" in text_of(await hide(world, message))
    assert len(world.general.history()) == 1


NEEDED = {
    "manage_webhooks": "Manage Webhooks",
    "manage_messages": "Manage Messages",
    "attach_files": "Attach Files",
    "send_messages_in_threads": "Send Messages in Threads",
}


@pytest.mark.parametrize("missing", [*([name] for name in NEEDED), list(NEEDED)], ids=str)
async def test_only_the_missing_permissions_are_named(world: World, missing: list[str]) -> None:
    thread = world.thread(world.guild.create_text_channel("other", overwrites=denying(world, *missing)))
    first = await world.fan.send(thread, "Anna did it", attachments=[("a.png", b"x")])
    text = text_of(await hide(world, first, thread))
    assert "### I need more permissions" in text
    assert "Server Settings → Roles" in text
    assert [name for name in NEEDED if f"**{NEEDED[name]}**" in text] == missing
    assert contents(thread) == ["Anna did it"]


async def test_permissions_that_are_not_needed_are_not_required(world: World) -> None:
    denied = denying(world, "attach_files", "send_messages_in_threads")
    channel = world.guild.create_text_channel("other", overwrites=denied)
    await hidden(world, "Anna did it", channel)

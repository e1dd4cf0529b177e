"""The message menu **Hide as spoiler**, as a moderator uses it."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import PermissionOverwrite
from simcord import ChannelHandle, InteractionResult, MemberActor, SetupError
from simcord.backend.models import Message, MessageSticker, Overwrite, Poll
from simcord.backend.serializers import message_payload
from simcord.enums import MessageType, OverwriteType
from simcord.interactions import base_payload
from simcord.results import to_discord_message

from bot.app import now
from bot.domain.positions import Position
from bot.replies.clicks import ChooseLabel, DeleteRepost, LabelRepost, SetupLog, SetupModerators, custom_id_of
from bot.replies.hiding import labelled
from tests import markdown
from tests.webhooks import webhooks_as_discord_has_them
from tests.world import (
    World,
    components_of,
    labels_of,
    message_of,
    text_in,
    text_of,
    text_on,
    walk,
    write_curtain,
    write_pack,
)

MENU = "Hide as spoiler"
NOTHING_CHANGED = "Nothing was changed."


@pytest.fixture(autouse=True)
def webhooks() -> Iterator[None]:
    with webhooks_as_discord_has_them():
        yield


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


@pytest.fixture(autouse=True)
async def moderators(world: World) -> None:
    """Max and whoever else has the moderators' role moderates."""
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(
        message_of(panel), [world.moderator_role], custom_id=custom_id_of(SetupModerators())
    )


async def hide(
    world: World,
    message: discord.Message,
    channel: ChannelHandle | None = None,
    by: MemberActor | None = None,
) -> InteractionResult:
    return await (by or world.moderator).context_menu(channel or world.general, MENU, message)


async def hidden(world: World, text: str, channel: ChannelHandle | None = None) -> discord.Message:
    """The fan writes something and the moderator hides it; gives what stands there then."""
    place = channel or world.general
    done = await hide(world, await world.fan.send(place, text), place)
    assert "### Hidden" in text_of(done)
    return last(place)


def last(channel: ChannelHandle) -> discord.Message:
    message = channel.last_message
    assert message is not None
    return message


def contents(channel: ChannelHandle) -> list[str]:
    return [message.content for message in channel.history()]


def posts(world: World) -> list[Any]:
    """What the bot has posted through webhooks of its own."""
    return requests(world, "POST", "/simcord_webhook_")


def requests(world: World, method: str, path: str) -> list[Any]:
    return [
        request.json
        for request in world.env.http_requests
        if request.method == method and path in request.path
    ]


def show_menu(world: World, *members: MemberActor) -> None:
    """An admin lets these members see the menu, whatever they may do."""
    registered = world.env.backend.find_command(MENU, world.guild.id, 3)
    assert registered is not None
    world.guild.set_command_permissions(int(registered["id"]), dict.fromkeys(members, True))


def stored(world: World, message: discord.Message) -> Message:
    return world.env.backend.get_message(message.channel.id, message.id)


async def rows(world: World) -> list[int]:
    async with world.database.read() as reading:
        return [row["message_id"] for row in await reading.rows("SELECT message_id FROM repost")]


async def test_a_message_stands_behind_bars_in_its_authors_name_and_nowhere_else(
    world: World,
) -> None:
    first = await world.fan.send(world.general, "Anna did it")
    done = await hide(world, first)
    assert done.ephemeral
    assert labels_of(done) == ["Label it"]
    (message,) = world.general.history()
    assert message.id != first.id
    assert message.content == "||Anna did it||"
    assert message.author.display_name == "fay"
    (posted,) = posts(world)
    assert posted["avatar_url"] == first.author.display_avatar.url
    assert [button.label for row in message.components for button in row.children] == ["Delete", "Label it"]  # type: ignore[union-attr]


async def test_files_are_hidden_too_and_their_names_and_descriptions_tell_nothing(world: World) -> None:
    first = await world.fan.send(
        world.general, "look", attachments=[("anna-did-it.png", b"picture"), ("anna", b"")]
    )
    stored(world, first).attachments[0]["description"] = "Anna with a candlestick"
    await hide(world, first)
    message = last(world.general)
    assert [file.filename for file in message.attachments] == ["SPOILER_1.png", "SPOILER_2"]
    assert all(file.is_spoiler() and not file.description for file in message.attachments)
    assert await message.attachments[0].read() == b"picture"
    assert message.content == "||look||\n||Anna with a candlestick||"


async def test_a_picture_without_words_is_hidden_and_labelled(world: World) -> None:
    first = await world.fan.send(world.general, attachments=[("a.png", b"picture")])
    done = await hide(world, first)
    await choose(world, await world.moderator.click(message_of(done), label="Label it"), "S01E02")
    assert last(world.general).content == "-# S01E02\n"
    assert len(last(world.general).attachments) == 1


@pytest.mark.parametrize("kind", ["thread", "forum"])
async def test_in_a_thread_or_a_forum_post_it_stays_there(world: World, kind: str) -> None:
    parent = world.guild.create_forum_channel("forum") if kind == "forum" else world.general
    thread = world.thread(parent)
    message = await hidden(world, "Anna did it", thread)
    assert contents(thread) == ["||Anna did it||"]
    assert "||Anna did it||" not in contents(world.general)
    await label(world, message, "S01E02")
    assert contents(thread) == ["-# S01E02\n||Anna did it||"]
    assert "### Deleted" in text_of(await world.fan.click(last(thread), label="Delete"))
    assert contents(thread) == []


async def hide_at_once(world: World, *messages: discord.Message) -> None:
    """Use the menu on several messages before the bot has answered for any."""
    backend = world.env.backend
    registered = backend.find_command(MENU, world.guild.id, 3)
    assert registered is not None
    for message in messages:
        data = {
            "id": registered["id"],
            "name": MENU,
            "type": 3,
            "target_id": str(message.id),
            "resolved": {
                "messages": {str(message.id): dict(message_payload(backend, stored(world, message)))}
            },
        }
        _, payload = base_payload(
            backend,
            type=2,
            channel_id=world.general.id,
            guild_id=world.guild.id,
            user_id=world.moderator.id,
            data=data,
        )
        backend.emit("INTERACTION_CREATE", payload)
    await world.env.settle()


async def test_the_webhook_is_made_once_for_a_channel_and_its_threads(world: World) -> None:
    thread = world.thread(world.general)
    for place in (world.general, thread, world.general):
        await hidden(world, "Anna did it", place)
    await world.restart()
    await hidden(world, "Bella did it")
    assert requests(world, "POST", f"/channels/{world.general.id}/webhooks") == [{"name": "Understudy"}]
    await hidden(world, "Bella did it", world.guild.create_text_channel("other"))
    assert len(requests(world, "POST", "webhooks")) > 1


async def test_two_at_once_make_one_webhook_and_two_reposts(world: World) -> None:
    messages = [await world.fan.send(world.general, text) for text in ("Anna", "Bella")]
    await hide_at_once(world, *messages)
    assert sorted(contents(world.general)) == ["||Anna||", "||Bella||"]
    assert len(requests(world, "POST", "/channels")) == 1


async def test_the_same_message_hidden_by_two_at_once_stands_there_once(world: World) -> None:
    message = await world.fan.send(world.general, "Anna did it")
    await hide_at_once(world, message, message)
    assert contents(world.general) == ["||Anna did it||"]
    assert len(posts(world)) == 1


async def test_a_webhook_of_somebody_else_is_left_alone(world: World) -> None:
    theirs = world.env.backend.create_webhook(world.general.id, "News", world.admin.id)
    message = await hidden(world, "Anna did it")
    assert message.webhook_id != theirs.id


async def test_an_answer_links_to_what_it_answered(world: World) -> None:
    question = await world.other.send(world.general, "Who did it?")
    await hide(world, await world.fan.send(world.general, "Anna", reply_to=question))
    assert last(world.general).content == f"-# In answer to {question.jump_url}\n||Anna||"
    await label(world, last(world.general), "S01E02")
    assert last(world.general).content == f"-# S01E02\n-# In answer to {question.jump_url}\n||Anna||"


HOSTILE = (
    "a || b ||",
    "||",
    "|",
    "ends in a bar |",
    "ends in a backslash \\",
    "\\||out\\||",
    "```\nAnna did it\n```",
    "```||Anna||```",
    "`one ` two",
    "# Anna\n> did\n>>> it\n- all\n1. by\n-# herself",
    "first\n\nsecond\n\n\n||third",
    "https://example.com/anna||did",
    "[Anna](https://example.com)",
    "@everyone @here <@1> <@&1> <#1> </help:1> <t:1:R> <id:customize>",
    "**__~~*_Anna_*~~__**",
    "\u202eannA\u2066 did",
)


@pytest.mark.parametrize("text", HOSTILE)
async def test_nothing_in_a_text_gets_out_from_behind_the_bars(world: World, text: str) -> None:
    content = (await hidden(world, text)).content
    assert all(line.startswith("||") and line.endswith("||") for line in content.split("\n") if line)
    assert posts(world)[0]["allowed_mentions"] == {"parse": []}
    if (reason := markdown.missing()) is not None:
        pytest.skip(reason)
    with markdown.parser() as discord_client:
        read = discord_client.read(content)
    assert read.clear.strip() == ""
    assert read.kinds <= {"spoiler", "text", "br"}


async def test_nobody_is_pinged_and_mentions_and_emoji_become_words(world: World) -> None:
    text = f"{world.other.mention} {world.general.mention} <:smile:123456789012345678> @everyone"
    message = await hidden(world, text)
    assert message.content == "||\\@otto \\#general \\:smile\\: \\@\u200beveryone||"
    assert message.mentions == []
    assert not message.mention_everyone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Fay", "Fay"),
        ("Clyde", "C\u200alyde"),
        ("the discord DISCORD", "the d\u200aiscord D\u200aISCORD"),
        ("here", "h\u200aere"),
        ("Theresa", "Th\u200aeresa"),
        ("everyone", "e\u200averyone"),
        ("\u3164", "fay"),
        ("\u200b \u2800", "fay"),
        ("\U0001f3ad", "\U0001f3ad"),
        ("x" * 100, "x" * 80),
        ("@admin `x` ||y||", "@admin `x` ||y||"),
    ],
)
async def test_a_name_that_discord_refuses_is_written_so_that_it_takes_it(
    world: World, name: str, shown: str
) -> None:
    world.env.backend.get_guild(world.guild.id).members[world.fan.id].nick = name
    await hidden(world, "Anna did it")
    assert posts(world)[0]["username"] == shown


async def test_the_name_is_the_one_of_this_server_even_of_one_who_has_left(world: World) -> None:
    first = await world.fan.send(world.general, "Anna did it")
    world.guild.remove_member(world.fan)
    await hide(world, first)
    assert contents(world.general) == ["||Anna did it||"]
    assert last(world.general).author.display_name == "fay"


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
    "nothing that can be seen": (_said(content="\u202e"), "nothing in it"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_be_posted_again_whole_is_refused_with_the_reason(world: World, name: str) -> None:
    say, reason = REFUSED[name]
    message = say(world)
    before = [one.id for one in world.general.history()]
    refused = await hide(world, message)
    assert refused.ephemeral
    assert "### I cannot hide this message" in text_of(refused)
    assert reason in text_of(refused)
    assert NOTHING_CHANGED in text_of(refused)
    assert [one.id for one in world.general.history()] == before
    assert posts(world) == []
    assert await rows(world) == []


async def test_the_longest_text_that_is_hidden_leaves_room_for_the_longest_label(world: World) -> None:
    message = await hidden(world, "x" * 1956)
    await label(world, message, "special after S01E02.5")
    assert len(last(world.general).content) <= 2000
    longest = labelled(message.content, Position(9999, Decimal("9999.99"), 99))
    assert len(longest) <= 2000
    assert labelled(longest, Position(1, Decimal(1))) == f"-# S01E01\n{message.content}"
    assert "too long" in text_of(await hide(world, _said(content="x" * 1957)(world)))


async def test_files_that_are_too_much_together_are_refused(world: World) -> None:
    """A server with boosts takes large files, but the bot holds all of a message at a time."""
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.premium_tier = 3
    files = world.env.backend.store_attachments(world.general.id, [("a.png", b"x"), ("b.png", b"x")])
    size = 60 * 1024 * 1024
    message = _said(attachments=[{**file, "size": size} for file in files])(world)
    assert "larger than" in text_of(await hide(world, message))
    assert "### Hidden" in text_of(await hide(world, _with_file(size)(world)))


async def test_what_one_person_alone_sees_is_refused(world: World) -> None:
    answer = await world.moderator.slash(world.general, "help")
    assert "Only one person sees it" in text_of(await hide(world, message_of(answer)))


async def test_a_forward_is_refused(world: World) -> None:
    source = await world.other.send(world.general, "Anna did it")
    forward = await world.fan.forward(source, world.general)
    assert "forwards another message" in text_of(await hide(world, forward))
    assert len(world.general.history()) == 2


async def test_the_first_message_of_a_forum_post_is_refused_and_a_later_one_is_not(world: World) -> None:
    post = world.thread(world.guild.create_forum_channel("forum"))
    backend = world.env.backend
    opening = backend.prepare_message(post.id, world.fan.id, "Anna did it")
    opening.id = post.id
    backend.commit_message(opening)
    refused = await hide(world, to_discord_message(world.env, opening), post)
    assert "opens this forum post" in text_of(refused)
    assert contents(post) == ["Anna did it"]
    await hidden(world, "Bella did it", post)


async def test_a_thread_made_from_a_message_lets_that_message_be_hidden(world: World) -> None:
    first = await world.fan.send(world.general, "Anna did it")
    world.env.backend.create_thread(world.general.id, "about it", world.fan.id, message_id=first.id)
    await hide(world, first)
    assert contents(world.general) == ["about it", "||Anna did it||"]


@pytest.mark.parametrize(
    "text", ["||Anna did it||", " ||Anna|| ||did\nit||\n||all of it|| ", "||Anna did it||\n"]
)
async def test_a_message_that_is_hidden_already_is_left_as_it_is(world: World, text: str) -> None:
    told = await hide(world, await world.fan.send(world.general, text))
    assert "### It is hidden already" in text_of(told)
    assert contents(world.general) == [text]


async def test_hidden_pictures_without_words_are_hidden_already(world: World) -> None:
    first = await world.fan.send(world.general, attachments=[("SPOILER_a.png", b"x")])
    assert "### It is hidden already" in text_of(await hide(world, first))


async def test_hidden_words_beside_a_picture_in_the_clear_are_not_hidden(world: World) -> None:
    first = await world.fan.send(world.general, "||Anna||", attachments=[("a.png", b"x")])
    assert "### Hidden" in text_of(await hide(world, first))


@pytest.mark.parametrize("text", ["||Anna|| did it", "`||Anna||`", "\\||Anna||", "||Anna\\||", "||||"])
async def test_what_is_hidden_in_part_or_seems_to_be_is_hidden_whole(world: World, text: str) -> None:
    await hidden(world, text)


async def test_what_was_hidden_cannot_be_hidden_again(world: World) -> None:
    message = await hidden(world, "Anna did it")
    assert "### It is hidden already" in text_of(await hide(world, message))
    assert len(world.general.history()) == 1


async def test_a_webhooks_plain_message_is_hidden_in_its_name(world: World) -> None:
    log = await choose_log(world)
    news = world.guild.create_webhook(world.general, "News")
    await hide(world, await news.send("Anna did it", username="Gazette"))
    assert last(world.general).content == "||Anna did it||"
    assert posts(world)[0]["username"] == "Gazette"
    assert "hid a webhook's message in" in text_on(last(log))


NEEDED = {
    "manage_webhooks": "Manage Webhooks",
    "manage_messages": "Manage Messages",
    "attach_files": "Attach Files",
    "send_messages_in_threads": "Send Messages in Threads",
}


@pytest.mark.parametrize("missing", [*([name] for name in NEEDED), list(NEEDED)], ids=str)
async def test_without_permissions_it_names_just_those_that_are_missing(
    world: World, missing: list[str]
) -> None:
    thread = world.thread(world.guild.create_text_channel("other", overwrites=denying(world, *missing)))
    first = await world.fan.send(thread, "Anna did it", attachments=[("a.png", b"x")])
    told = text_of(await hide(world, first, thread))
    assert "### I lack permissions" in told
    assert "Server Settings → Roles" in told
    assert [name for name in NEEDED if f"**{NEEDED[name]}**" in told] == missing
    assert contents(thread) == ["Anna did it"]


async def test_a_permission_that_is_not_needed_is_not_asked_for(world: World) -> None:
    denied = denying(world, "attach_files", "send_messages_in_threads")
    channel = world.guild.create_text_channel("other", overwrites=denied)
    await hidden(world, "Anna did it", channel)


async def test_the_label_and_the_deletion_name_what_is_missing_too(world: World) -> None:
    message = await hidden(world, "Anna did it")
    panel = await world.moderator.click(message, label="Label it")
    forbid(world, "manage_webhooks", "manage_messages")
    assert "**Manage Webhooks**" in told_after(await choose(world, panel, "S01E02"))
    assert "**Manage Messages**" in text_of(await world.fan.click(last(world.general), label="Delete"))
    assert contents(world.general) == ["||Anna did it||"]


def forbid(world: World, *permissions: str) -> None:
    """An admin takes permissions from the bot in the general channel."""
    (me,) = denying(world, *permissions)
    _, denied = denying(world, *permissions)[me].pair()
    world.env.backend.get_channel(world.general.id).overwrites.append(
        Overwrite(target_id=me.id, type=OverwriteType.MEMBER, allow=0, deny=denied.value)
    )


def denying(world: World, *permissions: str) -> dict[Any, PermissionOverwrite]:
    """What takes permissions from the bot in a channel."""
    assert world.guild.me is not None
    overwrite = PermissionOverwrite()
    overwrite.update(**dict.fromkeys(permissions, False))
    return {world.guild.me: overwrite}


@dataclass(frozen=True, slots=True)
class Failure:
    """Requests that Discord refuses, and what is told and left then."""

    faults: tuple[tuple[str, str, int], ...]
    told: str
    left: tuple[str, ...] = ("Anna did it",)
    kept: int = 0


FIRST, SECOND = "Anna did it", "||Anna did it||"
DELETE = ("DELETE", "/channels/*/messages/*")

FAILURES = {
    "the list of webhooks": Failure((("GET", "/channels/*/webhooks", 500),), "get a webhook"),
    "a new webhook": Failure((("POST", "/channels/*/webhooks", 400),), "get a webhook"),
    "posting": Failure((("POST", "/webhooks/*/simcord_webhook_*", 400),), "post it again"),
    "the author's name": Failure((("GET", "/guilds/*/members/*", 500),), "### Hidden", (SECOND,), 1),
    "deleting": Failure(((*DELETE, 403),), "took away what I had posted"),
    "deleting, on Discord's side": Failure(((*DELETE, 500),), "took away what I had posted"),
    "deleting, and nobody knows": Failure(
        ((*DELETE, 500), ("GET", "/channels/*/messages/*", 500)), "did not tell me", (FIRST, SECOND), 1
    ),
    "deleting what is gone": Failure(((*DELETE, 404),), "### Hidden", (FIRST, SECOND), 1),
    "deleting both": Failure(
        ((*DELETE, 403), ("DELETE", "/webhooks/*/messages/*", 500)), "Both stand there", (FIRST, SECOND), 1
    ),
}


@pytest.mark.parametrize("name", FAILURES)
async def test_nothing_is_lost_whatever_step_fails(world: World, name: str) -> None:
    failure = FAILURES[name]
    first = await world.fan.send(world.general, FIRST)
    for method, path, status in failure.faults:
        world.env.inject_error(method, path, status=status)
    told = await hide(world, first)
    assert failure.told in text_of(told)
    assert told.ephemeral or told.followups
    assert tuple(contents(world.general)) == failure.left
    assert len(await rows(world)) == failure.kept


async def test_a_first_message_that_went_without_an_answer_is_not_lost(world: World) -> None:
    """Discord deleted it and then failed to say so: what stands for it must stay."""
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


async def test_files_that_cannot_be_read_change_nothing(world: World) -> None:
    first = await world.fan.send(world.general, FIRST, attachments=[("a.png", b"x")])
    world.env.backend.cdn = type(world.env.backend.cdn)()
    assert "could not read its files" in text_of(await hide(world, first))
    assert contents(world.general) == [FIRST]
    assert posts(world) == []


async def test_if_it_cannot_be_kept_who_wrote_it_the_message_stays_as_it_was(world: World) -> None:
    world.expected.append(sqlite3.Error)
    first = await world.fan.send(world.general, FIRST)
    async with world.database.write() as writing:
        await writing.run("ALTER TABLE repost RENAME TO elsewhere")
        await writing.run("CREATE VIEW repost AS SELECT * FROM elsewhere")  # it can be read, not written
    assert "Something went wrong" in text_of(await hide(world, first))
    assert contents(world.general) == [FIRST]


async def test_only_moderators_hide(world: World) -> None:
    first = await world.fan.send(world.general, FIRST)
    with pytest.raises(SetupError):
        await hide(world, first, by=world.fan)
    show_menu(world, world.fan, world.other)
    for member in (world.fan, world.other):
        told = await hide(world, first, by=member)
        assert told.ephemeral
        assert "### That is for moderators" in text_of(told)
    assert contents(world.general) == [FIRST]


async def test_a_role_that_moderates_no_more_hides_no_more(world: World) -> None:
    first = await world.fan.send(world.general, FIRST)
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(panel), [], custom_id=custom_id_of(SetupModerators()))
    assert "### That is for moderators" in text_of(await hide(world, first))
    assert "### Hidden" in text_of(await hide(world, first, by=world.admin))


async def test_its_author_deletes_it_and_moderators_do_and_nobody_else(world: World) -> None:
    message = await hidden(world, FIRST)
    refused = await world.other.click(message, label="Delete")
    assert refused.ephemeral
    assert "### That is not your message" in text_of(refused)
    assert contents(world.general) == [SECOND]
    for member in (world.fan, world.moderator):
        done = await member.click(last(world.general), label="Delete")
        assert done.ephemeral
        assert "### Deleted" in text_of(done)
        assert contents(world.general) == []
        assert await rows(world) == []
        await hidden(world, FIRST)


async def test_a_deletion_that_fails_leaves_it_to_be_deleted_again(world: World) -> None:
    message = await hidden(world, FIRST)
    world.env.inject_error(*DELETE, status=500)
    assert "could not delete it" in text_of(await world.fan.click(message, label="Delete"))
    assert len(await rows(world)) == 1
    assert "### Deleted" in text_of(await world.fan.click(message, label="Delete"))


async def test_the_buttons_work_after_a_restart(world: World) -> None:
    message = await hidden(world, FIRST)
    await world.restart()
    await label(world, message, "S01E03")
    assert contents(world.general) == ["-# S01E03\n||Anna did it||"]
    assert "### Deleted" in text_of(await world.fan.click(last(world.general), label="Delete"))


async def test_a_message_of_the_bots_that_was_never_hidden_cannot_be_deleted_with_a_forged_button(
    world: World,
) -> None:
    for click in (DeleteRepost(), LabelRepost()):
        forged = await world.forge(discord.ui.Button(label="x", custom_id=custom_id_of(click)))
        told = await world.moderator.click(forged, label="x")
        assert "### I know nothing of this message" in text_of(told)
    assert len(world.general.history()) == 2


async def test_nothing_of_one_server_is_touched_from_another(world: World) -> None:
    message = await hidden(world, FIRST)
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    boss = MemberActor(world.env, elsewhere, elsewhere.owner)
    channel = world.bot.get_channel(lobby.id)
    assert isinstance(channel, discord.TextChannel)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="label", custom_id=custom_id_of(LabelRepost(message.id))))
    choice = ChooseLabel(message.id, "episode", "curtain", None)
    view.add_item(
        discord.ui.Select(
            custom_id=custom_id_of(choice), options=[discord.SelectOption(label="x", value="100010000")]
        )
    )
    forged = await channel.send(view=view)
    assert "### I know nothing" in text_of(await boss.click(forged, label="label"))
    assert "### I know nothing" in text_of(await boss.select(forged, ["100010000"]))
    assert contents(world.general) == [SECOND]
    guest = elsewhere.add_member(world.moderator.user)
    theirs = await boss.send(lobby, "Bella did it")
    registered = world.env.backend.find_command(MENU, elsewhere.id, 3)
    assert registered is not None
    elsewhere.set_command_permissions(int(registered["id"]), {guest: True})
    assert "### That is for moderators" in text_of(await guest.context_menu(lobby, MENU, theirs))


async def test_the_menu_is_for_servers_that_have_the_bot_and_shows_for_those_who_manage_messages(
    world: World,
) -> None:
    (menu,) = [command for command in world.bot.payload() if command["name"] == MENU]
    assert menu["type"] == 3
    assert menu["contexts"] == [0]
    assert menu["integration_types"] == [0]
    assert int(menu["default_member_permissions"]) == discord.Permissions(manage_messages=True).value


async def choose_log(world: World) -> ChannelHandle:
    log = world.guild.create_text_channel("log")
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(panel), [log], custom_id=custom_id_of(SetupLog()))
    return log


async def test_the_log_says_who_hid_whose_message_where_and_not_what_it_said(world: World) -> None:
    log = await choose_log(world)
    await hidden(world, FIRST)
    line = last(log)
    assert text_on(line) == f"**max** hid a message of {world.fan.mention} in {world.general.mention}."
    assert stored(world, line).ping_user_ids == []


async def label(world: World, message: discord.Message, code: str) -> InteractionResult:
    return await choose(world, await world.moderator.click(message, label="Label it"), code)


def options_of(panel: InteractionResult, part: str) -> list[dict[str, Any]]:
    return [
        option
        for select in walk(components_of(panel))
        if f'"{part}"' in select.get("custom_id", "") and "label-by" in select["custom_id"]
        for option in select["options"]
    ]


async def choose(
    world: World, panel: InteractionResult, label: str, part: str = "episode"
) -> InteractionResult:
    """Choose the option that begins so; gives the panel as it is then."""
    (custom_id,) = [
        select["custom_id"]
        for select in walk(components_of(panel))
        if f'"{part}"' in select.get("custom_id", "")
    ]
    values = [option["value"] for option in options_of(panel, part) if option["label"].startswith(label)]
    return await world.moderator.select(message_of(panel), values[:1], custom_id=custom_id)


def told_after(result: InteractionResult) -> str:
    """What is told beside the panel; it stays, to be tried again."""
    return "".join(text_in(message.components) for message in result.followups) or text_of(result)


def names_in(panel: InteractionResult, part: str) -> list[str]:
    return [option["label"] for option in options_of(panel, part)]


async def test_a_moderator_labels_it_from_the_private_answer_and_changes_their_mind(world: World) -> None:
    done = await hide(world, await world.fan.send(world.general, FIRST))
    panel = await world.moderator.click(message_of(done), label="Label it")
    put_on = await choose(world, panel, "special after S01E02.5")
    assert "### Labelled **special after S01E02.5**" in text_of(put_on)
    assert contents(world.general) == ["-# special after S01E02.5\n||Anna did it||"]
    panel = await world.moderator.click(message_of(put_on), label="Choose another")
    await choose(world, panel, "S02E01")
    assert contents(world.general) == ["-# S02E01\n||Anna did it||"]
    edits = requests(world, "PATCH", "/messages/")
    assert edits
    assert all(edit["allowed_mentions"] == {"parse": []} for edit in edits)
    assert last(world.general).components


async def test_the_label_from_the_message_itself_is_private(world: World) -> None:
    message = await hidden(world, FIRST)
    panel = await world.moderator.click(message, label="Label it")
    assert panel.ephemeral
    assert contents(world.general) == [SECOND]
    for member in (world.fan, world.other):
        assert "### That is for moderators" in text_of(await member.click(message, label="Label it"))


async def test_who_moderates_no_more_labels_no_more(world: World) -> None:
    panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
    setup = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(setup), [], custom_id=custom_id_of(SetupModerators()))
    assert "### That is for moderators" in text_of(await choose(world, panel, "S01E02"))
    assert contents(world.general) == [SECOND]


async def test_titles_ahead_of_the_moderator_are_masked_and_every_code_is_there(world: World) -> None:
    await world.moderator.slash(world.general, "progress set", episode="S01E02")
    panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
    assert names_in(panel, "episode") == [
        "S01E01 · Overture",
        "S01E02 · Second Night",
        "S01E02.5",
        "special after S01E02.5",
        "S01E03",
        "S02E01",
    ]


async def test_a_season_narrows_the_episodes(world: World) -> None:
    panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
    assert names_in(panel, "season") == ["All seasons", "Season 1", "Season 2"]
    assert names_in(panel, "show") == []
    panel = await choose(world, panel, "Season 2", "season")
    assert names_in(panel, "episode") == ["S02E01 · Prompt Side"]
    panel = await choose(world, panel, "All seasons", "season")
    assert len(names_in(panel, "episode")) == 6


class TestManyOfAll:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        folder = tmp_path / "packs"
        episodes = "".join(f'[[episode]]\ncode = "S{2000 + n}E01"\n' for n in range(60))
        write_pack(folder, "ages", "Ages", episodes)
        for number in range(30):
            write_pack(folder, f"show-{number:02}", f"Show {number:02}", '[[episode]]\ncode = "S01E01"\n')
        return folder

    async def test_a_select_with_too_many_has_pages(self, world: World) -> None:
        panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
        for part in ("show", "season", "episode"):
            assert len(names_in(panel, part)) <= 25
        panel = await choose(world, panel, "Later", "episode")
        assert names_in(panel, "episode")[0] == "Earlier ones …"
        assert names_in(panel, "episode")[1] == "S2023E01"
        panel = await choose(world, panel, "Later", "episode")
        assert names_in(panel, "episode")[-1] == "S2059E01"
        panel = await choose(world, panel, "Earlier", "episode")
        await choose(world, panel, "S2030E01")
        assert contents(world.general) == ["-# S2030E01\n||Anna did it||"]

    async def test_a_show_and_a_season_far_back_are_found(self, world: World) -> None:
        panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
        later = await choose(world, panel, "Later", "season")
        chosen = await choose(world, later, "Season 2040", "season")
        assert names_in(chosen, "episode") == ["S2040E01"]
        assert "Season 2040" in names_in(chosen, "season")
        later = await choose(world, panel, "Later", "show")
        chosen = await choose(world, later, "Show 29", "show")
        assert names_in(chosen, "episode") == ["S01E01"]
        await choose(world, chosen, "S01E01")
        assert contents(world.general) == ["-# S01E01\n||Anna did it||"]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("episode", "7"),
        ("episode", "x"),
        ("episode", "²"),
        ("season", "x"),
        ("show", "nope"),
        ("episode", "page:x"),
        ("episode", "page:99999999999999999999"),
    ],
)
async def test_what_no_panel_offers_labels_nothing(world: World, part: Any, value: str) -> None:
    message = await hidden(world, FIRST)
    choice = ChooseLabel(message.id, part, "curtain", None)
    forged = await world.forge(
        discord.ui.Select(
            custom_id=custom_id_of(choice), options=[discord.SelectOption(label="x", value=value)]
        )
    )
    told = await world.moderator.select(forged, [value])
    assert told.ephemeral
    assert "Something went wrong" not in text_of(told)
    assert SECOND in contents(world.general)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/channels/*/webhooks"), ("GET", "/webhooks/*/messages/*"), ("PATCH", "/webhooks/*")],
)
async def test_a_label_that_fails_changes_nothing(world: World, method: str, path: str) -> None:
    panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
    world.env.inject_error(method, path, status=500)
    told = await choose(world, panel, "S01E02")
    assert "could not put the label on" in told_after(told)
    assert contents(world.general) == [SECOND]


async def test_a_message_whose_words_discord_withholds_is_not_overwritten(world: World) -> None:
    message = await hidden(world, FIRST)
    panel = await world.moderator.click(message, label="Label it")
    stored(world, message).content = ""
    assert "could not put the label on" in told_after(await choose(world, panel, "S01E02"))
    assert contents(world.general) == [""]


async def test_what_was_deleted_by_hand_cannot_be_labelled(world: World) -> None:
    message = await hidden(world, FIRST)
    panel = await world.moderator.click(message, label="Label it")
    world.env.backend.delete_message(world.general.id, message.id)
    assert "### I know nothing" in told_after(await choose(world, panel, "S01E02"))
    assert world.general.history() == []


async def test_what_stood_in_a_place_that_is_gone_is_forgotten(world: World) -> None:
    channel = world.guild.create_text_channel("other")
    thread = world.thread(world.general)
    kept = await hidden(world, FIRST)
    for place in (channel, thread):
        await hidden(world, FIRST, place)
        await world.delete(place)
    assert await rows(world) == [kept.id]


async def test_who_wrote_it_is_kept_for_a_year(world: World) -> None:
    world.clock.at = now()
    old = await hidden(world, FIRST)
    world.clock.at += timedelta(days=364)
    young = await hidden(world, FIRST)
    assert await rows(world) == [old.id, young.id]
    world.clock.at += timedelta(days=2)
    newest = await hidden(world, FIRST)
    assert await rows(world) == [young.id, newest.id]
    assert "### I know nothing of this message" in text_of(await world.fan.click(old, label="Delete"))

"""The message menu **Hide as spoiler**, used by a moderator."""

from datetime import timedelta

import discord
import pytest
from simcord import ChannelHandle
from simcord.backend.serializers import message_payload
from simcord.interactions import base_payload

from bot.app import now
from bot.replies.clicks import ChooseSetup, custom_id_of
from tests import markdown
from tests.forms import fields_of
from tests.hiding import (
    FIRST,
    MENU,
    choose,
    contents,
    hidden,
    hide,
    label,
    last,
    posts,
    requests,
    rows,
    stored,
)
from tests.world import World, labels_of, message_of, text_of, text_on


async def test_a_hidden_message_is_reposted_under_its_authors_name_and_the_original_is_deleted(
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


async def test_files_are_hidden_too_and_their_names_and_descriptions_reveal_nothing(world: World) -> None:
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


async def test_a_picture_without_text_can_be_hidden_and_labelled(world: World) -> None:
    first = await world.fan.send(world.general, attachments=[("a.png", b"picture")])
    done = await hide(world, first)
    await choose(world, await world.moderator.click(message_of(done), label="Label it"), "S01E02")
    assert last(world.general).content == "-# S01E02\n"
    assert len(last(world.general).attachments) == 1


@pytest.mark.parametrize("kind", ["thread", "forum"])
async def test_in_a_thread_or_forum_post_the_repost_stays_in_the_thread(world: World, kind: str) -> None:
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
    """Use the menu on several messages before the bot has replied to any."""
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


async def test_a_channel_and_its_threads_share_one_webhook(world: World) -> None:
    thread = world.thread(world.general)
    for place in (world.general, thread, world.general):
        await hidden(world, "Anna did it", place)
    await world.restart()
    await hidden(world, "Bella did it")
    assert requests(world, "POST", f"/channels/{world.general.id}/webhooks") == [{"name": "Understudy"}]
    await hidden(world, "Bella did it", world.guild.create_text_channel("other"))
    assert len(requests(world, "POST", "webhooks")) > 1


async def test_hiding_two_messages_at_once_creates_one_webhook_and_two_reposts(world: World) -> None:
    messages = [await world.fan.send(world.general, text) for text in ("Anna", "Bella")]
    await hide_at_once(world, *messages)
    assert sorted(contents(world.general)) == ["||Anna||", "||Bella||"]
    assert len(requests(world, "POST", "/channels")) == 1


async def test_a_message_hidden_by_two_moderators_at_once_is_reposted_once(world: World) -> None:
    message = await world.fan.send(world.general, "Anna did it")
    await hide_at_once(world, message, message)
    assert contents(world.general) == ["||Anna did it||"]
    assert len(posts(world)) == 1


async def test_another_persons_webhook_is_not_used(world: World) -> None:
    theirs = world.env.backend.create_webhook(world.general.id, "News", world.admin.id)
    message = await hidden(world, "Anna did it")
    assert message.webhook_id != theirs.id


async def test_a_hidden_reply_links_to_the_message_it_replied_to(world: World) -> None:
    question = await world.other.send(world.general, "Who did it?")
    await hide(world, await world.fan.send(world.general, "Anna", reply_to=question))
    assert last(world.general).content == f"-# Replying to {question.jump_url}\n||Anna||"
    await label(world, last(world.general), "S01E02")
    assert last(world.general).content == f"-# S01E02\n-# Replying to {question.jump_url}\n||Anna||"


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
async def test_hostile_markup_cannot_escape_the_spoiler(world: World, text: str) -> None:
    content = (await hidden(world, text)).content
    assert all(line.startswith("||") and line.endswith("||") for line in content.split("\n") if line)
    assert posts(world)[0]["allowed_mentions"] == {"parse": []}
    if (reason := markdown.missing()) is not None:
        pytest.skip(reason)
    with markdown.parser() as discord_client:
        read = discord_client.read(content)
    assert read.clear.strip() == ""
    assert read.kinds <= {"spoiler", "text", "br"}


async def test_mentions_and_emoji_become_text_and_nobody_is_pinged(world: World) -> None:
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
async def test_a_name_that_discord_refuses_for_webhooks_is_changed_slightly(
    world: World, name: str, shown: str
) -> None:
    world.env.backend.get_guild(world.guild.id).members[world.fan.id].nick = name
    await hidden(world, "Anna did it")
    assert posts(world)[0]["username"] == shown


async def test_a_message_of_someone_who_left_is_hidden_under_their_display_name(world: World) -> None:
    first = await world.fan.send(world.general, "Anna did it")
    world.guild.remove_member(world.fan)
    await hide(world, first)
    assert contents(world.general) == ["||Anna did it||"]
    assert last(world.general).author.display_name == "fay"


async def test_a_plain_webhook_message_is_hidden_under_the_webhooks_name(world: World) -> None:
    log = await choose_log(world)
    news = world.guild.create_webhook(world.general, "News")
    await hide(world, await news.send("Anna did it", username="Gazette"))
    assert last(world.general).content == "||Anna did it||"
    assert posts(world)[0]["username"] == "Gazette"
    assert "hid a webhook's message in" in text_on(last(log))


async def test_the_buttons_work_after_a_restart(world: World) -> None:
    message = await hidden(world, FIRST)
    await world.restart()
    await label(world, message, "S01E03")
    assert contents(world.general) == ["-# S01E03\n||Anna did it||"]
    assert "### Deleted" in text_of(await world.fan.click(last(world.general), label="Delete"))


async def choose_log(world: World) -> ChannelHandle:
    log = world.guild.create_text_channel("log")
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(panel), [log], custom_id=custom_id_of(ChooseSetup("log")))
    return log


async def test_the_log_says_who_hid_whose_message_in_which_channel_but_not_its_text(world: World) -> None:
    log = await choose_log(world)
    await hidden(world, FIRST)
    line = last(log)
    assert text_on(line) == f"**max** hid a message of {world.fan.mention} in {world.general.mention}."
    assert stored(world, line).ping_user_ids == []


async def test_records_of_hidden_messages_are_deleted_with_their_channel_or_thread(world: World) -> None:
    channel = world.guild.create_text_channel("other")
    thread = world.thread(world.general)
    kept = await hidden(world, FIRST)
    for place in (channel, thread):
        await hidden(world, FIRST, place)
        await world.delete(place)
    assert await rows(world) == [kept.id]


async def test_the_author_of_a_hidden_message_is_stored_for_a_year(world: World) -> None:
    world.clock.at = now()
    old = await hidden(world, FIRST)
    world.clock.at += timedelta(days=364)
    young = await hidden(world, FIRST)
    assert await rows(world) == [old.id, young.id]
    world.clock.at += timedelta(days=2)
    newest = await hidden(world, FIRST)
    assert await rows(world) == [young.id, newest.id]
    assert "### I can't find this message" in text_of(await world.fan.click(old, label="Delete"))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("*Anna* did_it [twice]", "Anna did_it [twice]"),
        ("||Anna|| did it", "Anna did it"),
        ("one\n\n-# two", "one\n\ntwo"),
        ("ends in \\", "ends in \\"),
    ],
)
async def test_saving_a_hidden_message_as_a_quote_removes_label_and_markup(
    world: World, written: str, words: str
) -> None:
    message = await hidden(world, written)
    await label(world, message, "S01E02")
    form = await world.admin.context_menu(world.general, "Save as quote", last(world.general))
    assert fields_of(form)["text"] == words


async def test_times_and_commands_stay_readable_in_a_hidden_message(world: World) -> None:
    message = await hidden(world, "<t:1700000000:R> </song info:123456789012345678>")
    assert message.content == r"||14 November 2023, 22\:13 UTC \/song info||"

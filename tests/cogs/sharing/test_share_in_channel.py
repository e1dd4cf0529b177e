"""**Share in channel**: a preview, then a reply for everyone."""

import discord
import pytest

from tests.cogs.sharing.steps import allow, lookup, seen_by, watched
from tests.forms import save
from tests.world import (
    World,
    custom_id_of_button,
    hidden_text,
    labels_of,
    message_of,
    text_in,
    text_of,
    text_on,
    visible_text,
)


async def test_a_private_card_can_be_shared_after_a_preview(world: World) -> None:
    await watched(world, "S02E01")
    private = await lookup(world, "S01E03", private=True)
    assert "Edda wrote the letter." in visible_text(text_of(private))
    preview = await world.fan.click(message_of(private), label="Share in channel")
    assert preview.response is not None
    assert preview.response.ephemeral
    assert "Everyone in this channel will see this" in text_of(preview)
    assert "Spoilers are **hidden**" in text_of(preview)
    assert "letter" not in text_of(preview)
    assert labels_of(preview) == ["Share", "Keep private"]
    assert seen_by(world, world.other) == []
    done = await world.fan.click(message_of(preview), label="Share")
    assert "Shared." in text_of(done)
    assert labels_of(done) == []
    (posted,) = seen_by(world, world.other)
    assert "Edda wrote the letter." in hidden_text(posted)
    assert "letter" not in visible_text(posted)


async def test_a_shared_card_says_who_shared_it(world: World) -> None:
    sly = world.guild.add_member(world.env.create_user("sly", global_name="**sly** @everyone ||<@&1>"))
    private = await lookup(world, "S01E03", by=sly, private=True)
    preview = await sly.click(message_of(private), label="Share in channel")
    await sly.click(message_of(preview), label="Share")
    (posted,) = seen_by(world, world.other)
    assert r"Shared by \*\*sly\*\* \@everyone \|\|\<\@&1\>" in posted
    message = world.general.last_message
    assert message is not None
    assert not message.mention_everyone
    assert not message.role_mentions


async def test_a_shared_card_works_like_any_public_card(world: World) -> None:
    preview = await world.fan.click(
        message_of(await lookup(world, "S01E03", private=True)), label="Share in channel"
    )
    done = await world.fan.click(message_of(preview), label="Share")
    (posted,) = done.followups
    assert not posted.ephemeral
    theirs = await world.other.click(posted.message, label="▶")
    assert theirs.ephemeral
    assert "## Prompt Side" in text_of(theirs)
    await world.fan.click(posted.message, label="▶")
    assert "## Prompt Side" in text_on(world.general.last_message)
    bodies = [request.json for request in world.env.http_requests if request.path.startswith("/webhooks/")]
    assert bodies
    assert all(body["allowed_mentions"] == {"parse": []} for body in bodies if body)


async def test_sharing_can_be_cancelled_in_the_preview(world: World) -> None:
    private = await lookup(world, "S01E03", private=True)
    before = text_of(private)
    preview = await world.fan.click(message_of(private), label="Share in channel")
    kept = await world.fan.click(message_of(preview), label="Keep private")
    assert kept.response is not None
    assert kept.response.ephemeral
    assert text_of(kept) == before
    assert "Share in channel" in labels_of(kept)
    assert seen_by(world, world.other) == []


async def test_sharing_follows_the_limit_at_the_moment_of_the_click(world: World) -> None:
    await allow(world, "open")
    private = await lookup(world, "S01E03", private=True)
    preview = await world.fan.click(message_of(private), label="Share in channel")
    assert "Spoilers are **visible**" in text_of(preview)
    await allow(world, "up-to", up_to="S01E02")
    await world.fan.click(message_of(preview), label="Share")
    (posted,) = seen_by(world, world.other)
    assert "Edda wrote the letter." in hidden_text(posted)
    assert "letter" not in visible_text(posted)


async def test_sharing_is_refused_if_the_channel_became_strict_in_the_meantime(world: World) -> None:
    private = await lookup(world, "S01E03", private=True)
    preview = await world.fan.click(message_of(private), label="Share in channel")
    await allow(world, "up-to", up_to="S01E02", strict=True)
    refused = await world.fan.click(message_of(preview), label="Share")
    assert refused.ephemeral
    assert "### This can't be shared here" in text_of(refused)
    assert "S01E03" in text_of(refused)
    assert "`/here`" in text_of(refused)
    assert seen_by(world, world.other) == []
    assert labels_of(preview) == ["Share", "Keep private"]


async def test_in_a_strict_channel_nothing_past_the_limit_can_be_shared(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02", strict=True)
    await watched(world, "S02E01")
    private = await lookup(world, "S01E03", private=True)
    assert "Share in channel" not in labels_of(private)
    allowed = await lookup(world, "S01E02", private=True)
    preview = await world.fan.click(message_of(allowed), label="Share in channel")
    await world.fan.click(message_of(preview), label="Share")
    (posted,) = seen_by(world, world.other)
    assert "Bella hides the letter." in visible_text(posted)


async def test_there_is_no_share_button_where_sharing_would_be_refused(world: World) -> None:
    await allow(world, "tagged", strict=True)
    answer = await lookup(world, "S01E03", private=True)
    assert "Share in channel" not in labels_of(answer)
    await watched(world, "S01E01")
    withheld = await lookup(world, "S01E03", private=True)
    shown = await world.fan.click(message_of(withheld), label="Show anyway")
    assert "Share in channel" not in labels_of(shown)


async def test_sharing_works_after_a_restart(world: World) -> None:
    private = await lookup(world, "S01E03", private=True)
    await world.restart()
    preview = await world.fan.click(message_of(private), label="Share in channel")
    await world.restart()
    await world.fan.click(message_of(preview), label="Share")
    assert len(seen_by(world, world.other)) == 1


async def test_a_forged_share_button_follows_the_spoiler_rule(world: World) -> None:
    private = await lookup(world, "S01E03", private=True)
    look = custom_id_of_button(private, "Share in channel")
    preview = await world.fan.click(message_of(private), label="Share in channel")
    sure = custom_id_of_button(preview, "Share")
    await allow(world, "tagged", strict=True)
    message = await world.forge(
        discord.ui.Button(label="sure", custom_id=sure), discord.ui.Button(label="look", custom_id=look)
    )
    for label in ("sure", "look"):
        refused = await world.fan.click(message, label=label)
        assert refused.ephemeral
        assert "### This can't be shared here" in text_of(refused)
    assert len(seen_by(world, world.other)) == 1


async def test_sharing_in_a_thread_follows_the_threads_limit(world: World) -> None:
    thread = world.thread(world.general)
    await allow(world, "open")
    await world.admin.slash(world.general, "spoilers channel", channel=thread, policy="tagged")
    private = await lookup(world, "S01E03", channel=thread, private=True)
    preview = await world.fan.click(message_of(private), label="Share in channel")
    done = await world.fan.click(message_of(preview), label="Share")
    (posted,) = done.followups
    assert posted.channel_id == thread.id
    assert "Edda" not in visible_text(text_in(posted.components))


@pytest.mark.parametrize(
    ("command", "within", "past"),
    [
        ("episode list", ["Overture", "Second Night"], ["Half Light", "Footlights"]),
        ("song list", ["Opening"], ["Under the Gods"]),
    ],
)
async def test_a_list_is_shared_up_to_the_channels_limit_after_a_preview(
    world: World, command: str, within: list[str], past: list[str]
) -> None:
    await save(world, "song add", {"title": "Opening"}, episode="S01E01")
    await allow(world, "up-to", up_to="S01E02")
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    await watched(world, "finished")
    private = await world.fan.slash(world.general, command)
    assert [title for title in within + past if title not in text_of(private)] == []
    preview = await world.fan.click(message_of(private), label="Share in channel")
    assert "Everyone in this channel will see this list" in text_of(preview)
    assert world.general.last_message is None
    await world.fan.click(message_of(preview), label="Share")
    (posted,) = seen_by(world, world.other)
    assert [title for title in within if title not in posted] == []
    assert [title for title in past if title in posted] == []


async def test_pressing_share_twice_posts_once(world: World) -> None:
    preview = await world.fan.click(
        message_of(await lookup(world, "S01E03", private=True)), label="Share in channel"
    )
    world.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=404, code=10008)
    for _ in range(2):
        await world.fan.click(message_of(preview), label="Share")
    assert len(seen_by(world, world.other)) == 1
    assert "Shared." in text_of(preview)


async def test_a_share_that_discord_refuses_can_be_pressed_again(world: World) -> None:
    preview = await world.fan.click(
        message_of(await lookup(world, "S01E03", private=True)), label="Share in channel"
    )
    world.env.inject_error("POST", "/webhooks/*/*", status=403, code=50013)
    refused = await world.fan.click(message_of(preview), label="Share")
    assert "I'm missing a permission here" in text_in(refused.followups[0].components)
    assert seen_by(world, world.other) == []
    await world.fan.click(message_of(preview), label="Share")
    assert len(seen_by(world, world.other)) == 1

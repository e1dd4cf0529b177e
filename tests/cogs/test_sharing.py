import json
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor

from tests.world import (
    World,
    components_of,
    custom_id_of_button,
    hidden_text,
    labels_of,
    message_of,
    text_in,
    text_of,
    text_on,
    visible_text,
    walk,
    write_two_shows,
)

TITLES = {
    "S01E01": "Overture",
    "S01E02": "Second Night",
    "S01E02.5": "Half Light",
    "special after S01E02.5": "Greasepaint",
    "S01E03": "Footlights",
    "S02E01": "Prompt Side",
}


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_two_shows(tmp_path / "packs")


async def allow(world: World, policy: str, **options: Any) -> None:
    """Set the general channel's limit, replacing the previous one."""
    await world.admin.slash(world.general, "spoilers clear", channel=world.general)
    done = await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy=policy, **options
    )
    assert text_of(done)[0] in "🔒🟡🔓⛔"


async def lookup(
    world: World,
    episode: str,
    by: MemberActor | None = None,
    channel: ChannelHandle | None = None,
    **options: Any,
) -> InteractionResult:
    return await (by or world.fan).slash(
        channel or world.general, "episode lookup", episode=episode, **options
    )


async def watched(world: World, episode: str, by: MemberActor | None = None) -> None:
    await (by or world.fan).slash(world.general, "progress set", episode=episode)


def seen_by(world: World, member: MemberActor) -> list[str]:
    """The messages that a member sees in the general channel."""
    return [text_on(message) for message in world.general.history(viewer=member)]


def shown_labels(result: InteractionResult) -> set[str]:
    """The titles anywhere in an answer, its buttons and menus included."""
    everything = json.dumps(components_of(result))
    return {title for title in TITLES.values() if title in everything}


async def test_public_cards_with_hidden_text_have_show_me_privately(world: World) -> None:
    assert "Show me privately" in labels_of(await lookup(world, "S01E03"))
    assert "Show me privately" not in labels_of(await lookup(world, "S01E03", private=True))
    await allow(world, "up-to", up_to="S01E02")
    assert "Show me privately" not in labels_of(await lookup(world, "S01E02"))
    assert "Show me privately" in labels_of(await lookup(world, "S01E03"))
    await watched(world, "S01E01")
    assert "Show me privately" in labels_of(await lookup(world, "S01E02"))


async def test_show_me_privately_follows_each_members_own_progress(world: World) -> None:
    public = await lookup(world, "S01E02")
    before = text_of(public)
    await watched(world, "S01E02")
    await watched(world, "S01E01", by=world.other)
    mine = await world.fan.click(message_of(public), label="Show me privately")
    assert mine.ephemeral
    assert "Bella hides the letter." in visible_text(text_of(mine))
    theirs = await world.other.click(message_of(public), label="Show me privately")
    assert theirs.ephemeral
    assert "## S01E02" in text_of(theirs)
    assert "letter" not in text_of(theirs)
    nobodys = await world.moderator.click(message_of(public), label="Show me privately")
    assert nobodys.ephemeral
    assert "Bella hides the letter." in hidden_text(text_of(nobodys))
    assert text_of(public) == before
    assert len(seen_by(world, world.admin)) == 1


async def test_show_me_privately_works_after_a_restart(world: World) -> None:
    public = await lookup(world, "S01E02")
    await watched(world, "S01E02")
    await world.restart()
    mine = await world.fan.click(message_of(public), label="Show me privately")
    assert mine.ephemeral
    assert "Bella hides the letter." in visible_text(text_of(mine))


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
    kept = await lookup(world, "S01E03", private=True)
    shown = await world.fan.click(message_of(kept), label="Show anyway")
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


FACTS_ONLY = "This is past the channel's spoiler limit, so only facts are shown here"


async def test_in_a_strict_channel_an_episode_past_the_limit_shows_facts_only(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02", strict=True)
    for code in ("S01E02.5", "special after S01E02.5", "S01E03", "S02E01"):
        answer = await lookup(world, code)
        assert not answer.ephemeral
        assert f"## {TITLES[code]}" in text_of(answer)
        assert FACTS_ONLY in text_of(answer)
        for story in ("letter", "||", "Gods", "Gwen", "Edda"):
            assert story not in text_of(answer)
        assert "Share in channel" not in labels_of(answer)
    for code in ("S01E01", "S01E02"):
        answer = await lookup(world, code)
        assert not answer.ephemeral
        assert "letter" in visible_text(text_of(answer))
        assert FACTS_ONLY not in text_of(answer)


async def test_a_facts_only_card_looks_the_same_whatever_the_episode_contains(world: World) -> None:
    await allow(world, "tagged", strict=True)
    full, bare = [await lookup(world, name) for name in ("curtain:S01E03", "zebra:S01E01")]
    told = [text_of(answer).partition(FACTS_ONLY)[1:] for answer in (full, bare)]
    assert told[0][0]
    assert told[0] == told[1]
    assert labels_of(full) == ["◀", "📖", "💬", "🎵", "▶", "Show me privately", "Watched up to S01E03"]
    assert labels_of(bare) == ["📖", "💬", "🎵", "Show me privately", "Watched up to S01E01"]


async def test_show_me_privately_on_a_facts_only_card_follows_the_clickers_progress(world: World) -> None:
    await allow(world, "tagged", strict=True)
    public = await lookup(world, "S01E03")
    nobodys = await world.moderator.click(message_of(public), label="Show me privately")
    assert nobodys.ephemeral
    assert "Edda wrote the letter." in hidden_text(text_of(nobodys))
    await watched(world, "S01E01", by=world.other)
    theirs = await world.other.click(message_of(public), label="Show me privately")
    assert "Show anyway" in labels_of(theirs)
    assert "letter" not in text_of(theirs)
    await watched(world, "S01E03")
    mine = await world.fan.click(message_of(public), label="Show me privately")
    assert mine.ephemeral
    assert "Edda wrote the letter." in visible_text(text_of(mine))
    for label in ("📖", "💬", "🎵"):
        assert (await world.fan.click(message_of(public), label=label)).ephemeral


async def test_the_watched_button_on_a_facts_only_card_asks_privately(world: World) -> None:
    await allow(world, "tagged", strict=True)
    await watched(world, "S01E01", by=world.other)
    public = await lookup(world, "S01E03")
    before = text_of(public)
    asked = await world.other.click(message_of(public), label="Watched up to S01E03")
    assert asked.ephemeral
    assert "### S01E01 → S01E03?" in text_of(asked)
    await world.other.click(message_of(asked), label="Yes, I've watched it")
    shown = await world.other.click(message_of(asked), label="Show card")
    assert "Edda wrote the letter." in visible_text(text_of(shown))
    assert text_of(public) == before


async def test_in_a_strict_channel_a_recap_past_the_limit_is_answered_privately(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02", strict=True)
    aside = await world.fan.slash(world.general, "recap", episode="S01E03", private=False)
    assert aside.ephemeral
    assert "Only you can see this. It's past this channel's spoiler limit (`/here`)." in text_of(aside)
    assert not (await world.fan.slash(world.general, "recap", episode="S01E02", private=False)).ephemeral


async def test_in_a_strict_channel_a_click_past_the_limit_shows_facts_only(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02", strict=True)
    public = await lookup(world, "S01E02")
    await world.fan.click(message_of(public), label="▶")
    assert "## Half Light" in text_of(public)
    assert FACTS_ONLY in text_of(public)
    assert "letter" not in text_of(public)
    await world.fan.click(message_of(public), label="◀")
    assert "Bella hides the letter." in visible_text(text_of(public))


async def test_in_a_strict_channel_a_public_list_ends_at_the_limit(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02", strict=True)
    answer = await world.fan.slash(world.general, "episode list", private=False)
    assert not answer.ephemeral
    text = text_of(answer)
    assert "`S01E01` Overture" in text
    assert "`S01E02` Second Night" in text
    assert not [code for code in list(TITLES)[2:] if f"`{code}`" in text]
    assert shown_labels(answer) == {"Overture", "Second Night"}
    assert "`/here`" in text
    assert labels_of(answer) == ["Show me privately"]
    mine = await world.other.click(message_of(answer), label="Show me privately")
    assert mine.ephemeral
    assert "`S01E03` Footlights" in text_of(mine)
    assert "Season 2" in labels_of(mine)


async def test_a_public_list_with_no_episode_within_the_limit_says_so(world: World) -> None:
    await allow(world, "tagged", strict=True)
    for options in ({}, {"season": 2}):
        answer = await world.fan.slash(world.general, "episode list", private=False, **options)
        assert "No episodes within this channel's limit." in text_of(answer)
        assert shown_labels(answer) == set()
        mine = await world.fan.click(message_of(answer), label="Show me privately")
        assert mine.ephemeral
        assert shown_labels(mine)
    private = await world.fan.slash(world.general, "episode list")
    assert "`S01E01` Overture" in text_of(private)


async def test_another_season_of_a_public_list_ends_at_the_limit_too(world: World) -> None:
    await allow(world, "up-to", up_to="S02E01")
    answer = await world.fan.slash(world.general, "episode list", private=False)
    await allow(world, "up-to", up_to="S01E02", strict=True)
    turned = await world.fan.click(message_of(answer), label="Season 2")
    assert "Prompt Side" not in text_of(turned)
    assert "S02E01" not in text_of(turned)


async def test_in_an_unknown_channel_nothing_is_public(world: World) -> None:
    """A thread whose channel the bot does not know, so its limit can't be determined."""
    await world.admin.slash(world.general, "spoilers default", policy="open")
    hidden = world.guild.create_text_channel("hidden")
    thread = world.thread(hidden)
    await world.env.settle()
    world.env.backend.emit("CHANNEL_DELETE", {"id": str(hidden.id), "guild_id": str(world.guild.id)})
    await world.env.settle()
    answer = await lookup(world, "S01E03", channel=thread)
    assert answer.ephemeral
    assert "letter" not in visible_text(text_of(answer))
    told = await world.fan.slash(thread, "here")
    assert told.ephemeral
    assert "everything is visible" not in text_of(told)


async def test_in_public_hidden_titles_past_the_limit_show_as_codes(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02")
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    listed = await world.fan.slash(world.general, "episode list", private=False)
    assert shown_labels(listed) == {"Overture", "Second Night"}
    for code in list(TITLES)[:5]:
        assert f"`{code}`" in text_of(listed)
    assert "Show me privately" in labels_of(listed)
    for code, title in TITLES.items():
        answer = await lookup(world, code)
        assert not answer.ephemeral
        below = code in {"S01E01", "S01E02"}
        assert f"## {title if below else code}\n" in text_of(answer)
        assert shown_labels(answer) == ({title} if below else set())
        assert "Gods" not in text_of(answer)
    everything = [part for part in walk(components_of(listed)) if "custom_id" in part]
    assert not [part for part in everything if any(title in str(part) for title in TITLES.values())]


async def test_in_public_titles_are_hidden_whatever_the_asker_has_watched(world: World) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    await watched(world, "S02E01")
    assert shown_labels(await lookup(world, "S01E03")) == set()
    listed = await world.fan.slash(world.general, "episode list", private=False)
    assert shown_labels(listed) == set()
    alone = await lookup(world, "S01E03", private=True)
    assert shown_labels(alone) == {"Footlights"}
    assert "Under the Gods" in text_of(alone)
    posted = await world.fan.click(message_of(alone), label="Share in channel")
    assert shown_labels(posted) == set()


async def test_where_titles_are_visible_only_those_past_the_askers_progress_are_hidden(world: World) -> None:
    await watched(world, "S01E02")
    for private in (True, False):
        listed = await world.fan.slash(world.general, "episode list", private=private)
        assert shown_labels(listed) == {"Overture", "Second Night"}
        assert "`S01E03`" in text_of(listed)
    listed = await world.other.slash(world.general, "episode list", private=False)
    assert shown_labels(listed) == set(TITLES.values()) - {"Prompt Side"}


async def test_typing_a_hidden_title_is_answered_like_an_unknown_one(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02")
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    for typed, unknown in (("Footlights", "Zzyxxlogic"), ("prompt side", "zzyxx logic"), ("gods", "zzyx")):
        for command in ("episode lookup", "progress set"):
            answers = [
                await world.fan.slash(world.general, command, episode=title) for title in (typed, unknown)
            ]
            masked, missing = answers
            assert masked.ephemeral
            assert text_of(masked).replace(typed, "?") == text_of(missing).replace(unknown, "?")
            assert labels_of(masked) == labels_of(missing)
            assert "### No episode" in text_of(masked)


async def test_hidden_titles_are_not_suggested(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02")
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    for command in ("episode lookup", "progress set"):
        for typed in ("footl", "prompt", "greas"):
            choices = await world.fan.autocomplete(world.general, command, "episode", typed)
            assert choices == []
        choices = await world.fan.autocomplete(world.general, command, "episode", "S01E03")
        assert [choice["name"].removeprefix("Curtain · ") for choice in choices] == ["S01E03"]


async def test_did_you_mean_never_offers_a_hidden_title(world: World) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    answer = await lookup(world, "Footligths on")
    assert shown_labels(answer) == set()
    await world.admin.slash(world.general, "spoilers titles", hide=False)
    assert shown_labels(await lookup(world, "Footligths on")) == {"Footlights"}


async def test_hidden_titles_of_one_show_do_not_depend_on_another(world: World) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    await allow(world, "open", show="zebra")
    assert "Stripes" in text_of(await lookup(world, "S01E01", show="zebra"))
    assert shown_labels(await lookup(world, "S01E01")) == set()


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
    ("command", "button"), [("episode list", "Share in channel"), ("song list", "Share in channel")]
)
async def test_a_list_can_be_shared_after_a_preview(world: World, command: str, button: str) -> None:
    private = await world.fan.slash(world.general, command)
    preview = await world.fan.click(message_of(private), label=button)
    assert "Everyone in this channel will see this list" in text_of(preview)
    await world.fan.click(message_of(preview), label="Share")
    posted = world.general.last_message
    assert posted is not None
    assert not posted.flags.ephemeral


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

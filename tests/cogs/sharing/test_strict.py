"""In a strict channel nothing past the limit is posted."""

from tests.cogs.sharing.steps import TITLES, allow, lookup, shown_labels, watched
from tests.world import World, hidden_text, labels_of, message_of, text_of, visible_text

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
    stories = [text_of(answer).partition(FACTS_ONLY)[1:] for answer in (full, bare)]
    assert stories[0][0]
    assert stories[0] == stories[1]
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
    assert "Share in channel" not in labels_of(answer), "it would be refused"
    reply = await world.fan.slash(thread, "here")
    assert reply.ephemeral
    assert "everything is visible" not in text_of(reply)

"""**Show me privately**: a reply for everyone, by the progress of whoever clicks."""

from tests.cogs.sharing.steps import allow, lookup, seen_by, watched
from tests.world import World, hidden_text, labels_of, message_of, text_of, visible_text


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

"""The button **Watched up to S01E03** on a card."""

from datetime import UTC, datetime

from simcord import InteractionResult

from tests.cogs.progress.steps import card, set_progress, shown_progress
from tests.world import World, components_of, labels_of, message_of, text_in, text_of, visible_text, walk


def private_notice(result: InteractionResult) -> str:
    """The private follow-up to an updated card."""
    (followup,) = result.followups
    assert followup.ephemeral
    return text_in(followup.components)


async def test_progress_and_its_buttons_survive_a_restart(world: World) -> None:
    await set_progress(world, "S01E01")
    answer = await set_progress(world, "S01E02")
    withheld = await card(world, "S01E03")
    await world.restart()
    assert "S01E02" in await shown_progress(world)
    undone = await world.fan.click(message_of(answer), label="Undo")
    assert "watched up to **S01E01**" in text_of(undone)
    await world.fan.click(message_of(withheld), label="Watched up to S01E03")
    await world.restart()
    watched = await world.fan.click(message_of(withheld), label="Yes, I've watched it")
    await world.restart()
    assert "watched up to **S01E03**" in text_of(watched)
    shown = await world.fan.click(message_of(withheld), label="Show card")
    assert "Edda wrote the letter." in visible_text(text_of(shown))


async def test_the_watched_button_updates_a_private_card_in_place(world: World) -> None:
    hidden = await card(world, "S01E03")
    watched = await world.fan.click(message_of(hidden), label="Watched up to S01E03")
    assert watched.response is not None
    assert hidden.response is not None
    assert watched.response.id == hidden.response.id
    assert "Edda wrote the letter." in visible_text(text_of(hidden))
    assert "everything up to **S01E03**" in private_notice(watched)


async def test_the_watched_button_on_a_withheld_card_asks_first(world: World) -> None:
    await set_progress(world, "S01E02")
    withheld = await card(world, "S01E03")
    before = text_of(withheld)
    rows = [row["components"] for row in walk(components_of(withheld)) if row["type"] == 1]
    assert rows[1][-1]["label"] == "Watched up to S01E03"
    asked = await world.fan.click(message_of(withheld), label="Watched up to S01E03")
    assert "### S01E02 → S01E03?" in text_of(asked)
    assert "watched up to **S01E02**" in await shown_progress(world)
    await world.fan.click(message_of(withheld), label="No, go back")
    assert text_of(withheld) == before
    assert "watched up to **S01E02**" in await shown_progress(world)
    await world.fan.click(message_of(withheld), label="Watched up to S01E03")
    await world.fan.click(message_of(withheld), label="Yes, I've watched it")
    assert "### Curtain: watched up to **S01E03**" in text_of(withheld)
    assert labels_of(withheld) == ["Show card", "Finished: S02E01", "Undo"]
    assert "letter" not in text_of(withheld)
    await world.fan.click(message_of(withheld), label="Show card")
    assert "Edda wrote the letter." in visible_text(text_of(withheld))


async def test_the_watched_button_also_asks_if_nothing_was_watched_yet(world: World) -> None:
    await set_progress(world, "not started")
    withheld = await card(world, "S01E03")
    await world.fan.click(message_of(withheld), label="Watched up to S01E03")
    assert "### Not started → S01E03?" in text_of(withheld)


async def test_the_watched_button_on_a_withheld_card_never_lowers_progress(world: World) -> None:
    await set_progress(world, "S01E02")
    withheld = await card(world, "S01E03")
    await set_progress(world, "S02E01")
    await world.fan.click(message_of(withheld), label="Watched up to S01E03")
    assert "nothing to change" in text_of(withheld)
    assert labels_of(withheld)[0] == "Show card"
    assert "Undo" not in labels_of(withheld)
    assert "watched up to **S02E01**" in await shown_progress(world)


async def test_the_watched_button_never_lowers_progress(world: World) -> None:
    shown = await card(world, "S01E01")
    before = text_of(shown)
    await set_progress(world, "S01E03")
    watched = await world.fan.click(message_of(shown), label="Watched up to S01E01")
    assert watched.ephemeral
    assert "### Curtain: nothing to change" in text_of(watched)
    assert "Undo" not in labels_of(watched)
    assert text_of(shown) == before
    assert "watched up to **S01E03**" in await shown_progress(world)


async def test_the_watched_button_can_be_undone(world: World) -> None:
    await set_progress(world, "S01E01")
    withheld = await card(world, "S01E03")
    await world.fan.click(message_of(withheld), label="Watched up to S01E03")
    watched = await world.fan.click(message_of(withheld), label="Yes, I've watched it")
    undone = await world.fan.click(message_of(watched), label="Undo")
    assert "watched up to **S01E01**" in text_of(undone)
    assert "watched up to **S01E01**" in await shown_progress(world)


async def test_the_watched_button_on_a_public_card_is_answered_privately(world: World) -> None:
    public = await card(world, "S01E03", private=False)
    before = text_of(public)
    for member in (world.fan, world.other):
        watched = await member.click(message_of(public), label="Watched up to S01E03")
        assert watched.ephemeral
        assert "### Curtain: watched up to **S01E03**" in text_of(watched)
        assert watched.followups == []
        assert text_of(public) == before
        assert "watched up to **S01E03**" in await shown_progress(world, of=member)
    again = await world.other.click(message_of(public), label="Watched up to S01E03")
    assert again.ephemeral
    assert "nothing to change" in text_of(again)


async def test_another_episode_can_be_chosen_when_a_withheld_card_asks(world: World) -> None:
    world.clock.at = datetime(2024, 1, 9, 12, tzinfo=UTC)
    await set_progress(world, "S01E01")
    withheld = await card(world, "S01E03")
    await world.fan.click(message_of(withheld), label="Watched up to S01E03")
    await world.restart()
    offered = await world.fan.click(message_of(withheld), label="Another episode")
    assert offered.ephemeral
    assert "### Your progress in Curtain" in text_of(offered)
    assert "Now: watched up to **S01E01**." in text_of(offered)
    assert labels_of(offered) == ["Finished: S01E02", "From a file"]
    await world.restart()
    done = await world.fan.click(message_of(offered), label="Finished: S01E02")
    assert done.response is not None
    assert done.response.ephemeral
    assert "### Curtain: watched up to **S01E02**" in text_of(done)
    assert "You're up to date with Curtain" in text_of(done)
    assert labels_of(done) == ["Watched the next one: S01E02.5", "Undo"]
    assert "Bella hides the letter." in visible_text(text_of(await card(world, "S01E02")))

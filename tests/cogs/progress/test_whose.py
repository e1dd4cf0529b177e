"""Progress is one member's own, in every server, and nobody else learns it."""

from tests.cogs.progress.steps import card, set_progress, shown_progress
from tests.world import World, labels_of, message_of, text_of, text_on


async def test_each_member_has_their_own_progress(world: World) -> None:
    await set_progress(world, "S01E02")
    await set_progress(world, "S02E01", by=world.other)
    assert "S01E02" in await shown_progress(world)
    assert "S02E01" in await shown_progress(world, of=world.other)
    await world.other.slash(world.general, "progress clear")
    assert "S01E02" in await shown_progress(world)


async def test_progress_applies_in_every_server_and_stays_private(world: World) -> None:
    await set_progress(world, "S01E02")
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    fan = elsewhere.add_member(world.fan.user)
    answer = await fan.slash(lobby, "progress show")
    assert answer.ephemeral
    assert "S01E02" in text_of(answer)
    assert lobby.history(viewer=elsewhere.add_member(world.other.user)) == []


async def test_another_members_click_does_not_change_the_askers_progress(world: World) -> None:
    await set_progress(world, "S01E01")
    public = await card(world, "S01E02", private=False)
    await world.other.click(message_of(public), label="Watched up to S01E02")
    assert "watched up to **S01E01**" in await shown_progress(world)


async def test_a_public_card_does_not_reveal_that_the_asker_has_finished(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="open")
    before = await card(world, "S01E03", private=False)
    await set_progress(world, "finished")
    after = await card(world, "S01E03", private=False)
    assert (text_of(after), labels_of(after)) == (text_of(before), labels_of(before))


async def test_members_progress_is_never_logged(world: World) -> None:
    log = world.guild.create_text_channel("log")
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(panel), [log], custom_id='["setup","log",false]')
    logged = len(log.history())
    await set_progress(world, "S01E02")
    await world.fan.slash(world.general, "progress clear")
    assert len(log.history()) == logged
    assert text_on(log.last_message).startswith("**ada**")

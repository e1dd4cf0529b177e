"""A server's own copy of a bundled show."""

from pathlib import Path
from typing import Any

import pytest
from simcord import MemberActor

from bot.services.pack_loading import load_packs
from tests.forms import fields_of, press_and_save, remove_show, save
from tests.world import World, message_of, text_of, visible_text, write_curtain


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def facts(world: World, episode: str, **typed: str) -> Any:
    panel = await world.admin.slash(world.general, "catalog episode edit", episode=episode)
    return await press_and_save(world, panel, "Facts", typed)


async def lookup(world: World, episode: str, **options: Any) -> str:
    return text_of(await world.fan.slash(world.general, "episode lookup", episode=episode, **options))


async def swap(world: World) -> Any:
    """Give one episode's position to another."""
    await facts(world, "S01E01", place="S09E01")
    return await facts(world, "S01E02", place="S01E01")


async def test_the_first_edit_of_a_bundled_show_creates_a_copy_and_says_so(world: World) -> None:
    saved = await facts(world, "S01E01", title="Ours")
    assert "This server now has its own copy of Curtain" in text_of(saved)
    assert "own copy" not in text_of(await facts(world, "S01E01", title="Ours again"))
    assert "Ours again" in await lookup(world, "S01E01")


async def test_other_servers_keep_the_bundled_show(world: World) -> None:
    await facts(world, "S01E01", title="Ours")
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    boss = MemberActor(world.env, elsewhere, elsewhere.owner)
    assert "Overture" in text_of(await boss.slash(lobby, "episode lookup", episode="S01E01"))


async def test_progress_and_limits_apply_to_the_copy(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S01E02")
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to="S01E02"
    )
    await facts(world, "S01E03", title="Ours")
    assert "S01E02" in text_of(await world.fan.slash(world.general, "progress show"))
    assert "Anna finds the letter" in visible_text(await lookup(world, "S01E01"))
    assert "Edda wrote" not in visible_text(await lookup(world, "S01E03"))


async def test_giving_a_position_to_another_episode_clears_progress_and_closes_limits(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S01E02")
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to="S02E01", strict=True
    )
    saved = await swap(world)
    assert "An episode number now belongs to another episode" in text_of(saved)
    assert "S01E02" not in text_of(await world.fan.slash(world.general, "progress show"))
    answer = await world.fan.slash(world.general, "episode lookup", episode="S01E01")
    assert not answer.ephemeral, "a strict channel shows an episode's facts"
    assert "the letter" not in text_of(answer), "and none of its story, not even hidden"
    await world.admin.click(message_of(saved), label="Undo")
    assert "S01E02" in text_of(await world.fan.slash(world.general, "progress show"))
    assert "Bella hides" in visible_text(await lookup(world, "S01E02"))


async def set_limit(world: World, policy: str, **options: Any) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy=policy, show="curtain", **options
    )


async def limit_here(world: World) -> str:
    return text_of(await world.fan.slash(world.general, "here", show="curtain")).splitlines()[1]


async def test_a_limit_set_since_holds_when_an_undo_brings_earlier_numbers_back(world: World) -> None:
    await set_limit(world, "open")
    saved = await swap(world)
    await set_limit(world, "up-to", up_to="S01E01", strict=True)
    undone = await world.admin.click(message_of(saved), label="Undo")
    assert "the earlier ones again" in text_of(undone)
    assert "is unset" not in text_of(undone)
    assert "no spoilers, not even hidden ones" in await limit_here(world)
    answer = await world.fan.slash(world.general, "recap", episode="S02E01", private=False)
    assert answer.ephemeral
    await world.admin.click(message_of(undone), label="Redo")
    assert "visible up to **S01E01**" in await limit_here(world)


async def test_limits_that_nobody_changed_are_back_with_their_numbers(world: World) -> None:
    await set_limit(world, "up-to", up_to="S01E02.5")
    message = await swap(world)
    for label, limit in (
        ("Undo", "up to **S01E02.5**"),
        ("Redo", "all spoilers are hidden"),
        ("Undo", "up to **S01E02.5**"),
    ):
        message = await world.admin.click(message_of(message), label=label)
        assert limit in await limit_here(world)


async def test_a_limit_made_stricter_or_removed_since_does_not_come_back(world: World) -> None:
    await set_limit(world, "up-to", up_to="S02E01")
    message = await swap(world)
    await set_limit(world, "tagged")
    message = await world.admin.click(message_of(message), label="Undo")
    assert "all spoilers are hidden" in await limit_here(world)
    message = await world.admin.click(message_of(message), label="Redo")
    await set_limit(world, "open")
    await world.admin.slash(world.general, "spoilers clear", channel=world.general, show="curtain")
    await world.admin.click(message_of(message), label="Undo")
    assert "all spoilers are hidden" in await limit_here(world)


async def test_a_limit_set_since_holds_when_a_renumbered_copy_is_deleted_and_restored(world: World) -> None:
    await set_limit(world, "open")
    await swap(world)
    await set_limit(world, "tagged", strict=True)
    removed = await remove_show(world, "curtain")
    assert "the earlier ones again" in text_of(removed)
    assert "no spoilers, not even hidden ones" in await limit_here(world)
    await set_limit(world, "tagged")
    await world.admin.click(message_of(removed), label="Undo")
    assert "all spoilers are hidden" in await limit_here(world)


async def test_the_default_show_stays_the_default_when_its_progress_key_changes(world: World) -> None:
    async with world.database.write() as writing:
        await writing.run("INSERT INTO show (slug, title) VALUES ('aaa', 'Aaa')")
        await writing.run(
            "INSERT INTO guild (id, default_show) SELECT $1, id FROM show WHERE slug = 'curtain'",
            world.guild.id,
        )
    saved = await swap(world)
    assert "Curtain" in text_of(await world.fan.slash(world.general, "episode list"))
    await world.admin.click(message_of(saved), label="Undo")
    assert "Curtain" in text_of(await world.fan.slash(world.general, "episode list"))


async def test_deleting_the_copy_restores_the_bundled_show(world: World) -> None:
    await facts(world, "S01E01", title="Ours")
    removed = await remove_show(world, "curtain")
    assert "The bundled show is back" in text_of(removed)
    assert "Overture" in await lookup(world, "S01E01")
    await world.admin.click(message_of(removed), label="Undo")
    assert "Ours" in await lookup(world, "S01E01")


async def test_undoing_every_change_restores_the_bundled_show(world: World) -> None:
    saved = await facts(world, "S01E01", title="Ours")
    undone = await world.admin.click(message_of(saved), label="Undo")
    assert "The bundled show is back" in text_of(undone)
    redone = await world.admin.click(message_of(undone), label="Redo")
    assert "Ours" in await lookup(world, "S01E01")
    await world.admin.click(message_of(redone), label="Undo")
    assert "Ours" not in await lookup(world, "S01E01")


async def test_a_new_version_of_a_bundled_show_does_not_change_copies(world: World, packs: Path) -> None:
    await facts(world, "S01E01", title="Ours")
    file = packs / "curtain" / "episodes.toml"
    text = file.read_text(encoding="utf-8").replace("Overture", "Prelude").replace("Second Night", "Two")
    file.write_text(text, encoding="utf-8")
    await load_packs(world.database, packs)
    assert "Ours" in await lookup(world, "S01E01")
    assert "Second Night" in await lookup(world, "S01E02")
    await remove_show(world, "curtain")
    assert "Prelude" in await lookup(world, "S01E01")


async def test_buttons_of_the_bundled_show_lead_to_the_copy(world: World, packs: Path) -> None:
    file = packs / "curtain" / "episodes.toml"
    lines = "".join(f'\n[[episode.quotes]]\ntext = "Letter number {number}."\n' for number in range(8))
    file.write_text(file.read_text(encoding="utf-8") + lines, encoding="utf-8")
    await load_packs(world.database, packs)
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    song = await world.fan.slash(world.general, "song info", song="under the gods", private=True)
    found = await world.fan.slash(world.general, "quote search", text="letter")
    mine = await world.admin.slash(world.general, "catalog song edit", song="under the gods")
    await facts(world, "S01E01", title="Ours")
    assert "**Letter** number" in text_of(await world.fan.click(message_of(found), label="More"))
    posted = await world.fan.click(message_of(song), label="Share in channel")
    assert "Under the Gods" in text_of(posted)
    form = await world.admin.click(message_of(mine), label="Facts")
    assert fields_of(form)["title"] == "Under the Gods"


async def test_the_log_channel_shows_codes_and_the_show_but_no_episode_titles(world: World) -> None:
    log = world.guild.create_text_channel("log")
    async with world.database.write() as writing:
        await writing.run("INSERT INTO guild (id, log_channel) VALUES ($1, $2)", world.guild.id, log.id)
    await save(world, "show add", {"title": "Ourshow"})
    await save(world, "episode add", {"title": "Secrettitle"}, season="1", number="1", show="ourshow")
    logged = "\n".join(str([part.to_dict() for part in message.components]) for message in log.history())
    assert "added episode **S01E01** · Ourshow (#2)" in logged
    assert "Secret" not in logged

"""A withheld card takes the same work whatever it hides, so response times reveal nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.world import World, message_of, text_of, write_pack

_EPISODES = """
[[episode]]
code = "S01E01"
title = "Overture"

[[episode]]
code = "S01E02"
title = "Second Night"
summary = "Bella hides the letter."
guests = [{ name = "Gwen Guest", character = "Hilda" }, { name = "Gus Guest", character = "Hans" }]
scenes = ["Bella alone.", "Bella and Anna.", "Anna alone."]
quotes = [{ speaker = "Bella", text = "Mine." }, { speaker = "Anna", text = "Ours." }]
songs = [{ title = "Late Song", performers = ["Bella", "Anna"], context = "They sing." }]
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs", "curtain", "Curtain", _EPISODES, '[[song]]\ntitle = "Late Song"\n')
    return tmp_path / "packs"


def count_steps(world: World, count: Callable[[], int]) -> None:
    """Call `count` at each step of SQLite's virtual machine for readers."""
    readers = world.database._readers  # pyright: ignore[reportPrivateUsage]  # nothing else leads to their steps
    for _ in range(readers.qsize()):
        reader = readers.get_nowait()
        reader.set_progress_handler(count, 1)
        readers.put_nowait(reader)


async def delete_spoilers(world: World) -> None:
    """Delete all spoilers of the withheld episode."""
    episode = "(SELECT id FROM episode WHERE title = 'Second Night')"
    async with world.database.write() as writing:
        await writing.run(f"DELETE FROM quote WHERE episode_id = {episode}")
        await writing.run(f"DELETE FROM scene WHERE episode_id = {episode}")
        await writing.run(f"DELETE FROM credit WHERE episode_id = {episode}")
        await writing.run(f"DELETE FROM performance WHERE episode_id = {episode}")
        await writing.run(f"UPDATE episode SET summary = NULL WHERE id = {episode}")


@pytest.mark.parametrize("label", [None, "📖", "💬"])
async def test_a_withheld_card_takes_the_same_database_work_whatever_is_hidden(
    world: World, label: str | None
) -> None:
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    async def look() -> int:
        nonlocal steps
        steps = 0
        card = await world.fan.slash(world.general, "episode lookup", episode="S01E02", private=True)
        if label is not None:
            card = await world.fan.click(message_of(card), label=label)
        assert "🔒 Hidden" in text_of(card)
        return steps

    await world.fan.slash(world.general, "progress set", episode="S01E01")
    count_steps(world, count)
    work = await look()
    await delete_spoilers(world)
    assert work == await look() > 0

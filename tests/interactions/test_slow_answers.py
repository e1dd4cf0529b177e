import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.services.episodes import Episodes
from tests.world import World, message_of, text_of


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Episode lookup takes longer than the bot waits before deferring."""
    monkeypatch.setattr("bot.interactions.slow_answers._PATIENCE", 0.01)
    for name in ("episode", "episode_at"):
        monkeypatch.setattr(Episodes, name, slowed(getattr(Episodes, name)))


def slowed(work: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    async def later(*arguments: object) -> object:
        await asyncio.sleep(0.05)
        return await work(*arguments)

    return later


async def test_a_slow_reply_that_could_be_public_is_private_and_follows_private_rules(
    world: World,
) -> None:
    await world.fan.slash(world.general, "progress set", episode="S01E01")
    answer = await world.fan.slash(world.general, "episode lookup", episode="S01E02")
    assert answer.ephemeral
    assert "Show anyway" in str(message_of(answer).components)
    assert "||" not in text_of(answer)


async def test_a_slow_error_is_private(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="zzzzzz")
    assert answer.ephemeral
    assert "No episode" in text_of(answer)


async def test_a_slow_click_still_updates_its_message(world: World) -> None:
    listed = await world.fan.slash(world.general, "episode lookup", episode="S01E01")
    clicked = await world.fan.click(message_of(listed), label="▶")
    assert message_of(clicked).id == message_of(listed).id
    assert "S01E02" in text_of(clicked)

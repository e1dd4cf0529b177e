"""Deferred replies do their work once."""

import pytest

from bot.services.quotes import Quotes
from tests.interactions.test_slow_answers import slowed
from tests.world import World, text_of


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random quotes and searches take longer than the bot waits before deferring."""
    monkeypatch.setattr("bot.interactions.slow_answers._PATIENCE", 0.01)
    for name in ("draw", "search"):
        monkeypatch.setattr(Quotes, name, slowed(getattr(Quotes, name)))


async def test_slow_random_quotes_skip_none(world: World) -> None:
    drawn: list[str] = []
    for _ in range(20):
        answer = await world.fan.slash(world.general, "quote random")
        assert answer.ephemeral
        (line,) = [row for row in text_of(answer).splitlines() if row.startswith("> ")]
        drawn.append(line)
    assert len({*drawn[:10]}) == len({*drawn[10:]}) == 10


async def test_a_slow_search_is_saved_once(world: World) -> None:
    answer = await world.fan.slash(world.general, "quote search", text="you", private=False)
    assert answer.ephemeral
    await world.database.caught_up()
    async with world.database.read() as reading:
        assert (await reading.one("SELECT count(*) AS kept FROM session"))["kept"] == 1

"""A limit that rises with time."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.policies import Kind
from bot.domain.positions import Position
from bot.domain.spoilers import NOTHING, Limit
from bot.services.place_views import TypedPolicy
from tests.services.places.steps import CHANNEL, MODERATOR, Server, at, up_to
from tests.world import write_pack


# Curtain aired on 1, 8 and 10 January (then an undated special), 15 January and 5 February.
@pytest.mark.parametrize(
    ("now", "days", "limit", "blocked_by"),
    [
        (at("2023-12-31"), 0, NOTHING, "S01E01"),
        (at("2024-01-02", 11, 59), 0, NOTHING, "S01E01"),
        (at("2024-01-02", 12), 0, up_to("S01E01"), "S01E02"),
        (at("2024-01-09", 11, 59), 0, up_to("S01E01"), "S01E02"),
        (at("2024-01-09", 11, 59), 7, NOTHING, "S01E01"),
        (at("2024-01-09", 12), 7, up_to("S01E01"), "S01E02"),
        (at("2024-01-11", 12), 0, up_to("special after S01E02.5"), "S01E03"),
        (at("2024-02-06", 11, 59), 0, up_to("S01E03"), "S02E01"),
        (at("2024-02-06", 12), 0, up_to("S02E01"), None),
        (at("2024-02-13", 11, 59), 7, up_to("S01E03"), "S02E01"),
        (at("2024-02-13", 12), 7, up_to("S02E01"), None),
    ],
    ids=str,
)
async def test_an_aired_limit_rises_with_time(
    server: Server, now: datetime, days: int, limit: Limit, blocked_by: str | None
) -> None:
    await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED, days=days))
    server.now = now
    found = (await server.here(CHANNEL)).ruling.ceiling
    assert found.limit == limit
    assert found.blocked_by == (blocked_by and Position.from_code(blocked_by))


async def test_an_aired_limit_waits_seven_days_by_default(server: Server) -> None:
    placed = (await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED))).placed
    assert placed.ruling.policy.days == 7
    placed = (await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED, days=0))).placed
    assert placed.ruling.policy.days == 0


class TestWithGaps:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        episodes = (
            '[[episode]]\ncode = "S01E01"\naired = 2024-01-01\n',
            '[[episode]]\ncode = "S01E02"\n',
            '[[episode]]\ncode = "S01E03"\naired = 2024-01-15\n',
        )
        write_pack(tmp_path / "packs", "curtain", "Curtain", "".join(episodes))
        return tmp_path / "packs"

    async def test_an_undated_episode_blocks_all_later_ones(self, server: Server) -> None:
        placed = (await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED))).placed
        assert placed.ruling.ceiling.limit == up_to("S01E01")
        assert placed.ruling.ceiling.blocked_by == Position.from_code("S01E02")

"""Clearing limits."""

import pytest

from bot.domain.errors import NothingSet
from bot.domain.ids import ChannelId
from bot.domain.policies import Kind
from bot.domain.spoilers import EVERYTHING
from bot.services.place_views import TypedPolicy
from tests.services.places.steps import (
    ADMIN,
    CATEGORY,
    CHANNEL,
    GUILD,
    MODERATOR,
    OPEN,
    UP_TO_2,
    Server,
    up_to,
)


async def test_clearing_removes_one_shows_limit_or_all(server: Server) -> None:
    await server.places.set(ADMIN, CHANNEL, UP_TO_2)
    await server.places.set(ADMIN, CHANNEL, OPEN)
    await server.places.set(ADMIN, CHANNEL, TypedPolicy(Kind.TAGGED, show="zebra"))
    cleared = await server.places.clear(MODERATOR, CHANNEL, "zebra")
    assert cleared is not None
    assert cleared.slug == "zebra"
    assert await server.limit(CHANNEL, show="zebra") == EVERYTHING
    assert await server.limit(CHANNEL) == up_to("S01E02")
    assert await server.places.clear(MODERATOR, CHANNEL, None) is None
    assert (await server.here(CHANNEL)).ruling.setting is None


@pytest.mark.parametrize(("place", "show"), [(CHANNEL, None), (CHANNEL, "curtain"), (None, None)])
async def test_a_limit_that_is_not_set_cannot_be_removed(
    server: Server, place: ChannelId | None, show: str | None
) -> None:
    await server.places.set(ADMIN, CHANNEL if place is None else CATEGORY, OPEN)
    with pytest.raises(NothingSet):
        await server.places.clear(ADMIN, place, show)


async def test_clearing_one_shows_limit_does_not_clear_the_one_for_all_shows(server: Server) -> None:
    await server.places.set(ADMIN, CHANNEL, OPEN)
    with pytest.raises(NothingSet):
        await server.places.clear(ADMIN, CHANNEL, "curtain")
    assert await server.limit(CHANNEL) == EVERYTHING


async def test_all_limits_of_a_deleted_channel_are_deleted(server: Server) -> None:
    await server.places.set(ADMIN, CHANNEL, OPEN)
    await server.places.set(ADMIN, CHANNEL, UP_TO_2)
    await server.places.set(ADMIN, CATEGORY, TypedPolicy(Kind.TAGGED))
    await server.places.forget(GUILD, CHANNEL)
    overview = await server.places.overview(MODERATOR)
    assert [placed.place for placed in overview.placed] == [CATEGORY]

"""Which setting applies in a place."""

from dataclasses import replace

from bot.domain.policies import Kind
from bot.domain.spoilers import EVERYTHING, NOTHING
from bot.services.place_views import TypedPolicy
from bot.services.shows import show_named
from bot.services.visibility import Viewpoints
from tests.services.places.steps import (
    ADMIN,
    CATEGORY,
    CHANNEL,
    GUILD,
    MEMBER,
    OPEN,
    THREAD,
    UP_TO_2,
    Server,
    up_to,
)


async def test_the_nearest_setting_applies(server: Server) -> None:
    where = (THREAD, CHANNEL, CATEGORY)
    for place, kind, limit in (
        (None, Kind.OPEN, EVERYTHING),
        (CATEGORY, Kind.TAGGED, NOTHING),
        (CHANNEL, Kind.OPEN, EVERYTHING),
        (THREAD, Kind.TAGGED, NOTHING),
    ):
        await server.places.set(ADMIN, place, TypedPolicy(kind))
        assert await server.limit(*where) == limit
        assert (await server.here(*where)).ruling.setting is not None
    for place, limit in (
        (THREAD, EVERYTHING),
        (CHANNEL, NOTHING),
        (CATEGORY, EVERYTHING),
        (None, NOTHING),
    ):
        await server.places.clear(ADMIN, place, None)
        assert await server.limit(*where) == limit


async def test_a_limit_for_one_show_overrides_all_shows_only_within_one_channel(server: Server) -> None:
    await server.places.set(ADMIN, CATEGORY, replace(UP_TO_2, show="curtain"))
    await server.places.set(ADMIN, CATEGORY, OPEN)
    assert await server.limit(CHANNEL, CATEGORY) == up_to("S01E02")
    assert await server.limit(CHANNEL, CATEGORY, show="zebra") == EVERYTHING
    await server.places.set(ADMIN, CHANNEL, OPEN)
    assert await server.limit(CHANNEL, CATEGORY) == EVERYTHING
    await server.places.set(ADMIN, CHANNEL, TypedPolicy(Kind.TAGGED, show="zebra"))
    assert await server.limit(CHANNEL, CATEGORY) == EVERYTHING
    assert await server.limit(CHANNEL, CATEGORY, show="zebra") == NOTHING


async def test_in_an_unknown_channel_the_servers_title_setting_applies(server: Server) -> None:
    viewpoints = Viewpoints(clock=lambda: server.now)
    async with server.database.read() as reading:
        show = await show_named(reading, GUILD, "curtain")
    somewhere = replace(MEMBER, places=())
    for hides in (True, False):
        await server.setup.set_hides_titles(ADMIN, hides=hides)
        async with server.database.read() as reading:
            assert (await viewpoints.of(reading, somewhere, show)).hides_titles is hides
            nowhere = await viewpoints.of(reading, replace(somewhere, guild=None), show)
        assert not nowhere.hides_titles

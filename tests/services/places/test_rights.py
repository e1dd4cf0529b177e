"""Who may change limits, and where they hold."""

from dataclasses import replace

import pytest

from bot.domain.errors import NotAdmin, NothingSet, NotModerator, ServerOnly
from bot.domain.ids import ChannelId
from bot.domain.spoilers import EVERYTHING, NOTHING
from bot.services.place_views import Outside
from tests.services.places.steps import (
    ADMIN,
    CATEGORY,
    CHANNEL,
    ELSEWHERE,
    MEMBER,
    MODERATOR,
    OPEN,
    THREAD,
    Server,
)


@pytest.mark.parametrize("place", [CHANNEL, CATEGORY, THREAD])
async def test_only_moderators_can_set_a_channels_limit(server: Server, place: ChannelId) -> None:
    with pytest.raises(NotModerator):
        await server.places.set(MEMBER, place, OPEN)
    with pytest.raises(NotModerator):
        await server.places.clear(MEMBER, place, None)
    with pytest.raises(NotModerator):
        await server.places.overview(MEMBER)
    with pytest.raises(NotModerator):
        await server.places.explain(MEMBER, [place], None)
    await server.places.set(MODERATOR, place, OPEN)
    await server.places.explain(MODERATOR, [place], None)
    await server.places.clear(MODERATOR, place, None)


async def test_only_admins_can_change_the_server_default_and_title_setting(server: Server) -> None:
    for asker in (MEMBER, MODERATOR):
        with pytest.raises(NotAdmin):
            await server.places.set(asker, None, OPEN)
        with pytest.raises(NotAdmin):
            await server.places.clear(asker, None, None)
        with pytest.raises(NotAdmin):
            await server.setup.set_hides_titles(asker, hides=True)
    found = await server.here(CHANNEL)
    assert found.ruling.setting is None
    assert not found.hides_titles
    await server.places.set(ADMIN, None, OPEN)
    await server.setup.set_hides_titles(ADMIN, hides=True)
    found = await server.here(CHANNEL)
    assert found.ruling.ceiling.limit == EVERYTHING
    assert found.hides_titles


async def test_outside_of_servers_nothing_can_be_set(server: Server) -> None:
    nowhere = replace(ADMIN, guild=None)
    with pytest.raises(ServerOnly):
        await server.places.set(nowhere, CHANNEL, OPEN)
    with pytest.raises(ServerOnly):
        await server.setup.set_hides_titles(nowhere, hides=True)
    with pytest.raises(ServerOnly):
        await server.places.overview(nowhere)
    assert await server.places.here(nowhere, None) == Outside(())


async def test_one_servers_settings_do_not_apply_in_another(server: Server) -> None:
    await server.setup.set_hides_titles(replace(ADMIN, guild=ELSEWHERE), hides=False)
    await server.places.set(ADMIN, None, OPEN)
    await server.places.set(ADMIN, CHANNEL, OPEN)
    await server.setup.set_hides_titles(ADMIN, hides=True)
    there = await server.here(CHANNEL, CATEGORY, guild=ELSEWHERE)
    assert there.ruling.setting is None
    assert there.ruling.ceiling.limit == NOTHING
    assert not there.hides_titles
    with pytest.raises(NotModerator):
        await server.places.overview(replace(MODERATOR, guild=ELSEWHERE))
    assert (await server.places.overview(replace(ADMIN, guild=ELSEWHERE))).placed == ()
    await server.places.forget(ELSEWHERE, CHANNEL)
    with pytest.raises(NothingSet):
        await server.places.clear(replace(ADMIN, guild=ELSEWHERE), CHANNEL, None)
    await server.places.clear(ADMIN, None, None)
    assert await server.limit(CHANNEL) == EVERYTHING

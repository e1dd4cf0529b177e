"""A limit for one show, and what it means for the others."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import NothingSet
from bot.domain.ids import ChannelId
from bot.domain.policies import Kind, Policy
from bot.domain.spoilers import EVERYTHING, NOTHING
from bot.services.place_views import TypedPolicy
from tests.services.places.steps import ADMIN, CATEGORY, CHANNEL, OPEN, THREAD, UP_TO_2, Server


async def test_a_limit_for_one_show_hides_other_shows_in_that_channel(server: Server) -> None:
    await server.places.set(ADMIN, CATEGORY, OPEN)
    placed = (await server.places.set(ADMIN, CHANNEL, UP_TO_2)).placed
    assert placed.others == Policy(Kind.TAGGED)
    found = await server.here(CHANNEL, CATEGORY, show="zebra")
    assert found.ruling.ceiling.limit == NOTHING
    assert found.ruling.implied
    assert not found.ruling.policy.strict
    assert await server.limit(CATEGORY, show="zebra") == EVERYTHING


async def test_strict_up_to_without_a_show_is_strict_for_every_show(server: Server) -> None:
    placed = (await server.places.set(ADMIN, CHANNEL, replace(UP_TO_2, strict=True))).placed
    assert placed.others == Policy(Kind.TAGGED, strict=True)
    assert (await server.here(CHANNEL, show="zebra")).ruling.policy == Policy(Kind.TAGGED, strict=True)


@pytest.mark.parametrize("farther", [CATEGORY, None])
async def test_for_other_shows_a_channel_is_as_strict_as_its_category_or_server(
    server: Server, farther: ChannelId | None
) -> None:
    await server.places.set(ADMIN, farther, TypedPolicy(Kind.TAGGED, strict=True))
    opened = TypedPolicy(Kind.OPEN, show="curtain")
    just_set = await server.places.set(ADMIN, CHANNEL, opened, (CATEGORY,))
    found = await server.here(CHANNEL, CATEGORY, show="zebra")
    assert found.ruling.policy == Policy(Kind.TAGGED, strict=True)
    shown = await server.places.panel(ADMIN, (CHANNEL, CATEGORY), None)
    overview = await server.places.overview(ADMIN, lambda place: (CATEGORY,) if place == CHANNEL else ())
    listed = next(placed for placed in overview.placed if placed.place == CHANNEL)
    assert just_set.placed.others == shown.placed.others == listed.others == found.ruling.policy
    assert not (await server.here(CHANNEL, CATEGORY)).ruling.policy.strict


async def test_opening_one_show_strictly_keeps_the_others_strict(server: Server) -> None:
    await server.places.set(ADMIN, CHANNEL, TypedPolicy(Kind.OPEN, strict=True, show="curtain"))
    assert await server.limit(CHANNEL) == EVERYTHING
    assert (await server.here(CHANNEL, show="zebra")).ruling.policy.strict


SHOWS = ("curtain", "zebra")


SETTINGS = st.dictionaries(
    st.tuples(st.sampled_from([THREAD, CHANNEL, CATEGORY, None]), st.sampled_from([None, *SHOWS])),
    st.builds(TypedPolicy, st.sampled_from([Kind.OPEN, Kind.TAGGED, Kind.AIRED]), strict=st.booleans()),
    max_size=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SETTINGS)
async def test_the_rule_for_single_shows_never_shows_more_than_the_older_rule(
    server: Server, chosen: dict[tuple[ChannelId | None, str | None], TypedPolicy]
) -> None:
    """Compared with the older rule: the nearest setting for this show or for all shows applied."""
    for place in (THREAD, CHANNEL, CATEGORY, None):
        with suppress(NothingSet):
            await server.places.clear(ADMIN, place, None)
    for (place, show), wanted in chosen.items():
        await server.places.set(ADMIN, place, replace(wanted, show=show))
    for show in SHOWS:
        found = (await server.here(THREAD, CHANNEL, CATEGORY, show=show)).ruling
        nearest = [
            wanted
            for place in (THREAD, CHANNEL, CATEGORY, None)
            for whose in (show, None)
            if (wanted := chosen.get((place, whose)))
        ]
        before = nearest[0] if nearest else TypedPolicy(Kind.TAGGED)
        if found.implied:
            assert found.ceiling.limit == NOTHING
            assert found.policy.strict or not before.strict or before.kind is Kind.OPEN
        else:
            assert found.policy.kind is before.kind

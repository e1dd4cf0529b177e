"""The limit that each policy gives."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import (
    EpisodeNotFound,
    NoShows,
    PolicyNeedsEpisode,
    PolicyTakesNoDays,
    PolicyTakesNoEpisode,
    ShowNotFound,
    UnderstudyError,
)
from bot.domain.ids import ChannelId
from bot.domain.policies import Kind
from bot.domain.spoilers import EVERYTHING, NOTHING, Limit
from bot.services.place_views import TypedPolicy
from tests.services.places.steps import (
    ADMIN,
    CATEGORY,
    CHANNEL,
    MODERATOR,
    OPEN,
    THREAD,
    UP_TO_2,
    Server,
    up_to,
)


async def test_without_a_setting_all_spoilers_are_hidden(server: Server) -> None:
    found = await server.here(CHANNEL, CATEGORY)
    assert found.ruling.setting is None
    assert found.ruling.policy.kind is Kind.TAGGED
    assert not found.ruling.policy.strict
    assert found.ruling.ceiling.limit == NOTHING


@pytest.mark.parametrize(
    ("wanted", "limit"),
    [
        (OPEN, EVERYTHING),
        (TypedPolicy(Kind.TAGGED), NOTHING),
        (UP_TO_2, up_to("S01E02")),
        (TypedPolicy(Kind.UP_TO, up_to="second night"), up_to("S01E02")),
        (TypedPolicy(Kind.UP_TO, up_to="curtain:S01E02"), up_to("S01E02")),
        (TypedPolicy(Kind.UP_TO, up_to="1x2.5"), up_to("S01E02.5")),
        (TypedPolicy(Kind.UP_TO, up_to="special after S01E02.5"), up_to("special after S01E02.5")),
        (TypedPolicy(Kind.UP_TO, up_to="S07E07"), up_to("S07E07")),
        (TypedPolicy(Kind.AIRED), up_to("S02E01")),
    ],
    ids=str,
)
async def test_each_policy_gives_its_limit(server: Server, wanted: TypedPolicy, limit: Limit) -> None:
    placed = (await server.places.set(MODERATOR, CHANNEL, wanted)).placed
    assert placed.place == CHANNEL
    assert placed.ruling.ceiling.limit == limit
    assert await server.limit(CHANNEL) == limit


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (TypedPolicy(Kind.UP_TO), PolicyNeedsEpisode),
        (TypedPolicy(Kind.UP_TO, days=7), PolicyTakesNoDays),
        (TypedPolicy(Kind.UP_TO, up_to="S01E02", days=7), PolicyTakesNoDays),
        (TypedPolicy(Kind.UP_TO, up_to="no such title"), EpisodeNotFound),
        (TypedPolicy(Kind.UP_TO, up_to=""), EpisodeNotFound),
        (TypedPolicy(Kind.OPEN, up_to="S01E02"), PolicyTakesNoEpisode),
        (TypedPolicy(Kind.OPEN, days=0), PolicyTakesNoDays),
        (TypedPolicy(Kind.TAGGED, up_to="S01E02"), PolicyTakesNoEpisode),
        (TypedPolicy(Kind.TAGGED, days=7), PolicyTakesNoDays),
        (TypedPolicy(Kind.AIRED, up_to="S01E02"), PolicyTakesNoEpisode),
        (TypedPolicy(Kind.AIRED, up_to="S01E02", days=7), PolicyTakesNoEpisode),
        (TypedPolicy(Kind.OPEN, show="nope"), ShowNotFound),
    ],
    ids=str,
)
@pytest.mark.parametrize("place", [CHANNEL, None])
async def test_an_invalid_policy_is_refused_and_changes_nothing(
    server: Server, place: ChannelId | None, wanted: TypedPolicy, error: type[UnderstudyError]
) -> None:
    await server.places.set(ADMIN, place, TypedPolicy(Kind.UP_TO, up_to="S01E01"))
    with pytest.raises(error):
        await server.places.set(ADMIN, place, wanted)
    assert await server.limit(CHANNEL) == up_to("S01E01")


@pytest.mark.parametrize("strict", [False, True])
async def test_strict_is_saved(server: Server, strict: bool) -> None:
    await server.places.set(MODERATOR, CHANNEL, replace(UP_TO_2, strict=strict))
    assert (await server.here(CHANNEL)).ruling.policy.strict is strict


async def test_up_to_without_a_show_is_for_the_default_show_other_policies_for_all(server: Server) -> None:
    placed = (await server.places.set(MODERATOR, CHANNEL, UP_TO_2)).placed
    assert placed.show is not None
    assert placed.show.slug == "curtain"
    for kind in (Kind.OPEN, Kind.TAGGED, Kind.AIRED):
        panel = await server.places.set(MODERATOR, CHANNEL, TypedPolicy(kind))
        assert panel.placed.show is None


async def test_a_new_setting_replaces_the_old_one(server: Server) -> None:
    await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED, days=3, strict=True))
    await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.TAGGED))
    overview = await server.places.overview(MODERATOR)
    assert [(placed.place, placed.ruling.policy.kind) for placed in overview.placed] == [
        (CHANNEL, Kind.TAGGED)
    ]
    assert not overview.placed[0].ruling.policy.strict


async def test_the_overview_lists_every_setting_with_the_server_default_first(server: Server) -> None:
    await server.places.set(ADMIN, THREAD, UP_TO_2)
    await server.places.set(ADMIN, CATEGORY, TypedPolicy(Kind.AIRED))
    await server.places.set(ADMIN, None, OPEN)
    overview = await server.places.overview(MODERATOR)
    assert overview.default_show.slug == "curtain"
    assert [
        (placed.place, placed.show and placed.show.slug, placed.ruling.ceiling.limit)
        for placed in overview.placed
    ] == [
        (None, None, EVERYTHING),
        (CATEGORY, None, up_to("S02E01")),
        (THREAD, "curtain", up_to("S01E02")),
    ]


async def test_a_limit_cannot_be_set_by_a_title_the_moderator_may_not_know(server: Server) -> None:
    await server.setup.set_hides_titles(ADMIN, hides=True)
    with pytest.raises(EpisodeNotFound):
        await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.UP_TO, up_to="Footlights"))
    await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.UP_TO, up_to="S01E03"))
    assert await server.limit(CHANNEL) == up_to("S01E03")


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_without_shows_no_limit_can_be_set_or_shown(self, server: Server) -> None:
        with pytest.raises(NoShows):
            await server.places.set(MODERATOR, CHANNEL, OPEN)
        with pytest.raises(NoShows):
            await server.places.overview(MODERATOR)
        with pytest.raises(NoShows):
            await server.here(CHANNEL)

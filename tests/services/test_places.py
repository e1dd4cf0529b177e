from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.asking import Asker
from bot.domain.errors import (
    EpisodeNotFound,
    NoShows,
    NotAdmin,
    NothingSet,
    NotModerator,
    PolicyNeedsEpisode,
    PolicyTakesNoDays,
    PolicyTakesNoEpisode,
    ServerOnly,
    ShowNotFound,
    UnderstudyError,
)
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.policies import Kind, Policy
from bot.domain.positions import Position
from bot.domain.spoilers import EVERYTHING, NOTHING, Audience, Limit
from bot.services.pack_loading import load_packs
from bot.services.place_views import Explanation, Outside, TypedPolicy
from bot.services.places import Places
from bot.services.setup import Setup
from bot.services.shows import show_named
from bot.services.visibility import Viewpoints
from bot.store.database import Database
from bot.store.guilds import set_moderator_roles
from tests.world import write_curtain, write_pack

GUILD, ELSEWHERE = GuildId(11), GuildId(12)
CATEGORY, CHANNEL, THREAD = ChannelId(21), ChannelId(22), ChannelId(23)
MODERATORS = RoleId(31)

ADMIN = Asker(UserId(1), GUILD, (CHANNEL, CATEGORY), Audience.ASKER, manages=True)
MODERATOR = replace(ADMIN, user=UserId(2), manages=False, roles=frozenset({MODERATORS}))
MEMBER = replace(ADMIN, user=UserId(3), manages=False, roles=frozenset({RoleId(32)}))

OPEN = TypedPolicy(Kind.OPEN)
UP_TO_2 = TypedPolicy(Kind.UP_TO, up_to="S01E02")


def at(day: str, hour: int = 12, minute: int = 0) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=UTC)


def up_to(code: str) -> Limit:
    return Limit.up_to(Position.from_code(code))


@dataclass
class Server:
    """A server's limits, at a time set by the test."""

    database: Database
    now: datetime = field(default_factory=lambda: at("2024-06-01"))

    def __post_init__(self) -> None:
        self.places = Places(database=self.database, viewpoints=Viewpoints(clock=lambda: self.now))
        self.setup = Setup(database=self.database)

    async def here(self, *places: ChannelId, show: str | None = None, guild: GuildId = GUILD) -> Explanation:
        found = await self.places.here(replace(MEMBER, guild=guild, places=places), show)
        assert isinstance(found, Explanation)
        return found

    async def limit(self, *places: ChannelId, show: str | None = None, guild: GuildId = GUILD) -> Limit:
        return (await self.here(*places, show=show, guild=guild)).ruling.ceiling.limit


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs", "zebra", "Zebra", "")
    return write_curtain(tmp_path / "packs")


@pytest.fixture
async def server(database: Database, packs: Path) -> Server:
    await load_packs(database, packs)
    async with database.write() as writing:
        await set_moderator_roles(writing, GUILD, [MODERATORS])
    return Server(database)


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


async def test_a_new_setting_replaces_the_old_one(server: Server) -> None:
    await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED, days=3, strict=True))
    await server.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.TAGGED))
    overview = await server.places.overview(MODERATOR)
    assert [(placed.place, placed.ruling.policy.kind) for placed in overview.placed] == [
        (CHANNEL, Kind.TAGGED)
    ]
    assert not overview.placed[0].ruling.policy.strict


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

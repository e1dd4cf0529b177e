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
class House:
    """The places of a server, at a moment that a test sets."""

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
async def house(database: Database, packs: Path) -> House:
    await load_packs(database, packs)
    async with database.write() as writing:
        await set_moderator_roles(writing, GUILD, [MODERATORS])
    return House(database)


async def test_where_nothing_is_set_all_story_is_tagged(house: House) -> None:
    found = await house.here(CHANNEL, CATEGORY)
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
async def test_each_policy_has_its_limit(house: House, wanted: TypedPolicy, limit: Limit) -> None:
    placed = (await house.places.set(MODERATOR, CHANNEL, wanted)).placed
    assert placed.place == CHANNEL
    assert placed.ruling.ceiling.limit == limit
    assert await house.limit(CHANNEL) == limit


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
async def test_a_wrong_wish_is_refused_and_changes_nothing(
    house: House, place: ChannelId | None, wanted: TypedPolicy, error: type[UnderstudyError]
) -> None:
    await house.places.set(ADMIN, place, TypedPolicy(Kind.UP_TO, up_to="S01E01"))
    with pytest.raises(error):
        await house.places.set(ADMIN, place, wanted)
    assert await house.limit(CHANNEL) == up_to("S01E01")


@pytest.mark.parametrize("strict", [False, True])
async def test_strict_is_kept(house: House, strict: bool) -> None:
    await house.places.set(MODERATOR, CHANNEL, replace(UP_TO_2, strict=strict))
    assert (await house.here(CHANNEL)).ruling.policy.strict is strict


async def test_up_to_without_a_show_is_for_the_default_one_and_the_others_are_for_all(house: House) -> None:
    placed = (await house.places.set(MODERATOR, CHANNEL, UP_TO_2)).placed
    assert placed.show is not None
    assert placed.show.slug == "curtain"
    for kind in (Kind.OPEN, Kind.TAGGED, Kind.AIRED):
        panel = await house.places.set(MODERATOR, CHANNEL, TypedPolicy(kind))
        assert panel.placed.show is None


async def test_the_nearest_setting_decides(house: House) -> None:
    where = (THREAD, CHANNEL, CATEGORY)
    for place, kind, limit in (
        (None, Kind.OPEN, EVERYTHING),
        (CATEGORY, Kind.TAGGED, NOTHING),
        (CHANNEL, Kind.OPEN, EVERYTHING),
        (THREAD, Kind.TAGGED, NOTHING),
    ):
        await house.places.set(ADMIN, place, TypedPolicy(kind))
        assert await house.limit(*where) == limit
        assert (await house.here(*where)).ruling.setting is not None
    for place, limit in (
        (THREAD, EVERYTHING),
        (CHANNEL, NOTHING),
        (CATEGORY, EVERYTHING),
        (None, NOTHING),
    ):
        await house.places.clear(ADMIN, place, None)
        assert await house.limit(*where) == limit


async def test_a_setting_for_this_show_beats_one_for_all_within_one_place_only(house: House) -> None:
    await house.places.set(ADMIN, CATEGORY, replace(UP_TO_2, show="curtain"))
    await house.places.set(ADMIN, CATEGORY, OPEN)
    assert await house.limit(CHANNEL, CATEGORY) == up_to("S01E02")
    assert await house.limit(CHANNEL, CATEGORY, show="zebra") == EVERYTHING
    await house.places.set(ADMIN, CHANNEL, OPEN)
    assert await house.limit(CHANNEL, CATEGORY) == EVERYTHING
    await house.places.set(ADMIN, CHANNEL, TypedPolicy(Kind.TAGGED, show="zebra"))
    assert await house.limit(CHANNEL, CATEGORY) == EVERYTHING
    assert await house.limit(CHANNEL, CATEGORY, show="zebra") == NOTHING


async def test_a_new_setting_takes_the_place_of_the_old_one(house: House) -> None:
    await house.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED, days=3, strict=True))
    await house.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.TAGGED))
    overview = await house.places.overview(MODERATOR)
    assert [(placed.place, placed.ruling.policy.kind) for placed in overview.placed] == [
        (CHANNEL, Kind.TAGGED)
    ]
    assert not overview.placed[0].ruling.policy.strict


@pytest.mark.parametrize("place", [CHANNEL, CATEGORY, THREAD])
async def test_a_channel_takes_a_moderator(house: House, place: ChannelId) -> None:
    with pytest.raises(NotModerator):
        await house.places.set(MEMBER, place, OPEN)
    with pytest.raises(NotModerator):
        await house.places.clear(MEMBER, place, None)
    with pytest.raises(NotModerator):
        await house.places.overview(MEMBER)
    with pytest.raises(NotModerator):
        await house.places.explain(MEMBER, [place], None)
    await house.places.set(MODERATOR, place, OPEN)
    await house.places.explain(MODERATOR, [place], None)
    await house.places.clear(MODERATOR, place, None)


async def test_the_default_and_the_titles_take_an_admin(house: House) -> None:
    for asker in (MEMBER, MODERATOR):
        with pytest.raises(NotAdmin):
            await house.places.set(asker, None, OPEN)
        with pytest.raises(NotAdmin):
            await house.places.clear(asker, None, None)
        with pytest.raises(NotAdmin):
            await house.setup.set_hides_titles(asker, hides=True)
    found = await house.here(CHANNEL)
    assert found.ruling.setting is None
    assert not found.hides_titles
    await house.places.set(ADMIN, None, OPEN)
    await house.setup.set_hides_titles(ADMIN, hides=True)
    found = await house.here(CHANNEL)
    assert found.ruling.ceiling.limit == EVERYTHING
    assert found.hides_titles


async def test_where_there_is_no_server_nothing_can_be_set(house: House) -> None:
    nowhere = replace(ADMIN, guild=None)
    with pytest.raises(ServerOnly):
        await house.places.set(nowhere, CHANNEL, OPEN)
    with pytest.raises(ServerOnly):
        await house.setup.set_hides_titles(nowhere, hides=True)
    with pytest.raises(ServerOnly):
        await house.places.overview(nowhere)
    assert await house.places.here(nowhere, None) == Outside(())


async def test_nothing_of_one_server_holds_in_another(house: House) -> None:
    await house.setup.set_hides_titles(replace(ADMIN, guild=ELSEWHERE), hides=False)
    await house.places.set(ADMIN, None, OPEN)
    await house.places.set(ADMIN, CHANNEL, OPEN)
    await house.setup.set_hides_titles(ADMIN, hides=True)
    there = await house.here(CHANNEL, CATEGORY, guild=ELSEWHERE)
    assert there.ruling.setting is None
    assert there.ruling.ceiling.limit == NOTHING
    assert not there.hides_titles
    with pytest.raises(NotModerator):
        await house.places.overview(replace(MODERATOR, guild=ELSEWHERE))
    assert (await house.places.overview(replace(ADMIN, guild=ELSEWHERE))).placed == ()
    await house.places.forget(ELSEWHERE, CHANNEL)
    with pytest.raises(NothingSet):
        await house.places.clear(replace(ADMIN, guild=ELSEWHERE), CHANNEL, None)
    await house.places.clear(ADMIN, None, None)
    assert await house.limit(CHANNEL) == EVERYTHING


async def test_clearing_takes_one_show_or_all(house: House) -> None:
    await house.places.set(ADMIN, CHANNEL, UP_TO_2)
    await house.places.set(ADMIN, CHANNEL, OPEN)
    await house.places.set(ADMIN, CHANNEL, TypedPolicy(Kind.TAGGED, show="zebra"))
    cleared = await house.places.clear(MODERATOR, CHANNEL, "zebra")
    assert cleared is not None
    assert cleared.slug == "zebra"
    assert await house.limit(CHANNEL, show="zebra") == EVERYTHING
    assert await house.limit(CHANNEL) == up_to("S01E02")
    assert await house.places.clear(MODERATOR, CHANNEL, None) is None
    assert (await house.here(CHANNEL)).ruling.setting is None


@pytest.mark.parametrize(("place", "show"), [(CHANNEL, None), (CHANNEL, "curtain"), (None, None)])
async def test_what_is_not_set_cannot_be_removed(
    house: House, place: ChannelId | None, show: str | None
) -> None:
    await house.places.set(ADMIN, CHANNEL if place is None else CATEGORY, OPEN)
    with pytest.raises(NothingSet):
        await house.places.clear(ADMIN, place, show)


async def test_a_setting_for_all_shows_is_not_one_for_this_show(house: House) -> None:
    await house.places.set(ADMIN, CHANNEL, OPEN)
    with pytest.raises(NothingSet):
        await house.places.clear(ADMIN, CHANNEL, "curtain")
    assert await house.limit(CHANNEL) == EVERYTHING


async def test_all_that_was_set_for_a_deleted_channel_is_forgotten(house: House) -> None:
    await house.places.set(ADMIN, CHANNEL, OPEN)
    await house.places.set(ADMIN, CHANNEL, UP_TO_2)
    await house.places.set(ADMIN, CATEGORY, TypedPolicy(Kind.TAGGED))
    await house.places.forget(GUILD, CHANNEL)
    overview = await house.places.overview(MODERATOR)
    assert [placed.place for placed in overview.placed] == [CATEGORY]


async def test_the_overview_names_every_setting_the_default_first(house: House) -> None:
    await house.places.set(ADMIN, THREAD, UP_TO_2)
    await house.places.set(ADMIN, CATEGORY, TypedPolicy(Kind.AIRED))
    await house.places.set(ADMIN, None, OPEN)
    overview = await house.places.overview(MODERATOR)
    assert overview.default_show.slug == "curtain"
    assert [
        (placed.place, placed.show and placed.show.slug, placed.ruling.ceiling.limit)
        for placed in overview.placed
    ] == [
        (None, None, EVERYTHING),
        (CATEGORY, None, up_to("S02E01")),
        (THREAD, "curtain", up_to("S01E02")),
    ]


async def test_a_title_that_the_moderator_may_not_know_cannot_be_named(house: House) -> None:
    await house.setup.set_hides_titles(ADMIN, hides=True)
    with pytest.raises(EpisodeNotFound):
        await house.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.UP_TO, up_to="Footlights"))
    await house.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.UP_TO, up_to="S01E03"))
    assert await house.limit(CHANNEL) == up_to("S01E03")


# Curtain's episodes: 1 January, 8 January, 10 January, a special without a date, 15 January, 5 February.
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
async def test_aired_moves_by_itself(
    house: House, now: datetime, days: int, limit: Limit, blocked_by: str | None
) -> None:
    await house.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED, days=days))
    house.now = now
    found = (await house.here(CHANNEL)).ruling.ceiling
    assert found.limit == limit
    assert found.blocked_by == (blocked_by and Position.from_code(blocked_by))


async def test_aired_waits_seven_days_by_default(house: House) -> None:
    placed = (await house.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED))).placed
    assert placed.ruling.policy.days == 7
    placed = (await house.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED, days=0))).placed
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

    async def test_an_undated_episode_blocks_all_that_follows(self, house: House) -> None:
        placed = (await house.places.set(MODERATOR, CHANNEL, TypedPolicy(Kind.AIRED))).placed
        assert placed.ruling.ceiling.limit == up_to("S01E01")
        assert placed.ruling.ceiling.blocked_by == Position.from_code("S01E02")


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_nothing_can_be_set_or_shown(self, house: House) -> None:
        with pytest.raises(NoShows):
            await house.places.set(MODERATOR, CHANNEL, OPEN)
        with pytest.raises(NoShows):
            await house.places.overview(MODERATOR)
        with pytest.raises(NoShows):
            await house.here(CHANNEL)


async def test_a_setting_for_one_show_hides_the_others_of_its_place(house: House) -> None:
    await house.places.set(ADMIN, CATEGORY, OPEN)
    placed = (await house.places.set(ADMIN, CHANNEL, UP_TO_2)).placed
    assert placed.others == Policy(Kind.TAGGED)
    found = await house.here(CHANNEL, CATEGORY, show="zebra")
    assert found.ruling.ceiling.limit == NOTHING
    assert found.ruling.implied
    assert not found.ruling.policy.strict
    assert await house.limit(CATEGORY, show="zebra") == EVERYTHING


async def test_up_to_strict_without_a_show_guards_every_show(house: House) -> None:
    placed = (await house.places.set(ADMIN, CHANNEL, replace(UP_TO_2, strict=True))).placed
    assert placed.others == Policy(Kind.TAGGED, strict=True)
    assert (await house.here(CHANNEL, show="zebra")).ruling.policy == Policy(Kind.TAGGED, strict=True)


@pytest.mark.parametrize("farther", [CATEGORY, None])
async def test_a_place_is_as_strict_for_other_shows_as_what_is_around_it(
    house: House, farther: ChannelId | None
) -> None:
    await house.places.set(ADMIN, farther, TypedPolicy(Kind.TAGGED, strict=True))
    opened = TypedPolicy(Kind.OPEN, show="curtain")
    just_set = await house.places.set(ADMIN, CHANNEL, opened, (CATEGORY,))
    found = await house.here(CHANNEL, CATEGORY, show="zebra")
    assert found.ruling.policy == Policy(Kind.TAGGED, strict=True)
    shown = await house.places.panel(ADMIN, (CHANNEL, CATEGORY), None)
    overview = await house.places.overview(ADMIN, lambda place: (CATEGORY,) if place == CHANNEL else ())
    listed = next(placed for placed in overview.placed if placed.place == CHANNEL)
    assert just_set.placed.others == shown.placed.others == listed.others == found.ruling.policy
    assert not (await house.here(CHANNEL, CATEGORY)).ruling.policy.strict


async def test_a_show_opened_strictly_leaves_the_others_strict(house: House) -> None:
    await house.places.set(ADMIN, CHANNEL, TypedPolicy(Kind.OPEN, strict=True, show="curtain"))
    assert await house.limit(CHANNEL) == EVERYTHING
    assert (await house.here(CHANNEL, show="zebra")).ruling.policy.strict


SHOWS = ("curtain", "zebra")
SETTINGS = st.dictionaries(
    st.tuples(st.sampled_from([THREAD, CHANNEL, CATEGORY, None]), st.sampled_from([None, *SHOWS])),
    st.builds(TypedPolicy, st.sampled_from([Kind.OPEN, Kind.TAGGED, Kind.AIRED]), strict=st.booleans()),
    max_size=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SETTINGS)
async def test_the_rule_for_single_shows_never_opens_anything(
    house: House, chosen: dict[tuple[ChannelId | None, str | None], TypedPolicy]
) -> None:
    """Beside the rule as it was: the nearest setting for this show or for all decided."""
    for place in (THREAD, CHANNEL, CATEGORY, None):
        with suppress(NothingSet):
            await house.places.clear(ADMIN, place, None)
    for (place, show), wanted in chosen.items():
        await house.places.set(ADMIN, place, replace(wanted, show=show))
    for show in SHOWS:
        found = (await house.here(THREAD, CHANNEL, CATEGORY, show=show)).ruling
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


async def test_an_unknown_place_goes_by_what_the_server_says_of_titles(house: House) -> None:
    viewpoints = Viewpoints(clock=lambda: house.now)
    async with house.database.read() as reading:
        show = await show_named(reading, GUILD, "curtain")
    somewhere = replace(MEMBER, places=())
    for hides in (True, False):
        await house.setup.set_hides_titles(ADMIN, hides=hides)
        async with house.database.read() as reading:
            assert (await viewpoints.of(reading, somewhere, show)).hides_titles is hides
            nowhere = await viewpoints.of(reading, replace(somewhere, guild=None), show)
        assert not nowhere.hides_titles

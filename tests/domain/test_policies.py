from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.aired_limit import Airing, Ceiling, over_everywhere
from bot.domain.policies import Kind, Policy, ceiling_of
from bot.domain.positions import Position
from bot.domain.spoilers import EVERYTHING, NOTHING, Limit


def airing(code: str, aired: date | None) -> Airing:
    return Airing(Position.from_code(code), aired)


SEASON = [
    airing("S01E01", date(2020, 1, 1)),
    airing("S01E02", date(2020, 1, 8)),
    airing("special after S01E02", None),
    airing("S01E03", date(2020, 1, 15)),
    airing("S01E04", None),
    airing("S01E05", date(2020, 1, 29)),
]


def up_to(code: str) -> Limit:
    return Limit.up_to(Position.from_code(code))


def aired(days: int) -> Policy:
    return Policy(Kind.AIRED, days=days)


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "limit"),
    [
        (Policy(Kind.OPEN), EVERYTHING),
        (Policy(Kind.TAGGED), NOTHING),
        (Policy(Kind.UP_TO, up_to=Position(9, Decimal(9))), up_to("S09E09")),
    ],
)
def test_open_tagged_and_up_to_do_not_depend_on_time(policy: Policy, limit: Limit) -> None:
    assert ceiling_of(policy, SEASON, at(2030, 1, 1)) == Ceiling(limit)


@pytest.mark.parametrize(
    ("days", "now", "limit", "blocked_by"),
    [
        (0, at(2020, 1, 2, 11, 59), NOTHING, "S01E01"),
        (0, at(2020, 1, 2), up_to("S01E01"), "S01E02"),
        (7, at(2020, 1, 9, 11, 59), NOTHING, "S01E01"),
        (7, at(2020, 1, 9), up_to("S01E01"), "S01E02"),
        (7, at(2020, 1, 16), up_to("special after S01E02"), "S01E03"),
        (7, at(2030, 1, 1), up_to("S01E03"), "S01E04"),
    ],
)
def test_an_aired_limit_rises_with_time_and_names_the_blocking_episode(
    days: int, now: datetime, limit: Limit, blocked_by: str
) -> None:
    assert ceiling_of(aired(days), SEASON, now) == Ceiling(limit, Position.from_code(blocked_by))


def test_after_everything_aired_the_limit_is_the_last_episode() -> None:
    assert ceiling_of(aired(7), SEASON[:2], at(2030, 1, 1)) == Ceiling(up_to("S01E02"))


def test_a_show_without_episodes_has_nothing_visible() -> None:
    assert ceiling_of(aired(0), [], at(2030, 1, 1)) == Ceiling(NOTHING)


def test_an_undated_special_before_every_episode_blocks() -> None:
    special = airing("special after S01E00", None)
    assert ceiling_of(aired(0), [special, *SEASON], at(2030, 1, 1)) == Ceiling(NOTHING, special.position)


def test_an_undated_special_after_a_missing_episode_blocks() -> None:
    special = airing("special after S02E01", None)
    assert ceiling_of(aired(0), [*SEASON[:2], special], at(2030, 1, 1)) == Ceiling(
        up_to("S01E02"), special.position
    )


def test_unplaced_specials_are_never_covered_and_never_block() -> None:
    unplaced = [airing("S00E01", None), airing("S00E02", date(2020, 1, 1))]
    assert ceiling_of(aired(0), [*SEASON[:2], *unplaced], at(2030, 1, 1)) == Ceiling(up_to("S01E02"))


rows = st.dictionaries(
    st.builds(Position, st.integers(0, 2), st.integers(0, 3).map(Decimal), st.sampled_from([0, 0, 1, 2])),
    st.none() | st.dates(date(2000, 1, 1), date(2003, 1, 1)),
    min_size=1,
    max_size=12,
)


@given(rows, st.data(), st.integers(0, 30), st.dates(date(2000, 1, 1), date(2003, 2, 1)))
def test_deleting_episodes_never_raises_an_aired_limit(
    catalogue: dict[Position, date | None], data: st.DataObject, days: int, today: date
) -> None:
    before = [Airing(*entry) for entry in sorted(catalogue.items())]
    removed = data.draw(st.sets(st.sampled_from(sorted(catalogue)), min_size=1))
    after = [replace(one, removed=one.position in removed) for one in before]
    now = over_everywhere(today)
    assert ceiling_of(aired(days), after, now).limit <= ceiling_of(aired(days), before, now).limit


def test_a_dated_special_that_is_still_to_come_blocks() -> None:
    special = airing("special after S01E01", date(2029, 1, 1))
    assert ceiling_of(aired(0), [SEASON[0], special, SEASON[1]], at(2021, 1, 1)) == Ceiling(
        up_to("S01E01"), special.position
    )


def test_a_date_has_ended_everywhere_at_noon_utc_the_next_day() -> None:
    assert over_everywhere(date(2013, 2, 5)) == at(2013, 2, 6)


@given(
    st.lists(st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=12),
    st.integers(0, 30),
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - the zone is added below
    st.integers(0, 5000),
)
def test_an_aired_limit_never_falls_over_time(
    dates: list[date | None], days: int, moment: datetime, later: int
) -> None:
    airings = [Airing(Position(1, Decimal(number)), day) for number, day in enumerate(dates)]
    now = moment.replace(tzinfo=UTC)
    assert (
        ceiling_of(aired(days), airings, now).limit
        <= ceiling_of(aired(days), airings, now + timedelta(days=later)).limit
    )


@given(
    st.lists(st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=12),
    st.integers(0, 30),
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - the zone is added below
)
def test_every_episode_within_an_aired_limit_is_old_enough(
    dates: list[date | None], days: int, moment: datetime
) -> None:
    airings = [Airing(Position(1, Decimal(number)), day) for number, day in enumerate(dates)]
    now = moment.replace(tzinfo=UTC)
    limit = ceiling_of(aired(days), airings, now).limit
    for one in airings:
        if limit.covers(one.position):
            assert one.aired is not None
            assert over_everywhere(one.aired) + timedelta(days=days) <= now


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": Kind.UP_TO},
        {"kind": Kind.AIRED},
        {"kind": Kind.OPEN, "days": 7},
        {"kind": Kind.TAGGED, "up_to": Position(1, Decimal(1))},
        {"kind": Kind.AIRED, "days": 7, "up_to": Position(1, Decimal(1))},
    ],
)
def test_an_invalid_policy_cannot_be_created(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Kind"):
        Policy(**wrong)  # pyright: ignore[reportArgumentType]  # what the type checker would refuse too

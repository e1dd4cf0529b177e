"""Histories on made-up files: they are read or refused, and progress is never ahead of what a file says.

`make fuzz` tries 10,000 mutated files; the ordinary tests a few.
"""

from contextlib import suppress

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bot.domain.ids import ShowId
from bot.domain.positions import Position
from bot.domain.shows import Episode
from bot.domain.spoilers import Label, Veiled
from bot.domain.watch_history import WatchHistory, last_in_order
from bot.domain.watch_history_reach import Reach, reach, split_viewed
from bot.importers.source import Source, Unreadable
from bot.importers.watch_history import read_watched
from tests.fuzz.test_importers import PIECES, SECONDS, limited, mutated
from tests.importers import histories

CODES = [(season, number) for season in (1, 2) for number in range(1, 7)]
POSITIONS = [Position.from_code(f"S{season}E{number}") for season, number in CODES]
EPISODES: list[Episode[Label, Veiled]] = [
    Episode(position, Label(f"Knot {position.code}", show=ShowId(1), position=position))
    for position in POSITIONS
]
UNWATCHED = {
    histories.tvtime_csv,
    histories.tvtime_json,
    histories.tvtime_gdpr_v1,
    histories.liberator_csv,
    histories.listed_json,
}
"""The kinds that list episodes that weren't watched, too."""

NOISE = [piece for piece in PIECES if not any(chr(byte).isdigit() for byte in piece)]
"""What is put into a file, so that it says of no other episode that it was watched."""

ROUNDS = settings(
    max_examples=10_000 if SECONDS else 100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
NETFLIX = "viewing.csv"
MYANIMELIST = "list.xml"


def up_to(watched: set[tuple[int, int]]) -> Position | None:
    """The last episode before which every one was watched, by the plainest way."""
    last = None
    for code, position in zip(CODES, POSITIONS, strict=True):
        if code not in watched:
            break
        last = position
    return last


def reached(history: WatchHistory) -> Reach:
    """How far all that a file says would lead, whatever the shows in it are called by now."""
    viewed = [split[1] for title in history.titles if (split := split_viewed(title, ["knots"]))]
    return reach(history.shows, viewed, EPISODES)


def written(kind: str, watched: list[tuple[int, int]]) -> bytes:
    """A file that says that these were watched, and of others that they weren't."""
    if kind == NETFLIX:
        return histories.netflix(*(f"Knots: Season {s}: Knot S{s:02}E{n:02}" for s, n in watched))
    if kind == MYANIMELIST:
        counts = [("Knots", 0), ("Knots 2nd Season", 0)]
        for at, season in enumerate((1, 2)):
            in_order = iter(range(1, 7))
            while (season, next(in_order, 0)) in watched:
                counts[at] = (counts[at][0], counts[at][1] + 1)
        return histories.myanimelist(*counts, packed=False)
    write = histories.HISTORIES[kind]
    if write in UNWATCHED:
        return write("Knots", watched, [code for code in CODES if code not in watched])
    return write("Knots", watched)


@ROUNDS
@given(data=st.data())
def test_progress_is_never_ahead_of_what_a_mutated_file_says(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([*histories.HISTORIES, NETFLIX, MYANIMELIST]))
    watched = data.draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=12, unique=True))
    file = written(kind, watched)
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(file)))
        end = data.draw(st.integers(start, min(len(file), start + data.draw(st.sampled_from([3, 40, 400])))))
        noise = data.draw(st.sampled_from([b"", *NOISE]))
        file = file[:start] + noise + file[data.draw(st.sampled_from([start, end])) :]
    with limited(), suppress(Unreadable):
        found = reached(read_watched([Source(kind, file)]))
        reach_of_file = up_to(set(watched))
        event(f"read {kind}")
        assert found.sure is None or (reach_of_file is not None and found.sure <= reach_of_file)


@ROUNDS
@given(st.lists(st.sampled_from(CODES), min_size=1, unique=True), st.sampled_from(list(histories.HISTORIES)))
def test_a_whole_file_gives_just_what_it_says(watched: list[tuple[int, int]], kind: str) -> None:
    found = reached(read_watched([Source(kind, written(kind, watched))]))
    assert found.sure == up_to(set(watched))
    assert max(filter(None, (found.sure, found.claimed))) == max(
        POSITIONS[CODES.index(code)] for code in watched
    )


SEEDS = [
    *(write("Knots", [(1, 1), (1, 2)]) for write in histories.HISTORIES.values()),
    histories.myanimelist(("Knots", 2)),
    histories.netflix("Knots: Season 1: Knot"),
]


@ROUNDS
@given(st.lists(mutated(SEEDS), min_size=1, max_size=3))
def test_files_are_read_together_or_refused(files: list[bytes]) -> None:
    with limited(), suppress(Unreadable):
        history = read_watched([Source(f"{at}.csv", file) for at, file in enumerate(files)])
        assert all(len(title) <= 200 for title in (*history.titles, *(show.title for show in history.shows)))
        assert all(problem.what for problem in history.problems)
        reached(history)
        for show in history.shows:
            last_in_order(show.episodes)

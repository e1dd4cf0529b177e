"""What files of trackers say that somebody has watched."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from bot.domain.folding import fold
from bot.domain.positions import Position
from bot.domain.problems import Problem
from bot.domain.show_ids import NO_IDS, SHOW_IDS, ShowIds

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class WatchedEpisode:
    """An episode that was watched, as a file numbers it; season 0 is a special. `aired` is its first date.

    Without a season, the number counts through the series.
    """

    season: int | None
    number: int | None
    title: str = ""
    aired: date | None = None


@dataclass(frozen=True, slots=True)
class WatchedCount:
    """The first so many regular episodes were watched: of a season, or of the whole show."""

    count: int
    season: int | None = None


@dataclass(frozen=True, slots=True)
class LastWatched:
    """The last episode that was watched, of `count` in all (None: not known). Which others isn't said."""

    episode: WatchedEpisode
    count: int | None = None


@dataclass(frozen=True, slots=True)
class WatchedShow:
    """What a file says about a show: watched episodes one by one, by their count, or the last one."""

    title: str = ""
    year: int | None = None
    ids: ShowIds = NO_IDS
    episodes: tuple[WatchedEpisode, ...] = ()
    counts: tuple[WatchedCount, ...] = ()
    last: LastWatched | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it was watched."""
        return not (self.episodes or self.counts or self.last)


@dataclass(frozen=True, slots=True)
class WatchHistory:
    """The content of one or several files.

    `titles` are what Netflix calls what was watched: `Show: Season 1: Episode`. `problems` are parts that
    can't be read.
    """

    shows: tuple[WatchedShow, ...] = ()
    titles: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def joined(shows: Iterable[WatchedShow]) -> tuple[WatchedShow, ...]:
    """The shows of several files: those that share an id, or without any title and year, are one.

    One without ids is also the only one of the same title and year that has some.
    """
    groups: list[list[WatchedShow]] = []
    group_of: dict[tuple[object, ...], list[WatchedShow]] = {}
    for show in shows:
        keys = _keys(show)
        same = list({id(group): group for key in keys if (group := group_of.get(key)) is not None}.values())
        group = same[0] if same else []
        if not same:
            groups.append(group)
        for other in same[1:]:
            group += other
            groups = [kept for kept in groups if kept is not other]
        group.append(show)
        for one in group if same[1:] else [show]:
            group_of.update(dict.fromkeys(_keys(one), group))
    return tuple(map(_as_one, _with_named(groups)))


def _with_named(groups: Sequence[list[WatchedShow]]) -> list[list[WatchedShow]]:
    """The groups; those without ids are added to the only one with ids that has their title and year."""
    with_ids: defaultdict[tuple[str, int | None], list[list[WatchedShow]]] = defaultdict(list)
    for group in groups:
        if group[0].ids:
            for name in {(fold(show.title), show.year) for show in group}:
                with_ids[name].append(group)
    kept: list[list[WatchedShow]] = []
    for group in groups:
        same = [] if group[0].ids else with_ids.get((fold(group[0].title), group[0].year), [])
        if len(same) == 1:
            same[0] += group
        else:
            kept.append(group)
    return kept


def _keys(show: WatchedShow) -> list[tuple[object, ...]]:
    ids = [(name, known) for name in SHOW_IDS if (known := getattr(show.ids, name)) is not None]
    return list(ids) or [(fold(show.title), show.year)]


def _as_one(shows: Sequence[WatchedShow]) -> WatchedShow:
    """An id or a year about which they differ isn't known."""
    if len(shows) == 1:
        return shows[0]
    ids: dict[str, Any] = {name: _only(getattr(show.ids, name) for show in shows) for name in SHOW_IDS}
    return WatchedShow(
        next((show.title for show in shows if show.title), ""),
        _only(show.year for show in shows),
        ShowIds(**ids),
        tuple(dict.fromkeys(episode for show in shows for episode in show.episodes)),
        tuple(dict.fromkeys(count for show in shows for count in show.counts)),
        next((show.last for show in shows if show.last), None),
    )


def _only(values: Iterable[Known | None]) -> Known | None:
    known = {value for value in values if value is not None}
    return known.pop() if len(known) == 1 else None


def last_in_order(episodes: Iterable[WatchedEpisode]) -> Position | None:
    """The last episode before which every number is watched, where the show's episodes aren't known.

    Seasons and numbers begin with 1; a season may also go on with the number after the one before.
    """
    numbers: defaultdict[int, set[int]] = defaultdict(set)
    for episode in episodes:
        if episode.season and episode.number is not None:
            numbers[episode.season].add(episode.number)
    last: Position | None = None
    number = 0
    for season in range(1, 10_000):
        watched = numbers[season]
        number = number if number + 1 in watched and 1 not in watched else 0
        if number + 1 not in watched:
            return last
        while number + 1 in watched:
            number += 1
        last = Position.from_code(f"S{season}E{number}")
        if max(watched) > number:
            return last
    return last

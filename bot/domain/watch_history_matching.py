"""Which of a server's shows a file is about: by ids, else by title and year. What is unclear is no match."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.folding import fold
from bot.domain.ids import ShowId
from bot.domain.shows import Show
from bot.domain.watch_history import WatchedShow


@dataclass(frozen=True, slots=True)
class Matches:
    """What a file says of each show, and the shows in it that matched none."""

    of: dict[ShowId, list[WatchedShow]]
    others: list[WatchedShow]


def may_match(show: Show, watched: Iterable[WatchedShow]) -> bool:
    """Whether a show shares an id or the title with anything in a file."""
    title = fold(show.title)
    return any(show.ids.agrees_with(one.ids) or fold(one.title) == title for one in watched)


def match(watched: Sequence[WatchedShow], shows: Sequence[tuple[Show, int | None]]) -> Matches:
    """Match a file with shows and the years in which they began (None: not known)."""
    titled = [[one for one in watched if _has_title_of(show, year, one)] for show, year in shows]
    named = [id(one) for entries in titled for one in entries]
    of: dict[ShowId, list[WatchedShow]] = {}
    for (show, _), entries in zip(shows, titled, strict=True):
        found = [one for one in watched if show.ids.agrees_with(one.ids)]
        found += [one for one in entries if one not in found and named.count(id(one)) == 1]
        if found and not _differ(found):
            of[show.id] = found
    matched = {id(one) for found in of.values() for one in found}
    return Matches(of, [one for one in watched if id(one) not in matched])


def _has_title_of(show: Show, year: int | None, watched: WatchedShow) -> bool:
    return (
        fold(show.title) == fold(watched.title)
        and not show.ids.differs_from(watched.ids)
        and (year is None or watched.year is None or year == watched.year)
    )


def _differ(found: Sequence[WatchedShow]) -> bool:
    """Whether a file has several shows of the same title."""
    years = {one.year for one in found if one.year is not None}
    return len(years) > 1 or any(one.ids.differs_from(other.ids) for one in found for other in found)

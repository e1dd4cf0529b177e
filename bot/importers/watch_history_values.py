"""Values in trackers' files, which write the same thing in many ways."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final, cast

from bot.domain.codes import find_positions, read_position
from bot.domain.dates import AmbiguousDate, read_date, readings_of
from bot.domain.positions import Position
from bot.domain.problems import Problem
from bot.domain.show_ids import ID_MOST, ShowIds, read_imdb
from bot.domain.text import tidy
from bot.domain.watch_history import WatchedEpisode
from bot.importers.episode_numbers import read_numbers
from bot.importers.source import Source

_WHOLE = re.compile(r"\s*(\d{1,9})(?:\.0+)?\s*")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.DOTALL)
_YEAR_BEHIND = re.compile(r"(.*\S)\s*\(((?:19|20)\d\d)\)\s*")
_NO_VALUES: Final = frozenset({"", "na", "n/a", "nan", "null", "none", "nil", "undefined", "0000-00-00", "-"})
_YES: Final = frozenset(
    {"true", "yes", "y", "x", "✓", "✔", "✔️", "✅", "☑", "☑️", "watched", "seen"}
    | {"ja", "oui", "sí", "si", "sì", "sim", "gesehen", "vu", "visto"}
)
_NO: Final = frozenset(
    {"false", "no", "n", "✗", "✘", "❌", "☐", "not watched", "unwatched", "unseen"}
    | {"nein", "non", "não", "nao", "nee"}
)
_TIME = re.compile(r"unknown|\d{9,13}(?:\.\d+)?|(?:[^\W\d_]{3,9}\.? )?(?:19|20)\d\d(?:-\d\d)?")
"""What is a time but no date: seconds, a month, and what Trakt has for a time that nobody gave."""
_RANGE = re.compile(r"\s*\d{1,4}\s*[-‐‑‒–—−]\s*\d{1,4}\s*")
_TITLE: Final = 200
"""Characters of a title that are kept."""

Table = Mapping[str, Any]
"""A JSON object, or a row of a CSV by its columns."""


def tables_in(value: object) -> Iterator[Table]:
    """The objects in a JSON array; what else is in it is left out."""
    for row in cast("list[object]", value) if isinstance(value, list) else ():
        if isinstance(row, dict):
            yield cast("dict[str, Any]", row)


def table_in(table: Table, key: str) -> Table:
    """The object under a key; an empty one if there is none."""
    value = table.get(key)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def has_value(value: object) -> bool:
    """Whether a value says anything: `null`, `N/A` and the like don't."""
    return value is not None and (not isinstance(value, str) or value.strip().lower() not in _NO_VALUES)


def whole(value: object, most: int = ID_MOST) -> int | None:
    """A whole number from 0 on; None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value) if abs(value) <= ID_MOST else -1
    if isinstance(value, str):
        found = _WHOLE.fullmatch(value)
        value = int(found[1]) if found and found[1].isascii() else None
    return value if isinstance(value, int) and 0 <= value <= most else None


def episode_number(value: object) -> int | None:
    """The number of a season or an episode."""
    return whole(value, 9_999)


def flag_in(value: object) -> bool | None:
    """Whether a mark says so: `yes`, `x`, `✓`, a count or a date do. None if it isn't known."""
    if isinstance(value, bool | int | float) or value is None:
        return value is not None and value > 0
    said = value.strip().lower() if isinstance(value, str) else "?"
    if said in _NO or not has_value(said):
        return False
    if said in _YES or (number := whole(said)):
        return True
    if number == 0:
        return False
    return True if readings_of(said) or _reads_as_date(said) else None


def time_in(value: object) -> bool | None:
    """Whether a value is a time at which something was watched, or Trakt's `unknown`. None: not known."""
    said = value.strip().lower() if isinstance(value, str) else ""
    marked = flag_in(value)
    return True if marked is None and _TIME.fullmatch(said) else marked


def _reads_as_date(text: str) -> bool:
    try:
        return read_date(text) is not None
    except AmbiguousDate:
        return True


def is_true(value: object) -> bool:
    """Whether a flag is set."""
    return flag_in(value) is True


def title_in(value: object) -> str:
    """A title on one line; empty if there is none."""
    return tidy(value[: 2 * _TITLE])[:_TITLE] if isinstance(value, str) else ""


def title_and_year(value: object, year: object = None) -> tuple[str, int | None]:
    """A show's title without the year behind it, as in `Bodyguard (2018)`, and the year."""
    title = title_in(value)
    known = whole(year, 2_100) or None
    if behind := _YEAR_BEHIND.fullmatch(title):
        return behind[1], known or int(behind[2])
    return title, known


def day_in(value: object) -> date | None:
    """The day of an ISO 8601 date or time; None if it is none."""
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def ids_in(table: Table) -> ShowIds:
    """A show's ids."""
    imdb = next((table[key] for key in ("imdb", "imdb_id") if has_value(table.get(key))), None)
    return ShowIds(
        tvdb=_id(table, "tvdb", "tvdb_id", "thetvdb", "thetvdb_id"),
        imdb=read_imdb(imdb) if isinstance(imdb, str) else None,
        tmdb=_id(table, "tmdb", "tmdb_id", "themoviedb", "tmdbtv"),
        tvmaze=_id(table, "tvmaze", "tvmaze_id"),
    )


def _id(table: Table, *keys: str) -> int | None:
    return next((number for key in keys if (number := whole(table.get(key)))), None)


def codes_in(typed: str, season: int | None) -> tuple[tuple[int | None, int], ...]:
    """Season and number of `S01E03`, `1x03`, `E03` or `3`, or of each part of `S01E02-E03` or `2–3`.

    `season`: what another column says. Empty if it is neither, or a special.
    """
    if (number := episode_number(typed)) is not None:
        return ((season, number),)
    found = find_positions(typed)
    if not found and season is None and not _RANGE.fullmatch(typed):
        position = read_position(typed)
        found = (position,) if position else ()
    if found:
        return () if any(at.special or at.number % 1 for at in found) else _codes(found)
    numbers = read_numbers(typed)
    follow = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    if not follow or any(number % 1 for number in numbers):
        return ()
    return tuple((season, int(number)) for number in numbers)


def _codes(positions: Iterable[Position]) -> tuple[tuple[int, int], ...]:
    return tuple((position.season, int(position.number)) for position in positions)


def code_in(value: object) -> tuple[int | None, int] | None:
    """Season and number of a code like `S01E03`, `1x03` or, without a season, `E03`; None if it is none."""
    codes = codes_in(value, None) if isinstance(value, str) else ()
    return codes[0] if len(codes) == 1 else None


def is_numbered(episode: WatchedEpisode) -> bool:
    """Whether an episode can be found, by its number, title or date."""
    return episode.number is not None or bool(episode.title or episode.aired)


def unnumbered(source: Source, count: int, line: int | None = None) -> tuple[Problem, ...]:
    """The problem of watched episodes without a number that can be read, from a line on."""
    if not count:
        return ()
    what = f"has {count:,} watched without a season and episode"
    if count == 1:
        what = "has one watched without a season and episode" if line is None else "has no season and episode"
    return source.unreadable(what, line).problems

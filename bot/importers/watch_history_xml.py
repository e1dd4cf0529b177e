"""The list of MyAnimeList (https://myanimelist.net/panel.php?go=export), which AniList and others write too.

A season is an entry of its own, with a count of episodes.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from bot.domain.problems import Problem
from bot.domain.watch_history import WatchedCount, WatchedShow, WatchHistory
from bot.importers.source import Source
from bot.importers.watch_history_values import title_in, whole

_SERIES: Final = frozenset({"", "tv", "ona", "1", "5"})
"""The kinds of entries that are a show: films and specials move no progress."""

_SEASONS: Final = (
    re.compile(r"(?P<show>.*\S)[\s:–-]+season\s+(?P<season>\d{1,2})", re.IGNORECASE),
    re.compile(r"(?P<show>.*\S)[\s:–-]+(?P<season>\d{1,2})(?:st|nd|rd|th)\s+season", re.IGNORECASE),
    re.compile(r"(?P<show>.*\S)\s+(?P<roman>II|III|IV|V|VI)"),
    re.compile(r"(?P<show>.*\D)\s+(?P<season>[2-9])"),
)
_ROMAN: Final = {"II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}


def read_watched_xml(source: Source, text: str) -> WatchHistory | None:
    """The shows in a list; None if it isn't one. Raises `Unreadable`, for entities too."""
    try:
        root = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise source.unreadable("has a DTD or entities, which I don't read") from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (None,))[0]
        raise source.unreadable("isn't XML", line) from error
    if root.tag != "myanimelist":
        return None
    entries = [{field.tag: field.text or "" for field in entry} for entry in root.iter("anime")]
    if not entries:
        raise source.unreadable("has no anime in it")
    return _listed(source, entries)


def _listed(source: Source, entries: Iterable[Mapping[str, str]]) -> WatchHistory:
    shows: list[WatchedShow] = []
    problems: list[Problem] = []
    for entry in entries:
        title, counted = title_in(entry.get("series_title")), entry.get("my_watched_episodes", "")
        count = whole(counted, 9_999)
        if entry.get("series_type", "").strip().lower() not in _SERIES:
            continue
        if title and count is not None:
            shows.append(counted_season(title, count))
        elif title or count:
            what = f"has an entry without a title or a count: {(title or counted)[:60]!r}"
            problems += source.unreadable(what).problems
    return WatchHistory(tuple(shows), problems=tuple(problems))


def counted_season(title: str, count: int) -> WatchedShow:
    """The show and the season that an entry is by its title, with the count of its watched episodes."""
    show, season = title, 1
    for pattern in _SEASONS:
        if found := pattern.fullmatch(title):
            named = found.groupdict()
            show, season = named["show"], int(named.get("season") or _ROMAN[named["roman"]])
            break
    return WatchedShow(show, counts=(WatchedCount(count, season),) if count else ())

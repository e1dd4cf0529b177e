"""Reading somebody's own history from files of trackers: what they watched, and nothing else.

Formats are recognised by content. A zip is read whole, and several files together. What in a zip isn't a
history of episodes (films, ratings, lists) is left aside; what is broken is a problem.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.watch_history import WatchHistory, joined
from bot.importers.archive import gunzip, is_gzip, is_zip, unzip
from bot.importers.encodings import decode
from bot.importers.reading import load_json
from bot.importers.size_limits import FILE, MEGABYTE, unpacks_to_too_much
from bot.importers.source import Source, Unreadable
from bot.importers.watch_history_csv import read_watched_csv
from bot.importers.watch_history_json import read_watched_json
from bot.importers.watch_history_xml import read_watched_xml

_PROBLEMS: Final = 50
"""The most problems that are kept."""

_MAYBE: Final = (".json", ".csv", ".tsv", ".txt", ".xml", ".gz")
"""How the names of files in a zip end that may be a history."""

_JSON = re.compile(r"\s*[\[{]")
_XML = re.compile(r"\s*<")


def read_watched(sources: Sequence[Source]) -> WatchHistory:
    """Read files together. Raises `Unreadable` if nothing in them says that an episode was watched."""
    read: list[WatchHistory] = []
    room = FILE
    for source in sources:
        try:
            members = list(_unpacked(source))
            room -= sum(len(member.data) for member in members)
            if room < 0:
                what = f"is too much: together, the files have more than {FILE // MEGABYTE} MB"
                raise source.unreadable(what)
        except Unreadable as unreadable:
            read.append(WatchHistory(problems=unreadable.problems))
            continue
        found = [history for member in members if (history := _read(member)) is not None]
        read += found or [
            WatchHistory(problems=source.unreadable("isn't a watch history I can read").problems)
        ]
    history = WatchHistory(
        joined(show for one in read for show in one.shows),
        tuple(dict.fromkeys(title for one in read for title in one.titles)),
        tuple(problem for one in read for problem in one.problems)[:_PROBLEMS],
    )
    if not (history.titles or any(not show.is_empty for show in history.shows)):
        raise Unreadable(
            *(history.problems or sources[0].unreadable("lists no episodes as watched").problems)
        )
    return history


def _unpacked(source: Source) -> Iterator[Source]:
    """The file itself, or the files of a zip that may be a history. Raises `Unreadable`."""
    if is_zip(source.data):
        yield from (member for member in unzip(source) if member.name.lower().endswith(_MAYBE))
    else:
        yield source


def _read(source: Source) -> WatchHistory | None:
    """What a file says, or what is wrong with it; None if it isn't a history of episodes."""
    try:
        source = _gunzipped(source)
        text = decode(source)[0] if source.data.strip() else ""
        if _JSON.match(text):
            return read_watched_json(source, load_json(source, text))
        return read_watched_xml(source, text) if _XML.match(text) else read_watched_csv(source, text)
    except Unreadable as unreadable:
        return WatchHistory(problems=unreadable.problems)


def _gunzipped(source: Source) -> Source:
    if not is_gzip(source.data):
        return source
    unpacked, is_cut_off = gunzip(source)
    if is_cut_off or is_gzip(unpacked.data) or is_zip(unpacked.data):
        raise source.unreadable("is a broken gzip file. Send it again")
    if len(unpacked.data) > FILE:
        raise unpacks_to_too_much(source, FILE)
    return unpacked

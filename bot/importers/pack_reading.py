"""Understudy's own format, as TOML (https://toml.io/en/v1.0.0) or JSON.

A folder: `show.toml` names the show, `songs.toml` (optional) has `[[song]]` tables, and every other `.toml`
file has `[[episode]]` tables. Or one file with all of that: `slug` and `title`, then the tables. Without a
slug, a file is about episodes of an existing show. docs/packs.md describes the keys.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final, TypeVar, cast

import msgspec

from bot.domain.drafts import Draft
from bot.domain.positions import NotACode, Position
from bot.domain.problems import Problem
from bot.domain.quotes import read_time
from bot.domain.shows import Episode, Song
from bot.importers.doubts import excerpt
from bot.importers.pack_tables import EpisodeTable, ShowTable, SongTable, Table, record_of
from bot.importers.source import Source, Unreadable
from bot.importers.toml_lines import Lines

_PROBLEMS: Final = 100
"""How many problems are listed at most."""

_WORDS: Final = 300
"""Characters of a problem's detail, which may quote the file."""

_OF_THE_SHOW: Final = frozenset({"slug", "title", "has_songs", "poster", "accent", "ids"})
_KEYS: Final = _OF_THE_SHOW | {"song", "episode"}
_TOML = re.compile(r"^[ \t]*(?:\[\[\s*(?:song|episode)(?:\.\w+)?\s*\]\]|slug\s*=\s*[\"'])", re.MULTILINE)

_Known = TypeVar("_Known", bound=Table)


def is_pack(text: str) -> bool:
    """Whether a text looks like a pack in TOML."""
    return bool(_TOML.search(text[:65_536]))


def is_pack_json(value: object) -> bool:
    """Whether a JSON value looks like a pack."""
    return isinstance(value, dict) and ("slug" in value or "episode" in value)


def read_pack(files: Mapping[str, bytes]) -> Draft:
    """Read a folder's files, by name. Raises `Unreadable` with every problem."""
    reader = _Reader()
    parsed = {name: reader.toml(Source(name, files[name])) for name in sorted(files)}
    show = None
    if "show.toml" in parsed:
        show = reader.convert("show.toml", "", parsed.pop("show.toml"), ShowTable)
    else:
        reader.problem("show.toml", "", "is missing. It names the show")
    songs = reader.songs("songs.toml", parsed.pop("songs.toml", {}))
    episodes = reader.episodes(parsed, {song.title for song in songs})
    reader.finish()
    return _draft(show, songs, episodes)


def read_pack_file(source: Source) -> Draft:
    """Read a pack in one TOML file. Raises `Unreadable` with every problem."""
    reader = _Reader()
    return _one_file(reader, source.name, reader.toml(source))


def read_pack_json(source: Source, value: object) -> Draft:
    """Read a pack in JSON. Raises `Unreadable` with every problem."""
    if not is_pack_json(value):
        raise source.unreadable("is not a pack: it has no slug and no episodes")
    return _one_file(_Reader(), source.name, cast("dict[str, Any]", value))


def _one_file(reader: "_Reader", name: str, table: dict[str, Any]) -> Draft:
    show = None
    if of_the_show := {key: value for key, value in table.items() if key in _OF_THE_SHOW}:
        show = reader.convert(name, "", of_the_show, ShowTable)
    for other in table.keys() - _KEYS:
        reader.problem(name, other, "is not known here")
    songs = reader.songs(name, {"song": table.get("song", [])})
    titles = {song.title for song in songs} if show else None
    episodes = reader.episodes({name: {"episode": table.get("episode", [])}}, titles)
    if not (show or songs or episodes):
        reader.problem(name, "", "has no show, no songs and no episodes in it")
    reader.finish()
    return _draft(show, songs if show else _with_sung(songs, episodes), episodes)


def _draft(
    show: ShowTable | None, songs: tuple[Song[str, str], ...], episodes: tuple[Episode[str, str], ...]
) -> Draft:
    if show is None:
        return Draft(songs=songs, episodes=episodes)
    return Draft(
        show.title, show.slug, songs, episodes, has_songs=show.has_songs, look=show.look, ids=show.show_ids
    )


def _with_sung(
    songs: tuple[Song[str, str], ...], episodes: tuple[Episode[str, str], ...]
) -> tuple[Song[str, str], ...]:
    """The songs, including those that only a performance names."""
    known = {song.title: song for song in songs}
    for episode in episodes:
        for performance in episode.performances:
            known.setdefault(performance.title, Song(performance.title))
    return tuple(known.values())


class _Reader:
    """Parses and converts tables, and collects problems."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._lines: dict[str, Lines] = {}

    def toml(self, source: Source) -> dict[str, Any]:
        """A file's tables; none if it isn't TOML, which is a problem."""
        try:
            text = source.data.decode("utf-8-sig")
            self._lines[source.name] = Lines(text)
            return tomllib.loads(text)
        except UnicodeDecodeError as error:
            line = source.data[: error.start].count(b"\n") + 1
            self._note(Problem(source.name, line, "", "is not UTF-8 text. Save it as UTF-8"))
        except tomllib.TOMLDecodeError as error:
            what, _, where = str(error).partition(" (at ")
            line = re.match(r"line (\d+)", where)
            self._note(Problem(source.name, int(line[1]) if line else None, "", f"is not TOML: {what}"))
        except RecursionError:
            self._note(Problem(source.name, None, "", "is nested too deep"))
        return {}

    def songs(self, name: str, table: dict[str, Any]) -> tuple[Song[str, str], ...]:
        """The songs of a file. A repeated title is a problem."""
        found: dict[str, Song[str, str]] = {}
        for where, song in self._tables(name, table, "song", SongTable):
            if song.title in found:
                self.problem(name, f"{where}.title", "is there twice")
            found[song.title] = record_of(song)
        return tuple(found.values())

    def episodes(
        self, parsed: Mapping[str, dict[str, Any]], songs: set[str] | None
    ) -> tuple[Episode[str, str], ...]:
        """The episodes of all files, in story order. `songs`: the allowed titles; None: any."""
        found: dict[Position, Episode[str, str]] = {}
        for name, table in parsed.items():
            for where, row in self._tables(name, table, "episode", EpisodeTable):
                try:
                    episode: Episode[str, str] = record_of(row)
                except NotACode:
                    self.problem(
                        name, f"{where}.code", f"{excerpt(row.position)!r} is not a code like S02E02"
                    )
                    continue
                if episode.position in found:
                    self.problem(name, f"{where}.code", f"{episode.position.code} is there twice")
                self._check(name, where, row, songs)
                found[episode.position] = episode
        return tuple(found[position] for position in sorted(found))

    def _check(self, name: str, where: str, row: EpisodeTable, songs: set[str] | None) -> None:
        """Add problems for unknown songs and invalid times."""
        for index, song in enumerate(row.performances):
            if songs is not None and song.title not in songs:
                self.problem(name, f"{where}.songs[{index}].title", "is not one of the pack's songs")
        for index, quote in enumerate(row.quotes):
            if quote.timestamp is not None and read_time(quote.timestamp) is None:
                what = f"{excerpt(quote.timestamp)!r} is not a time like 0:12:34"
                self.problem(name, f"{where}.quotes[{index}].timestamp", what)

    def _tables(
        self, name: str, table: dict[str, Any], key: str, kind: type[_Known]
    ) -> list[tuple[str, _Known]]:
        """The array of tables under `key`, each with its path. Anything else in the file is a problem."""
        for other in table.keys() - {key}:
            self.problem(name, other, f"is not known here. Only [[{key}]] tables are")
        rows: object = table.get(key, [])
        if not isinstance(rows, list):
            self.problem(name, key, f"must be an array of tables: [[{key}]]")
            return []
        converted = [
            (path := f"{key}[{index}]", self.convert(name, path, row, kind))
            for index, row in enumerate(cast("list[object]", rows))
        ]
        return [(path, row) for path, row in converted if row is not None]

    def convert(self, name: str, where: str, table: object, kind: type[_Known]) -> _Known | None:
        """A table converted to a type; None if it can't be, which is a problem."""
        try:
            return msgspec.convert(table, kind, strict=True)
        except msgspec.ValidationError as error:
            what, _, path = str(error).partition(" - at `$")
            self.problem(name, f"{where}{path.removesuffix('`')}".removeprefix("."), what)
            return None

    def problem(self, name: str, path: str, what: str) -> None:
        """Add a problem of a value."""
        lines = self._lines.get(name)
        self._note(Problem(name, lines.of(path) if lines else None, excerpt(path), what[:_WORDS]))

    def _note(self, problem: Problem) -> None:
        self._problems.append(problem)
        if len(self._problems) == _PROBLEMS:
            self.finish()

    def finish(self) -> None:
        """Raise `Unreadable` if there is any problem."""
        if self._problems:
            raise Unreadable(*sorted(self._problems, key=lambda problem: (problem.file, problem.line or 0)))

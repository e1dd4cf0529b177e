"""Understudy's own format: a folder of TOML files.

`show.toml` names the show, `songs.toml` (if there is one) holds `[[song]]` tables, and every other
`.toml` file holds one or more `[[episode]]` tables. CONTRIBUTING.md describes the keys.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar, cast

import msgspec
from msgspec import Meta, Struct

from bot.domain.drafts import (
    EpisodeDraft,
    GuestDraft,
    PerformanceDraft,
    QuoteDraft,
    ShowDraft,
    SongDraft,
)
from bot.domain.errors import Problem
from bot.domain.positions import NotACode, Position

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=32)]
Name = Annotated[str, Meta(pattern=r"\S", max_length=100)]
Text = Annotated[str, Meta(pattern=r"\S", max_length=4000)]


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A TOML table in which a key that we do not know is a mistake, not a comment."""


class _Show(_Table, frozen=True):
    slug: Slug
    title: Name


class _Song(_Table, frozen=True):
    title: Name
    writers: tuple[Name, ...] = ()
    original_artist: Name | None = None


class _Performance(_Table, frozen=True):
    title: Name
    performers: tuple[Name, ...] = ()
    context: Text | None = None


class _Quote(_Table, frozen=True):
    text: Text
    speaker: Name | None = None
    context: Text | None = None
    timestamp: Name | None = None


class _Guest(_Table, frozen=True):
    name: Name
    character: Name | None = None


class _Episode(_Table, frozen=True):
    code: str
    title: Name | None = None
    number_in_series: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    aired: date | None = None
    production_code: Name | None = None
    writers: tuple[Name, ...] = ()
    directors: tuple[Name, ...] = ()
    summary: Text | None = None
    guests: tuple[_Guest, ...] = ()
    songs: tuple[_Performance, ...] = ()
    quotes: tuple[_Quote, ...] = ()
    scenes: tuple[Text, ...] = ()


class BadPack(Exception):
    """A pack with problems: all of them, by file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def read_pack(files: Mapping[str, bytes]) -> ShowDraft:
    """Read a pack from its files, by name. Raises `BadPack` with every problem that was found."""
    return _Reader(files).read()


_Known = TypeVar("_Known", bound=_Table)


class _Reader:
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._problems: list[Problem] = []
        self._texts: dict[str, str] = {}

    def read(self) -> ShowDraft:
        parsed = {name: self._toml(name) for name in sorted(self._files)}
        show = self._show(parsed.pop("show.toml", None))
        songs = self._songs(parsed.pop("songs.toml", {}))
        episodes = self._episodes(parsed, {song.title for song in songs})
        if self._problems or show is None:
            raise BadPack(sorted(self._problems, key=lambda problem: (problem.file, problem.line or 0)))
        return ShowDraft(show.slug, show.title, songs, episodes)

    def _toml(self, name: str) -> dict[str, Any]:
        try:
            self._texts[name] = self._files[name].decode("utf-8")
            return tomllib.loads(self._texts[name])
        except UnicodeDecodeError as error:
            line = self._files[name][: error.start].count(b"\n") + 1
            self._problems.append(Problem(name, line, "", "is not UTF-8 text"))
        except tomllib.TOMLDecodeError as error:
            what, _, where = str(error).partition(" (at ")
            line = re.match(r"line (\d+)", where)
            self._problems.append(Problem(name, int(line[1]) if line else None, "", f"is not TOML: {what}"))
        return {}

    def _show(self, table: dict[str, Any] | None) -> _Show | None:
        if table is None:
            self._problem("show.toml", "", "is missing: it names the show")
            return None
        return self._convert("show.toml", "", table, _Show)

    def _songs(self, table: dict[str, Any]) -> tuple[SongDraft, ...]:
        songs = [song for _, song in self._tables("songs.toml", table, "song", _Song)]
        return tuple(SongDraft(song.title, song.writers, song.original_artist) for song in songs)

    def _episodes(self, parsed: dict[str, dict[str, Any]], songs: set[str]) -> tuple[EpisodeDraft, ...]:
        found: dict[Position, EpisodeDraft] = {}
        for name, table in parsed.items():
            for where, episode in self._tables(name, table, "episode", _Episode):
                try:
                    position = Position.from_code(episode.code)
                except NotACode:
                    self._problem(name, f"{where}.code", f"{episode.code!r} is not a code like S02E02")
                    continue
                if position in found:
                    self._problem(name, f"{where}.code", f"{position.code} is there twice")
                for index, song in enumerate(episode.songs):
                    if song.title not in songs:
                        self._problem(name, f"{where}.songs[{index}].title", "is not a song of songs.toml")
                found[position] = _draft(position, episode)
        return tuple(found[position] for position in sorted(found))

    def _tables(
        self, name: str, table: dict[str, Any], key: str, kind: type[_Known]
    ) -> list[tuple[str, _Known]]:
        """The array of tables under `key`, each with its path; nothing else may stand in the file."""
        for other in table.keys() - {key}:
            self._problem(name, other, f"is not known here; only [[{key}]] tables are")
        rows: object = table.get(key, [])
        if not isinstance(rows, list):
            self._problem(name, key, f"is to be an array of tables: [[{key}]]")
            return []
        converted = [
            (path := f"{key}[{index}]", self._convert(name, path, row, kind))
            for index, row in enumerate(cast("list[object]", rows))
        ]
        return [(path, row) for path, row in converted if row is not None]

    def _convert(self, name: str, where: str, table: object, kind: type[_Known]) -> _Known | None:
        try:
            return msgspec.convert(table, kind, strict=True)
        except msgspec.ValidationError as error:
            what, _, path = str(error).partition(" - at `$")
            self._problem(name, f"{where}{path.removesuffix('`')}".removeprefix("."), what)
            return None

    def _problem(self, name: str, path: str, what: str) -> None:
        self._problems.append(Problem(name, _line_of(self._texts.get(name, ""), path), path, what))


def _line_of(text: str, path: str) -> int | None:
    """The line where the table or key of a path like `episode[3].quotes[0].text` stands, from 1.

    tomllib keeps no lines, so the headers `[[episode]]`, `[[episode.quotes]]` are counted.
    """
    lines = text.splitlines()
    at, found, header = 0, None, ""
    for name, index in re.findall(r"(\w+)(?:\[(\d+)\])?", path):
        header = f"{header}.{name}".removeprefix(".")
        table = re.compile(
            rf"\s*\[\[\s*{re.escape(header)}\s*\]\]" if index else rf"\s*{re.escape(name)}\s*="
        )
        hits = [number for number in range(at, len(lines)) if table.match(lines[number])]
        wanted = int(index) if index else 0
        if wanted >= len(hits):
            break
        found = hits[wanted] + 1
        at = found
    return found


def _draft(position: Position, episode: _Episode) -> EpisodeDraft:
    return EpisodeDraft(
        position=position,
        title=episode.title,
        number_in_series=episode.number_in_series,
        aired=episode.aired,
        production_code=episode.production_code,
        writers=episode.writers,
        directors=episode.directors,
        summary=episode.summary,
        guests=tuple(GuestDraft(guest.name, guest.character) for guest in episode.guests),
        performances=tuple(
            PerformanceDraft(song.title, song.performers, song.context) for song in episode.songs
        ),
        quotes=tuple(
            QuoteDraft(quote.text, quote.speaker, quote.context, quote.timestamp) for quote in episode.quotes
        ),
        scenes=episode.scenes,
    )

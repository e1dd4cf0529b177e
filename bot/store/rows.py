"""Rows of the catalogue as records, unfiltered or sealed: nothing else knows which column is what.

`episode_from` takes a row of `episode`; `FACTS` are its columns without story, for a `SELECT` that joins it.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, Generic, LiteralString

from bot.domain.ids import EpisodeId, QuoteId, ShowId, SongId
from bot.domain.positions import Position
from bot.domain.shows import Episode, Guest, Performance, Quote, Song, Text, Title
from bot.domain.spoilers import Label, Veiled
from bot.store.connections import Value

FACTS: Final[LiteralString] = (
    "episode.id, episode.show_id, episode.position, episode.known_as, episode.title, episode.aired, "
    "episode.number_in_series, episode.production_code, NULL AS summary, NULL AS still"
)

LOOK: Final[tuple[LiteralString, ...]] = ("poster", "accent")
IDS: Final[tuple[LiteralString, ...]] = ("tvdb", "imdb", "tmdb", "tvmaze")
SHOW: Final[tuple[LiteralString, ...]] = (
    "title",
    "slug",
    "progress_key",
    "removed",
    "has_songs",
    *LOOK,
    *IDS,
)
EPISODE: Final[tuple[LiteralString, ...]] = (
    "title",
    "aired",
    "number_in_series",
    "production_code",
    "summary",
    "still",
)
SONG: Final[tuple[LiteralString, ...]] = ("title", "writers", "original_artist")
QUOTE: Final[tuple[LiteralString, ...]] = ("speaker", "text", "context", "timestamp")
"""The columns that snapshots, undo and copies take along.

Images of earlier changes have them in this order. A migration that adds a column adds it to those too.
"""


def position_in(row: sqlite3.Row) -> Position:
    """The position in a row with the columns `position` and `known_as`."""
    return Position.from_key(row["position"], row["known_as"])


def keys_of(position: Position) -> tuple[Value, Value]:
    """A position's values for the columns `position` and `known_as`."""
    return position.key, position.known_as and position.known_as.key


def for_each(columns: Sequence[LiteralString], sql: LiteralString = "{}") -> LiteralString:
    """SQL for each of the columns, whose name is put in place of `{}`, with commas between."""
    return ", ".join(sql.replace("{}", column) for column in columns)


@dataclass(frozen=True, slots=True)
class Seal(Generic[Title, Text]):
    """What titles and story are turned into. Empty texts stay as they are."""

    title: Callable[[str], Title]
    text: Callable[[str], Text]


UNFILTERED: Final[Seal[str, str]] = Seal(str, str)


def sealed(show: ShowId, position: Position) -> Seal[Label, Veiled]:
    """Sealed, as of a position in a show."""
    return Seal(
        partial(Label, show=show, position=position),
        partial(Veiled, show=show, position=position),
    )


def sealed_in(row: sqlite3.Row) -> Seal[Label, Veiled]:
    """Sealed, as of the episode in a row."""
    return sealed(ShowId(row["show_id"]), position_in(row))


def episode_from(row: sqlite3.Row, seal: Seal[Title, Text]) -> Episode[Title, Text]:
    """An episode with what its own row has."""
    return Episode(
        id=EpisodeId(row["id"]),
        position=position_in(row),
        title=row["title"] and seal.title(row["title"]),
        number_in_series=row["number_in_series"],
        aired=date_in(row),
        production_code=row["production_code"],
        summary=row["summary"] and seal.text(row["summary"]),
        still=row["still"] and seal.text(row["still"]),
    )


def date_in(row: sqlite3.Row) -> date | None:
    """The day on which an episode aired, from its row."""
    return None if row["aired"] is None else date.fromisoformat(row["aired"])


def credits_from(rows: Iterable[sqlite3.Row], seal: Seal[Any, Text]) -> dict[str, Any]:
    """The writers, directors and guests of an episode, from its rows of `credit`."""
    named: dict[str, list[sqlite3.Row]] = {"writer": [], "director": [], "guest": []}
    for row in rows:
        named[row["role"]].append(row)
    return {
        "writers": tuple(row["name"] for row in named["writer"]),
        "directors": tuple(row["name"] for row in named["director"]),
        "guests": tuple(
            Guest(seal.text(row["name"]), row["character"] and seal.text(row["character"]))
            for row in named["guest"]
        ),
    }


def performance_from(row: sqlite3.Row, seal: Seal[Title, Text]) -> Performance[Title, Text]:
    """A performance, from its row and its song's title (`song_title`)."""
    return Performance(
        song=SongId(row["song_id"]),
        title=seal.title(row["song_title"]),
        performers=tuple(seal.text(name) for name in json.loads(row["performers"])),
        context=row["context"] and seal.text(row["context"]),
    )


def song_from(row: sqlite3.Row, seal: Seal[Title, Text]) -> Song[Title, Text]:
    """A song's facts, from its row."""
    return Song(
        id=SongId(row["id"]),
        title=seal.title(row["title"]),
        writers=tuple(json.loads(row["writers"])),
        original_artist=row["original_artist"],
    )


def quote_from(row: sqlite3.Row, seal: Seal[Any, Text]) -> Quote[Text]:
    """A quote, from its row, with its id as `quote_id`: rows of other tables may be joined."""
    return Quote(
        id=QuoteId(row["quote_id"]),
        text=seal.text(row["text"]),
        speaker=row["speaker"] and seal.text(row["speaker"]),
        context=row["context"] and seal.text(row["context"]),
        timestamp=row["timestamp"] and seal.text(row["timestamp"]),
    )

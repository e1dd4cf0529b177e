"""Writing a show as a file that imports to the same: a pack in TOML or JSON, and its quotes as CSV.

TOML is written by hand: tomlkit takes 15 s for 60,000 quotes, this a fraction of one.
"""

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

import msgspec

from bot.domain.drafts import Draft
from bot.importers.columns import HEADER
from bot.importers.pack_tables import table_of

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet may run as a formula. Reading removes the guard: see `bot.importers.columns`."""

_WIDE: Final = 100
"""Characters of an array that still fits on one line."""


def write_pack(show: Draft) -> bytes:
    """The show as one TOML file: `slug` and `title`, then `[[song]]` and `[[episode]]` tables."""
    pack = _pack(show)
    tables = [
        f"\n[[{kind}]]\n{_lines(table)}"
        for kind in ("song", "episode")
        for table in cast("list[dict[str, Any]]", pack.pop(kind))
    ]
    return "".join([_lines(pack), *tables]).encode()


def write_pack_json(show: Draft) -> bytes:
    """The show as one JSON file with the same keys as in TOML."""
    return msgspec.json.format(msgspec.json.encode(_pack(show)), indent=2) + b"\n"


def write_csv(show: Draft) -> bytes:
    """The show's quotes as CSV, one per row, that no spreadsheet runs as a formula.

    It begins with a byte order mark, without which some spreadsheets assume an old encoding.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(HEADER)
    for episode in show.episodes:
        place = (_guarded(episode.position.code), _guarded(episode.title))
        writer.writerows(
            (*place, *map(_guarded, (quote.speaker, quote.text, quote.context, quote.timestamp)))
            for quote in episode.quotes
        )
    return table.getvalue().encode("utf-8-sig")


def _guarded(cell: str | None) -> str:
    """The cell with an apostrophe before a sign that would make it a formula."""
    return f"'{cell}" if cell and _FORMULA.match(cell) else cell or ""


def _pack(show: Draft) -> dict[str, Any]:
    return {
        "slug": show.slug,
        "title": show.title,
        **({} if show.has_songs else {"has_songs": False}),
        **table_of(show.look),
        **({"ids": table_of(show.ids)} if show.ids else {}),
        "song": [table_of(song) for song in show.songs],
        "episode": [table_of(episode) for episode in show.episodes],
    }


def _lines(table: Mapping[str, object]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def _value(value: object) -> str:
    """A TOML value. A long array has one item per line, for people and version control."""
    match value:
        case dict():
            inner = cast("dict[str, object]", value).items()
            return "{ " + ", ".join(f"{key} = {_value(part)}" for key, part in inner) + " }"
        case list() | tuple():
            items = [_value(item) for item in cast("list[object]", value)]
            on_one_line = f"[{', '.join(items)}]"
            if len(on_one_line) <= _WIDE and not on_one_line.startswith("[{"):
                return on_one_line
            return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
        case date():
            return value.isoformat()
        case _:
            return _scalar(value)


def _scalar(value: object) -> str:
    """JSON's strings and integers are valid TOML, but TOML requires DEL to be escaped."""
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")

"""The facts of an episode in a row of a table."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Final

from bot.domain.counting import read_count
from bot.domain.drafts import Doubt, Doubtful
from bot.domain.looks import read_address
from bot.domain.shows import Episode
from bot.domain.text import tidy, tidy_lines
from bot.importers.date_columns import DateColumn, date_column
from bot.importers.doubts import excerpt
from bot.importers.page_episodes import NOWHERE, clean_title, read_aired
from bot.importers.page_items import split_guests, split_people

FACTS: Final = (
    *("title", "aired", "summary", "directors", "writers", "guests", "number_in_series", "production_code"),
    "still",
)
"""The columns with an episode's facts."""

_REFERENCE = re.compile(r"\[(?:\d{1,3}|[a-z]|note \d{1,2})\]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


def aired_column(cells: Iterable[tuple[int | None, str]]) -> DateColumn:
    """How to read a table's air dates, each with its line."""
    return date_column((line, _REFERENCE.sub("", cell)) for line, cell in cells)


def read_facts(
    values: Mapping[str, str], line: int | None, dates: DateColumn, *, exact: bool = False
) -> tuple[Episode[str, str], tuple[Doubt, ...]]:
    """An episode without a position, from the values in a row's columns, and the doubts about it.

    `dates`: how its column of air dates is read. `exact`: the title is literally the episode's.
    """
    if not exact:
        values = {name: unescape(value) for name, value in values.items()}
    doubts: tuple[Doubt, ...] = ()
    aired = None
    if "aired" in values:
        aired, doubts = read_aired(_REFERENCE.sub("", values["aired"]), line, dates)
    still = read_address(values.get("still", ""))
    if values.get("still") and still is None:
        doubts = (*doubts, Doubt(Doubtful.LEFT_OUT, excerpt(values["still"]), line=line))
    title = values.get("title", "")
    episode: Episode[str, str] = Episode(
        NOWHERE,
        title=(title or None) if exact else clean_title(_REFERENCE.sub("", title)),
        number_in_series=read_count(values.get("number_in_series", "")),
        aired=aired,
        production_code=tidy(_REFERENCE.sub("", values.get("production_code", ""))) or None,
        writers=split_people(_REFERENCE.sub("", values.get("writers", ""))),
        directors=split_people(_REFERENCE.sub("", values.get("directors", ""))),
        summary=tidy_lines(_TAG.sub("", values.get("summary", ""))) or None,
        still=still,
        guests=split_guests(values.get("guests", "")),
    )
    return episode, doubts

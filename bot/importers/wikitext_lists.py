"""Rows of `{{Episode list}}` and `{{Episode list/sublist}}` anywhere on a page.

https://en.wikipedia.org/wiki/Template:Episode_list
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Self

from mwparserfromhell.nodes import Template
from mwparserfromhell.wikicode import Wikicode

from bot.domain.counting import read_count
from bot.domain.drafts import Doubt, Doubtful
from bot.domain.shows import Episode, Guest
from bot.domain.text import tidy, tidy_lines
from bot.importers.date_columns import DateColumn, date_column
from bot.importers.episode_numbers import read_book, read_numbers, read_season, whole
from bot.importers.page_episodes import NOWHERE, PageEpisode, clean_title, in_doubt, read_aired
from bot.importers.page_items import split_people
from bot.importers.wikitext_markup import headed, name_of, plain, templates_in

_ROW = re.compile(r"(?:#invoke:)?(?:japanese )?episode list(?:/sublist| multi-part)?")
_LIKE_A_ROW = re.compile(r".*episode list\b.*")
_SPECIALS = re.compile(
    r"\b(?:webisodes?|minisodes?|specials?|shorts?|ov[ad]s?|on[ad]s?|extras?|bonus (?:episodes?|material)|"
    r"recaps?|prequels?|(?:television |tv )?(?:movies?|films?))\b"
)
_BY_STORY: Final = ("title", "englishtitle", "rtitle", "writtenby", "directedby", "shortsummary")
_STORIES: Final = [f"{between}{story}" for story in "abcdefgh12345678" for between in ("", "_")]
"""The endings of parameters about one of an episode's stories: `EnglishTitleA`, `Title_1`, …"""
_LIST_OF = re.compile(r"^list of (?P<show>.+?) (?:episodes|specials|ovas)\b.*$", re.IGNORECASE)
_SEASON_OF = re.compile(r"^(?P<show>.+?)[ ,]*\(?(?:season|series) \w+\)?$", re.IGNORECASE)
_MOST_PARTS: Final = 10
_TITLES: Final = ("title", "englishtitle", "rtitle")
_DATES: Final = ("originalairdate", "airdate")


def read_rows(code: Wikicode, page: str, text: str) -> tuple[PageEpisode, ...]:
    """The episodes in the rows of a page, in order. `text` is the source of `code`, for line numbers.

    A template that is like a row but isn't known is an episode without a number.
    """
    rows = list(_rows(code, page, text))
    if not any(row.known for row in rows):
        return ()
    seasons = {row.season for row in rows if row.season}
    named = read_season(page)
    pages = named if named is not None else seasons.pop() if len(seasons) == 1 else None
    shows = {row.show for row in rows} - {None}
    dates = date_column((row.line, text) for row in rows for text in row.dates())
    found: list[PageEpisode] = []
    for row in rows:
        # A row that names no season is of the page's one, unless it is of another show than the rest.
        is_told = row.season is not None or len(shows) > 1
        episodes = list(row.episodes(row.season if is_told else pages, dates))
        if not is_told and named is None and pages is not None:
            episodes[0] = in_doubt(episodes[0])
        found += episodes
    first = found[0]
    return (replace(first, doubts=(*dates.doubts, *first.doubts)), *found[1:])


def season_of_heading(heading: str) -> int | None:
    """The season that a heading (in lower case) is of: `season 2 (2013)`, `book two`; 0 for specials."""
    season = 0 if _SPECIALS.search(heading) else read_season(heading)
    return season if season is not None else read_book(heading)


def show_of(listing: str) -> str | None:
    """The show in a list's name: `Mad Men season 5`, `List of Mad Men episodes`."""
    found = _LIST_OF.match(listing) or _SEASON_OF.match(listing)
    return tidy(found["show"]) if found else None


def _rows(code: Wikicode, page: str, text: str) -> Iterator["_Row"]:
    above: dict[int, int] = {}
    books: dict[int, int] = {}
    at = 0
    for heading, level, section in headed(code, page):
        above = {higher: season for higher, season in above.items() if higher < level}
        books = {higher: season for higher, season in books.items() if higher < level}
        season = 0 if _SPECIALS.search(heading) else read_season(heading)
        if season is not None:
            above[level] = season
        elif (season := read_book(heading)) is not None:
            books[level] = season
        seasons = above or books
        for template in templates_in(section):
            if _LIKE_A_ROW.fullmatch(name_of(template)):
                at = max(at, text.find(str(template), at))
                line = text.count("\n", 0, at) + 1
                season = seasons[max(seasons)] if seasons else None
                yield _Row.of(template, page, season, line)


@dataclass(frozen=True, slots=True)
class _Row:
    values: dict[str, str]
    season: int | None
    show: str | None
    cast: str
    line: int
    known: bool

    @classmethod
    def of(cls, template: Template, page: str, season_above: int | None, line: int) -> Self:
        values, cast = dict[str, str](), ""
        named = name_of(template)
        for param in template.params:
            value = param.value
            name = re.sub(r"[^a-z0-9_]", "", str(param.name).lower())
            if name == "shortsummary":
                value, after = _parted_at_the_cast(value)
                cast = plain(after, page)
            values[name] = tidy_lines(plain(value, page))
        if "multi-part" in named:
            values |= dict(_joined(values))
            values = {key: value for key, value in values.items() if key.rpartition("_")[0] not in _BY_STORY}
        listing = values.get("1", "")
        season = read_season(listing)
        is_between = "." in values.get("episodenumber", "")  # 6.5 is a special whose place is known
        season = season if season is not None or (season_above == 0 and is_between) else season_above
        return cls(values, season, show_of(listing), cast, line, known=_ROW.fullmatch(named) is not None)

    def dates(self) -> Iterator[str]:
        """The air dates of the row, one for each part that has its own."""
        yield from (
            value for name, value in self.values.items() if name.startswith(("originalairdate", "airdate"))
        )

    def episodes(self, season: int | None, dates: DateColumn) -> Iterator[PageEpisode]:
        """The row's episodes: one for each part of a double episode, with the shared facts."""
        overall, within = self._numbers("episodenumber"), self._numbers("episodenumber2")
        is_within = season is not None or len(within) > len(overall)
        if is_within and not within and tidy(self.values.get("episodenumber2", "")):
            overall = ()  # its number in the season isn't understood, and the other is no stand-in
        numbers = ((within or overall) if is_within else (overall or within)) if self.known else ()
        counted = overall if within and len(overall) == len(numbers) else (None,) * len(numbers)
        for part, (number, in_series) in enumerate(zip(numbers, counted, strict=True), 1):
            yield self._part_of(part, len(numbers), season, number, whole(in_series), dates)
        if not numbers:
            yield self._part_of(1, 1, season, None, None, dates)

    def _part_of(
        self,
        part: int,
        parts: int,
        season: int | None,
        number: Decimal | None,
        in_series: int | None,
        dates: DateColumn,
    ) -> PageEpisode:
        is_alone = parts == 1
        aired, doubts = read_aired(self._aired(part, is_alone=is_alone), self.line, dates)
        if is_alone and self._stories():
            doubts = (
                *doubts,
                Doubt(Doubtful.DOUBLE_EPISODE, self._title(1, is_alone=True) or "", line=self.line),
            )
        episode = Episode(
            position=NOWHERE,
            title=self._title(part, is_alone=is_alone),
            number_in_series=in_series,
            aired=aired,
            production_code=tidy(self._part(part, "prodcode")) or None,
            writers=split_people(self._part(part, "writtenby")),
            directors=split_people(self._part(part, "directedby")),
            # A summary that the parts share gives the last one away too, so it goes with that.
            summary=tidy(self._part(part, "shortsummary", shared=part == parts)) or None,
            guests=tuple(Guest(name) for name in split_people(self.cast) if part == parts),
        )
        return PageEpisode(episode, season, number, self.show, self.line, doubts)

    def _stories(self) -> tuple[str, ...]:
        """The titles of the row's parts from the second on, if its parts have titles of their own."""
        titles = (self._own_title(part) for part in range(2, _MOST_PARTS + 1))
        return tuple(filter(None, titles))

    def _title(self, part: int, *, is_alone: bool) -> str | None:
        """The title of a part; of parts that have one number (`is_alone`) that of them all, or each."""
        shared = next(filter(None, (clean_title(self.values.get(name, "")) for name in _TITLES)), None)
        if is_alone and (stories := self._stories()):
            return shared or " / ".join(filter(None, (self._own_title(1), *stories)))
        return self._own_title(part) or shared

    def _own_title(self, part: int) -> str | None:
        titles = (clean_title(self.values.get(f"{name}_{part}", "")) for name in _TITLES)
        return next(filter(None, titles), None)

    def _aired(self, part: int, *, is_alone: bool) -> str:
        """The date of a part; of parts that have one number (`is_alone`) that of the last one."""
        parts = range(_MOST_PARTS, 0, -1) if is_alone else (part,)
        dated = (self._part(each, *_DATES, shared=False) for each in parts)
        return next(filter(None, dated), self._part(part, *_DATES))

    def _part(self, part: int, *names: str, shared: bool = True) -> str:
        """The first of these parameters with a value: the part's own, else the shared one."""
        own = (self.values.get(f"{name}_{part}") for name in names)
        common = (self.values.get(name) for name in names if shared)
        return next(filter(None, (*own, *common)), "")

    def _numbers(self, name: str) -> tuple[Decimal, ...]:
        if f"{name}_1" not in self.values:
            return _in_figures_or_words(self.values.get(name, ""))
        parts = (self.values.get(f"{name}_{part}", "") for part in range(1, _MOST_PARTS + 1))
        return tuple(number for part in parts for number in _in_figures_or_words(part)[:1])


def _in_figures_or_words(text: str) -> tuple[Decimal, ...]:
    """The numbers in a parameter: `12`, `12<hr>13`, `Twelve`."""
    count = read_count(text)
    return read_numbers(text) or (() if count is None else (Decimal(count),))


def _joined(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the stories of an episode have in a parameter each, joined under the parameter's own name."""
    for name in _BY_STORY:
        parts = list(filter(None, (values.get(f"{name}{story}") for story in _STORIES)))
        if parts and name.endswith("title"):
            yield name, " / ".join(filter(None, map(clean_title, parts)))
        elif parts:
            yield name, "\n".join(parts)


def _parted_at_the_cast(summary: Wikicode) -> tuple[Wikicode, Wikicode]:
    """A summary, and the cast after `{{Episode cast}}` at its end."""
    nodes = summary.nodes
    for index, node in enumerate(nodes):
        if isinstance(node, Template) and name_of(node) == "episode cast":
            return Wikicode(nodes[:index]), Wikicode(nodes[index + 1 :])
    return summary, Wikicode([])

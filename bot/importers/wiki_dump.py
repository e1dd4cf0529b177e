"""A wiki's XML export (MediaWiki, any version). https://www.mediawiki.org/wiki/Help:Export#Export_format"""

import io
import re
from dataclasses import dataclass, field, fields, replace
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat.errors import (
    XML_ERROR_NO_ELEMENTS,
    XML_ERROR_PARTIAL_CHAR,
    XML_ERROR_UNCLOSED_CDATA_SECTION,
    XML_ERROR_UNCLOSED_TOKEN,
    codes,
)

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.positions import Position
from bot.domain.text import tidy
from bot.importers.doubts import excerpt
from bot.importers.page_episodes import PageEpisode, assemble, clean_title, settle
from bot.importers.source import Source
from bot.importers.wikitext import TooHard, read_wiki_page

_ENDS_EARLY: Final = {
    codes[error]
    for error in (
        XML_ERROR_NO_ELEMENTS,
        XML_ERROR_PARTIAL_CHAR,
        XML_ERROR_UNCLOSED_CDATA_SECTION,
        XML_ERROR_UNCLOSED_TOKEN,
    )
}
_DEEPEST: Final = 30

# Parsing is slow, and most pages aren't about episodes: only likely ones are parsed.
_MAY_BE = re.compile(r"\{\{[^{}|]{0,80}episode|\|[^|=\n]{0,40}(?:season|episode)", re.IGNORECASE)
_ONLY_A_PLACE = re.compile(r"(?:(?:episode|ep\.?|special|season) ?)?#?[\d.x]+|s\d+ ?e[\d.]+", re.IGNORECASE)
_WIKI = re.compile(r"(?P<show>.+?),? (?:Fandom )?(?:Wiki|Wikia|Fandom)", re.IGNORECASE)
_ASIDE = re.compile(r" \([^()]*\)$")


class _NotAnExport(Exception):
    pass


@dataclass(slots=True)
class _Wiki:
    """What has been read of a dump so far, and the current page."""

    site: str = ""
    spaces: set[str] = field(default_factory=set[str])
    pages: int = 0
    single: list[PageEpisode] = field(default_factory=list[PageEpisode])
    listed: list[PageEpisode] = field(default_factory=list[PageEpisode])
    shows: set[str] = field(default_factory=set[str])
    doubts: list[Doubt] = field(default_factory=list[Doubt])
    title: str = ""
    space: str = ""
    text: str = ""

    def take(self, path: list[str], content: str) -> None:
        """Take an element that has ended, by its path of names."""
        match path:
            case ["mediawiki", "page", "title"]:
                self.title, self.space, self.text = content, "", ""
            case ["mediawiki", "page", "ns"]:
                self.space = content.strip()
            case ["mediawiki", "page", "revision", "text"]:
                self.text = content  # of several revisions the last is the newest
            case ["mediawiki", "page"]:
                self.pages += 1
                self._take_page()
            case ["mediawiki", "siteinfo", "sitename"]:
                self.site = content
            case ["mediawiki", "siteinfo", "namespaces", "namespace"] if content:
                self.spaces.add(content)
            case _:
                pass

    def _take_page(self) -> None:
        # Exports before 0.6 have no <ns>: the title begins with the namespace's name.
        elsewhere = self.space != "0" if self.space else self.title.partition(":")[0] in self.spaces
        if elsewhere or not _MAY_BE.search(self.text):
            return
        try:
            page = read_wiki_page(self.title, self.text)
        except TooHard:
            self.doubts.append(Doubt(Doubtful.LEFT_OUT, excerpt(self.title)))
            return
        if page.show:
            self.shows.add(page.show)
        for episode in page.episodes:
            # Lines are counted within a page; in a dump they would lead nowhere.
            doubts = tuple(replace(doubt, line=None) for doubt in episode.doubts)
            here = replace(episode, line=None, doubts=doubts)
            if page.listed:
                self.listed.append(here)
            else:
                self.single.append(_titled(here, self.title))


def read_dump(source: Source) -> Draft:
    """The episodes of an export, from lists and from their own pages, without duplicates.

    `stream` is the XML; only what is used stays in memory. A truncated dump gives what came before, with a
    doubt. Raises `Unreadable` if it isn't an export, is broken, or has no episode.
    """
    wiki = _Wiki()
    try:
        _read(io.BytesIO(source.data), wiki)
    except DefusedXmlException:
        what = "declares XML entities. Exports have none, and they can be an attack"
        raise source.unreadable(what) from None
    except ParseError as error:
        if error.code not in _ENDS_EARLY:
            what = f"is not well-formed XML there, after {wiki.pages} pages"
            raise source.unreadable(what, error.position[0]) from None
        wiki.doubts.append(Doubt(Doubtful.CUT_OFF))
    except (ValueError, LookupError):  # an encoding that the parser doesn't know
        raise source.unreadable("is XML in an unknown encoding") from None
    except _NotAnExport as error:
        raise source.unreadable(error.args[0]) from None
    draft = assemble(_one_each(wiki.single, wiki.listed), title=_show(wiki), doubts=wiki.doubts)
    if not draft.episodes:
        cut_off = Doubt(Doubtful.CUT_OFF) in wiki.doubts
        what = f"has {wiki.pages} pages, but no episode with a season and number"
        what = "ends in the middle of its first page" if cut_off and not wiki.pages else what
        raise source.unreadable(what)
    return draft


def _read(stream: BinaryIO, wiki: _Wiki) -> None:
    path: list[str] = []
    open_now: list[Element] = []
    for event, element in iterparse(stream, events=("start", "end")):
        if event == "start":
            path.append(element.tag.rpartition("}")[2])
            open_now.append(element)
            if path[0] != "mediawiki":
                raise _NotAnExport("is not a MediaWiki export")
            if len(path) > _DEEPEST:
                raise _NotAnExport("nests its elements deeper than any export does")
        else:
            wiki.take(path, element.text or "")
            path.pop()
            open_now.pop()
            if open_now:
                open_now[-1].remove(element)  # frees the memory of what was read


def _titled(page: PageEpisode, name: str) -> PageEpisode:
    """The episode with its page's name as the title, if it has no other and the name is one."""
    name = _ASIDE.sub("", name)
    if page.episode.title or _ONLY_A_PLACE.fullmatch(name):
        return page
    return replace(page, episode=replace(page.episode, title=clean_title(name)))


def _one_each(single: list[PageEpisode], listed: list[PageEpisode]) -> tuple[PageEpisode, ...]:
    """Each episode once: what its own page leaves out is filled in from a list."""
    rows = _rows_by_name(listed)
    pages = tuple(settle((*(_placed(each, rows) for each in single), *listed)))
    merged = list(pages[: len(single)])
    at: dict[Position, int] = {}
    for index, each in enumerate(merged):
        if each.position:
            at.setdefault(each.position, index)
    for row in pages[len(single) :]:
        index = at.setdefault(row.position, len(merged)) if row.position else len(merged)
        if index < len(merged) and _same_title(merged[index], row):
            merged[index] = _filled(merged[index], row)
        else:
            merged.append(row)
    return tuple(merged)


def _rows_by_name(listed: list[PageEpisode]) -> dict[str | int, PageEpisode | None]:
    """Rows by title and by number in the series; None if two rows share one."""
    rows: dict[str | int, PageEpisode | None] = {}
    for row in listed:
        for name in _names(row):
            rows[name] = None if name in rows else row
    return rows


def _names(page: PageEpisode) -> list[str | int]:
    title, in_series = page.episode.title, page.episode.number_in_series
    return [name for name in (title.casefold() if title else None, in_series) if name is not None]


def _placed(page: PageEpisode, rows: dict[str | int, PageEpisode | None]) -> PageEpisode:
    row = next(filter(None, map(rows.get, _names(page))), None)
    if page.position or row is None:
        return page
    return replace(page, season=row.season, number=row.number)


def _same_title(one: PageEpisode, other: PageEpisode) -> bool:
    titles = {page.episode.title.casefold() for page in (one, other) if page.episode.title}
    return len(titles) < 2


def _filled(page: PageEpisode, row: PageEpisode) -> PageEpisode:
    """A page's episode, with missing facts filled in from its row."""
    missing = {
        name: getattr(row.episode, name)
        for name in (each.name for each in fields(row.episode))
        if getattr(page.episode, name) in (None, ())
    }
    doubts = row.doubts if page.episode.aired is None and row.episode.aired else page.doubts
    return replace(page, episode=replace(page.episode, **missing), doubts=doubts)


def _show(wiki: _Wiki) -> str | None:
    """The show's title: what the pages agree on, else from the wiki's name."""
    if len(wiki.shows) == 1:
        return next(iter(wiki.shows))
    named = _WIKI.fullmatch(tidy(wiki.site))
    return named["show"] if named else None

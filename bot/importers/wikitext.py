"""A page of wikitext from Fandom or Wikipedia: one episode with its infobox, or a list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import mwparserfromhell

from bot.domain.codes import find_positions
from bot.domain.counting import read_count
from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.folding import fold
from bot.domain.problems import Problem
from bot.domain.shows import Episode, Performance
from bot.domain.text import tidy
from bot.importers.episode_numbers import read_numbers, read_numbers_in_prose, read_season, whole
from bot.importers.page_episodes import (
    NOWHERE,
    PageEpisode,
    assemble,
    clean_title,
    parted,
    read_aired,
    settle,
)
from bot.importers.page_items import read_guest, read_song, split_people
from bot.importers.size_limits import WIKITEXT
from bot.importers.source import Source, Unreadable
from bot.importers.wikitext_infobox import Infobox, find_infobox
from bot.importers.wikitext_lists import read_rows
from bot.importers.wikitext_markup import too_deep
from bot.importers.wikitext_sections import Sections, read_sections

_ENDING = re.compile(r"\.(?:wiki|wikitext|mediawiki|txt)$", re.IGNORECASE)
_EPISODE = re.compile(r"^\s*episode\s+", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")
_CATEGORY = re.compile(r"\[\[Category:([^\]|]*)", re.IGNORECASE)


class TooHard(Exception):
    """A page would take too long to parse."""


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a page: one episode, or (`listed`) its rows. `show` is the show's title."""

    episodes: tuple[PageEpisode, ...] = ()
    listed: bool = False
    show: str | None = None


def read_wikitext(source: Source, text: str) -> Draft:
    """The episodes of a page of wikitext. Its name is the file's without its suffix.

    Raises `Unreadable` if there is none, or none with a position.
    """
    try:
        page = read_wiki_page(_ENDING.sub("", source.name), text)
    except TooHard:
        what = "has too many open brackets or tags, or is longer than 2 MB"
        raise source.unreadable(what) from None
    if not page.episodes:
        raise source.unreadable("has no episode infobox and no list of episodes")
    draft = assemble(settle(page.episodes), title=page.show)
    if not draft.episodes:
        what = "does not say which episode it is about. Season and number are missing"
        raise Unreadable(*(Problem(source.name, each.line, "", what) for each in page.episodes))
    return draft


def read_wiki_page(name: str, text: str) -> Page:
    """The content of the page of this name; empty if it isn't about episodes. Raises `TooHard`."""
    if len(text) > WIKITEXT or too_deep(text):
        raise TooHard
    code = mwparserfromhell.parse(text)
    if rows := read_rows(code, name, text):
        shows = {each.show for each in rows} - {None}
        return Page(rows, listed=True, show=shows.pop() if len(shows) == 1 else None)
    box = find_infobox(code, name)
    return _episode_page(box, read_sections(code, name), name, text) if box else Page()


def _episode_page(box: Infobox, sections: Sections, name: str, text: str) -> Page:
    episode, doubts = _episode(box, sections, text)
    places = _places(box, sections.lead, name, text)
    page = PageEpisode(episode, line=1, doubts=doubts)
    parts = parted(page, [(*place[:2], 0) for place in places], [place[2] for place in places])
    show = tidy(box.get("show"))
    names_a_season = read_count(show) is not None or read_season(show) is not None
    return Page(tuple(parts), show=None if names_a_season else show or None)


def _episode(box: Infobox, sections: Sections, text: str) -> tuple[Episode[str, str], tuple[Doubt, ...]]:
    aired, doubts = read_aired(box.get("aired"))
    written = [box.get("writers"), box.get("story"), box.get("teleplay")]
    if not any(written):
        roles = ("writer", "written by", "screenplay", "teleplay")
        written = [sections.credits.get(role, "") for role in roles]
    directed = box.get("directors") or sections.credits.get("director") or sections.credits.get("directed by")
    guests = [*filter(None, map(read_guest, box.get("guests").split("\n"))), *sections.guests]
    music = [] if box.get("songs") else box.get("music").split("\n")
    are_songs = any(line.lstrip(" •*").startswith(('"', "“")) for line in music)
    featured, other_music = (music, []) if are_songs else ([], list(filter(None, music)))
    songs = _joined(map(read_song, [*box.get("songs").split("\n"), *featured]), sections.songs)
    episode = Episode(
        position=NOWHERE,
        title=clean_title(box.get("title")),
        aired=aired,
        production_code=tidy(box.get("code")) or None,
        writers=split_people("\n".join(written)),
        directors=split_people(directed or ""),
        summary=sections.summary or tidy(box.get("summary")) or None,
        guests=tuple(guests),
        performances=songs,
        quotes=tuple(sections.quotes),
        scenes=tuple(sections.scenes),
    )
    left_out = [*sections.left_out, *(f"music: {text}" for text in other_music)]
    doubts = (
        *doubts,
        *(Doubt(Doubtful.GUESSED_SONG, text) for text in sections.guessed_songs),
        *(Doubt(Doubtful.LEFT_OUT, text) for text in left_out),
    )
    return episode, tuple(
        replace(doubt, line=doubt.line or _line_of(doubt.text.removeprefix("music: "), text))
        for doubt in doubts
    )


def _line_of(shown: str, text: str) -> int | None:
    """The line of wikitext that shows this, if one is found by its letters alone."""
    wanted = _NO_LETTERS.sub("", shown)
    lines = enumerate(text.splitlines(), 1) if wanted else ()
    return next((number for number, line in lines if wanted in _NO_LETTERS.sub("", line)), None)


def _joined(
    boxed: Iterable[Performance[str, str] | None], listed: Iterable[Performance[str, str]]
) -> tuple[Performance[str, str], ...]:
    """The songs of the infobox, then those that only the section has, which says more of each."""
    songs = {fold(song.title): song for song in boxed if song}
    for song in listed:
        known = songs.setdefault(fold(song.title), song)
        songs[fold(song.title)] = replace(
            known, performers=known.performers or song.performers, context=known.context or song.context
        )
    return tuple(songs.values())


def _places(
    box: Infobox, lead: str, name: str, text: str
) -> list[tuple[int | None, Decimal | None, int | None]]:
    """Season, number and number in the series of each part of the episode; None if not known."""
    prose = read_numbers_in_prose(lead)
    boxed = box.get("number")
    codes = find_positions(boxed) or find_positions(name)
    numbers = tuple(code.number for code in codes) or _numbers(boxed) or read_numbers(name)
    season = codes[-1].season if codes else _season(box, name, text)
    in_words = read_numbers_in_prose(tidy(boxed))
    if in_words.numbers:
        season, numbers = in_words.season, in_words.numbers
    elif prose.numbers and (not numbers or numbers == (prose.overall,)):
        numbers = prose.numbers  # the box has the number in the series, or none
    counted: tuple[Decimal | int | None, ...] = read_numbers(box.get("overall"))
    if len(counted) != len(numbers):
        counted = (prose.overall,) * len(numbers)
    season = season if season is not None else prose.season
    if not numbers:
        return [(season, None, prose.overall)]
    return [(season, number, whole(overall)) for number, overall in zip(numbers, counted, strict=True)]


def _numbers(boxed: str) -> tuple[Decimal, ...]:
    """The numbers in a box, also in words: `Nine`."""
    count = read_count(_EPISODE.sub("", boxed))
    return read_numbers(boxed) or (() if count is None else (Decimal(count),))


def _season(box: Infobox, name: str, text: str) -> int | None:
    """The season in the box; else in a category (`Season 1`), else in the page's name."""
    for boxed in (box.get("season"), box.get("show")):
        count = read_count(boxed)
        season = count if count is not None else read_season(boxed)
        if season is not None:
            return season
    seasons = {read_season(category) for category in _CATEGORY.findall(text)} - {None}
    return seasons.pop() if len(seasons) == 1 else read_season(name)

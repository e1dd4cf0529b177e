"""The text of a rendered wiki page about an episode, as copied from a browser.

The markup is gone, only lines are left. An infobox line begins with its label (`Air date …`), a heading has
its own line, a list item may have kept its bullet, a paragraph is one long line.
"""

import re
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Final

from bot.domain.codes import find_positions
from bot.domain.counting import read_count
from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.shows import Episode, Guest, Quote
from bot.domain.text import tidy
from bot.importers.doubts import excerpt
from bot.importers.episode_numbers import read_numbers, read_numbers_in_prose, read_season
from bot.importers.page_episodes import (
    NOWHERE,
    PageEpisode,
    assemble,
    clean_title,
    parted,
    read_aired,
)
from bot.importers.page_items import read_guest, read_said, split_guests, split_people
from bot.importers.page_labels import is_all_titles, is_one_sentence, read_label, read_topic
from bot.importers.size_limits import COPIED_PAGE, refuse_long_page
from bot.importers.songs_in_recaps import listed_songs, staged
from bot.importers.source import Source
from bot.importers.speakers import find_quotes, is_title

_BULLET = re.compile(r"[•*·◦‣▪●○-]\s*")
_CAST = re.compile(r"[A-Z][\w.'’-]+(?: [\w.'’-]+){0,4} as [A-Z\"“].*")
_REFERENCE = re.compile(r"\[(?:\d{1,3}|[a-z]|note \d{1,2})\]")
_TITLES = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_PROGRAM = re.compile(
    r"[{};\[\\]$|^(?:import|from|def|class|function|const|let|var|return|#include|<\?php|</?\w+>)\b"
)
_LEAD = re.compile(r"[“\"]?(?P<title>.{1,100}?)[”\"]?,? (?:\([^()]*\),? )?(?:is|was) the .{0,120}\bepisode\b")
_FULL_DATE = re.compile(r"\b(?:premiered|aired|broadcast|released)\b[^.]{0,60}?\bon (?=\w+ \w+,? \d{4})")
_SITE = re.compile(r"\s?[|–—-]\s?[^|]{0,80}\b(?:Wiki|Wikia|Fandom)\b.*$")
_STORY = re.compile(r"(?:plot|recap|summary|synopsis|overview|description):\s+", re.IGNORECASE)
_Place = tuple[int, Decimal, int]
_LONGEST_LEAD: Final = 400
_LONG: Final = 120
_SHORT: Final = 60


@dataclass(slots=True)
class _Lines:
    """The lines of a page by kind. Paragraphs have their topic and line number, the head its line numbers.

    `unread`: short lines below the head that are nothing known, with their line numbers. `numbers`: the line
    numbers of what is in `fields` and `items`.
    """

    head: dict[str, int] = field(default_factory=dict[str, int])
    fields: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    paragraphs: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])
    items: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    topics: set[str] = field(default_factory=set[str])
    unread: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    numbers: dict[str, int] = field(default_factory=dict[str, int])

    def field(self, label: str) -> str:
        """The lines after a label."""
        return "\n".join(self.fields.get(label, ()))

    @property
    def lead(self) -> str:
        """The paragraph that says which episode the page is about; empty if there is none."""
        return next((text for text, _, _ in self.paragraphs[:3] if _LEAD.match(text)), "")


def is_page(text: str) -> bool:
    """Whether a text looks like a page about an episode: a label, a heading, a lead, or a code and prose."""
    text = text[:COPIED_PAGE]
    written = [line for line in text.splitlines() if line.strip()]
    if 5 * sum(bool(_PROGRAM.search(line.strip())) for line in written) > len(written):
        return False
    lines = _sorted(text)
    labelled = lines.fields.keys() - {"else", "title"}
    return bool(
        labelled or lines.topics or lines.lead or (lines.paragraphs and any(map(_standing, lines.head)))
    )


def read_page(source: Source, text: str) -> Draft:
    """The episode that a page is about.

    Raises `Unreadable` if neither the page nor the file's name says which one it is, or if the page is about
    several.
    """
    refuse_long_page(source, text)
    lines = _sorted(text)
    if any(len(lines.fields.get(label, ())) > 1 for label in ("season", "number")) or _is_list(lines):
        raise source.unreadable("is about several episodes. Send one page at a time, or a list as CSV")
    places, overall = _places(lines, lines.lead)
    places = places or tuple((named.season, named.number, 0) for named in find_positions(source.name))
    page = _page_episode(lines)
    if not places:
        what = "does not say which episode it is about. Add a line like “Season 2, Episode 2”"
        raise source.unreadable(what)
    if not any(getattr(page.episode, each.name) for each in fields(page.episode) if each.name != "position"):
        raise source.unreadable("has nothing to import but the number of an episode")
    return assemble(parted(page, places, [overall] if len(places) == 1 else ()))


def _sorted(text: str) -> _Lines:
    """The page's lines by kind: in the head, after a label, in a paragraph, or in a list."""
    lines = _Lines()
    topic, label, listing, tabbed = "", "", False, False
    for number, raw in enumerate(text.splitlines(), 1):
        line = tidy(_REFERENCE.sub("", raw))
        if not line:
            listing = listing and len(lines.fields[label]) < 2
            label, tabbed = label if label == "songs" or not lines.fields.get(label) else "", False
        elif found := read_topic(line):
            topic, label, listing = found, "", False
            lines.topics |= {topic} - {"aside", "navigation", "end"}
            if topic == "end":
                break
        elif topic != "navigation" and (named := read_label(line)):
            label, value = named
            lines.fields.setdefault(label, []).extend(filter(None, [value]))
            lines.numbers.setdefault(value, number)
            listing, tabbed = label == "songs" and not _TITLES.search(value), "\t" in raw.strip()
        elif label and (
            (listing and _may_be_title(line, lines.fields[label]))
            or _goes_on(label, line, lines, tabbed=tabbed and "\t" not in raw.strip())
        ):
            lines.fields[label].append(line)
            lines.numbers.setdefault(line, number)
        else:
            label, listing = "", False
            topic = _take(lines, topic, line, number)
    return lines


def _is_list(lines: _Lines) -> bool:
    """Whether there are headings of other episodes below the first one's text: `S2.E2 ∙ The Wick`."""
    above = {places for line in lines.head if (places := _standing(line))}
    below = {places for line, _ in lines.unread if (places := _standing(line))}
    return bool(above and below - above)


def _may_be_title(line: str, listed: list[str]) -> bool:
    """Whether it may be a song's title in a list. Titles may end like sentences: `Would I Lie to You?`

    Where the first one is beside the label, the others must look like titles.
    """
    words = re.sub(r"[()]", "", line)
    return (
        len(line) <= _SHORT and not line.endswith(".") and (not listed or len(listed) > 1 or is_title(words))
    )


def _goes_on(label: str, line: str, lines: _Lines, *, tabbed: bool) -> bool:
    """Whether a line without a label continues the line above. `tabbed`: that one is a row of an infobox."""
    if label == "songs" and (is_all_titles(line) or (line[0] in '"“' and len(line) <= _SHORT)):
        return True
    if is_one_sentence(line) or len(line) > _LONG:
        return False
    return not lines.fields[label] or tabbed or (label == "guests" and bool(_CAST.fullmatch(line)))


def _take(lines: _Lines, topic: str, line: str, number: int) -> str:
    """Take a line without a label, under a heading (`topic`) or none. The topic of the next line."""
    bullet = _BULLET.match(line)
    item = line[bullet.end() :] if bullet else line
    prose = not bullet and (len(line) > _LONG or (is_one_sentence(line) and len(line.split()) > 3))
    if topic == "navigation":
        topic = "" if prose else topic
    if topic == "quotes" or (topic in {"guests", "songs"} and not prose):
        lines.items.setdefault(topic, []).append(item)
        lines.numbers.setdefault(item, number)
    elif topic in {"aside", "navigation"}:
        pass
    elif _CAST.fullmatch(item) and not is_one_sentence(item):
        lines.items.setdefault("guests", []).append(item)
    elif prose:
        lines.paragraphs.append((_STORY.sub("", line), topic, number))
    elif lines.paragraphs:
        lines.unread.append((line, number))
    else:
        lines.head.setdefault(line, number)
    return topic


def _page_episode(lines: _Lines) -> PageEpisode:
    lead = lines.lead
    story = [each for each in lines.paragraphs if each[0] != lead]
    brief = [text for text, topic, _ in story if topic == "brief"]
    if len(brief) == len(story):
        brief = []  # the only text: the story itself
    elif brief:
        story = [each for each in story if each[1] != "brief"]
    if len(lead) > _LONGEST_LEAD:
        brief.insert(0, lead)
    paragraphs = [text for text, _, _ in story]
    beside, items = lines.fields.get("songs", []), lines.items.get("songs", [])
    listed, guessed = listed_songs(beside, items)
    songs = staged(paragraphs, listed)
    song_doubts = (Doubt(Doubtful.GUESSED_SONG, excerpt(line), line=lines.numbers[line]) for line in guessed)
    quotes, doubts = _quotes(lines, story, [song.title for song in songs])
    aired, date_doubts = read_aired(lines.field("aired") or _date_in(lead))
    episode = Episode(
        position=NOWHERE,
        title=_title(lines, lead),
        aired=aired,
        production_code=tidy(lines.field("code")) or None,
        writers=split_people(lines.field("writers")),
        directors=split_people(lines.field("directors")),
        summary="\n".join(brief) or None,
        guests=_guests(lines),
        performances=songs,
        quotes=quotes,
        scenes=tuple(paragraphs),
    )
    beside = (
        (line, at)
        for line, at in lines.head.items()
        if not (_standing(line) or _is_title(line, episode.title) or line.endswith(" episode"))
    )
    left_out = (Doubt(Doubtful.LEFT_OUT, excerpt(line), line=at) for line, at in (*beside, *lines.unread))
    return PageEpisode(episode, line=1, doubts=(*date_doubts, *song_doubts, *doubts, *left_out))


def _title(lines: _Lines, lead: str) -> str | None:
    if labelled := lines.field("title"):
        return clean_title(labelled)
    if (found := _LEAD.match(lead)) and found["title"].lower() not in {"it", "this", "the episode"}:
        return clean_title(found["title"])
    head = (line for line in lines.head if not _standing(line))
    return clean_title(_SITE.sub("", next(head, "")))


def _is_title(line: str, title: str | None) -> bool:
    """Whether a line is the title, maybe with more: the tab of a browser has the site's name too."""
    return title is not None and line.lstrip('"“').startswith(title)


def _standing(line: str) -> tuple[_Place, ...]:
    """The season and number that a line gives, or those of a double episode."""
    numbers = read_numbers_in_prose(line)
    if numbers.season is not None and numbers.numbers:
        return tuple((numbers.season, number, 0) for number in numbers.numbers)
    return tuple((named.season, named.number, 0) for named in find_positions(line))


def _places(lines: _Lines, lead: str) -> tuple[tuple[_Place, ...], int | None]:
    """Season and number of each part of the episode, and its number in the series."""
    overall = read_count(lines.field("overall"))
    overall = overall if overall is not None else read_numbers_in_prose(lead).overall
    season, number = read_count(lines.field("season")), read_count(lines.field("number"))
    season = season if season is not None else read_season(lines.field("season"))
    numbers = read_numbers(lines.field("number")) if number is None else (Decimal(number),)
    if season is not None and numbers:
        return tuple((season, number, 0) for number in numbers), overall
    for line in (*lines.head, *lines.fields.get("season", ()), lead):
        if places := _standing(line):
            return places, overall
    return (), overall


def _date_in(lead: str) -> str:
    found = _FULL_DATE.search(lead)
    return lead[found.end() :] if found else ""


def _guests(lines: _Lines) -> tuple[Guest[str], ...]:
    listed = map(read_guest, lines.items.get("guests", ()))
    return (*split_guests(lines.field("guests")), *filter(None, listed))


def _quotes(
    lines: _Lines, story: list[tuple[str, str, int]], songs: list[str]
) -> tuple[tuple[Quote[str], ...], list[Doubt]]:
    said = [(line, read_said(line)) for line in lines.items.get("quotes", ())]
    quotes = [quote for _, quote in said if quote]
    doubts = [
        Doubt(Doubtful.LEFT_OUT, excerpt(line), line=lines.numbers[line]) for line, quote in said if not quote
    ]
    for quote, home in find_quotes([text for text, _, _ in story], songs):
        quotes.append(quote)
        if quote.guessed:
            doubts.append(Doubt(Doubtful.GUESSED_SPEAKER, excerpt(quote.text), line=story[home][2]))
    return tuple(quotes), doubts

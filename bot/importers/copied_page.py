"""The text of a rendered wiki page about an episode, as copied from a browser.

The markup is gone, only lines are left. An infobox line begins with its label (`Air date …`), a heading has
its own line, a list item may have kept its bullet, a paragraph is one long line.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from bot.domain.codes import find_position
from bot.domain.counting import read_count
from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.shows import Episode, Guest, Performance, Quote
from bot.domain.text import tidy
from bot.importers.doubts import excerpt
from bot.importers.episode_numbers import read_numbers_in_prose
from bot.importers.limits import COPIED_PAGE
from bot.importers.page_episodes import (
    NOWHERE,
    PageEpisode,
    assemble,
    clean_title,
    read_aired,
)
from bot.importers.page_items import read_guest, read_said, read_song, split_people
from bot.importers.songs_in_recaps import staged
from bot.importers.source import Source
from bot.importers.speakers import find_quotes

_LABELS: Final = {
    "aired": r"(?:original |first )?(?:air ?date|aired(?: on)?|premiere date|premiered(?: on)?)|date aired",
    "writers": r"(?:written|story|teleplay)(?: and directed)? by|writers?(?:\(s\))?",
    "directors": r"directed by|directors?(?:\(s\))?",
    "songs": r"(?:featured|musical) (?:music|songs?|numbers?|performances?)|songs featured",
    "code": r"prod(?:uction|\.) (?:code|number|no\.?)",
    "season": r"season(?: number| no\.?)?(?=\W*\w+$)",
    "number": r"episode(?: number| no\.?)?(?=\W*[\d.]+$)",
    "overall": r"(?:no\. )?overall|(?:series|overall) (?:number|no\.?)|episode overall",
    "guests": r"(?:special )?guest (?:stars?|cast|appearances?|starring)|guests|co-stars?|co-starring",
    "else": r"network|channel|run(?:ning )?time|(?:previous|next)(?: episode)?|(?:u\.?s\.? )?viewers|rating|"
    r"image|chronology|image gallery|transcript|music by|produced by",
}
_LABEL = re.compile(
    "(?:"
    + "|".join(rf"(?P<{name}>{pattern})" for name, pattern in _LABELS.items())
    + r")(?:\s*[:–—-]\s*|\s+|$)",
    re.IGNORECASE,
)
_TOPICS: Final = {
    "brief": r"(?:short |official )?(?:summary|synopsis|overview|premise|logline)",
    "story": r"(?:full |detailed |episode |long )?(?:plot|recap|story(?:line)?|summary)"
    r"(?: (?:summary|synopsis|details))?",
    "guests": r"(?:special )?guest(?:s|(?:ing)? ?(?:stars?|cast|appearances?|starring|characters?))|"
    r"co-?stars?|co-?starring",
    "songs": r"(?:list of )?(?:songs?|music|musical numbers)(?: performed| featured)?",
    "quotes": r"(?:memorable |notable )?(?:quotes?|quotations?|dialogue)",
    "aside": r"(?:(?:main|regular|recurring|starring) )?(?:cast|characters?|crew|credits)|(?:also )?starring|"
    r"main|recurring|trivia|notes?|references?|(?:(?:image|photo) )?gallery|images|photos|videos?|reception|"
    r"ratings|reviews|goofs|production|external links|see also|navigation|soundtrack|continuity|media|"
    r"behind the scenes|cultural references|critical (?:reception|response)|contents|promos?|music credits",
    "end": r"categor(?:y|ies)|languages|explore properties|fan feed|follow us|more .* wiki|"
    r"community content .*",
}
_TOPIC = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _TOPICS.items()), re.IGNORECASE)
_EDIT = re.compile(r"\s*\[?(?:edit(?: source)?|sign in to edit)\]?$", re.IGNORECASE)
_BULLET = re.compile(r"[•*·◦‣▪●○-]\s*")
_CAST = re.compile(r"[A-Z][\w.'’-]+(?: [\w.'’-]+){0,4} as [A-Z\"“].*")
_TITLES = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_MORE_TITLES = re.compile(r"(?:[“\"][^“”\"]+[”\"](?:[ ,;&•/-]|\band\b|\([^()]*\))*)+")
_SENTENCE = re.compile(r"[.!?…][\"”’)\]]*$")
_LEAD = re.compile(r"[“\"]?(?P<title>.{1,100}?)[”\"]?,? (?:\([^()]*\),? )?(?:is|was) the .{0,120}\bepisode\b")
_FULL_DATE = re.compile(r"\b(?:premiered|aired|broadcast|released)\b[^.]{0,60}?\bon (?=\w+ \w+,? \d{4})")
_SITE = re.compile(r"\s?[|–—-]\s?[^|]{0,80}\b(?:Wiki|Wikia|Fandom)\b.*$")
_LONGEST_LEAD: Final = 400
_LONG: Final = 120
_SHORT: Final = 60


@dataclass(slots=True)
class _Lines:
    """The lines of a page by kind. Paragraphs have their topic and line number."""

    head: list[str] = field(default_factory=list[str])
    fields: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    paragraphs: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])
    items: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def field(self, label: str) -> str:
        """The lines after a label."""
        return "\n".join(self.fields.get(label, ()))


def read_page(source: Source, text: str) -> Draft:
    """The episode that a page is about.

    Raises `Unreadable` if neither the page nor the file's name says which one it is.
    """
    if len(text) > COPIED_PAGE:
        what = f"is longer than a page: over {COPIED_PAGE:,} characters"
        raise source.unreadable(what)
    lines = _sorted(text)
    page = _page_episode(lines)
    if page.position is None and (named := find_position(source.name)):
        page = replace(page, season=named.season, number=named.number)
    if page.position is None:
        what = "does not say which episode it is about. Add a line like “Season 2, Episode 2”"
        raise source.unreadable(what)
    return assemble([page])


def _sorted(text: str) -> _Lines:
    """The page's lines by kind: in the head, after a label, in a paragraph, or in a list."""
    lines = _Lines()
    topic, label, listing = "", "", False
    for number, raw in enumerate(text.splitlines(), 1):
        line = tidy(raw)
        if not line:
            listing = listing and not lines.fields[label]
            label = label if label == "songs" or not lines.fields.get(label) else ""
        elif found := _TOPIC.fullmatch(_EDIT.sub("", line).rstrip(" :")):
            topic, label, listing = found.lastgroup or "", "", False
            if topic == "end":
                break
        elif (found := _LABEL.match(line)) and _is_labelled(line, found):
            label = found.lastgroup or ""
            value = line[found.end() :].strip()
            lines.fields.setdefault(label, []).extend(filter(None, [value]))
            listing = label == "songs" and not value
        elif label and ((listing and _is_short(line)) or _goes_on(label, line, lines)):
            lines.fields[label].append(line)
        else:
            label, listing = "", False
            _take(lines, topic, line, number)
    return lines


def _is_labelled(line: str, found: re.Match[str]) -> bool:
    """Whether a line begins with a label. `Writers gather at the bar.` is a sentence."""
    value = line[found.end() :]
    return bool(_MORE_TITLES.fullmatch(value)) or not (_SENTENCE.search(line) and len(value.split()) > 5)


def _is_short(line: str) -> bool:
    """Whether it may be a song's title in a list. Titles may end like sentences: `Would I Lie to You?`"""
    return len(line) <= _SHORT and not line.endswith(".")


def _goes_on(label: str, line: str, lines: _Lines) -> bool:
    """Whether a line without a label continues the line above."""
    if label == "songs" and _MORE_TITLES.fullmatch(line):
        return True
    if _SENTENCE.search(line) or len(line) > _LONG:
        return False
    return not lines.fields[label] or (label == "guests" and bool(_CAST.fullmatch(line)))


def _take(lines: _Lines, topic: str, line: str, number: int) -> None:
    """Take a line without a label, under a heading (`topic`) or none."""
    bullet = _BULLET.match(line)
    item = line[bullet.end() :] if bullet else line
    prose = not bullet and (len(line) > _LONG or (bool(_SENTENCE.search(line)) and len(line.split()) > 3))
    if topic == "quotes" or (topic in {"guests", "songs"} and not prose):
        lines.items.setdefault(topic, []).append(item)
    elif topic == "aside":
        pass
    elif _CAST.fullmatch(item) and not _SENTENCE.search(item):
        lines.items.setdefault("guests", []).append(item)
    elif prose:
        lines.paragraphs.append((line, topic, number))
    elif not lines.paragraphs:
        lines.head.append(line)


def _page_episode(lines: _Lines) -> PageEpisode:
    lead = next((text for text, _, _ in lines.paragraphs[:3] if _LEAD.match(text)), "")
    story = [each for each in lines.paragraphs if each[0] != lead]
    brief = [text for text, topic, _ in story if topic == "brief"]
    if len(brief) == len(story):
        brief = []  # the only text: the story itself
    elif brief:
        story = [each for each in story if each[1] != "brief"]
    if len(lead) > _LONGEST_LEAD:
        brief.insert(0, lead)
    paragraphs = [text for text, _, _ in story]
    songs = _songs(lines, paragraphs)
    quotes, doubts = _quotes(lines, story, [song.title for song in songs])
    aired, date_doubts = read_aired(lines.field("aired") or _date_in(lead))
    season, number, overall = _place(lines, lead)
    episode = Episode(
        position=NOWHERE,
        title=_title(lines, lead),
        number_in_series=overall,
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
    return PageEpisode(episode, season, number, line=1, doubts=(*date_doubts, *doubts))


def _title(lines: _Lines, lead: str) -> str | None:
    if (found := _LEAD.match(lead)) and found["title"].lower() not in {"it", "this", "the episode"}:
        return clean_title(found["title"])
    head = (line for line in lines.head if not _standing(line))
    return clean_title(_SITE.sub("", next(head, "")))


def _standing(line: str) -> tuple[int, Decimal] | None:
    numbers = read_numbers_in_prose(line)
    if numbers.season is not None and numbers.number is not None:
        return numbers.season, Decimal(numbers.number)
    named = find_position(line)
    return (named.season, named.number) if named else None


def _place(lines: _Lines, lead: str) -> tuple[int | None, Decimal | None, int | None]:
    overall = read_count(lines.field("overall"))
    overall = overall if overall is not None else read_numbers_in_prose(lead).overall
    labelled = read_count(lines.field("season")), read_count(lines.field("number"))
    if labelled[0] is not None and labelled[1] is not None:
        return labelled[0], Decimal(labelled[1]), overall
    found = next(filter(None, map(_standing, (*lines.head, *lines.fields.get("season", ()), lead))), None)
    return (*found, overall) if found else (None, None, overall)


def _date_in(lead: str) -> str:
    found = _FULL_DATE.search(lead)
    return lead[found.end() :] if found else ""


def _guests(lines: _Lines) -> tuple[Guest[str], ...]:
    text = lines.field("guests")
    listed = re.split(r"[,;\n]| and (?=[A-Z])", text) if " as " in text else split_people(text)
    return tuple(filter(None, map(read_guest, (*listed, *lines.items.get("guests", ())))))


def _songs(lines: _Lines, paragraphs: list[str]) -> tuple[Performance[str, str], ...]:
    text = lines.field("songs")
    titles = filter(None, map(clean_title, _TITLES.findall(text) or text.split("\n")))
    listed = [Performance(title) for title in titles]
    listed += filter(None, map(read_song, lines.items.get("songs", ())))
    return staged(paragraphs, listed)


def _quotes(
    lines: _Lines, story: list[tuple[str, str, int]], songs: list[str]
) -> tuple[tuple[Quote[str], ...], list[Doubt]]:
    quotes = list(filter(None, map(read_said, lines.items.get("quotes", ()))))
    doubts: list[Doubt] = []
    for quote, home in find_quotes([text for text, _, _ in story], songs):
        quotes.append(quote)
        if quote.guessed:
            doubts.append(Doubt(Doubtful.GUESSED_SPEAKER, excerpt(quote.text), line=story[home][2]))
    return tuple(quotes), doubts

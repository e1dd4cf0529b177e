"""The sections of a wiki's episode page: story, guests, songs, quotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mwparserfromhell.nodes import Node, Tag
from mwparserfromhell.wikicode import Wikicode

from bot.domain.shows import Guest, Performance, Quote
from bot.domain.text import tidy, tidy_lines
from bot.importers.doubts import excerpt
from bot.importers.page_items import is_guessed, read_guest, read_said, read_song
from bot.importers.wikitext_markup import argument, headed, name_of, plain, templates_in

_LONGEST_SUMMARY: Final = 1500
_LONGEST_TITLE: Final = 80
_BRIEF = re.compile(
    r"(?:short|brief|plot|episode|official)? ?(?:summary|synopsis|overview|premise|logline|description)"
)
_STORY = re.compile(
    r"(?:full|detailed|long|episode)? ?(?:plot|story|storyline|recap|summary|synopsis|plot details)"
)
_GUESTS = re.compile(r"(?:special )?guest.*|co-?stars?|co-?starring")
_SONGS = re.compile(
    r"(?:featured |original |cover )?(?:songs?|music|musical (?:numbers|performances))"
    r"(?: (?:performed|featured|list|(?:heard |performed |featured )?in (?:this|the) episode))?"
)
_LIKE_SONGS = re.compile(r"\b(?:songs?|musical (?:numbers|performances)|soundtrack)\b")
_QUOTES = re.compile(r"(?:memorable |notable |famous )?(?:quotes?|quotations?|dialogue)")
_QUOTE_TEMPLATES: Final = {"quote", "cquote", "blockquote", "quotation", "dialogue"}


@dataclass(slots=True)
class Sections:
    """The content of a page's sections. `lead` is before the first heading; `credits` are by role.

    `left_out`: excerpts of what isn't understood under a heading that is. `guessed_songs`: excerpts of lines
    in which only the words tell a title from its performers.
    """

    lead: str = ""
    summary: str | None = None
    scenes: list[str] = field(default_factory=list[str])
    guests: list[Guest[str]] = field(default_factory=list[Guest[str]])
    songs: list[Performance[str, str]] = field(default_factory=list[Performance[str, str]])
    quotes: list[Quote[str]] = field(default_factory=list[Quote[str]])
    credits: dict[str, str] = field(default_factory=dict[str, str])
    left_out: list[str] = field(default_factory=list[str])
    guessed_songs: list[str] = field(default_factory=list[str])


def read_sections(code: Wikicode, page: str) -> Sections:
    """The content under known headings. Subheadings belong to their heading."""
    found = Sections()
    topic, topic_level = "", 0
    for heading, level, section in headed(code, page):
        if level == 0:
            found.lead = tidy(plain(section, page))
            continue
        if not topic or level <= topic_level or _SONGS.fullmatch(heading) or _GUESTS.fullmatch(heading):
            topic, topic_level = heading, level
        _read_section(found, topic, section, page)
    return found


def _read_section(found: Sections, topic: str, section: Wikicode, page: str) -> None:
    lines = [line for line in tidy_lines(plain(section, page)).split("\n")[1:] if line.strip(" •")]
    if (
        _BRIEF.fullmatch(topic)
        and len(lines) == 1
        and len(lines[0]) <= _LONGEST_SUMMARY
        and not found.summary
    ):
        found.summary = tidy(lines[0])
    elif _STORY.fullmatch(topic) or _BRIEF.fullmatch(topic):
        found.scenes += map(tidy, lines)
        found.quotes += _quoted(section, page)
    elif _GUESTS.fullmatch(topic):
        found.guests += filter(None, map(read_guest, lines))
    elif _SONGS.fullmatch(topic):
        _read_songs(found, lines, section)
    elif topic == "credits":
        said = filter(None, map(read_said, lines))
        found.credits |= {line.speaker.lower(): line.text for line in said if line.speaker}
    elif _QUOTES.fullmatch(topic):
        _read_quotes(found, lines, list(_quoted(section, page)))
    elif lines and _LIKE_SONGS.search(topic):
        found.left_out.append(topic)


def _read_quotes(found: Sections, lines: Sequence[str], marked: Sequence[Quote[str]]) -> None:
    """Quotes in templates (`marked`), and those that name their speaker; other lines are named."""
    said = [(line, read_said(line)) for line in lines]
    found.quotes += [*marked, *(quote for _, quote in said if quote)]
    shown = "\n".join(quote.text for quote in marked)
    found.left_out += [excerpt(line) for line, quote in said if not quote and line.strip('"“” ') not in shown]


def _read_songs(found: Sections, lines: Sequence[str], section: Wikicode) -> None:
    titles = [line for line in lines if line.startswith(("•", '"', "“")) or _may_be_title(line)]
    found.songs += filter(None, map(read_song, titles))
    found.guessed_songs += [excerpt(line) for line in titles if _is_guessed(line, str(section))]
    found.left_out += [excerpt(line) for line in lines if line not in titles]
    found.left_out += ["table of songs" for node in section.nodes if _is_table(node)]


def _may_be_title(line: str) -> bool:
    """Whether a line that is no item may be one all the same: sentences end with a full stop."""
    return len(line) <= _LONGEST_TITLE and not line.endswith((".", ":"))


def _is_guessed(line: str, source: str) -> bool:
    """Whether neither quotation marks nor markup show where the title of a song ends."""
    song = read_song(line) if is_guessed(line) else None
    return song is not None and not re.search(rf"(?:\[|\||''){re.escape(song.title)}(?:\]|'')", source)


def _is_table(node: Node) -> bool:
    return isinstance(node, Tag) and str(node.tag) == "table"


def _quoted(section: Wikicode, page: str) -> Iterator[Quote[str]]:
    for template in templates_in(section):
        if name_of(template) in _QUOTE_TEMPLATES:
            text = tidy(argument(template, "1", page) or argument(template, "text", page)).strip('"“”')
            speaker = tidy(argument(template, "2", page) or argument(template, "author", page))
            if text:
                yield Quote(text, speaker or None)

"""The songs of a copied page: those it lists, and those in its recap.

In recaps, wikis put the title in brackets after the words about it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.folding import fold
from bot.domain.shows import Performance
from bot.domain.text import tidy
from bot.importers.page_items import is_guessed, read_song, split_people
from bot.importers.speakers import NO_NAMES, is_title

_ASIDE = re.compile(r"(?P<before>\S{0,30})\s?\((?P<title>[^()]{2,100})\)")
_TITLED = re.compile(r"[“\"][^“”\"]+[”\"][^“”\"]*")
_QUOTED = re.compile(
    r"\b(?:s[aiu]ng(?:s|ing)?|perform(?:s|ed|ing)?|duets?|song|number|rendition of|version of)"
    r"(?P<before>(?: (?:a|an|the|her|his|their|with|to|out|song|cover|duet|of|from|called|titled))*) "
    r"[“\"](?P<title>[^“”\"]{2,100})[”\"]",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…][\"”’)]*\s+(?=[A-Z“\"])")
_MUSIC = re.compile(
    r"\b(?:s[aiu]ng(?:s|ing)?|perform\w*|songs?|numbers?|duets?|danc\w+|music\w*|rehears\w+)\b", re.IGNORECASE
)
_NAME: Final = r"[A-Z][\w’'-]{1,30}(?: [A-Z][\w’'-]{1,30}){0,3}"
_SINGERS = re.compile(
    rf"\b(?P<who>{_NAME}(?:(?:, {_NAME}){{0,4}},? and {_NAME})?)(?: \w{{1,30}}ly| then| also)?"
    r"(?: (?:begins?|starts?|began|started)(?: to)?)? (?:s[aiu]ng(?:s|ing)?|perform(?:s|ed|ing)?|duets?)\b"
)
_LONGEST: Final = 1000
"""A longer text without a full stop isn't a sentence."""


def listed_songs(
    beside: Sequence[str], items: Sequence[str]
) -> tuple[list[Performance[str, str]], list[str]]:
    """The songs beside a label and in a list, and the lines in which a title was guessed."""
    guessed = [line for line in (*beside, *items) if is_guessed(line)]
    if len(beside) == 1 and ", " in _TITLED.sub("", beside[0]):
        guessed += beside  # several titles on a line, or one with a comma
    listed: list[Performance[str, str]] = []
    for line in beside:
        several = _TITLED.findall(line)
        listed += filter(None, map(read_song, several if len(several) > 1 else [line]))
    listed += filter(None, map(read_song, items))
    return listed, list(dict.fromkeys(guessed))


def staged(
    paragraphs: Iterable[str], listed: Sequence[Performance[str, str]]
) -> tuple[Performance[str, str], ...]:
    """The listed songs, and those that only the recap names, each with the sentence about it.

    Performers are only those that this sentence says are singing.
    """
    songs = {song.title: song for song in listed}
    alike = {fold(title): title for title in reversed(songs)}
    found: set[str] = set()
    for paragraph in paragraphs:
        for title, sentence, certain in _mentions(paragraph):
            key = title if title in songs else alike.setdefault(fold(title), title)
            song = songs.get(key) or (Performance(title) if certain else None)
            if song and key not in found:
                found.add(key)
                performers = song.performers or _singers(sentence)
                songs[key] = replace(song, context=song.context or sentence, performers=performers)
    return tuple(songs.values())


def _mentions(paragraph: str) -> Iterator[tuple[str, str, bool]]:
    """The possible song title, its sentence, and whether that is about music."""
    stops = [found.end() for found in _STOP.finditer(paragraph)]

    def sentence(start: int, end: int) -> str:
        first, last = bisect_right(stops, start), bisect_left(stops, end)
        begin = stops[first - 1] if first else 0
        return paragraph[begin : stops[last] if last < len(stops) else len(paragraph)].strip()

    for found in _ASIDE.finditer(paragraph):
        title = tidy(found["title"]).strip('“”"')
        around = sentence(found.start("title"), found.end("title"))
        if len(around) > _LONGEST:
            continue
        without = tidy(around.replace(f"({found['title']})", "")).replace(" .", ".").replace(" ,", ",")
        # "Karen (Katharine McPhee) sings" has an actress in its brackets.
        after_a_name = found["before"][:1].isupper() and not NO_NAMES.fullmatch(found["before"])
        yield title, without, is_title(title) and not after_a_name and bool(_MUSIC.search(without))
    for found in _QUOTED.finditer(paragraph):
        title = tidy(found["title"]).rstrip(",.")
        around = sentence(found.start(), found.end("title"))
        if len(around) <= _LONGEST:
            yield title, tidy(around), is_title(title)


def _singers(sentence: str) -> tuple[str, ...]:
    found = _SINGERS.search(sentence)
    return split_people(found["who"]) if found and not NO_NAMES.fullmatch(found["who"].split()[0]) else ()

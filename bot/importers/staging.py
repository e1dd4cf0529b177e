"""Where in a recap a song is sung: wikis put its title in brackets after the words that tell of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.drafts import PerformanceDraft
from bot.importers.dialogue import folded, is_title
from bot.importers.english import OPENERS
from bot.importers.people import split_people
from bot.importers.tidy import tidy

_ASIDE = re.compile(r"(?P<before>\S{0,40})\s{0,3}\((?P<title>[^()]{2,100})\)")
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
_NAME: Final = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"
_SINGERS = re.compile(
    rf"\b(?P<who>{_NAME}(?:(?:, {_NAME})*,? and {_NAME})?)(?: \w+ly| then| also)?"
    r"(?: (?:begins?|starts?|began|started)(?: to)?)? (?:s[aiu]ng(?:s|ing)?|perform(?:s|ed|ing)?|duets?)\b"
)


def staged(paragraphs: Iterable[str], listed: Sequence[PerformanceDraft]) -> tuple[PerformanceDraft, ...]:
    """The songs that a page lists, and those that its recap names besides, each with what is told of it.

    Performers are only those whom these very words name as singing.
    """
    songs = {folded(song.title): song for song in listed}
    for paragraph in paragraphs:
        for title, sentence, certain in _told(paragraph):
            key = folded(title)
            if key in songs:
                song = songs[key]
                if song.context is None:
                    songs[key] = replace(
                        song, context=sentence, performers=song.performers or _singers(sentence)
                    )
            elif certain:
                songs[key] = PerformanceDraft(title, _singers(sentence), sentence)
    return tuple(songs.values())


def _told(paragraph: str) -> Iterator[tuple[str, str, bool]]:
    """What may be a song's title, the sentence that it stands in, and whether that is about music."""
    for found in _ASIDE.finditer(paragraph):
        title = tidy(found["title"]).strip('“”"')
        sentence = _sentence(paragraph, found.start("title"), found.end("title"))
        without = tidy(sentence.replace(f"({found['title']})", "")).replace(" .", ".").replace(" ,", ",")
        # "Karen (Katharine McPhee) sings" has an actress in its brackets.
        after_a_name = found["before"][:1].isupper() and found["before"].lower() not in OPENERS
        yield title, without, is_title(title) and not after_a_name and bool(_MUSIC.search(without))
    for found in _QUOTED.finditer(paragraph):
        title = tidy(found["title"]).rstrip(",.")
        yield title, tidy(_sentence(paragraph, found.start(), found.end("title"))), is_title(title)


def _sentence(paragraph: str, start: int, end: int) -> str:
    """The sentence around a passage, of which no sentence begins inside."""
    before = [found.end() for found in _STOP.finditer(paragraph, 0, start)]
    after = _STOP.search(paragraph, end)
    return paragraph[before[-1] if before else 0 : after.end() if after else len(paragraph)].strip()


def _singers(sentence: str) -> tuple[str, ...]:
    found = _SINGERS.search(sentence)
    return split_people(found["who"]) if found and found["who"].split()[0].lower() not in OPENERS else ()

"""Subtitles of an episode: SubRip (.srt), WebVTT (.vtt), and YouTube's .sbv.

WebVTT: https://www.w3.org/TR/webvtt1/. SubRip has no specification; pysubs2 reads what players read.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Final, Protocol, cast

import pysubs2
import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from bot.domain.codes import find_position
from bot.domain.drafts import Doubtful, Draft
from bot.domain.positions import Position
from bot.domain.shows import Episode, Quote
from bot.domain.text import tidy, tidy_lines
from bot.importers.doubts import Doubts
from bot.importers.source import Source

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMING = re.compile(rf"^[ \t]*{_TIME}[ \t]*(?:-->|,)[ \t]*{_TIME}(?:\s|$)", re.MULTILINE)
_WITH_DOTS = re.compile(r"^[ \t]*[\d:]{4,12}\.\d{3}[ \t]*-->", re.MULTILINE)
_GAP = re.compile(r"(\n(?:[ \t]*\n)+)")
_NO_CUE = re.compile(r"WEBVTT|NOTE|STYLE|REGION|##")
_CUE_START = re.compile(r"\s*\d+[ \t]*(?:\n|$)|.*-->")

_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?\s{1,9}([^>]{1,200})>")
_TAG = re.compile(r"</?(?:b|i|u|s|c|v|lang|ruby|rt|font)\b[^<>]{0,200}>|<[\d:.]{5,14}>", re.IGNORECASE)
_STYLE = re.compile(r"\{\\[^{}]{0,200}\}")
_CAPITALS = re.compile(r"([^\W\d_][^\n:\[\]()]{1,60}):[ \n]+(?=\S)")

_Cue = tuple[int, str]
"""The start in milliseconds, and the text with tags."""

_LIBRARY_ERRORS: Final = (
    MalformedFileError,
    MalformedCaptionError,
    pysubs2.exceptions.Pysubs2Error,
    ValueError,
)


def is_subtitles(text: str) -> bool:
    """Whether a text looks like subtitles: by its header, or a time span in its first lines."""
    beginning = text[:4_000]
    return beginning.lstrip("\ufeff").startswith("WEBVTT") or bool(_TIMING.search(beginning))


def read_subtitles(source: Source, text: str) -> Draft:
    """Read the subtitles of the episode that the file's name gives.

    Raises `Unreadable`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    position = find_position(source.name)
    doubts = Doubts()
    cues = _cues(_without_broken(text, doubts, position))
    if not cues:
        raise source.unreadable("has no subtitles with a readable time")
    if position is None:
        what = "does not say which episode it is. Name the file like S02E02.srt"
        raise source.unreadable(what)
    quotes = [quote for cue in cues for quote in _quotes(cue, doubts, position)]
    if not quotes:
        raise source.unreadable("has subtitles, but no text in them")
    return Draft(episodes=(Episode(position, quotes=tuple(quotes)),), doubts=tuple(doubts.all))


def _without_broken(text: str, doubts: Doubts, position: Position | None) -> str:
    """The text without cues whose time can't be read: pysubs2 would add them to the cue before.

    In SubRip, a block without a time is the rest of a cue with an empty line in it, and stays.
    """
    kept: list[str] = []
    line = 1
    in_subrip = "-->" in text and not text.lstrip().startswith("WEBVTT")
    blocks = _GAP.split(text)
    for block, gap in zip(blocks[::2], [*blocks[1::2], ""], strict=True):
        is_part = not block.strip() or _TIMING.search(block) or _NO_CUE.match(block)
        if is_part or (in_subrip and not _CUE_START.match(block)):
            kept.append(block)
        elif words := _words_of(block):
            doubts.add(Doubtful.LEFT_OUT, words, position, line)
        line += block.count("\n") + gap.count("\n")
    return "\n\n".join(kept)


def _words_of(block: str) -> str:
    return " ".join(line for line in block.splitlines() if "-->" not in line and not line.strip().isdecimal())


def _cues(text: str) -> list[_Cue]:
    """The cues, read by the likelier parser, else by the other; none without a time span."""
    if not _TIMING.search(text):
        return []
    readers: list[Callable[[str], list[_Cue]]] = [_subrip, _webvtt]
    if text.lstrip().startswith("WEBVTT") or _WITH_DOTS.search(text):
        readers = [_webvtt, _subrip]
    elif "-->" not in text:
        readers = [_sbv]
    for read in readers:
        try:
            cues = read(text)
        except _LIBRARY_ERRORS:
            continue
        if cues:
            return cues
    return []


def _subrip(text: str) -> list[_Cue]:
    subtitles = pysubs2.SSAFile.from_string(text, format_="srt", keep_html_tags=True)
    return [(event.start, event.text.replace(r"\N", "\n")) for event in subtitles]


def _webvtt(text: str) -> list[_Cue]:
    text = text.lstrip()
    return _timed(webvtt.from_string(text if text.startswith("WEBVTT") else f"WEBVTT\n\n{text}"))


def _sbv(text: str) -> list[_Cue]:
    return _timed(webvtt.from_buffer(io.StringIO(text), format="sbv"))


class _Caption(Protocol):
    """The parts of webvtt's captions that are used; the library has no types."""

    start: str
    raw_text: str


def _timed(captions: object) -> list[_Cue]:
    return [
        (_milliseconds(caption.start), caption.raw_text) for caption in cast("Iterable[_Caption]", captions)
    ]


def _milliseconds(time: str) -> int:
    hours, minutes, seconds = ("0:" + time).split(":")[-3:]
    return int((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def _quotes(cue: _Cue, doubts: Doubts, position: Position) -> Iterator[Quote[str]]:
    """The quotes of the cues. A cue with several marked people is one quote for each."""
    minutes, seconds = divmod(cue[0] // 1000, 60)
    timestamp = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    for speaker, words in _spoken(cue[1]):
        text = doubts.text(words, position)
        if text:
            name = doubts.name(speaker, position) if speaker else None
            yield Quote(text, speaker=name, timestamp=timestamp)


def _spoken(markup: str) -> Iterator[tuple[str | None, str]]:
    before, *voices = _VOICE.split(markup)
    if words := _shown(before):
        yield _named(words)
    for name, said in zip(voices[::2], voices[1::2], strict=True):
        yield tidy(unescape(name)), _shown(said)


def _shown(markup: str) -> str:
    """The visible text: no tags, no styles, entities decoded."""
    lines = tidy_lines(unescape(_STYLE.sub("", _TAG.sub("", markup))))
    return _GAP.sub("\n", lines)


def _named(words: str) -> tuple[str | None, str]:
    """Split `TOM: Hello` into speaker and text. Only capitals mark a name: `Listen: it rains` is speech."""
    found = _CAPITALS.match(words)
    if found and found[1].isupper():
        return found[1].strip(), words[found.end() :].strip()
    return None, words

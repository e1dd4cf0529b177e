"""Subtitles of an episode: SubRip (.srt), WebVTT (.vtt), YouTube's .sbv, and those of `subtitle_formats`.

SubViewer's `.sub` differs from `.sbv` in digits alone. WebVTT: https://www.w3.org/TR/webvtt1/. SubRip has no
specification; pysubs2 reads what players read.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Final, Protocol, cast

import pysubs2
import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from bot.domain.codes import find_positions
from bot.domain.drafts import Doubtful, Draft
from bot.domain.positions import Position
from bot.domain.shows import Episode, Quote
from bot.domain.text import tidy, tidy_lines
from bot.importers.cues import Cue
from bot.importers.doubts import Doubts
from bot.importers.source import Source
from bot.importers.subtitle_formats import reader_of

_TIME = r"(?:\d{1,3}:[0-5]?\d|\d{1,4}):[0-5]?\d[.,]\d{1,3}"
_TIMING = re.compile(rf"^[ \t]*{_TIME}[ \t]*(?:-->|,)[ \t]*{_TIME}(?=\s|$|[a-z]{{4,8}}:)", re.MULTILINE)
_SPAN = re.compile(rf"^[ \t]*({_TIME})[ \t]*-->[ \t]*({_TIME})(?=\s|$|[a-z]{{4,8}}:)", re.MULTILINE)
_SUBVIEWER = re.compile(r"(?<=\d)[.]\d\d(?=[ \t]*(?:,[ \t]*\d\d:|$))", re.MULTILINE)
_HEADER = re.compile(r"\s*\[INFORMATION\](?:\n\[[^\n]*)*\n")
_WITH_DOTS = re.compile(r"^[ \t]*[\d:]{4,12}\.\d{3}[ \t]*-->", re.MULTILINE)
_GAP = re.compile(r"(\n(?:[ \t]*\n)+)")
_NO_CUE = re.compile(r"WEBVTT|NOTE|STYLE|REGION|##")
_CUE_START = re.compile(r"\s*\d+[ \t]*(?:\n|$)|.*-->")

_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?\s{1,9}([^>]{1,200})>")
_BREAK = re.compile(r"<br\b[^<>]{0,20}>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:b|i|u|s|c|v|p|a|lang|ruby|rt|font|em|strong|span|div|small|big|sub|sup|center|sync)\b[^<>]{0,200}>"
    r"|<[\d:.]{5,14}>|<!--.{0,500}?-->",
    re.IGNORECASE,
)
_STYLE = re.compile(r"\{(?:\\|[a-zA-Z]:)[^{}]{0,200}\}")
_CAPITALS = re.compile(r"([^\W\d_][^\n:\[\]()]{1,60}):[ \n]+(?=\S)")

_LIBRARY_ERRORS: Final = (
    MalformedFileError,
    MalformedCaptionError,
    pysubs2.exceptions.Pysubs2Error,
    ValueError,
)


def is_subtitles(source: Source, text: str) -> bool:
    """Whether a text looks like subtitles: by its header, or a time span in its first lines.

    Raises `Unreadable` for formats of subtitles that are known but not read.
    """
    beginning = text[:4_000].lstrip("\ufeff")
    return (
        beginning.lstrip().startswith("WEBVTT")
        or bool(_TIMING.search(beginning))
        or reader_of(source, text) is not None
    )


def read_subtitles(source: Source, text: str) -> Draft:
    """Read the subtitles of the episode that the file's name gives.

    Raises `Unreadable`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    named = find_positions(source.name)
    position = next(reversed(named), None)
    doubts = Doubts()
    if len(named) > 1:
        doubts.add(Doubtful.DOUBLE_EPISODE, source.name, position)
    read = reader_of(source, text)
    cues = read(source, text) if read else _timed_cues(_without_broken(text, doubts, position))
    for cue in cues:
        if cue.broken:
            doubts.add(Doubtful.LEFT_OUT, cue.text, position, cue.line)
    cues = [cue for cue in cues if not cue.broken]
    if not cues:
        raise source.unreadable("has no subtitles with a readable time")
    if position is None:
        what = "does not say which episode it is. Name the file like S02E02.srt"
        raise source.unreadable(what)
    if all(cue.start is None for cue in cues):
        doubts.add(Doubtful.UNREADABLE_TIME, text.strip().partition("\n")[0], position, 1)
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


def _timed_cues(text: str) -> list[Cue]:
    """The cues, read by the likelier parser, else by the other; none without a time span."""
    if not _TIMING.search(text):
        return []
    text = _SPAN.sub(_as_players_read_it, text)
    readers: list[Callable[[str], list[Cue]]] = [_subrip, _webvtt]
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


def _as_players_read_it(span: re.Match[str]) -> str:
    """A time span with minutes below 60 and a space before settings: the libraries refuse others."""
    return f"{_with_hours(span[1])} --> {_with_hours(span[2])} "


def _with_hours(time: str) -> str:
    """`120:00.000` as `02:00:00.000`; other times as they are."""
    minutes, colon, rest = time.partition(":")
    if int(minutes) < 60 or ":" in rest:
        return time
    return f"{int(minutes) // 60:02}:{int(minutes) % 60:02}{colon}{rest}"


def _subrip(text: str) -> list[Cue]:
    subtitles = pysubs2.SSAFile.from_string(text, format_="srt", keep_html_tags=True)
    return [Cue(event.start, event.text.replace(r"\N", "\n")) for event in subtitles]


def _webvtt(text: str) -> list[Cue]:
    text = _SPAN.sub(lambda span: f"{span[0].replace(',', '.')} ", text.lstrip())
    return _timed(webvtt.from_string(text if text.startswith("WEBVTT") else f"WEBVTT\n\n{text}"))


def _sbv(text: str) -> list[Cue]:
    text = _HEADER.sub("", text)
    text = _SUBVIEWER.sub(r"\g<0>0", text).replace("[br]", "\n")
    return _timed(webvtt.from_buffer(io.StringIO(text), format="sbv"))


class _Caption(Protocol):
    """The parts of webvtt's captions that are used; the library has no types."""

    start: str
    raw_text: str


def _timed(captions: object) -> list[Cue]:
    return [
        Cue(_milliseconds(caption.start), caption.raw_text)
        for caption in cast("Iterable[_Caption]", captions)
    ]


def _milliseconds(time: str) -> int:
    hours, minutes, seconds = ("0:" + time).split(":")[-3:]
    return int((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def _quotes(cue: Cue, doubts: Doubts, position: Position) -> Iterator[Quote[str]]:
    """The quotes of a cue. One with several marked people is one quote for each."""
    timestamp = None
    if cue.start is not None:
        minutes, seconds = divmod(cue.start // 1000, 60)
        timestamp = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    for speaker, words in _spoken(cue.text):
        text = doubts.text(words, position, cue.line)
        if text:
            speaker = tidy(cue.speaker or "") or speaker  # noqa: PLW2901 - a field of its own is certain
            name = doubts.name(speaker, position, cue.line) if speaker else None
            yield Quote(text, speaker=name, timestamp=timestamp)


def _spoken(markup: str) -> Iterator[tuple[str | None, str]]:
    """Who says what. What follows `</v>` is nobody's."""
    before, *voices = _VOICE.split(markup)
    if words := _shown(before):
        yield _named(words)
    for name, said in zip(voices[::2], voices[1::2], strict=True):
        own, _, after = said.partition("</v>")
        yield tidy(unescape(name)), _shown(own)
        if words := _shown(after):
            yield _named(words)


def _shown(markup: str) -> str:
    """The visible text: no tags, no styles, entities decoded."""
    lines = tidy_lines(unescape(_STYLE.sub("", _TAG.sub("", _BREAK.sub("\n", markup)))))
    return _GAP.sub("\n", lines)


def _named(words: str) -> tuple[str | None, str]:
    """Split `TOM: Hello` into speaker and text. Only capitals mark a name: `Listen: it rains` is speech."""
    found = _CAPITALS.match(words)
    if found and found[1].isupper():
        return found[1].strip(), words[found.end() :].strip()
    return None, words

"""The cues of subtitles in other formats than SubRip and WebVTT.

ASS and SSA (http://www.tcax.org/docs/ass-specs.htm), MicroDVD (https://en.wikipedia.org/wiki/MicroDVD),
MPL2 and TMPlayer, which are like it, and SAMI
(https://learn.microsoft.com/previous-versions/windows/desktop/dnacc/understanding-sami-1.0). They are
read here and not by a library, because libraries skip a broken line without a word.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.importers.cues import Cue
from bot.importers.source import Source
from bot.importers.ttml import is_ttml, read_ttml

_NOT_READ: Final = (
    (re.compile(r"\s*Scenarist_SCC"), "is SCC, which is codes instead of text. Save it as SRT"),
    (
        re.compile(
            r"(?:\s*//.*\n|\s*\$\w+\s*=.*\n)*\s*\d\d:\d\d:\d\d[:;.]\d\d\s*,\s*\d\d:\d\d:\d\d[:;.]\d\d\s*,"
        ),
        "is STL. Save it as SRT",
    ),
    (re.compile(r"\s*# VobSub"), "is VobSub, which is pictures of text. Save it as SRT"),
)
_ASS_TIME = re.compile(r"\s*(\d{1,2}):(\d\d):(\d\d(?:\.\d{1,3})?)\s*")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")
_FRAME_RATE = re.compile(r"(\d{2,3}(?:[.,]\d{1,3})?)")
_SYNC = re.compile(r"<sync\b[^<>]{0,200}?\bstart\s*=\s*[\"']?(-?\d{1,9})[^<>]{0,200}>", re.IGNORECASE)
_LANGUAGE = re.compile(r"<p\b[^<>]{0,200}?\bclass\s*=\s*[\"']?(\w{1,40})", re.IGNORECASE)
_END_OF_SAMI = re.compile(r"</(?:body|sami)>.*", re.IGNORECASE | re.DOTALL)


Reader = Callable[[Source, str], list[Cue]]


def reader_of(source: Source, text: str) -> Reader | None:
    """The reader for a text in one of these formats; None for another format.

    Raises `Unreadable` for formats of subtitles that are known but not read.
    """
    for pattern, what in _NOT_READ:
        if pattern.match(text):
            raise source.unreadable(what)
    return next((read for looks, read in _READERS if looks(text)), None)


def _ass(_source: Source, text: str) -> list[Cue]:
    """ASS or SSA: `Dialogue:` lines, whose fields a `Format:` line names."""
    names: Sequence[str] = ()
    cues: list[Cue] = []
    for number, line in enumerate(text.split("\n"), 1):
        kind, _, rest = line.strip().partition(":")
        if kind.lower() == "format":
            names = [name.strip().lower() for name in rest.split(",")]
        elif kind.lower() == "dialogue":
            values = dict(zip(names, rest.split(",", max(len(names) - 1, 0)), strict=False))
            time = _ASS_TIME.fullmatch(values.get("start", ""))
            if time is None or "text" not in values:
                cues.append(Cue(None, line, line=number, broken=True))
            elif not _DRAWING.search(values["text"]):
                said = values["text"].replace(r"\N", "\n").replace(r"\n", " ").replace(r"\h", " ")
                speaker = values.get("name", values.get("actor", "")).strip()
                cues.append(Cue(_at(time[1], time[2], time[3]), said, speaker or None, number))
    return cues


def _at(hours: str, minutes: str, seconds: str) -> int:
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def _lines(
    pattern: re.Pattern[str], start_of: Callable[[re.Match[str]], int | None], text: str
) -> Iterator[Cue]:
    """One cue a line; a line of another form is broken."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := pattern.fullmatch(line.strip()):
            said = "\n".join(part.removeprefix("/") for part in found["text"].split("|"))
            yield Cue(start_of(found), said, line=number)
        elif line.strip():
            yield Cue(None, line, line=number, broken=True)


_MICRODVD = re.compile(r"\{(\d{1,8})\}\{(\d{0,8})\}(?P<text>.*)")
_MPL2 = re.compile(r"\[(\d{1,8})\]\[(\d{0,8})\](?P<text>.*)")
_TMPLAYER = re.compile(r"(\d{1,2}):(\d\d):(\d\d)(?:,\d)?[:=](?P<text>.*)")


def _microdvd(_: Source, text: str) -> list[Cue]:
    """Times are frames; the first cue may be the frame rate. Without it, no time is known."""
    cues = list(_lines(_MICRODVD, lambda cue: int(cue[1]), text))
    rate = _FRAME_RATE.fullmatch(cues[0].text.strip()) if cues[0].start in {0, 1} else None
    frames = float(rate[1].replace(",", ".")) if rate else 0
    return [
        replace(cue, start=None if cue.start is None or not frames else round(cue.start * 1000 / frames))
        for cue in (cues[1:] if rate else cues)
    ]


def _mpl2(_: Source, text: str) -> list[Cue]:
    return list(_lines(_MPL2, lambda cue: int(cue[1]) * 100, text))


def _tmplayer(_: Source, text: str) -> list[Cue]:
    return list(_lines(_TMPLAYER, lambda cue: _at(cue[1], cue[2], cue[3]), text))


def _sami(source: Source, text: str) -> list[Cue]:
    """`<SYNC Start=1000><P Class=ENCC>…`, up to the next. Several languages would be mixed up: refused."""
    languages = {found.lower() for found in _LANGUAGE.findall(text)}
    if len(languages) > 1:
        what = (
            f"has subtitles in several languages: {', '.join(sorted(languages)[:5])}. Save one of them as SRT"
        )
        raise source.unreadable(what)
    before, *cues = _SYNC.split(_END_OF_SAMI.sub("", text))
    line = before.count("\n") + 1
    found: list[Cue] = []
    for start, said in zip(cues[::2], cues[1::2], strict=True):
        found.append(Cue(max(0, int(start)), said.replace("\n", " "), line=line))
        line += said.count("\n")
    return found


_READERS: Final[Sequence[tuple[Callable[[str], object], Reader]]] = (
    (
        re.compile(r"\s*\[Script Info\]|(?:\s*;.*\n)*\s*\[(?:V4\+? Styles|Events)\]", re.IGNORECASE).match,
        _ass,
    ),
    (re.compile(r"\s*\{\d{1,8}\}\{\d{0,8}\}").match, _microdvd),
    (re.compile(r"\s*\[\d{1,8}\]\[\d{0,8}\]").match, _mpl2),
    (re.compile(r"\s*\d{1,2}:\d\d:\d\d(?:,\d)?[:=]").match, _tmplayer),
    (re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<sami\b", re.IGNORECASE | re.DOTALL).match, _sami),
    (is_ttml, read_ttml),
)

"""Dialogue as plain text: a transcript (`ANN: You are late.`), or a script with names on lines of their own.

Notes in brackets are the context of what is said next. What nobody says is a doubt.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.domain.codes import find_position, find_positions, read_position
from bot.domain.drafts import Doubtful, Draft
from bot.domain.positions import Position
from bot.domain.shows import Episode, Quote
from bot.domain.text import NAME_LENGTH, tidy
from bot.importers.doubts import Doubts
from bot.importers.episode_numbers import read_numbers_in_prose
from bot.importers.page_labels import is_one_sentence, read_label
from bot.importers.source import Source

_QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")
_SPEECH = re.compile(
    r"(?:[\[(]?(?P<time>(?:\d{1,2}:)?\d{1,2}:\d\d)(?:[.,]\d{1,3})?[\])]?[ –—-]{1,3})?"
    r"(?P<speaker>[^\W\d_][^:\[\]()\n\"“”]{0,40}?) ?(?:[(\[](?P<how>[^()\[\]]{1,80})[)\]] ?)?"
    r":(?: +|(?=[\"“(\[])|$)(?P<text>.*)"
)
_NOTE = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|\*[^*]+\*")
_CUE = re.compile(r"(?P<speaker>[A-Z][A-Z0-9 .,'’&/#-]{0,38}[A-Z0-9.])(?: ?\((?P<how>[^()]{1,40})\))*")
_SETTING = re.compile(
    r"(?:INT|EXT|I/E|EST)[./ ].*|(?i:smash cut|cut|fade|dissolve) ?(?i:to|in|out)\b.*"
    r"|(?:THE )?END(?: (?:OF|CREDITS)\b.*)?\W*"
)
_CHEVRONS = re.compile(r"^>{1,3} ?(?=\S)")
_BOLD = re.compile(r"^(?P<mark>\*\*|__)(?P<name>[^*_:]{1,60}?)(?::(?P=mark)|(?P=mark):)")
_NO_NAME = re.compile(r"\b(?:by|from|is|was|are|were|has|had|says|said)\b")
_NOBODY: Final = {
    *("title", "name", "show", "series", "episode", "season", "date", "network", "note", "notes", "source"),
    *(
        "url",
        "summary",
        "plot",
        "synopsis",
        "transcript",
        "error",
        "warning",
        "info",
        "debug",
        "tags",
        "author",
    ),
}
_SPOKEN = re.compile(r"[.!?…](?:[\s\"”’)\]*]|$)")
_LONGEST_NAME: Final = 5
"""Words of a speaker's name, at most."""

_BEGINNING: Final = 20_000
_WRAPPED: Final = 50
"""Characters of a line after which another may go on with its sentence."""


@dataclass(slots=True)
class _Said:
    """What somebody says. `line`: where it begins; `alone`: the speaker's name has a line of its own."""

    speaker: str
    line: int
    text: str = ""
    context: str = ""
    time: str = ""
    alone: bool = False


def is_transcript(text: str) -> bool:
    """Whether most of a text is dialogue: lines that begin with a speaker, or blocks below a name."""
    lines = [_line(line) for line in text[:_BEGINNING].splitlines()]
    spoken = [line for line in lines if line and not _NOTE.fullmatch(line)]
    speeches = list(filter(None, map(_speech, spoken)))
    ended = [speech for speech in speeches if _SPOKEN.search(speech.text)]
    if len(speeches) > 1 and 2 * len(speeches) >= len(spoken) and 2 * len(ended) >= len(speeches):
        return True
    speakers = {speech.speaker for speech in speeches if speech.speaker[0].isupper()}
    if len(speeches) > 3 and 4 * len(speeches) >= 3 * len(spoken) and 0 < 2 * len(speakers) <= len(speeches):
        return True
    cues = [line for line, after in pairwise(lines) if after and _cue(line)]
    return len(cues) > 2 and 4 * len(cues) >= len(spoken) - len(cues)


def read_transcript(source: Source, text: str) -> Draft:
    """The quotes of an episode, which a line of its own or the file's name gives. Raises `Unreadable`."""
    named = find_positions(source.name)
    reader = _Reader(next(reversed(named), None))
    if len(named) > 1:
        reader.doubts.add(Doubtful.DOUBLE_EPISODE, source.name, named[-1])
    lines = [_line(line) for line in text.splitlines()]
    for number, (line, after) in enumerate(pairwise([*lines, ""]), 1):
        reader.take(line, number, after)
    doubts, found = reader.doubts, reader.found
    if None in found:
        what = "does not say which episode it is of. Name the file like S02E02.txt"
        raise source.unreadable(what, found[None][0].line)
    episodes = [
        Episode(position, quotes=tuple(_quotes(found[position], position, doubts)))
        for position in sorted(filter(None, found))
    ]
    if not any(episode.quotes for episode in episodes):
        raise source.unreadable("has nothing that a named speaker says")
    return Draft(episodes=tuple(episodes), doubts=tuple(doubts.all))


def _line(raw: str) -> str:
    """A line without marks around its speaker: `>> ANN: …`, `**Ann:** …`."""
    return _BOLD.sub(r"\g<name>:", _CHEVRONS.sub("", tidy(raw)))


class _Reader:
    """Goes through the lines. `found`: what is said, by episode; None: no line has named one so far."""

    def __init__(self, position: Position | None) -> None:
        self.doubts = Doubts()
        self.found: defaultdict[Position | None, list[_Said]] = defaultdict(list)
        self._position = position
        self._said: _Said | None = None
        self._note = ""
        self._before = ""

    def take(self, line: str, number: int, after: str) -> None:
        """Take a line, given the one after it."""
        is_note = _NOTE.fullmatch(line) is not None
        said = self._said
        if not line:
            self._said = None
        elif is_note and said and said.alone and not said.text:
            said.context = line[1:-1]
        elif is_note or _SETTING.fullmatch(line):
            self._note, self._said = line.strip("[]()*"), None
        elif new := _speech(line, number) or (_cue(line, number) if after else None):
            self._begin(new)
        elif said and (said.alone or not said.text or _is_wrapped(self._before, line)):
            said.text = f"{said.text} {line}".strip()
        else:
            self._take_other(line, number)
        self._before = line

    def _begin(self, said: _Said) -> None:
        said.context = " · ".join(filter(None, (self._note, said.context)))
        self._note, self._said = "", said
        self.found[self._position].append(said)

    def _take_other(self, line: str, number: int) -> None:
        """A heading with an episode begins that; anything else is left out."""
        self._said = None
        if position := _place(line):
            self._position = position
        else:
            self.doubts.add(Doubtful.LEFT_OUT, line, self._position, number)


def _quotes(speeches: Iterable[_Said], position: Position, doubts: Doubts) -> Iterator[Quote[str]]:
    for said in speeches:
        text = doubts.text(_unquoted(said.text), position, said.line)
        if text:
            yield Quote(
                text,
                doubts.name(said.speaker, position, said.line),
                doubts.text(said.context, position, said.line),
                doubts.time(said.time, position, said.line),
            )
        elif not said.text:
            doubts.add(Doubtful.LEFT_OUT, said.speaker, position, said.line)


def _unquoted(text: str) -> str:
    found = _QUOTED.fullmatch(text)
    return found[1] if found else text


def _speech(line: str, number: int = 0) -> _Said | None:
    """What a line that begins with its speaker says; None for labels like `Written by: Ann`."""
    found = _SPEECH.fullmatch(line)
    if found is None or read_label(line):
        return None
    words = found["speaker"].split()
    if len(words) > _LONGEST_NAME or found["speaker"].lower() in _NOBODY:
        return None
    if _NO_NAME.search(found["speaker"]):
        return None
    return _Said(found["speaker"], number, found["text"], found["how"] or "", found["time"] or "")


def _cue(line: str, number: int = 0) -> _Said | None:
    """A name in capitals on a line of its own, as in scripts."""
    found = None if _SETTING.fullmatch(line) else _CUE.fullmatch(line)
    if found is None or len(found["speaker"].split()) > _LONGEST_NAME or find_position(line):
        return None
    return _Said(found["speaker"], number, context=found["how"] or "", alone=True)


def _is_wrapped(line: str, after: str) -> bool:
    """Whether a sentence goes on in the line after."""
    return after[0].islower() or (len(line) >= _WRAPPED and not is_one_sentence(line))


def _place(line: str) -> Position | None:
    """The episode that a heading names."""
    if len(line) > NAME_LENGTH:
        return None
    numbers = read_numbers_in_prose(line)
    if numbers.season is not None and numbers.numbers:
        return Position(numbers.season, numbers.numbers[-1])
    return read_position(line) or find_position(line)

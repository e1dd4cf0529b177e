"""TTML, also called DFXP: subtitles as XML. https://www.w3.org/TR/ttml1/"""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.importers.cues import Cue
from bot.importers.source import Source

_TTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:\w{1,20}:)?tt[\s>]", re.DOTALL
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_CLOCK = re.compile(r"(\d{2,3}):(\d\d):(\d\d(?:\.\d{1,6})?)(?::(\d{1,3}(?:\.\d{1,3})?))?")
_OFFSET = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)(h|m|s|ms|f|t)")
_SECONDS: Final = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}
_SPACES = re.compile(r"\s+")
_DEEPEST: Final = 50


def is_ttml(text: str) -> bool:
    """Whether a text is TTML."""
    return bool(_TTML.match(text))


def read_ttml(source: Source, text: str) -> list[Cue]:
    """The cues of every `<p>`. Raises `Unreadable` if it isn't well-formed XML, or declares entities."""
    try:
        root = fromstring(_DECLARATION.sub("", text, count=1))
    except DefusedXmlException:
        what = "declares XML entities. Subtitles have none, and they can be an attack"
        raise source.unreadable(what) from None
    except ParseError as error:
        raise source.unreadable("is not well-formed XML", error.position[0]) from None
    people = {_attribute(agent, "id"): _text(agent) for agent in root.iter() if _is(agent, "agent")}
    rates = {"f": _number(root, "frameRate") or 30, "t": _number(root, "tickRate") or 1}
    return list(_Reader(people, rates).cues(root, 0))


class _Reader:
    """Goes through the elements. `people`: names by their ids; `rates`: frames and ticks of a second."""

    def __init__(self, people: Mapping[str, str], rates: Mapping[str, float]) -> None:
        self._people = people
        self._rates = rates

    def cues(
        self, element: Element, start: float | None, speaker: str | None = None, depth: int = 0
    ) -> Iterator[Cue]:
        """The cues in an element. Times count from that of the element around it (`start`, if known)."""
        offset = self._seconds(_attribute(element, "begin") or "0s")
        start = None if start is None or offset is None else start + offset
        speaker = self._people.get(_attribute(element, "agent")) or speaker
        if _is(element, "p"):
            yield Cue(None if start is None else round(start * 1000), _text(element), speaker)
        elif depth < _DEEPEST:
            one_after_the_other = _attribute(element, "timeContainer") == "seq"
            for inner in element:
                yield from self.cues(inner, None if one_after_the_other else start, speaker, depth + 1)

    def _seconds(self, time: str) -> float | None:
        """Seconds of `00:00:01.5`, `00:00:01:12` (frames), `1.5s`, `36f`, `15000t`; None if it isn't one."""
        if clock := _CLOCK.fullmatch(time):
            frames = float(clock[4] or 0) / self._rates["f"]
            return int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3]) + frames
        if offset := _OFFSET.fullmatch(time):
            count, unit = float(offset[1]), offset[2]
            return count / self._rates[unit] if unit in self._rates else count * _SECONDS[unit]
        return None


def _text(element: Element, depth: int = 0) -> str:
    """The words in an element; `<br/>` ends a line, other line ends are spaces."""
    parts = ["\n" if _is(element, "br") else _SPACES.sub(" ", element.text or "")]
    for inner in element if depth < _DEEPEST else ():
        parts += [_text(inner, depth + 1), _SPACES.sub(" ", inner.tail or "")]
    return "".join(parts)


def _is(element: Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _attribute(element: Element, name: str) -> str:
    """An attribute in any namespace; empty if it is missing."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _number(element: Element, name: str) -> float | None:
    value = _attribute(element, name)
    return float(value) if value.isdecimal() and len(value) < 12 else None

"""Reads every string the bot sends, and finds marks where they must not be."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.leaks.catalogue import Mark
from tests.leaks.oracle import Seen

_WORD = re.compile(r"zz[a-z]+\d+zz")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff]")
_PIECES = re.compile(
    r"\\[^0-9A-Za-z\s]|(?P<code>```[\s\S]+?```|`[^`]+`)|\|\|(?P<spoiler>[\s\S]+?)\|\|", re.MULTILINE
)
"""What Discord's clients parse first, from the left: escaped characters, code, spoilers up to the next `||`.
"""
_BLOCK = re.compile(r"^\s*(?:>|#{1,3} |-# |[-*+] |\d+[.)] )", re.MULTILINE)
"""What begins a block: it ends with its line, so a spoiler that continues past it has no effect."""


_SPOILER = "(spoiler)"


class Leak(AssertionError):
    """A mark was sent to somebody who must not see it."""


@dataclass(slots=True)
class Tally:
    """How much was checked."""

    interactions: int = 0
    bodies: int = 0
    marks: int = 0

    def __str__(self) -> str:
        return f"{self.interactions:,} interactions, {self.bodies:,} bodies, {self.marks:,} marks judged"


def split(text: str) -> tuple[str, str]:
    """The visible and the hidden part of a message's text."""
    visible, hidden, end = "", "", 0
    for piece in _PIECES.finditer(text):
        visible += text[end : piece.start()]
        end = piece.end()
        if piece["spoiler"] is not None and _stays_whole(text, piece):
            hidden += f" {piece['spoiler']} "
            visible += " "
        else:
            visible += piece[0]
    return visible + text[end:], hidden


def _stays_whole(text: str, spoiler: re.Match[str]) -> bool:
    inside = spoiler["spoiler"]
    if "\n" not in inside:
        return True
    line = text[text.rfind("\n", 0, spoiler.start()) + 1 : spoiler.start()]
    later = inside[inside.index("\n") + 1 :]
    return not (_BLOCK.match(line) or _BLOCK.search(later) or "```" in inside)


def look(
    what: str, body: Any, seen: Seen, marks: Mapping[str, Mark], own: Sequence[str], tally: Tally
) -> None:
    """Raise `Leak`, naming the field, if a string of a request's body reveals too much.

    `own` is what somebody typed, as it is shown to them: their own words reveal nothing.
    """
    tally.bodies += 1
    found: list[Mark] = []
    for surface, whole in strings(body, ""):
        text = _seen(whole, own if seen.alone else ())
        visible, hidden = _parts(surface, text)
        for part, in_the_open in ((visible, True), (hidden, False)):
            for word in _WORD.findall(part):
                tally.marks += 1
                found.append(marks[word])
                if not seen.allows(marks[word], visible=in_the_open):
                    raise Leak(_description(what, surface, marks[word], seen, in_the_open=in_the_open))
    beyond = seen.beyond_in_strict(mark for mark in found if mark.is_label)
    if len(beyond) > 1:
        reason = f"{what}: several titles beyond what a strict place allows: {beyond}"
        raise Leak(reason)


def _seen(text: str, own: Sequence[str]) -> str:
    text = _UNSEEN.sub("", text)
    for echo in own:
        text = text.replace(_UNSEEN.sub("", echo), "")
    return text


def _parts(surface: str, text: str) -> tuple[str, str]:
    """The visible and the hidden part; a spoiler picture's address is hidden."""
    if surface.endswith(f"{_SPOILER}.media.url"):
        return "", text
    return split(text.replace("**", "")) if surface.endswith(".content") else (text, "")


def _description(what: str, surface: str, mark: Mark, seen: Seen, *, in_the_open: bool) -> str:
    kind = "title" if mark.is_label else "story"
    how = "in the open" if in_the_open else "hidden"
    show_view = seen.show_views.get(mark.show)
    situation = show_view and (show_view.rule, f"limit {show_view.limit}", f"progress {show_view.progress}")
    at = show_view and show_view.story.of(mark)
    who = f"alone={seen.alone} insisted={seen.insisted} named={seen.named} hides={seen.hides_titles}"
    return (
        f"{what}, {surface}: {kind} {mark.word} of {mark.show} {mark.codes} ({at}) {how}; {who}; {situation}"
    )


def words_in(text: str) -> list[str]:
    """The words of all marks in a text."""
    return [str(word) for word in _WORD.findall(_UNSEEN.sub("", text))]


def look_for_any(what: str, text: str) -> None:
    """Raise `Leak` at any mark: logs, log channels and suggestion values must have none."""
    if found := _WORD.search(_UNSEEN.sub("", text)):
        reason = f"{what}: {found[0]}"
        raise Leak(reason)


def strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every string of a JSON value with its path, which says if Discord hides it as a spoiler."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        path += _SPOILER if value.get("spoiler") is True else ""  # pyright: ignore[reportUnknownMemberType]  # JSON
        for key, inner in value.items():  # pyright: ignore[reportUnknownVariableType]  # JSON
            yield from strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:  # pyright: ignore[reportUnknownVariableType]  # JSON
            yield from strings(inner, f"{path}[]")

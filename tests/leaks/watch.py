"""Reading every string that leaves the bot, and finding the marks that should not be where they are."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.leaks.catalogue import Mark
from tests.leaks.oracle import Seen

_WORD = re.compile(r"zz[a-z]+\d+zz")
_BARS = re.compile(r"\|\|.+?\|\|")
"""Each passage is one line, so a dot need not match a line's end; escaped bars never touch each other."""


class Leak(AssertionError):
    """A mark that reached somebody who should not have it."""


def look(what: str, body: Any, seen: Seen, marks: Mapping[str, Mark], echo: str) -> None:
    """Raise `Leak`, naming the surface, if a string of a request's body tells too much.

    `echo` is what somebody typed: their own words, in quotation marks, tell them nothing.
    """
    for surface, whole in _strings(body, ""):
        text = whole.replace(f"“{echo}”", "")
        markdown = surface.endswith(".content")
        hidden = set(_WORD.findall(" ".join(_BARS.findall(text)))) if markdown else set[str]()
        bare = _WORD.findall(_BARS.sub(" ", text) if markdown else text)
        for word in bare:
            _must_be(what, surface, marks[word], seen, in_the_open=True)
        for word in hidden:
            _must_be(what, surface, marks[word], seen, in_the_open=False)


def _must_be(what: str, surface: str, mark: Mark, seen: Seen, *, in_the_open: bool) -> None:
    if mark.is_label:
        fine = seen.shows_label(mark.position.key)
    else:
        fine = seen.story(mark.position.key) in (("clear",) if in_the_open else ("clear", "tagged"))
    if not fine:
        shown = "in the open" if in_the_open else "behind bars"
        kind = "title" if mark.is_label else "story"
        told = f"{what}, {surface}: {kind} of {mark.position.code} {shown}, for {seen}"
        raise Leak(told)


def look_for_any(what: str, text: str) -> None:
    """Raise `Leak` if there is a mark at all: logs and log channels hold none."""
    if found := _WORD.search(text):
        told = f"{what}: {found[0]}"
        raise Leak(told)


def _strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():  # pyright: ignore[reportUnknownVariableType]  # JSON
            yield from _strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:  # pyright: ignore[reportUnknownVariableType]  # JSON
            yield from _strings(inner, f"{path}[]")

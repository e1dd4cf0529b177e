"""The names and values of suggestions, which people also paste: `smash:S01E02`, `Smash · S01E02 · Pilot`.

Clients send a suggestion's name if a command is pasted or a channel is switched, so the name works like the
value: the code or id in it decides.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.codes import read_position
from bot.domain.shows import Show

BETWEEN = " · "
"""Separates the parts of a suggestion's name."""

_LONGEST = 100
"""Discord's limit for a suggestion's name, in characters."""

_REFERENCE = re.compile(r"(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*):(?P<item>.+)", re.DOTALL)
_ID = re.compile(r"(?P<kind>[a-z]+)-(?P<id>\d{1,18})(?!\w)", re.ASCII)
_WORD = re.compile(r"(?:not started|finished)\b")
_NUMBER_SIGN = re.compile(r"#(?P<number>\d{1,18})(?= ?·|$)", re.ASCII)
_SEPARATORS = " ·:-–—|,"


@dataclass(frozen=True, slots=True)
class UnknownSlug(Exception):
    """A reference names a show that isn't among the given ones."""

    slug: str


def labels_of(shows: Sequence[Show]) -> dict[str, str]:
    """The shows' labels by slug: the title, and the slug too if two titles are similar."""
    alike = Counter(show.title.casefold() for show in shows)
    return {
        show.slug: show.title if alike[show.title.casefold()] == 1 else f"{show.title} ({show.slug})"
        for show in shows
    }


def show_in_front(typed: str, shows: Sequence[Show]) -> tuple[Show | None, str]:
    """The show that a reference begins with, if any, and the rest. Raises `UnknownSlug`."""
    typed = typed.strip()
    found = _REFERENCE.fullmatch(typed)
    if found is not None and _names_something(found["item"]):
        for show in shows:
            if show.slug == found["slug"]:
                return show, found["item"].strip()
        raise UnknownSlug(found["slug"])
    labels = labels_of(shows)
    for show in sorted(shows, key=lambda show: -len(labels[show.slug])):
        for name in (labels[show.slug], show.title):
            rest = _after(typed, name)
            if rest is not None:
                return show, rest
    return None, typed


def _names_something(item: str) -> bool:
    return bool(_ID.match(item) or _WORD.match(item)) or read_position(item) is not None


def _after(typed: str, name: str) -> str | None:
    """The text after a show's name: anything after the separator, else only a code."""
    if not typed.casefold().startswith(name.casefold()):
        return None
    rest = typed[len(name) :]
    if rest.startswith(BETWEEN):
        return rest.removeprefix(BETWEEN).strip()
    code = rest.lstrip(_SEPARATORS)
    return code if code != rest and read_position(code) is not None else None


def read_id(typed: str, kind: str) -> int | None:
    """The id of this kind in a suggestion's value (`song-7`). Text after it is ignored."""
    found = _ID.match(typed)
    return int(found["id"]) if found is not None and found["kind"] == kind else None


def read_number_sign(typed: str) -> int | None:
    """The number of a change or a quote, at the start (`#7 · …`) or alone."""
    found = _NUMBER_SIGN.match(typed.strip())
    return int(found["number"]) if found is not None else None


def named(*parts: str | None, reference: str) -> str:
    """A suggestion's name, made of its parts. If it is too long for Discord, the reference comes first."""
    name = BETWEEN.join(part for part in parts if part)
    if len(name) <= _LONGEST:
        return name
    return f"{BETWEEN.join((reference, name))[: _LONGEST - 1]}…"

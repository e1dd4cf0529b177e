"""One line of a list on a page → what it says: a guest, a song, a line of dialogue."""

import re
from typing import Final

from bot.domain.drafts import GuestDraft, PerformanceDraft, QuoteDraft
from bot.domain.text import tidy
from bot.importers.people import split_people

BULLETS: Final = " •*·-–—#:;"

_GUEST = re.compile(
    r"(?P<name>[^()]+?)\s*(?:\b(?:as|portrays|plays)\s+|\.{2,}|…|\s[-–—]\s|:\s)\s*(?P<character>.+)"
)
_GUEST_ASIDE = re.compile(r"\s*\((?:credit only|guest|uncredited|voice|special guest[^)]*)\)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“](?P<title>[^\"“”]+)[\"”]")
_SUNG = re.compile(r"\b(?:performed|sung) by:?\s*(?P<who>.+)$", re.IGNORECASE)
_AFTER_TITLE = re.compile(
    r"\s+(?:[-–—(]|(?:originally )?(?:performed|sung|written|recorded) by|by)\s?", re.IGNORECASE
)
_SAID = re.compile(r"(?P<speaker>[^:\"“”]{1,60}?)\s*(?:\([^()]*\))?\s*:\s*(?P<text>.+)")
_SAID_AFTER = re.compile(r"[\"“](?P<text>[^\"“”]+)[\"”]\s*(?:[-–—]+|\n)\s*(?P<speaker>[^\"“”:]{1,60})")


def read_guest(line: str) -> GuestDraft | None:
    """`Michael Cristofer as Jerry Rand`, `… Jerry Rand`, or a name alone."""
    line = _GUEST_ASIDE.sub("", tidy(line).strip(BULLETS))
    if found := _GUEST.fullmatch(line):
        return GuestDraft(found["name"].strip(BULLETS), found["character"].strip(BULLETS) or None)
    return GuestDraft(line) if line else None


def read_song(line: str) -> PerformanceDraft | None:
    """`"Cut, Print… Moving On" - performed by Ivy and Karen`, or a title alone."""
    line = tidy(line).strip(" •*·#:;")
    quoted = _QUOTED.match(line)
    title = quoted["title"] if quoted else _AFTER_TITLE.split(line, maxsplit=1)[0]
    sung = _SUNG.search(line)
    title = title.strip(" ,-–—")
    return PerformanceDraft(title, split_people(sung["who"].rstrip(")")) if sung else ()) if title else None


def read_said(line: str) -> QuoteDraft | None:
    """`Tom: I want my old one back`, or `“I want my old one back” — Tom`."""
    line = tidy(line).strip(" •*·#;:")
    found = _SAID.fullmatch(line) or _SAID_AFTER.fullmatch(line)
    if found is None:
        return None
    text = found["text"].strip().strip('"“”').strip()
    return QuoteDraft(text, found["speaker"].strip(BULLETS) or None) if text else None

"""Text as files hold it → clean text: what cannot be seen goes, what only looks like a space becomes one."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.domain.seeing import shows_anything

NAME_LENGTH: Final = 100
"""The longest name or title that the catalogue keeps, in characters."""

TEXT_LENGTH: Final = 4000
"""The longest text that the catalogue keeps, in characters."""

_LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\uffff\ud800-\udfff]"
)
# Joiners shape Persian, Hindi and emoji; between Latin letters they are dirt.
_STRAY_JOINER = re.compile(r"(?<![^\0-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\u024f])")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_LINE_ENDS = re.compile(r" *\n *")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’」』)\]]*(?:\s+|(?<=[。！？]))")


def tidy(text: str) -> str:
    """The text as one clean line, in Unicode's composed form (NFC)."""
    return " ".join(tidy_lines(text).split())


def tidy_lines(text: str) -> str:
    r"""The text as clean lines that end in `\n`; the last one does not. What shows nothing is no text."""
    text = _STRAY_JOINER.sub("", _UNSEEN.sub("", _LINE_END.sub("\n", text)))
    text = _AROUND_LINE_ENDS.sub("\n", _SPACES.sub(" ", unicodedata.normalize("NFC", text))).strip()
    return text if shows_anything(text) else ""


def pieces(text: str, longest: int = TEXT_LENGTH) -> Iterator[str]:
    """The text in pieces of at most `longest` characters: whole sentences, else whole words."""
    while len(text) > longest:
        window = text[: longest + 1]
        ends = [found.end() for found in _SENTENCE_END.finditer(window)]
        end = ends[-1] if ends else window.rfind(" ") + 1 or longest
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text

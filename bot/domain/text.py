"""Text: visible characters, equality, and cutting to a length."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

NAME_LENGTH: Final = 100
"""The longest name or title in the catalogue, in characters."""

TEXT_LENGTH: Final = 4000
"""The longest text in the catalogue and in a form field of Discord, in characters."""

_LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that change the direction of text."""

_UNSEEN = re.compile(r"[\u00ad\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")

# Joiners shape Persian, Hindi and emoji; between Latin letters they are noise.
_STRAY_JOINERS = re.compile(r"(?<![^\0-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\0-\u024f])")
_BLANK_LETTERS: Final = "\u115f\u1160\u2800\u3164\uffa0"
"""What Unicode calls letters and symbols but nobody can see."""

_SPACES = re.compile(r"[^\S\n]+")
_AROUND_LINE_ENDS = re.compile(r" *\n *")
SENTENCE_END = re.compile(
    r"(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<=[.!?…。！？])[\"'”’」』)\]]*(?:\s+|(?<=[。！？]))"
)
"""Between two sentences, but not after `Mr.` and the like."""


def is_seen(character: str) -> bool:
    """Whether a character is visible by itself: no space, control, joiner or combining mark."""
    return unicodedata.category(character)[0] not in "CZM" and character not in _BLANK_LETTERS


def shows_anything(text: str) -> bool:
    """Whether a text has any visible character."""
    return any(map(is_seen, text))


def without_controls(text: str) -> str:
    r"""The text with `\n` line ends, without characters that could reorder or break the text around it."""
    if all(map(str.isprintable, text.split("\n"))):  # most texts: the same result, ten times as fast
        return text
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def without_unseen(text: str) -> str:
    r"""The text with `\n` line ends, without invisible characters other than spaces."""
    return _STRAY_JOINERS.sub("", _UNSEEN.sub("", without_controls(text)))


def as_typed(text: str) -> str:
    r"""Typed text, stripped, with its inner spaces kept. Empty if nothing is visible."""
    text = without_unseen(text).replace("\xa0", " ").strip()
    return text if shows_anything(text) else ""


def tidy_lines(text: str) -> str:
    r"""Clean lines with `\n` line ends, in NFC. Empty if nothing is visible."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", without_unseen(text)))
    text = _AROUND_LINE_ENDS.sub("\n", text).strip()
    return text if shows_anything(text) else ""


def tidy(text: str) -> str:
    """Clean text on one line."""
    return " ".join(tidy_lines(text).split())


def exact(text: str) -> str:
    """Text for testing identity: NFC and stripped. Case, accents and punctuation count.

    Two titles are the same only if these are equal; `bot.domain.folding` is for finding, never for merging.
    """
    return unicodedata.normalize("NFC", text).strip()


def cut(text: str, longest: int) -> str:
    """The text on one line, at most `longest` characters; `…` replaces a cut end."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def pieces(text: str, longest: int = TEXT_LENGTH) -> Iterator[str]:
    """The text in pieces of at most `longest` characters: whole sentences, else whole words."""
    while len(text) > longest:
        window = text[: longest + 1]
        ends = [found.end() for found in SENTENCE_END.finditer(window)]
        end = ends[-1] if ends else window.rfind(" ") + 1 or longest
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text

"""Text: what of it can be seen, what makes two the same, what finds one by another, and a length for it."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

NAME_LENGTH: Final = 100
"""The longest name or title that the catalogue keeps, in characters."""

TEXT_LENGTH: Final = 4000
"""The longest text that the catalogue keeps, in characters, and that Discord takes in a field."""

_LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of the text around them."""

_UNSEEN = re.compile(r"[\u00ad\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")

# Joiners shape Persian, Hindi and emoji; between Latin letters they are dirt.
_STRAY_JOINERS = re.compile(r"(?<![^\0-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\0-\u024f])")
_BLANK_LETTERS: Final = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs, as Unicode has it, that look like nothing."""

_SPACES = re.compile(r"[^\S\n]+")
_AROUND_LINE_ENDS = re.compile(r" *\n *")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’」』)\]]*(?:\s+|(?<=[。！？]))")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´＇")
_NOT_WORDS = re.compile(r"[\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {
    ord("'"): "",
    ord("`"): "",
}


def is_seen(character: str) -> bool:
    """Whether a character by itself can be seen: no space, no control or joiner, no mark without a letter."""
    return unicodedata.category(character)[0] not in "CZM" and character not in _BLANK_LETTERS


def shows_anything(text: str) -> bool:
    """Whether there is anything to be seen in a text."""
    return any(map(is_seen, text))


def without_controls(text: str) -> str:
    r"""The text, each line's end a `\n`, without what could reorder or break what stands beside it."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def without_unseen(text: str) -> str:
    r"""The text without anything that cannot be seen but spaces; each line's end is a `\n`."""
    return _STRAY_JOINERS.sub("", _UNSEEN.sub("", without_controls(text)))


def as_typed(text: str) -> str:
    r"""What somebody typed, its spaces as they are but for those around it. What shows nothing is no text."""
    text = without_unseen(text).replace("\xa0", " ").strip()
    return text if shows_anything(text) else ""


def tidy_lines(text: str) -> str:
    r"""Clean lines that end in `\n`, in Unicode's composed form (NFC). What shows nothing is no text."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", without_unseen(text)))
    text = _AROUND_LINE_ENDS.sub("\n", text).strip()
    return text if shows_anything(text) else ""


def tidy(text: str) -> str:
    """The same as one line."""
    return " ".join(tidy_lines(text).split())


def fold(text: str) -> str:
    """Text as it is compared: no case, accents, apostrophes or punctuation, single spaces.

    Text of nothing but signs keeps them, so that a show called `!!!` can still be found.
    """
    return bare(text) or text.strip().casefold()


def bare(text: str) -> str:
    """The words of a text, folded, a single space between two; empty for text of nothing but signs."""
    if text.isascii():  # most lines are: the same, ten times as quick
        return " ".join(text.translate(_ASCII).split())
    folded = unicodedata.normalize("NFKD", text).translate(_APOSTROPHES).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_WORDS.sub(" ", letters).strip()


def exact(text: str) -> str:
    """Text as identity compares it: composed (NFC) and trimmed. Case, accents and punctuation count.

    Two titles are the same only if they are equal so; `fold` is for finding, never for merging.
    """
    return unicodedata.normalize("NFC", text).strip()


def cut(text: str, longest: int) -> str:
    """The text in one line of at most `longest` characters; `…` stands for what is left out at its end."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


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

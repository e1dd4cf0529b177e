"""Whole numbers and ordinals as people write them: `17`, `17th`, `seventeen`, `seventeenth`."""

import re
from typing import Final

_ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
}  # fmt: skip
_WORDS: Final = (
    {word: number for number, word in enumerate(_ONES)}
    | {f"{word}th": number for number, word in enumerate(_ONES)}
    | {word: 10 * number for number, word in enumerate(_TENS, 2)}
    | {f"{word[:-1]}ieth": 10 * number for number, word in enumerate(_TENS, 2)}
    | _ORDINALS
)
_FIGURES = re.compile(r"#?(\d{1,5})(?:st|nd|rd|th)?", re.IGNORECASE)

IN_WORDS: Final = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES)})\b"
"""A pattern for a number in words, up to ninety-nine."""


def read_count(text: str) -> int | None:
    """A whole number or an ordinal, in figures or in words up to ninety-ninth; None for anything else."""
    text = text.strip().lower()
    if figures := _FIGURES.fullmatch(text):
        return int(figures[1])
    tens, _, ones = text.replace(" ", "-").partition("-")
    if not ones:
        return _WORDS.get(tens)
    if tens in _TENS and 0 < _WORDS.get(ones, 0) < 10:
        return _WORDS[tens] + _WORDS[ones]
    return None

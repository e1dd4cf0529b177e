"""Whether text shows anything at all: some letters look like nothing."""

import unicodedata

_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs, as Unicode has it, that look like nothing."""


def is_seen(character: str) -> bool:
    """Whether a character by itself can be seen: no space, no control or joiner, no mark without a letter."""
    return unicodedata.category(character)[0] not in "CZM" and character not in _BLANK_LETTERS


def shows_anything(text: str) -> bool:
    """Whether there is anything to be seen in a text."""
    return any(map(is_seen, text))

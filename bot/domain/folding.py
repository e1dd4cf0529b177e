"""Folding and words: how quotes, titles and names are compared with what people type, in any script.

Folding is for finding, never for testing identity (`bot.domain.text.exact`). It drops case, accents,
apostrophes, joiners and forms of width. Marks that are a part of a letter stay: vowel signs of Indic and
South-East Asian scripts, and the voicing of Kana. Letters that Unicode doesn't decompose get their usual
spelling: `ł` is `l`, `æ` is `ae`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

APOSTROPHES: Final = frozenset("'’‘`´′ʼʻ＇՚׳ꞌ")

_SPELLINGS: Final = {
    letter: spelling
    for spelling, letters in {
        "ae": "æ",
        "oe": "œ",
        "th": "þ",
        "b": "ɓƀ",
        "c": "ƈ",
        "d": "đðɗɖ",
        "e": "əɛǝ",
        "g": "ǥɠ",
        "h": "ħ",
        "i": "ıɨ",
        "j": "ȷ",
        "k": "ƙĸ",
        "l": "łɫƚ",
        "n": "ŋɲƞ",
        "o": "øɔ",
        "r": "ɍ",
        "t": "ŧƭ",
        "u": "ʉ",
        "y": "ƴɏ",
        "z": "ƶ",
        "г": "ґ",
        "ا": "ٱ",
        "ك": "ک",
        "ه": "ةەہھ",
        "ي": "ىی",
        "\u3099": "\u309b",
        "\u309a": "\u309c",
    }.items()
    for letter in letters
}
"""How letters without a decomposition are usually typed; Persian and Urdu forms as the Arabic ones."""

_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3021-\u30ff\u31f0-\u31ff\u3400-\u9fff\U00020000-\U0003ffff]+)"  # Han and Kana
)
"""Letters of scripts that are written without spaces between words."""

_VOICED = re.compile(".[\u3099\u309a]")
"""A letter of Kana and the mark that voices it: one letter."""

_LETTER_MARKS: Final = frozenset({0, 8, 9, 84, 91, 103, 107, 118, 122, 129, 130, 132})
"""The combining classes of marks that are a part of a letter. An accent is 230, a nukta 7."""

_NOT_SEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u0640") | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Fillers, variation selectors and the tatweel: letters and marks to Unicode, but nothing to a reader."""


class _Folding(dict[int, str]):
    """What each character (by code point) becomes; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = "" if chr(code) in APOSTROPHES else "".join(_folded(chr(code)))
        return self[code]


def _folded(character: str) -> Iterator[str]:
    """The folded letters of a character; a space for what is between words."""
    for part in unicodedata.normalize("NFKD", _SPELLINGS.get(character, character)):
        category = unicodedata.category(part)
        if part in _NOT_SEEN or category == "Cf":
            continue
        if category in ("Mn", "Mc", "Me"):
            if unicodedata.combining(part) in _LETTER_MARKS and category != "Me":
                yield part
        elif category == "Nd":
            yield str(unicodedata.decimal(part))
        elif part.isalnum():
            for letter in unicodedata.normalize("NFKD", part.casefold()):
                yield "" if unicodedata.combining(letter) else _SPELLINGS.get(letter, letter)
        else:
            yield " "


_FOLDING: Final = _Folding()

_LETTER = "[0-9A-Za-zÀ-ÖØ-öø-ľŁ-ňŊ-ſ]"
_APOSTROPHE = "['`´‘’]"
_EASY_TEXT = re.compile(rf"(?:[\x00-\x7f“”–—…]|{_LETTER}|{_APOSTROPHE})*")
_EASY_WORD = re.compile(rf"{_LETTER}+(?:{_APOSTROPHE}+{_LETTER}+)*")
"""Most texts: each letter of theirs is one, whatever surrounds it, and is folded by itself."""

_ASCII: Final = {code: _FOLDING[code] for code in range(128)}

Placed = tuple[str, int, int]
"""A word of a text, and where in the text as written it begins and ends."""


def fold(text: str) -> str:
    """Text for comparing: folded words with single spaces.

    Text of only punctuation keeps it, so that a show called `!!!` can be found.
    """
    return _bare(text) or text.strip().casefold()


def _bare(text: str) -> str:
    if text.isascii():  # most quotes: the same result, twice as fast
        return " ".join(text.translate(_ASCII).split())
    folded = " ".join(unicodedata.normalize("NFD", text).translate(_FOLDING).split())
    return _VOICED.sub(lambda found: unicodedata.normalize("NFC", found[0]), folded)


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order; none if it is only punctuation.

    A run of a script without spaces is its overlapping pairs of letters, and its last letter by itself, so
    that a part of the run is found wherever it is.
    """
    folded = _bare(text)
    if _UNSPACED.search(folded) is None:
        return folded.split()
    runs = _UNSPACED.sub(r" \1 ", folded).split()
    return [word for run in runs for word in (_pairs(run) if is_unspaced(run) else [run])]


def typed_words(text: str) -> list[str]:
    """As `words_of`, of what is looked for: the last letter of a run is in its last pair."""
    words = words_of(text)
    pairs = zip(["", *words], words, strict=False)
    return [word for before, word in pairs if not (is_letter(word) and before[-len(word) :] == word)]


def placed_words(text: str) -> list[Placed]:
    """The words of a text, with their places in it."""
    if _EASY_TEXT.fullmatch(text):
        return [(each[0].translate(_FOLDING), *each.span()) for each in _EASY_WORD.finditer(text)]
    placed = list[Placed]()
    run = list[Placed]()
    for place, written in enumerate(text):
        for letter in written.translate(_FOLDING):
            if run and (letter == " " or is_unspaced(letter) is not is_unspaced(run[-1][0])):
                placed += _joined(run)
                run = list[Placed]()
            if letter != " ":
                run.append((letter, place, place + 1))
        if run and unicodedata.combining(written):
            letter, first, _ = run.pop()
            run.append((letter, first, place + 1))
    return [*placed, *_joined(run)]


def _joined(run: Sequence[Placed]) -> list[Placed]:
    """The words that the letters of a run are."""
    if not run or not is_unspaced(run[0][0]):
        return [("".join(letter for letter, *_ in run), run[0][1], run[-1][2])] if run else []
    letters: list[Placed] = []
    for letter, first, last in run:
        voiced = unicodedata.normalize("NFC", letters[-1][0] + letter) if letters else ""
        if len(voiced) == 1:
            letters[-1] = (voiced, letters[-1][1], last)
        else:
            letters.append((letter, first, last))
    return [(one + two, first, last) for (one, first, _), (two, _, last) in pairwise(letters)] + letters[-1:]


def _pairs(run: str) -> list[str]:
    return [*map("".join, pairwise(run)), run[-1]]


def is_unspaced(word: str) -> bool:
    """Whether a folded word is of a script without spaces between words."""
    return _UNSPACED.match(word) is not None


def is_letter(word: str) -> bool:
    """Whether a folded word is one letter of a script without spaces: then longer ones may begin with it."""
    return len(word) == 1 and is_unspaced(word)

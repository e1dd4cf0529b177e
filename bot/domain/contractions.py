"""English contractions: `don't`, `dont`, `don t` and `do not` are the same to a search.

Quotes are indexed as written, without apostrophes (`dont`). A query is spelled out, and knows the short forms
that a quote may have instead.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from typing import Final

Words = tuple[str, ...]


def _spelled_out() -> dict[str, list[Words]]:
    """Each short form, folded, and what it may stand for, the likeliest first."""
    verbs = [
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "can",
        "could",
        "would",
        "should",
        "must",
        "need",
        "might",
    ]
    people = [
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "that",
        "there",
        "who",
        "what",
        "where",
        "how",
        "when",
        "why",
        "here",
        "this",
    ]
    found: dict[str, list[Words]] = {f"{verb}nt": [(verb, "not")] for verb in verbs}
    found |= {
        "wont": [("will", "not")],
        "shant": [("shall", "not")],
        "cant": [("can", "not")],
        "cannot": [("can", "not")],
    }
    found |= {
        "im": [("i", "am")],
        "lets": [("let", "us")],
        "aint": [("is", "not"), ("am", "not"), ("are", "not")],
    }
    found |= {"gonna": [("going", "to")], "wanna": [("want", "to")], "gotta": [("got", "to")]}
    endings = {"s": ("is", "has"), "re": ("are",), "ve": ("have",), "ll": ("will",), "d": ("would", "had")}
    for person, (ending, verbs) in product(people, endings.items()):
        if person != "i" or ending not in ("s", "re"):
            found[person + ending] = [(person, verb) for verb in verbs]
    return found


SPELLED_OUT: Final[Mapping[str, Sequence[Words]]] = _spelled_out()

_SHORT: Final[Mapping[Words, Sequence[str]]] = {
    spelled: [short for short, meant in SPELLED_OUT.items() if spelled in meant]
    for several in SPELLED_OUT.values()
    for spelled in several
}

_OTHER_WORDS: Final = frozenset(["were", "well", "hell", "shell", "ill", "id", "hed", "shed", "wed", "whore"])
"""Words of their own: contractions only if they were typed with an apostrophe."""

_ENDINGS: Final = frozenset(["t", "s", "m", "d", "re", "ve", "ll"])
_BEGINNINGS: Final = frozenset(["c", "d", "j", "l", "m", "n", "s", "t", "qu"])
"""What is left of a word before or after an apostrophe that was typed as a space."""

_MOST_WAYS = 8


def spelled_out(words: Sequence[tuple[str, bool]]) -> list[str]:
    """The words with contractions spelled out. With each word: whether it was typed with an apostrophe."""
    out: list[str] = []
    rest = list(words)
    while rest:
        word, apostrophe = rest.pop(0)
        if rest and rest[0][0] in _ENDINGS and word + rest[0][0] in SPELLED_OUT:
            word, apostrophe = word + rest.pop(0)[0], True
        meant = SPELLED_OUT.get(word)
        out += meant[0] if meant and (apostrophe or word not in _OTHER_WORDS) else (word,)
    return out


def short_forms(words: Sequence[str]) -> dict[str, Words]:
    """The words that a quote may have in place of two neighbours among these, and those two."""
    found: dict[str, Words] = {}
    for pair in pairwise(words):
        for short in _SHORT.get(pair, ()):
            found[short] = pair
        if pair[1] in _ENDINGS or pair[0] in _BEGINNINGS:
            found.setdefault("".join(pair), pair)
    return found


def ways_to_write(words: Sequence[str], short: Mapping[str, Words]) -> list[list[str]]:
    """The words with and without each of their short forms.

    Of many ways only a few: the last, with every short form, is always among them.
    """
    ways: list[list[str]] = [[]]
    before: list[list[str]] = []
    for number, word in enumerate(words):
        pair = tuple(words[number - 1 : number + 1])
        joined = [[*way, one] for one, meant in short.items() if meant == pair for way in before]
        before, ways = ways, [[*way, word] for way in ways] + joined
        ways = [*ways[: _MOST_WAYS - 1], *ways[_MOST_WAYS - 1 :][-1:]]
    return ways

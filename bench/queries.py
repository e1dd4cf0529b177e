"""Queries derived from quotes, of the kinds that people type."""

import random
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.folding import words_of

_LONG = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and the number of the quote it was derived from; None if from none."""

    typed: str
    line: int | None


def timed(lines: Sequence[str], chance: random.Random, count: int) -> dict[str, list[Asked]]:
    """Generate this many queries of each kind, to be timed."""
    makers: dict[str, Callable[[list[str]], str]] = {
        "phrase": lambda words: f'"{" ".join(_stretch(words, chance, 3))}"',
        "words": lambda words: " ".join(chance.sample(words, min(len(words), chance.randint(3, 4)))),
        "beginning": lambda words: _begun(_stretch(words, chance, 3)),
        "typo": lambda words: " ".join(mistyped(_stretch(words, chance, chance.randint(3, 6)), chance)),
    }
    kinds = {
        kind: [Asked(make(words), number) for number, words in _chosen(lines, chance, count)]
        for kind, make in makers.items()
    }
    frequent = Counter(word for line in lines[:5000] for word in words_of(line)).most_common(20)
    kinds["nothing found"] = [Asked(_made_up(chance), None) for _ in range(count)]
    kinds["one very common word"] = [Asked(chance.choice(frequent)[0], None) for _ in range(count)]
    return kinds


def _chosen(lines: Sequence[str], chance: random.Random, count: int) -> list[tuple[int, list[str]]]:
    """Unique quotes of four to twenty words, one of them long."""
    often = Counter(lines)
    chosen: list[tuple[int, list[str]]] = []
    while len(chosen) < count:
        number = chance.randrange(len(lines))
        words = words_of(lines[number])
        if often[lines[number]] == 1 and 4 <= len(words) <= 20 and max(map(len, words)) >= _LONG:
            chosen.append((number, words))
    return chosen


def _stretch(words: list[str], chance: random.Random, length: int) -> list[str]:
    start = chance.randint(0, max(0, len(words) - length))
    return words[start : start + length]


def _begun(words: list[str]) -> str:
    last = words[-1]
    return " ".join([*words[:-1], last[: max(2, len(last) * 2 // 3)]])


def mistyped(words: Sequence[str], chance: random.Random) -> list[str]:
    """The words with one typo, in a long word if possible: a letter swapped, missing, doubled or wrong."""
    long = [place for place, word in enumerate(words) if len(word) >= _LONG]
    place = chance.choice(long or range(len(words)))
    word = words[place]
    letter = chance.randrange(max(1, len(word) - 1))
    before, at, after = word[:letter], word[letter], word[letter + 1 :]
    typed = chance.choice(
        [
            before + after[:1] + at + after[1:],
            before + after or at,
            before + at + at + after,
            before + chance.choice(string.ascii_lowercase) + after,
        ]
    )
    return [*words[:place], typed, *words[place + 1 :]]


def _made_up(chance: random.Random) -> str:
    """Three words that no quote has anything similar to."""
    return " ".join("".join(chance.choices("qxzjvk", k=8)) for _ in range(3))

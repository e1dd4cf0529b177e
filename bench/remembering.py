"""Queries by people who remember a line nearly, by how they err."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.language import Lines
from bench.queries import mistyped
from bot.domain.contractions import SPELLED_OUT
from bot.domain.folding import fold, words_of

_LONG = 5
_SYNONYMS = {
    "big": "large",
    "talk": "speak",
    "happy": "glad",
    "house": "home",
    "start": "begin",
    "told": "said",
    "maybe": "perhaps",
    "guys": "people",
    "leave": "go",
    "awful": "terrible",
    "okay": "fine",
    "everyone": "everybody",
    "wrong": "mistaken",
    "help": "aid",
    "kind": "sort",
    "believe": "think",
}
_APOSTROPHE = re.compile("(?<=\\w)['’](?=\\w)")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is typed, and the folded words of the line that was meant."""

    typed: str
    meant: str

    def is_in(self, line: str) -> bool:
        """Whether a line has the words that were meant, in one run."""
        return f" {self.meant} " in f" {' '.join(words_of(line))} "


Run = list[str]
Slip = Callable[[Run, random.Random, Sequence[str]], Run | None]
"""Changes a run of words; None if it can't. The words are others that it may take."""


def remembered(lines: Lines, chance: random.Random, count: int) -> dict[str, list[Remembered]]:
    """So many queries of each kind."""
    others = [word for line in lines[:4000] for word in words_of(line) if len(word) >= _LONG - 1]
    return {
        kind: [*_made(lines, chance, count, lambda run, slip=slip: slip(run, chance, others))]
        for kind, slip in _SLIPS.items()
    }


def _made(
    lines: Lines, chance: random.Random, count: int, slip: Callable[[Run], Run | None]
) -> Iterator[Remembered]:
    made = 0
    while made < count:
        run = _run(chance.choice(lines).rstrip(".?!…").split(), chance)
        typed = slip(run) if len(run) > _LONG - 2 else None
        if typed is not None:
            made += 1
            yield Remembered(fold(" ".join(typed)), fold(" ".join(run)))


def _run(words: Run, chance: random.Random) -> Run:
    size = chance.randint(4, 7)
    start = chance.randint(0, max(0, len(words) - size))
    return words[start : start + size]


def _as_it_is(run: Run, _: random.Random, __: Sequence[str]) -> Run:
    return run


def _long(run: Run, letters: int = _LONG) -> list[int]:
    return [place for place, word in enumerate(run) if len(words_of(word)[0]) >= letters]


def _with(run: Run, place: int, *words: str) -> Run:
    return [*run[:place], *words, *run[place + 1 :]]


def _one_typo(run: Run, chance: random.Random, _: Sequence[str]) -> Run | None:
    return mistyped(run, chance) if _long(run) else None


def _two_typos(run: Run, chance: random.Random, _: Sequence[str]) -> Run | None:
    places = _long(run, _LONG + 1)
    if not places:
        return None
    place = chance.choice(places)
    return _with(run, place, *mistyped(mistyped([run[place]], chance), chance))


def _another_word(run: Run, chance: random.Random, others: Sequence[str]) -> Run:
    return _with(run, chance.randrange(len(run)), chance.choice(others))


def _another_long_word(run: Run, chance: random.Random, others: Sequence[str]) -> Run | None:
    places = _long(run)
    return _with(run, chance.choice(places), chance.choice(others)) if places else None


def _synonym(run: Run, chance: random.Random, _: Sequence[str]) -> Run | None:
    places = [place for place, word in enumerate(run) if word in _SYNONYMS]
    if not places:
        return None
    place = chance.choice(places)
    return _with(run, place, _SYNONYMS[run[place]])


def _contracted(run: Run) -> list[int]:
    return [place for place, word in enumerate(run) if _APOSTROPHE.search(word) and fold(word) in SPELLED_OUT]


def _spelled_out(run: Run, chance: random.Random, _: Sequence[str]) -> Run | None:
    places = _contracted(run)
    if not places:
        return None
    place = chance.choice(places)
    return _with(run, place, *SPELLED_OUT[fold(run[place])][0])


def _with_space(run: Run, chance: random.Random, _: Sequence[str]) -> Run | None:
    places = _contracted(run)
    if not places:
        return None
    place = chance.choice(places)
    return _with(run, place, _APOSTROPHE.sub(" ", run[place]))


def _one_missing(run: Run, chance: random.Random, _: Sequence[str]) -> Run:
    return _with(run, chance.randrange(1, len(run) - 1))


def _shuffled(run: Run, chance: random.Random, _: Sequence[str]) -> Run | None:
    shuffled = chance.sample(run, len(run))
    return None if shuffled == run else shuffled


_SLIPS: dict[str, Slip] = {
    "a run of words": _as_it_is,
    "one typo": _one_typo,
    "two typos in one word": _two_typos,
    "one word wrong": _another_word,
    "one long word wrong": _another_long_word,
    "one synonym": _synonym,
    "contraction spelled out": _spelled_out,
    "apostrophe as a space": _with_space,
    "a word missing in the middle": _one_missing,
    "words out of order": _shuffled,
}

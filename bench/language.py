"""A language made up for measuring, as spoken as a show's: the little words of English, and invented ones.

What makes speech hard to search is in it: contractions, turns of phrase that recur in thousands of lines,
lines that differ by one word, and names. Words of either kind have Zipf's frequencies (after Mandelbrot:
1 / (rank + 8)).
"""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TypeVar

Lines = Sequence[str]
_Said = TypeVar("_Said")

_LITTLE = [
    "you",
    "I",
    "the",
    "to",
    "a",
    "it",
    "and",
    "of",
    "that",
    "is",
    "in",
    "what",
    "me",
    "this",
    "for",
    "on",
    "my",
    "have",
    "do",
    "know",
    "be",
    "we",
    "not",
    "your",
    "was",
    "he",
    "no",
    "are",
    "so",
    "just",
    "with",
    "but",
    "like",
    "all",
    "go",
    "get",
    "don't",
    "I'm",
    "it's",
    "that's",
    "here",
    "there",
    "out",
    "up",
    "about",
    "can",
    "they",
    "got",
    "at",
    "right",
    "want",
    "her",
    "she",
    "one",
    "think",
    "if",
    "how",
    "now",
    "well",
    "did",
    "him",
    "see",
    "good",
    "as",
    "they're",
    "come",
    "you're",
    "an",
    "tell",
    "time",
    "from",
    "look",
    "when",
    "who",
    "gonna",
    "will",
    "let",
    "yeah",
    "us",
    "would",
    "really",
    "back",
    "been",
    "could",
    "were",
    "never",
    "why",
    "some",
    "need",
    "take",
    "by",
    "where",
    "something",
    "has",
    "maybe",
    "say",
    "too",
    "or",
    "make",
    "I'll",
    "didn't",
    "had",
    "can't",
    "over",
    "his",
    "then",
    "okay",
    "love",
    "I've",
    "much",
    "our",
    "more",
    "any",
    "two",
    "these",
    "very",
    "he's",
    "off",
    "even",
    "mean",
    "what's",
    "them",
    "man",
    "down",
    "people",
    "only",
    "way",
    "said",
    "give",
    "little",
    "before",
    "sure",
    "because",
    "big",
    "let's",
    "help",
    "doesn't",
    "leave",
    "talk",
    "happy",
    "thing",
    "into",
    "call",
    "still",
    "again",
    "wrong",
    "should",
    "start",
    "told",
    "than",
    "won't",
    "night",
    "must",
    "house",
    "isn't",
    "friend",
    "keep",
    "after",
    "always",
    "thank",
    "find",
    "put",
    "guys",
    "wait",
    "she's",
    "wouldn't",
    "everyone",
    "home",
    "ever",
    "work",
    "done",
    "place",
    "we're",
    "oh",
    "first",
    "last",
    "you've",
    "better",
    "I'd",
    "kind",
    "does",
    "hey",
    "around",
    "through",
    "aren't",
    "day",
    "nothing",
    "there's",
    "feel",
    "wasn't",
    "am",
    "went",
    "care",
    "awful",
    "believe",
    "another",
    "remember",
]
"""Spoken English: the most frequent first."""

_SHARE = 0.7
"""How many of the words are little ones."""

_WORDS_A_SHOW = 12_000
_NAMES = 40
_TURNS = 3_000
_NEAR_DUPLICATES = 0.08
_SYLLABLES = [
    onset + nucleus + coda
    for onset in ("", "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "w", "st", "tr", "ch")
    for nucleus in ("a", "e", "i", "o", "u", "ea", "ou")
    for coda in ("", "", "", "n", "r", "s", "t", "ng", "ll", "m")
]


def dialogue(chance: random.Random, shows: int, lines: int) -> Iterator[Lines]:
    """The lines of each show. Shows share half of their words."""
    taken = {word.lower() for word in _LITTLE}
    common = _vocabulary(chance, _WORDS_A_SHOW, taken)
    for _ in range(shows):
        own = _vocabulary(chance, _WORDS_A_SHOW // 2, taken)
        words = own + chance.sample(common, _WORDS_A_SHOW - len(own))
        chance.shuffle(words)
        yield _Talk(chance, words).lines(lines)


def _vocabulary(chance: random.Random, count: int, taken: set[str]) -> list[str]:
    """New words of one to four syllables."""
    words: list[str] = []
    while len(words) < count:
        syllables = chance.choices((1, 2, 3, 4), (1, 5, 4, 1))[0]
        word = "".join(chance.choices(_SYLLABLES, k=syllables))
        if word not in taken and 3 <= len(word) <= 14:
            taken.add(word)
            words.append(word)
    return words


class _Talk:
    """How the people of a show talk."""

    def __init__(self, chance: random.Random, invented: Sequence[str]) -> None:
        self._chance = chance
        self._names = [word.capitalize() for word in invented[:_NAMES]]
        self._invented = invented[_NAMES:]
        self._weights = {words: _zipf(words) for words in (len(_LITTLE), len(self._invented), _TURNS)}
        self._turns = [self._some(chance.choices((2, 3, 4), (5, 4, 2))[0]) for _ in range(_TURNS)]

    def lines(self, count: int) -> Lines:
        """So many lines; some differ from an earlier one by a word."""
        said: list[list[str]] = []
        while len(said) < count:
            again = len(said) > count // 100 and self._chance.random() < _NEAR_DUPLICATES
            said.append(self._changed(self._chance.choice(said)) if again else self._line())
        return [_written(words, self._chance) for words in said]

    def _line(self) -> list[str]:
        """Seven words as a rule, seldom more than twenty: turns of phrase, single words and names."""
        length = max(1, min(40, round(self._chance.lognormvariate(2.0, 0.6))))
        words: list[str] = []
        while len(words) < length:
            kind = self._chance.random()
            if kind < 0.35:
                words += self._one_of(self._turns)
            elif kind < 0.38:
                words.append(self._chance.choice(self._names))
            else:
                words += self._some(1)
        return words[:length]

    def _changed(self, words: Sequence[str]) -> list[str]:
        """The words with one of them missing, added or another."""
        at = self._chance.randrange(len(words))
        kept = self._chance.randrange(2)
        new = self._some(self._chance.randrange(2))
        return [*words[:at], *new, *words[at + 1 - kept :]] or self._some(1)

    def _some(self, count: int) -> list[str]:
        kinds = self._chance.choices((_LITTLE, self._invented), (_SHARE, 1 - _SHARE), k=count)
        return [self._one_of(kind) for kind in kinds]

    def _one_of(self, most_frequent_first: Sequence[_Said]) -> _Said:
        return self._chance.choices(most_frequent_first, cum_weights=self._weights[len(most_frequent_first)])[
            0
        ]


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 8) for rank in range(count)))


def _written(words: Sequence[str], chance: random.Random) -> str:
    """The words as a line is written, with an apostrophe of either kind."""
    text = " ".join(words)
    if chance.random() < 0.5:
        text = text.replace("'", "’")
    return text[:1].upper() + text[1:] + chance.choices(".?!…", (6, 3, 1, 1))[0]

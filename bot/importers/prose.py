"""Who a sentence of a recap is about: names, subjects, and whom `he` and `she` mean.

English only, and by rule of thumb: what comes out is a guess, and whoever uses it says so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.importers.english import AMID, GENDERED, MEN, PRONOUNS, TITLES, WOMEN
from bot.importers.sentences import Sentence, Subject, as_words, find_names, find_subjects, split_sentences

QUOTED: Final = re.compile(r"[“„\"]([^“”„\"]+)[”\"]")
"""What stands between quotation marks, curly or straight."""

_TOKEN = re.compile(r"(?:Mr|Mrs|Ms|Dr|St|Jr)\.|\0\d+|[^\W_](?:[\w'-]*\w)?|[.!?…]+|[,;:—–&]")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_LOOK_BACK: Final = 4


class Prose:
    """Paragraphs taken apart.

    `quotes` are the quoted passages, without their marks, in order; `homes` are the paragraphs' indexes.
    """

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self.quotes: list[str] = []
        self.homes: list[int] = []
        split = [
            sentence
            for home, text in enumerate(paragraphs)
            for sentence in split_sentences(_TOKEN.findall(self._masked(text, home)), self.quotes)
        ]
        names = find_names(split)
        self.sentences = [Sentence(list(as_words(tokens, names))) for tokens in split]
        for sentence in self.sentences:
            sentence.subjects = list(find_subjects(sentence))
        self._genders = _genders(self.sentences)
        self._things = _things(self.sentences)
        for index, sentence in enumerate(self.sentences):
            known = (self.name_of(subject, index) for subject in sentence.subjects if subject.main)
            sentence.about = [name for name in known if name]

    def _masked(self, text: str, home: int) -> str:
        def mask(found: re.Match[str]) -> str:
            self.quotes.append(found[1].strip())
            self.homes.append(home)
            return f" \0{len(self.quotes) - 1} "

        return _ASIDE.sub("", QUOTED.sub(mask, text.replace("\0", "")).replace("’", "'"))

    def name_of(self, subject: Subject, at: int, others: Sequence[str] = ()) -> str | None:
        """Who a subject of the sentence at this index is; a pronoun is guessed, and none of `others`."""
        if subject.pronoun is None:
            return subject.name
        gender = PRONOUNS.get(subject.pronoun)
        if gender is None:
            return None
        for group in self._candidates(subject, at):
            fitting = [name for name in group if name not in others and self._can_be(name, gender)]
            if fitting:
                return next((name for name in fitting if name in self._genders), fitting[0])
        return None

    def _candidates(self, subject: Subject, at: int) -> Iterator[list[str]]:
        """Whom a pronoun may mean, the likeliest first: whom it was about comes before who was mentioned."""
        here = self.sentences[at]
        mains = [each.name for each in here.subjects if each.name and each.main and each.at < subject.at]
        yield [*mains, *here.mentions(subject.at)]
        before = self.sentences[max(0, at - _LOOK_BACK) : at][::-1]
        yield from (sentence.about for sentence in before)
        yield from (sentence.mentions() for sentence in before)

    def _can_be(self, name: str, gender: str) -> bool:
        return name not in self._things and self._genders.get(name, gender) == gender


def _genders(sentences: list[Sentence]) -> dict[str, str]:
    """`m` or `f` for the names that are used with `he` or `she`, or have one where they are given."""
    votes: dict[str, Counter[str]] = {}
    for sentence, following in pairwise([*sentences, Sentence([])]):
        for name, gender, weight in _votes(sentence, following):
            votes.setdefault(name, Counter())[gender] += weight
    return {
        name: "m" if count["m"] > count["f"] else "f"
        for name, count in votes.items()
        if count["m"] != count["f"]
    }


def _votes(sentence: Sentence, following: Sentence) -> Iterator[tuple[str, str, int]]:
    names = {name: _given(name) for name in sentence.mentions()}
    for name, (gender, weight) in names.items():
        if gender:
            yield name, gender, weight
    leading = next((subject for subject in sentence.subjects if subject.main), None)
    if leading is None or leading.name is None:
        return
    # "Karen is surprised. She plays it": the next sentence is about the same one, if it can be no other.
    next_leading = next((subject for subject in following.subjects if subject.main), None)
    if next_leading and (gender := PRONOUNS.get(next_leading.pronoun or "")):
        others = {other for name, (other, _) in names.items() if name != leading.name}
        if not others & {gender, ""}:
            yield leading.name, gender, 1 if others else 2
    # "Derek is informed by his agent", but not "Derek tells her": somebody else is told.
    pronouns = [word.low for word in sentence.words[leading.end :] if word.low in GENDERED]
    if len(names) == 1 and pronouns and pronouns[0] not in {"him", "her"}:
        yield leading.name, GENDERED[pronouns[0]], 1


def _given(name: str) -> tuple[str, int]:
    """What a name alone says, and how much it weighs against how it is used."""
    given = name.lower().split()[0]
    if given in TITLES:
        return TITLES[given], 20
    if given in WOMEN or given in MEN:
        return "f" if given in WOMEN else "m", 4
    return ("f", 1) if given.endswith("a") else ("", 0)


def _things(sentences: list[Sentence]) -> set[str]:
    """Names that stand where things and places do, and never speak: `in Bombshell`, `on Broadway`."""
    count: Counter[str] = Counter()
    amid: Counter[str] = Counter()
    speakers: set[str] = set()
    for sentence in sentences:
        for at, word in enumerate(sentence.words):
            if word.name:
                count[word.name] += 1
                amid[word.name] += sentence.low(at - 1) in AMID
        speakers |= {
            subject.name for subject in sentence.subjects if subject.name and sentence.speaks(subject.end)
        }
    return {name for name in amid if amid[name] * 2 >= count[name] and name not in speakers}

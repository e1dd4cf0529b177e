"""Who a sentence of a recap is about: names, subjects, and whom `he` and `she` mean.

English only, and by rule of thumb: what comes out is a guess, and whoever uses it says so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.importers.english import (
    ADVERBS,
    AMID,
    CALENDAR,
    COORDINATE,
    DETERMINERS,
    FUNCTION,
    GENDERED,
    MEN,
    OPENERS,
    PRONOUNS,
    SPEECH,
    SUBORDINATE,
    TITLES,
    WOMEN,
)

QUOTED: Final = re.compile(r"[“„\"]([^“”„\"]+)[”\"]")
"""What stands between quotation marks, curly or straight."""

_TOKEN = re.compile(r"(?:Mr|Mrs|Ms|Dr|St|Jr)\.|\0\d+|[^\W_](?:[\w'-]*\w)?|[.!?…]+|[,;:—–&]")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_STOP = re.compile(r"[.!?…]+")
_LOOK_BACK: Final = 4
_CLAUSE: Final = 16
_LONGEST_SENTENCE: Final = 150


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a name of several, a mark, or (`quote`) the number of a quoted passage that stands there."""

    text: str
    name: str | None = None
    owns: bool = False
    quote: int | None = None

    @property
    def low(self) -> str:
        """In lower case, as the vocabulary has it."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a clause is about: a name, a pronoun, or (both None) somebody without a name, like `the guy`.

    `main`: the clause is not one that begins with `that`, `while`, … `at` and `end` count words.
    """

    at: int
    end: int
    main: bool
    name: str | None = None
    pronoun: str | None = None


@dataclass(slots=True)
class Sentence:
    """A sentence's words and subjects, and who its main subjects are, once that is known."""

    words: list[Word]
    subjects: list[Subject] = field(default_factory=list[Subject])
    about: list[str] = field(default_factory=list[str])

    def low(self, at: int) -> str:
        """A word in lower case; empty outside the sentence."""
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def mentions(self, before: int | None = None) -> list[str]:
        """The names in it, the last first."""
        return [word.name for word in reversed(self.words[:before]) if word.name]

    def speaks(self, at: int) -> bool:
        """Whether a word is a verb of speech here: `comments`, but not `her comments`."""
        return self.low(at) in SPEECH and self.low(at - 1) not in DETERMINERS


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
            for sentence in _sentences(_TOKEN.findall(self._masked(text, home)), self.quotes)
        ]
        names = _names(split)
        self.sentences = [Sentence(list(_words(tokens, names))) for tokens in split]
        for sentence in self.sentences:
            sentence.subjects = list(_subjects(sentence))
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


def _sentences(tokens: list[str], quotes: list[str]) -> Iterator[list[str]]:
    sentence: list[str] = []
    for index, token in enumerate(tokens):
        sentence.append(token)
        after = tokens[index + 1 : index + _CLAUSE]
        if _STOP.fullmatch(token):
            ends = not after or not after[0][0].islower()
        elif token.startswith("\0") and after:
            quote = quotes[int(token[1:])]
            said_before = quote.endswith(".") and any(word.lower() in SPEECH for word in sentence)
            ends = quote.endswith((".", "!", "?", "…")) and (said_before or not _goes_on(after))
        else:
            ends = False
        if ends or len(sentence) >= _LONGEST_SENTENCE:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _goes_on(after: list[str]) -> bool:
    """Whether what follows a quoted sentence says who spoke it, and not who speaks next."""
    stop = next((index for index, token in enumerate(after) if _STOP.fullmatch(token)), len(after))
    clause = [token.lower() for token in after[:stop]]
    if not clause or not after[0][0].isupper():
        return bool(clause) and not clause[0].startswith("\0")
    next_quote = next((index for index, token in enumerate(clause) if token.startswith("\0")), None)
    if next_quote is not None and SPEECH & {*clause[max(0, next_quote - 3) : next_quote]}:
        return False
    return bool(SPEECH & {*clause[1:5]})


def _names(split: list[list[str]]) -> set[str]:
    """The words that are names: written with a capital where only a name is, and never without one."""
    inside: Counter[str] = Counter()
    first: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for tokens in split:
        opening = True
        for token in tokens:
            word = token.removesuffix("'s").removesuffix("'")
            if word[0].isupper():
                (first if opening else inside)[word] += 1
            elif word[0].islower():
                small[word] += 1
            opening = token.startswith("\0") or (opening and not token[0].isalnum())
    named = {word for word, count in inside.items() if count > small[word.lower()]}
    named |= {word for word in first if not small[word.lower()] and not word.endswith(("ing", "ly"))}
    return {word for word in named if word.lower() not in OPENERS | CALENDAR}


def _words(tokens: list[str], names: set[str]) -> Iterator[Word]:
    """The tokens as words; names that follow each other are one."""
    run: list[str] = []
    for token in [*tokens, ""]:
        bare = token.removesuffix("'s").removesuffix("'")
        titled = token.lower() in TITLES
        if bare in names or titled:
            run.append(bare)
            if bare == token:
                continue
        if run:
            yield Word(" ".join(run), " ".join(run), owns=bare != token and bare in names)
        if token and (not run or bare not in names):
            yield Word(token, quote=int(token[1:]) if token.startswith("\0") else None)
        run = []


def _subjects(sentence: Sentence) -> Iterator[Subject]:
    """Everyone that a clause of the sentence may be about, in order."""
    words = sentence.words
    at = 0
    while at < len(words):
        clause = _clause_before(sentence, at)
        found = _subject(sentence, at, main=clause != "sub") if clause else None
        if found is not None and (clause == "start" or _verb_follows(sentence, found.end)):
            yield found
            at = found.end
        else:
            at += 1


def _clause_before(sentence: Sentence, at: int) -> str:
    """What stands before a word: the `start` of the sentence, a `main` or a `sub` clause's; "" if none."""
    before = at - 1
    while before > at - 4 and (sentence.low(before) in ADVERBS or sentence.low(before).endswith("ly")):
        before -= 1
    if before < 0 or sentence.words[before].quote is not None:
        return "start"
    if sentence.low(before) in SUBORDINATE:
        return "sub"
    return "main" if sentence.low(before) in COORDINATE else ""


def _subject(sentence: Sentence, at: int, *, main: bool) -> Subject | None:
    words = sentence.words
    word = words[at]
    if word.name and not word.owns:
        end, name = at + 1, word.name
        while sentence.low(end) in {"and", "&"} and end + 1 < len(sentence.words):
            other = sentence.words[end + 1]
            if not other.name or other.owns or not _verb_follows(sentence, end + 2):
                break
            end, name = end + 2, f"{name} and {other.name}"
        return Subject(at, end, main, name=name)
    if word.low in {"he", "she", "they", "it", "we", "i", "you", "everyone", "someone"}:
        return Subject(at, at + 1, main, pronoun=word.low)
    if word.owns or word.low in DETERMINERS:
        end = at + 1
        while (
            sentence.low(end).isalpha() and sentence.low(end) not in FUNCTION | SPEECH and not words[end].name
        ):
            end += 1
        if end < len(words) and (name := words[end].name) and not words[end].owns:
            return Subject(at, end + 1, main, name=name)  # his friend Kyle
        return Subject(at, end, main) if end > at + 1 and sentence.low(end) != "," else None
    return None


def _verb_follows(sentence: Sentence, at: int) -> bool:
    while sentence.low(at) in ADVERBS or (sentence.low(at).endswith("ly") and sentence.low(at) != "reply"):
        at += 1
    word = sentence.low(at)
    return word[:1].isalpha() and word not in FUNCTION and sentence.words[at].name is None


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

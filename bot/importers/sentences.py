"""Sentences of English prose, their words, and who their clauses are about. By rule of thumb."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.importers.english import (
    ADVERBS,
    CALENDAR,
    COORDINATE,
    DETERMINERS,
    FUNCTION,
    OPENERS,
    SPEECH,
    SUBORDINATE,
    TITLES,
)

_STOP = re.compile(r"[.!?…]+")
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


def split_sentences(tokens: list[str], quotes: list[str]) -> Iterator[list[str]]:
    r"""The tokens sentence by sentence. `\0` and a number is a token too: `quotes` are what stands there."""
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


def find_names(split: list[list[str]]) -> set[str]:
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


def as_words(tokens: list[str], names: set[str]) -> Iterator[Word]:
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


def find_subjects(sentence: Sentence) -> Iterator[Subject]:
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

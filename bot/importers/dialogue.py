"""Lines of dialogue in the prose of a recap, and who says them.

A quoted passage is a line if somebody speaks in its sentence (`“Don’t give up” he says`), or if it is long or
ends like a sentence; titles (`sings “Happy Birthday”`), nicknames and written words are none.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from bot.domain.drafts import QuoteDraft
from bot.importers.english import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    FUNCTION,
    PERFORMING,
    SMALL,
    SPEECH,
    SUBORDINATE,
    TITLE_CUES,
    WRITTEN,
)
from bot.importers.prose import Prose
from bot.importers.sentences import Sentence, Subject

_WORD = re.compile(r"[^\W_][\w'’-]*")
_A_SENTENCE: Final = 4
"""Quoted words of this many, or with a full stop, may be a line even if no verb says that anybody speaks."""

_CUE_REACH: Final = 3


@dataclass(frozen=True, slots=True)
class _Attribution:
    """The verb that says that a passage is spoken, and its subject. `direct`: right beside the passage."""

    verb: int
    subject: Subject | None
    direct: bool


def find_lines(paragraphs: Iterable[str], titles: Collection[str] = ()) -> tuple[tuple[QuoteDraft, int], ...]:
    """The lines in these paragraphs, each once of a speaker, with the index of its paragraph.

    `titles` are those of songs: where one is quoted, it is no line. A speaker that is not named right beside
    the verb is `guessed`.
    """
    prose = Prose(paragraphs)
    known = {folded(title) for title in titles}
    found: dict[tuple[str, str | None], tuple[QuoteDraft, int]] = {}
    for index, sentence in enumerate(prose.sentences):
        for at, word in enumerate(sentence.words):
            if word.quote is None or folded(prose.quotes[word.quote]) in known:
                continue
            line = _line(prose, index, at, prose.quotes[word.quote].rstrip(",; "))
            if line is not None:
                found.setdefault((folded(line.text), line.speaker), (line, prose.homes[word.quote]))
    return tuple(found.values())


def _line(prose: Prose, index: int, at: int, text: str) -> QuoteDraft | None:
    sentence = prose.sentences[index]
    attribution = _attribution(sentence, at)
    if not _is_line(sentence, at, text, attribution):
        return None
    if attribution is not None:
        subject = attribution.subject
        others = [word.name for word in sentence.words[attribution.verb :] if word.name]
        speaker = prose.name_of(subject, index, others) if subject else None
        certain = subject is not None and subject.name is not None and attribution.direct
        return QuoteDraft(text, speaker, guessed=speaker is not None and not certain)
    speaker = _around(prose, index, at)
    return QuoteDraft(text, speaker, guessed=speaker is not None)


def _around(prose: Prose, index: int, at: int) -> str | None:
    """Whom the sentence is about up to the passage, else whom the one before it is."""
    sentence = prose.sentences[index]
    mains = [subject for subject in sentence.subjects if subject.main and subject.at < at]
    if mains:
        return prose.name_of(mains[0], index)
    if any(word.quote is None and word.text[0].isalnum() for word in sentence.words[:at]) or not index:
        return None
    before = prose.sentences[index - 1]
    return _asked(before) or next(reversed(before.about), None)


def _asked(sentence: Sentence) -> str | None:
    """Who is asked something in a sentence that ends with it: an answer follows."""
    mains = [subject for subject in sentence.subjects if subject.main]
    if not mains:
        return None
    verb = _past_helpers(sentence, mains[-1].end)
    asked = sentence.words[verb + 1] if verb + 1 < len(sentence.words) else None
    question = sentence.low(verb) in {"ask", "asks", "asked"} and sentence.low(verb + 2) in SUBORDINATE
    return asked.name if asked and question else None


def _is_line(sentence: Sentence, at: int, text: str, attribution: _Attribution | None) -> bool:
    words = _WORD.findall(text)
    if not words or is_title(text) or _names_a_thing(sentence, at, attribution):
        return False
    if attribution is None:
        return len(words) >= _A_SENTENCE or (len(words) > 1 and text.endswith((".", "!", "?", "…")))
    return attribution.direct or len(words) > 1


def is_title(text: str) -> bool:
    """Whether several words are written as in a title: `They Just Keep Moving the Line`."""
    words = _WORD.findall(text)
    return len(words) > 1 and all(word[0].isupper() or word in SMALL or word[0].isdigit() for word in words)


def _names_a_thing(sentence: Sentence, at: int, attribution: _Attribution | None) -> bool:
    """Whether the words before say that a title, a nickname or something written is quoted."""
    subject = attribution.subject if attribution else None
    if subject and {sentence.low(word) for word in range(subject.at, subject.end)} & WRITTEN:
        return True
    if attribution and attribution.direct:
        return False
    before = [sentence.low(word) for word in range(max(0, at - _CUE_REACH), at)]
    if not before:
        return False
    spoken_to = before[-1] == "her" and sentence.low(at - 2) in SPEECH | {"to", "at"}
    named = before[-1] in TITLE_CUES or bool(PERFORMING & {*before})
    return named or (before[-1] in DETERMINERS - {"that"} and not spoken_to)


def _attribution(sentence: Sentence, at: int) -> _Attribution | None:
    """The verb of speech beside the passage, before it or after; else the last one that stands before it."""
    before = next((verb for verb in range(at - 1, -1, -1) if sentence.speaks(verb)), None)
    if before is not None and _beside(sentence, before, at):
        return _Attribution(before, _speaker_of(sentence, before), direct=True)
    if after := _after(sentence, at):
        return after
    if before is not None:
        return _Attribution(before, _speaker_of(sentence, before), direct=False)
    return None


def _beside(sentence: Sentence, verb: int, at: int) -> bool:
    """Whether only those who are spoken to stand between the verb and the passage."""
    between = sentence.words[verb + 1 : at]
    return len(between) < 5 and all(
        word.quote is None and (word.name or word.low in FUNCTION | ADVERBS or word.low.endswith("ly"))
        for word in between
    )


def _after(sentence: Sentence, at: int) -> _Attribution | None:
    """`“…” Tom finally tells her`, or `“…”, says Tom`."""
    first = at + 1
    while sentence.low(first) == ",":
        first += 1
    if subject := next((each for each in sentence.subjects if each.at == first), None):
        verb = _past_helpers(sentence, subject.end)
        return _Attribution(verb, subject, direct=True) if sentence.speaks(verb) else None
    verb = _past_helpers(sentence, first)
    if not sentence.speaks(verb):
        return None
    return _Attribution(verb, _named_after(sentence, verb), direct=True)


def _named_after(sentence: Sentence, verb: int) -> Subject | None:
    """The one named in `“…,” says Tom`."""
    before = next((at for at in range(verb - 1, -1, -1) if sentence.low(at) != ","), 0)
    return _named(sentence, verb + 1) if sentence.words[before].quote is not None else None


def _named(sentence: Sentence, at: int) -> Subject | None:
    """The one whose name begins here, or follows `a surprised`."""
    end = at
    while end < at + 3 and (
        sentence.low(end) in {"a", "an", "the"} or (end > at and sentence.low(end) not in FUNCTION)
    ):
        if sentence.words[end].name:
            break
        end += 1
    word = sentence.words[end] if end < len(sentence.words) else None
    return Subject(at, end + 1, main=True, name=word.name) if word and word.name and not word.owns else None


def _past_helpers(sentence: Sentence, at: int) -> int:
    while sentence.low(at) in ADVERBS | AUXILIARIES or (
        sentence.low(at).endswith("ly") and sentence.low(at) not in SPEECH
    ):
        at += 1
    return at


def _speaker_of(sentence: Sentence, verb: int) -> Subject | None:
    """The subject of a verb: the one right before it, else the last that a main clause is about."""
    if sentence.low(verb + 1) == "by" and (agent := _named(sentence, verb + 2)):
        return agent
    before = verb - 1
    while sentence.low(before) in ADVERBS | AUXILIARIES or sentence.low(before).endswith("ly"):
        before -= 1
    if beside := next((each for each in sentence.subjects if each.end - 1 == before), None):
        return beside
    if sentence.low(before) == "who" and (names := sentence.mentions(before)):
        return Subject(before, before + 1, main=False, name=names[0])
    if inverted := _named_after(sentence, verb):
        return inverted
    earlier = [each for each in sentence.subjects if each.at < verb]
    mains = [each for each in earlier if each.main]
    return (mains or earlier or [None])[-1]


def folded(text: str) -> str:
    """The words alone, in lower case: by them a title or a line is the same however it is written."""
    return " ".join(_WORD.findall(text.replace("’", "'").casefold()))

"""Finding quotes in the prose of a recap, and guessing who says them.

English only, by rules of thumb. A name beside the verb (`“Not today” Otto says`) is certain; the person that
the sentence is about is a guess. Otherwise the speaker stays unknown, for a moderator to fill in.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from bot.domain.folding import fold
from bot.domain.shows import Quote
from bot.domain.text import SENTENCE_END

_A_SENTENCE: Final = 4
"""Quoted text with this many words, or a full stop, may be a quote without a verb of saying."""

_REACH: Final = 600
"""Characters before and after a passage that are examined."""

_QUOTED: Final = re.compile(r"[“„\"]([^“”„\"]+)[”\"]")
_WORD: Final = re.compile(r"[^\W_][\w'’-]*")
_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
_ENDS: Final = re.compile(r"[.!?…]$")
_SMALL: Final = re.compile(r"an?|and|as|at|by|for|from|in|into|is|it|my|of|on|or|the|to|with")
NO_NAMES: Final = re.compile(
    r"an?|after|and|as|at|but|every(?:body|one)|for|hello|hence|he|her|here|his|how|i|if|in|its?|later|my|next|no|"
    r"nobody|not|now|of|on|once|one|our|she|so|some(?:body|one)|still|th(?:at|e|en|ere|ey|is)|to|we|what|when|while|"
    r"with|yes|you",
    re.IGNORECASE,
)
"""Capitalised words at the start of a sentence that aren't names."""
_SPEECH: Final = (
    r"(?:sa(?:ys?|id|ying)|t(?:ells?|old|elling)|repl(?:y|ies|ied|ying)|sw(?:ears?|ore)|(?:accus|acknowledg|add|admit|"
    r"advis|agree|announc|answer|apologiz|argu|ask|assur|beg|caution|claim|command|comment|complain|confess|confid|"
    r"continu|declar|demand|encourag|exclaim|explain|gasp|inform|insist|interrupt|jok|lament|lie|mention|mumbl|"
    r"murmur|mutter|not|observ|offer|order|plead|promis|propos|protest|question|quip|reassur|remark|remind|repeat|"
    r"respond|retort|reveal|scold|scream|shout|sigh|snap|stammer|stat|suggest|teas|threaten|urg|vow|warn|whisper|"
    r"wonder|yell)[ptb]?(?:e|s|es|d|ed|ing)?)\b"
)
_ONE: Final = r"(?:(?:Mr|Mrs|Ms|Dr)\. )?[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3}"
_NAME: Final = rf"{_ONE}(?: and {_ONE})?"
_WHO: Final = rf"(?:(?P<name>{_NAME})|[Hh]e|[Ss]he)"
_HELPERS: Final = (
    r"(?: \w+ly| also| then| just| still| again| once| later| too| had| has| is| was| would| can| could)*"
)
_AFTER: Final = (
    re.compile(rf"[ ,]*{_WHO}{_HELPERS},? {_SPEECH}"),
    re.compile(rf"[ ,]*{_SPEECH} (?:(?:an?|the) \w+ )?(?P<name>{_NAME})"),
    re.compile(rf"[ ,]*(?P<name>){_SPEECH} (?:an?|the|his|her) "),
)
_BEFORE: Final = re.compile(
    rf"\b(?P<verb>{_SPEECH})(?: by (?P<agent>{_NAME})|"
    rf"(?: (?:to|at|that|{_NAME}|him|her|them|me|us|everyone|\w+ly))*)[ ,:]*$"
)
_LABEL: Final = re.compile(rf"(?P<name>{_NAME}): *$")
_SUBJECT: Final = re.compile(rf"{_WHO},?{_HELPERS}(?:, who)? $")
_OPENING: Final = re.compile(rf"(?:\w+ friend )?{_WHO}\b(?!'s)")
_WRITTEN: Final = re.compile(
    r"\b(?:banner|blog|book|caption|e-?mail|headline|letter|magazine|message|newspaper|note|paper|poster|review|sign|"
    r"text|title)s?\b"
)
_THING: Final = re.compile(
    r"\b(?:an?|the|his|its|their|this|so-called|(?:call|name|perform|play|entitle|title)(?:s|d|ed|ing)?|s[aiu]ngs?|singing|"
    r"album|ballad|cover|duet|episode|film|movie|musical|number|rendition|show|song|track|tune|version)"
    r"(?: (?:the|an?|her|his|their|of|it))* ?$",
    re.IGNORECASE,
)


def find_quotes(paragraphs: Iterable[str], titles: Collection[str] = ()) -> list[tuple[Quote[str], int]]:
    """The quotes in these paragraphs with the index of their paragraph, without duplicates.

    `titles` are songs: such a title in quotation marks isn't a quote.
    """
    known = {fold(title) for title in titles}
    found: dict[tuple[str, str | None], tuple[Quote[str], int]] = {}
    for home, paragraph in enumerate(paragraphs):
        for quote in _quotes_in(paragraph, known):
            found.setdefault((fold(quote.text), quote.speaker), (quote, home))
    return list(found.values())


def is_title(text: str) -> bool:
    """Whether several words are capitalised like a title: `They Just Keep Moving the Line`."""
    words = _WORD.findall(text)
    return len(words) > 1 and all(
        word[0].isupper() or _SMALL.fullmatch(word) or word[0].isdigit() for word in words
    )


def _quotes_in(paragraph: str, titles: Collection[str]) -> Iterator[Quote[str]]:
    for passage in _QUOTED.finditer(paragraph):
        text = passage[1].strip().rstrip(",; ")
        words = _WORD.findall(text)
        if not words or is_title(text) or fold(text) in titles:
            continue
        start, end = passage.span()
        previous, before = _sentences_before(_prose(paragraph[max(0, start - _REACH) : start]))
        spoken = _beside(before, _prose(paragraph[end : end + _REACH]))
        if spoken is not None:
            speaker, certain = spoken
            speaker = speaker or _alone_in(previous)
            yield Quote(text, speaker, guessed=speaker is not None and not certain)
        elif _is_quote(before, words, text):
            speaker = _opening(before) or (None if before else _alone_in(previous))
            yield Quote(text, speaker, guessed=speaker is not None)


def _prose(text: str) -> str:
    return _ASIDE.sub("", text).replace("’", "'")


def _is_quote(before: str, words: list[str], text: str) -> bool:
    if _THING.search(before) or _WRITTEN.search(before):
        return False
    said = re.search(rf"\b{_SPEECH}", before) is not None
    return len(words) >= _A_SENTENCE or (len(words) > 1 and (said or _ENDS.search(text) is not None))


def _beside(before: str, after: str) -> tuple[str | None, bool] | None:
    """The speaker named right beside a passage, and whether by name; None if nobody is."""
    if (verb := _BEFORE.search(before)) and not _WRITTEN.search(before):
        if verb["agent"]:
            return verb["agent"], True
        subject = _SUBJECT.search(before[: verb.start("verb")])
        if subject is None:
            return _opening(before), _opening(before) is not None
        return _named(subject["name"]), _named(subject["name"]) is not None
    for pattern in _AFTER:
        if found := pattern.match(after):
            return _named(found["name"]), _named(found["name"]) is not None
    label = _LABEL.search(before)
    return None if label is None else (label["name"], False)


def _sentences_before(text: str) -> tuple[str, str]:
    """The sentence before a passage, and the one before that."""
    sentences = SENTENCE_END.split(text)
    return (sentences[-2] if len(sentences) > 1 else "", sentences[-1].lstrip())


def _opening(sentence: str) -> str | None:
    """The name that a sentence begins with: the person it is about."""
    found = _OPENING.match(sentence)
    return _named(found["name"]) if found else None


def _alone_in(sentence: str) -> str | None:
    """The person that `he` or `she` in the next sentence means, if the sentence names only one."""
    name = _opening(sentence)
    rest = re.finditer(_ONE, sentence[len(name) :]) if name else ()
    return None if any(_named(other[0]) for other in rest) else name


def _named(name: str | None) -> str | None:
    return name if name and not NO_NAMES.fullmatch(name.split()[0]) else None

"""The labels of a copied infobox, and the headings of a page, as wikis word them."""

import re
from typing import Final

_LABELS: Final = {
    "aired": r"(?:originally |original |first )?(?:air ?dates?|aired(?: on)?|premiere date|premiered(?: on)?|"
    r"(?:broadcast|released?)(?: on| dates?)?(?=\W*$|.*\d))|date aired",
    "writers": r"(?:written|story|teleplay)(?: and directed)? by|writers?(?:\(s\))?",
    "directors": r"directed by|directors?(?:\(s\))?",
    "songs": r"(?:featured|musical) (?:music|songs?|numbers?|performances?)|songs featured",
    "code": r"prod(?:uction|\.) (?:codes?|numbers?|nos?\.?)",
    "season": r"season(?: number| no\.?)?(?=\W*\w+$)|episode (?:numbers?|nos?\.?)(?= (?:season|series) \w+$)",
    "number": r"episodes?(?: numbers?| nos?\.?)?(?: episodes?)?(?=\W*[\d.]+(?: ?(?:[-–—&/,]|and) ?\d+)?$)",
    "overall": r"(?:no\. )?overall|(?:series|overall) (?:number|no\.?)|episode overall",
    "guests": r"(?:special )?guest (?:stars?|cast|appearances?|starring)|guests|co-stars?|co-starring",
    "title": r"(?:episode )?(?:title|name)(?=\s*[:=])",
    "else": r"network|channel|run(?:ning )?time|(?:previous|next)(?: episode)?|(?:u\.?s\.? )?viewers|rating|"
    r"image|image gallery|transcript|(?:music|produced|edited|editing|cinematography|based)(?: by| on)",
}
_LABEL = re.compile(
    "(?:"
    + "|".join(rf"(?P<{name}>{pattern})" for name, pattern in _LABELS.items())
    + r")(?:\s*[:=–—-]\s*|\s+|$)",
    re.IGNORECASE,
)
_TOPICS: Final = {
    "brief": r"(?:short |official )?(?:summary|synopsis|overview|premise|logline)",
    "story": r"(?:full |detailed |episode |long )?(?:plot|recap|story(?:line)?|summary)"
    r"(?: (?:summary|synopsis|details))?",
    "guests": r"(?:special )?guest(?:s|(?:ing)? ?(?:stars?|cast|appearances?|starring|characters?))|"
    r"co-?stars?|co-?starring",
    "songs": r"(?:list of |original |cover )?(?:songs?|music|musical numbers)"
    r"(?: performed| featured| list)?(?: in (?:this|the) episode)?",
    "quotes": r"(?:memorable |notable )?(?:quotes?|quotations?|dialogue)",
    "aside": r"(?:(?:main|regular|recurring|starring) )?(?:cast|characters?|crew|credits)|(?:also )?starring|"
    r"main|recurring|trivia|notes?|references?|(?:(?:image|photo) )?gallery|images|photos|videos?|reception|"
    r"ratings|reviews|goofs|production|external links|see also|navigation|soundtrack|continuity|media|"
    r"behind the scenes|cultural references|critical (?:reception|response)|contents|promos?|music credits",
    "navigation": r"(?:episode |season )?chronology|← ?previous.*|.*next ?→|list of .*episodes.*",
    "end": r"categor(?:y|ies)|languages|explore properties|fan feed|follow us|more .* wiki|"
    r"community content .*",
}
_EDIT = re.compile(r"\s*\[?(?:edit(?: source)?|sign in to edit)\]?$", re.IGNORECASE)
_TOPIC = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _TOPICS.items()), re.IGNORECASE)
_MORE_TITLES = re.compile(r"(?:[“\"][^“”\"]+[”\"](?:[ ,;&•/-]|\band\b|\([^()]*\))*)+")
_SENTENCE = re.compile(r"[.!?…][\"”’)\]]*$")


def read_label(line: str) -> tuple[str, str] | None:
    """A label at the beginning of a line, by our name, and its value. `Writers gather there.` has none."""
    found = _LABEL.match(line)
    if found is None:
        return None
    value = line[found.end() :].strip()
    is_sentence = is_one_sentence(line) and len(value.split()) > 5
    return None if is_sentence and not is_all_titles(value) else (found.lastgroup or "", value)


def read_topic(line: str) -> str | None:
    """The topic of a heading, by our name; None if the line is no known heading."""
    found = _TOPIC.fullmatch(_EDIT.sub("", line).rstrip(" :"))
    return found.lastgroup if found else None


def is_one_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_SENTENCE.search(line))


def is_all_titles(text: str) -> bool:
    """Whether a text is a list of titles in quotation marks."""
    return bool(_MORE_TITLES.fullmatch(text))

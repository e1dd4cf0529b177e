"""Parsing one item of a page's list or credits: people, a guest, a song, a quote."""

import re
from typing import Final

from bot.domain.shows import Guest, Performance, Quote
from bot.domain.text import tidy

BULLETS: Final = " •*·-–—#:;"

_GUEST = re.compile(
    r"(?P<name>[^()]+?)\s*(?:\b(?:as|portrays|plays)\s+|\.{2,}|…|\s[-–—]\s|:\s)\s*(?P<character>.+)"
)
_GUEST_ASIDE = re.compile(r"\s*\((?:credit only|guest|uncredited|voice|special guest[^)]*)\)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“](?P<title>[^\"“”]+)[\"”]")
_SUNG = re.compile(r"\b(?:performed|sung) by:?\s*(?P<who>.+)$", re.IGNORECASE)
_AFTER_TITLE = re.compile(
    r"\s+(?:[-–—(]|(?:originally )?(?:performed|sung|written|recorded) by|by\b)|:\s", re.IGNORECASE
)
_CERTAIN = re.compile(
    r"\s+(?:[-–—]\s|\(?(?:performed|sung|(?:originally )?(?:written|recorded)) by\b)", re.IGNORECASE
)
"""What a title can't have in it."""
_BESIDE = re.compile(r"(?:by|[-–—:,])\s+(?P<who>.+)|\((?P<bracketed>[^()]+)\)", re.IGNORECASE)
_PERSON = re.compile(
    r"(?:[A-Z][\w.'’-]*|d[aei]|de la|van|von|the)(?: (?:[A-Z][\w.'’-]*|d[aei]|la|van|von)){0,4}"
)
_BETWEEN_BRACKETS = re.compile(r"\s*[()]")
_BY = re.compile(r"(?:by|:)\s+", re.IGNORECASE)
_AROUND_SONGS: Final = " •*·#:;"
_JOINT = re.compile(r"[ ,;]*\band$|^and$", re.IGNORECASE)
_WITH_ASIDE = re.compile(r"(?P<beside>[^()]+)\((?P<aside>[^()]*)\)")
_REMARK = re.compile(
    r"\b(?:reprise|cover|version|instrumental|live|acoustic|remix|medley|finale|demo|original(?:ly)?|from|album|part|"
    r"written|recorded|unknown|\d+)\b",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"^(?:and|or)\b|\b(?:i|i'm|me|my|mine|myself|you|yours?|yourself|him|his|hers?|us|we|our|them|it|is|are|about|"
    r"song|theme)\b",
    re.IGNORECASE,
)
"""Words of titles, as in `Stand by Me` and `Don't You (Forget About Me)`."""
_SAID = re.compile(r"(?P<speaker>[^:\"“”]{1,60}?)\s*(?:\([^()]*\))?\s*:\s*(?P<text>.+)")
_SAID_AFTER = re.compile(r"[\"“](?P<text>[^\"“”]+)[\"”]\s*(?:[-–—]+|\n)\s*(?P<speaker>[^\"“”:]{1,60})")
_ROLE = r"(?:Written|Directed|Story|Teleplay|Screenplay|Script)"
# "Story by : A & BTeleplay by : C" is two joined lines: the label starts in the middle of a word.
_CREDIT = re.compile(rf"(?:\b(?i:{_ROLE})|{_ROLE})(?: (?:and|&) (?i:{_ROLE}))*\s*(?:(?i:by\b)\s*:?|:)")
_BETWEEN = re.compile(
    r"\s*[,;•·\n|]\s*|\s+(?:/|–|—)\s+|\s*&\s*|\s+(?:and|with)\s+|^(?:and|&)\s", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
_SUFFIX = re.compile(r"(?:jr|sr|ph\.? ?d|ii|iii|iv)\.?", re.IGNORECASE)
_NOBODY: Final = {"", "tba", "tbd", "n/a", "na", "none", "unknown", "various", "-", "–", "—", "?"}


def split_people(text: str) -> tuple[str, ...]:
    """The names in a credit, in order, without duplicates: `A and B, C` gives three.

    Labels (`Story by :`), remarks in brackets (`(teleplay)`) and placeholders (`TBA`) are left out.
    """
    names: list[str] = []
    for part in _BETWEEN.split(_IN_BRACKETS.sub("", _CREDIT.sub("\n", text))):
        name = re.sub(r"^(?:and|by)\s+", "", tidy(part).strip(' :"“”'), flags=re.IGNORECASE)
        if not _SUFFIX.fullmatch(name):
            name = name.strip(".")
        elif names:
            names[-1] = f"{names[-1]}, {name}"
            continue
        if name.lower() not in _NOBODY and name not in names:
            names.append(name)
    return tuple(names)


def read_guest(line: str) -> Guest[str] | None:
    """A guest: `Michael Cristofer as Jerry Rand`, `… Jerry Rand`, or only a name."""
    line = _GUEST_ASIDE.sub("", tidy(line).strip(BULLETS))
    if found := _GUEST.fullmatch(line):
        return Guest(found["name"].strip(BULLETS), found["character"].strip(BULLETS) or None)
    return Guest(line) if line else None


def split_guests(text: str) -> tuple[Guest[str], ...]:
    """The guests in a credit: `Ann Lee as Eve, Bo Ray as himself`, or names alone."""
    listed = re.split(r"[,;\n]| and (?=[A-Z])", text) if " as " in text else split_people(text)
    return tuple(filter(None, map(read_guest, listed)))


def read_song(line: str) -> Performance[str, str] | None:
    """A song: `"Cut, Print… Moving On" - performed by Ivy and Karen`, `Rain (Ann & Bo)`, or only a title.

    What else the line says is the context.
    """
    line = tidy(line).strip(_AROUND_SONGS)
    quoted = _QUOTED.match(line)
    unquoted = None if quoted else _end_of_title(line)
    end = quoted.end() if quoted else unquoted.start() if unquoted else len(line)
    title = (quoted["title"] if quoted else line[:end]).strip(" ,-–—")
    if not title:
        return None
    rest = _JOINT.sub("", line[end:].strip(" ,;&/"))
    beside = _WITH_ASIDE.fullmatch(rest)
    performers = _performers(beside["beside"] if beside else rest)
    context = beside["aside"] if beside and performers else "" if performers else rest.strip(" -–—:()")
    return Performance(title, performers, context or None)


def is_guessed(line: str) -> bool:
    """Whether only the words tell a song's title from its performers: `Rain by Ann`, `Rain (Ann)`."""
    line = tidy(line).strip(_AROUND_SONGS)
    end = None if _QUOTED.match(line) else _end_of_title(line)
    song = read_song(line) if end and not _CERTAIN.match(line, end.start()) else None
    return song is not None and bool(song.performers)


def _end_of_title(line: str) -> re.Match[str] | None:
    """Where what follows a title without quotation marks begins; None if the line is all title."""
    ends = _AFTER_TITLE.finditer(line, 1) if line else ()
    return next((found for found in ends if _ends_title(line, found)), None)


def _ends_title(line: str, found: re.Match[str]) -> bool:
    if _CERTAIN.match(line, found.start()):
        return True
    rest = line[found.start() :].strip()
    beside = _BETWEEN_BRACKETS.split(rest.lstrip("("))[0]
    if _REMARK.search(beside):
        return True
    who = _BY.sub("", beside)
    is_said_twice = line[: found.start()].split()[-1:] == who.split()[:1]  # Day by Day
    said = f"({beside})" if rest.startswith("(") else beside
    return not is_said_twice and not _NO_PERSON.search(who) and bool(_performers(said))


def _performers(rest: str) -> tuple[str, ...]:
    """Who sings a song, from what follows its title; nobody unless it is only names."""
    if sung := _SUNG.search(rest):
        return split_people(sung["who"].rstrip(")"))
    beside = _BESIDE.fullmatch(rest.strip())
    if beside is None or _REMARK.search(rest) or _NO_PERSON.search(beside["who"] or beside["bracketed"]):
        return ()
    people = split_people(beside["who"] or beside["bracketed"])
    return people if all(map(_PERSON.fullmatch, people)) else ()


def read_said(line: str) -> Quote[str] | None:
    """A quote: `Tom: I want my old one back`, or `“I want my old one back” — Tom`."""
    line = tidy(line).strip(" •*·#;:")
    found = _SAID.fullmatch(line) or _SAID_AFTER.fullmatch(line)
    if found is None:
        return None
    text = found["text"].strip().strip('"“”').strip()
    return Quote(text, found["speaker"].strip(BULLETS) or None) if text else None

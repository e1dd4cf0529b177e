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
_BESIDE = re.compile(r"(?:by|[-–—:,])\s+(?P<who>.+)|\((?P<bracketed>[^()]+)\)", re.IGNORECASE)
_PERSON = re.compile(
    r"(?:[A-Z][\w.'’-]*|d[aei]|de la|van|von|the)(?: (?:[A-Z][\w.'’-]*|d[aei]|la|van|von)){0,4}"
)
_JOINT = re.compile(r"[ ,;]*\band$|^and$", re.IGNORECASE)
_WITH_ASIDE = re.compile(r"(?P<beside>[^()]+)\((?P<aside>[^()]*)\)")
_NO_PERSON = re.compile(
    r"\b(?:reprise|cover|version|instrumental|live|acoustic|remix|medley|finale|demo|original(?:ly)?|from|album|part|"
    r"written|recorded|unknown|\d+)\b",
    re.IGNORECASE,
)
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
    line = tidy(line).strip(" •*·#:;")
    quoted = _QUOTED.match(line)
    unquoted = _AFTER_TITLE.search(line, 1) if line else None
    end = quoted.end() if quoted else unquoted.start() if unquoted else len(line)
    title = (quoted["title"] if quoted else line[:end]).strip(" ,-–—")
    if not title:
        return None
    rest = _JOINT.sub("", line[end:].strip(" ,;&/"))
    beside = _WITH_ASIDE.fullmatch(rest)
    performers = _performers(beside["beside"] if beside else rest)
    context = beside["aside"] if beside and performers else "" if performers else rest.strip(" -–—:()")
    return Performance(title, performers, context or None)


def _performers(rest: str) -> tuple[str, ...]:
    """Who sings a song, from what follows its title; nobody unless it is only names."""
    if sung := _SUNG.search(rest):
        return split_people(sung["who"].rstrip(")"))
    beside = _BESIDE.fullmatch(rest.strip())
    if beside is None or _NO_PERSON.search(rest):
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

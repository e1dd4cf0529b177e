"""Names as credits string them together → one name each."""

import re
from typing import Final

from bot.domain.text import tidy

_ROLE = r"(?:Written|Directed|Story|Teleplay|Screenplay|Script)"
# "Story by : A & BTeleplay by : C" is what is left of two lines: the label starts in the middle of a word.
_LABEL = re.compile(rf"(?:\b(?i:{_ROLE})|{_ROLE})(?: (?:and|&) (?i:{_ROLE}))*\s*(?:(?i:by\b)\s*:?|:)")
_BETWEEN = re.compile(
    r"\s*[,;•·\n|]\s*|\s+(?:/|–|—)\s+|\s*&\s*|\s+(?:and|with)\s+|^(?:and|&)\s", re.IGNORECASE
)
_ASIDE = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
_SUFFIX = re.compile(r"(?:jr|sr|ph\.? ?d|ii|iii|iv)\.?", re.IGNORECASE)
_NOBODY: Final = {"", "tba", "tbd", "n/a", "na", "none", "unknown", "various", "-", "–", "—", "?"}


def split_people(text: str) -> tuple[str, ...]:
    """The names in a credit, each once, in order: `A and B, C` gives three.

    Labels (`Story by :`) and asides (`(teleplay)`) are left out, as is what stands for nobody (`TBA`).
    """
    names: list[str] = []
    for part in _BETWEEN.split(_ASIDE.sub("", _LABEL.sub("\n", text))):
        name = re.sub(r"^(?:and|by)\s+", "", tidy(part).strip(' :"“”'), flags=re.IGNORECASE)
        if not _SUFFIX.fullmatch(name):
            name = name.strip(".")
        elif names:
            names[-1] = f"{names[-1]}, {name}"
            continue
        if name.lower() not in _NOBODY and name not in names:
            names.append(name)
    return tuple(names)

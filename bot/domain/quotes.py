"""Quotes as the store returns them."""

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.ids import SpeakerId
from bot.domain.spoilers import Veiled


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker: the name, sealed at the position of their first quote, and the number of their quotes."""

    id: SpeakerId
    name: Veiled
    quotes: int


_REFERENCE = re.compile(r"speaker-(\d{1,18})", re.ASCII)


def speaker_reference(speaker: SpeakerId) -> str:
    """The suggestion's value for a speaker. Not the name: others can see it in the used command."""
    return f"speaker-{speaker}"


def referred_speaker(typed: str) -> SpeakerId | None:
    """The speaker that a suggestion's value means; None if it isn't such a value."""
    found = _REFERENCE.fullmatch(typed.strip())
    return None if found is None else SpeakerId(int(found[1]))


_TIME = re.compile(r"(\d{1,3}:[0-5]\d|\d{1,2}:[0-5]\d:[0-5]\d)(?:[.,]\d{1,3})?", re.ASCII)


def read_time(typed: str) -> str | None:
    """A time in an episode as `H:MM:SS` or `MM:SS`, without fractions; None for anything else."""
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    return None if found is None else found[1]

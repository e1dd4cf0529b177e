"""Quotes as the store returns them."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Generic

from bot.domain.ids import QuoteId, ShowId, SpeakerId
from bot.domain.positions import Position
from bot.domain.shows import Text, Title
from bot.domain.spoilers import Label, Passage, Veiled, Viewpoint, shown, unveiled


@dataclass(frozen=True, slots=True)
class Quote(Generic[Title, Text]):
    """A quote of an episode. `timestamp` is its time in the episode; old ones may be any text."""

    id: QuoteId
    show: ShowId
    position: Position
    episode_title: Title | None
    text: Text
    speaker: Text | None
    context: Text | None
    timestamp: Text | None

    def disclosed_to(self: "Quote[Label, Veiled]", viewpoint: Viewpoint) -> "Quote[str, Passage]":
        """The quote as the rule discloses it."""
        return Quote(
            id=self.id,
            show=self.show,
            position=self.position,
            episode_title=shown(self.episode_title, viewpoint),
            text=self.text.disclosed_to(viewpoint),
            speaker=unveiled(self.speaker, viewpoint),
            context=unveiled(self.context, viewpoint),
            timestamp=unveiled(self.timestamp, viewpoint),
        )


SealedQuote = Quote[Label, Veiled]
"""A quote as the store returns it."""


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

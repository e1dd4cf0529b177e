"""What an asker is told of quotes: one alone, amid others, or a page of what a search found."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import QuoteId, SessionId
from bot.domain.positions import Position
from bot.domain.quotes import Quote
from bot.domain.shows import Show
from bot.domain.spoilers import Audience, Passage, Viewpoint
from bot.services.visibility import Visibility, shown, unveiled

A_PAGE = 5
"""Lines on a page of what a search found."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as one asker may see it."""

    id: QuoteId
    position: Position
    episode_title: str | None
    speaker: Passage | None
    text: Passage
    context: Passage | None
    timestamp: Passage | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what a search found, as far as the one who looks may know it, best first.

    `session` keeps all of it for the other pages; None where nothing was found. `more`: there are others.
    `insisted`: the asker wants what is beyond their progress too.
    """

    audience: Audience
    show: Show
    session: SessionId | None
    page: int
    lines: tuple[Spoken, ...]
    more: bool
    insisted: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """The first page of what a search found, and all of it, best first."""

    found: Found
    ids: Sequence[QuoteId]


@dataclass(frozen=True, slots=True)
class SuggestedSpeaker:
    """Somebody who may be named to the asker, and what their name's suggestion sends back."""

    name: str
    reference: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A line, and those around it."""

    visibility: Visibility
    show: Show
    line: Spoken
    before: tuple[Spoken, ...]
    after: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class EpisodeQuotes:
    """The lines of an episode, in their order."""

    visibility: Visibility
    show: Show
    position: Position
    title: str | None
    lines: tuple[Spoken, ...]


def spoken_by(quote: Quote, viewpoint: Viewpoint) -> Spoken:
    """A line as the rule discloses it."""
    return Spoken(
        id=quote.id,
        position=quote.position,
        episode_title=shown(quote.episode_title, viewpoint),
        speaker=unveiled(quote.speaker, viewpoint),
        text=quote.text.disclosed_to(viewpoint),
        context=unveiled(quote.context, viewpoint),
        timestamp=unveiled(quote.timestamp, viewpoint),
    )

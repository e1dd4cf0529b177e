"""Quotes: the lines of a show, as the store hands them out."""

from dataclasses import dataclass

from bot.domain.ids import QuoteId, ShowId
from bot.domain.positions import Position
from bot.domain.spoilers import Label, Veiled


@dataclass(frozen=True, slots=True)
class Quote:
    """A line of an episode. `timestamp` is where in the episode it stands, as it was written down."""

    id: QuoteId
    show: ShowId
    position: Position
    episode_title: Label | None
    text: Veiled
    speaker: Veiled | None
    context: Veiled | None
    timestamp: str | None

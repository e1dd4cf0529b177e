"""Quotes as an asker may see them: one alone, amid others, or a page of what a search found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ids import QuoteId, SessionId, ShowId
from bot.domain.quotes import Quote
from bot.domain.shows import Show
from bot.domain.spoilers import Audience, Passage
from bot.services.visibility import View
from bot.store.sessions import Kind

A_PAGE = 5
"""Quotes on a page of what a search found."""


SeenQuote = Quote[str, Passage]
"""A quote as one asker may see it."""


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
    quotes: tuple[SeenQuote, ...]
    more: bool
    insisted: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """The first page of what a search found, and all of it, best first."""

    found: Found
    ids: Sequence[QuoteId]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a search: the quotes that it found, best first. `insisted` is as in `Found`."""

    show: ShowId
    quotes: tuple[QuoteId, ...]
    insisted: bool


SEARCH = Kind("search", Kept, timedelta(days=7))


@dataclass(frozen=True, slots=True)
class SuggestedSpeaker:
    """Somebody who may be named to the asker, and what their name's suggestion sends back."""

    name: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView(View):
    """A quote, and those around it."""

    quote: SeenQuote
    before: tuple[SeenQuote, ...]
    after: tuple[SeenQuote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeQuotes(View):
    """The quotes of an episode, in their order."""

    quotes: tuple[SeenQuote, ...]

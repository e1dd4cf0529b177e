"""Views of quotes as an asker may see them: one alone, one with its neighbours, or a page of results."""

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
"""Quotes on a page of results."""


SeenQuote = Quote[str, Passage]
"""A quote as an asker may see it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of search results as the viewer may see them, best first.

    `session` keeps all results for the other pages; None if nothing was found. `more`: there are more.
    `insisted`: the asker wants results past their progress too.
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
    """The first page of search results, and the ids of all, best first."""

    found: Found
    ids: Sequence[QuoteId]


@dataclass(frozen=True, slots=True)
class Kept:
    """A search's payload: the quotes that it found, best first. `insisted` is as in `Found`."""

    show: ShowId
    quotes: tuple[QuoteId, ...]
    insisted: bool


SEARCH = Kind("search", Kept, timedelta(days=7))


@dataclass(frozen=True, slots=True)
class SuggestedSpeaker:
    """A speaker that the asker may see, and the suggestion's value for them."""

    name: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView(View):
    """A quote and its neighbours."""

    quote: SeenQuote
    before: tuple[SeenQuote, ...]
    after: tuple[SeenQuote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeQuotes(View):
    """The quotes of an episode, in order."""

    quotes: tuple[SeenQuote, ...]

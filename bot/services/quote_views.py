"""Views of quotes as an asker may see them: one alone, one with its neighbours, or a page of results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ids import QuoteId, SessionId, ShowId
from bot.domain.shows import Episode, Quote, Show
from bot.domain.spoilers import Audience, Passage
from bot.services.visibility import View
from bot.store.sessions import Kind

A_PAGE = 5
"""Quotes on a page of results."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what a search found, as far as the one who looks may know it, best first.

    `quotes` are the episodes of each, with that quote alone. `session` keeps all of it for the other pages;
    None where nothing was found. `more`: there are others. `insisted`: the asker wants what is beyond their
    progress too.
    """

    audience: Audience
    show: Show
    session: SessionId | None
    page: int
    quotes: tuple[Episode[str | None, Passage], ...]
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

    quote: Quote[Passage]
    before: tuple[Quote[Passage], ...]
    after: tuple[Quote[Passage], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeQuotes(View):
    """The quotes of an episode, in order."""

    quotes: tuple[Quote[Passage], ...]

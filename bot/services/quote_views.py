"""Views of quotes as an asker may see them: one alone, one with its neighbours, or a page of results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.asking import Asker
from bot.domain.ids import QuoteId, SessionId, ShowId
from bot.domain.positions import Position
from bot.domain.quote_matching import Query, read_query
from bot.domain.shows import Episode, Quote, Show
from bot.domain.spoilers import NOTHING, Audience, Disclosure, Limit, Passage, Viewpoint, disclose
from bot.services.visibility import View, list_can_be_shared
from bot.store.database import Reading
from bot.store.episodes import neighbours
from bot.store.quotes import positions_of, quotes_by_ids
from bot.store.sessions import Kind

A_PAGE = 5
"""Quotes on a page of results."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what a search found, as far as the one who looks may know it, best first.

    `quotes` are the episodes of each, with that quote alone. `session` keeps all results for the other pages;
    None if nothing was found. `more`: there are more. `insisted`: the asker wants results past their progress
    too. `query` is what was searched for, None if that is not stored; `typed` is the same for the one who
    typed it, and None if anyone else would see it. `finished`: only the asker sees it, and no episode is
    past their progress.
    """

    audience: Audience
    show: Show
    session: SessionId | None
    page: int
    quotes: tuple[Episode[str | None, Passage], ...]
    more: bool
    insisted: bool
    can_be_shared: bool
    query: Query | None
    typed: str | None
    finished: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """The first page of search results, what was typed, and the ids of all results, best first."""

    found: Found
    typed: str
    ids: Sequence[QuoteId]


@dataclass(frozen=True, slots=True)
class Kept:
    """A search's payload: what was typed, and the quotes found, best first. `insisted` as in `Found`."""

    show: ShowId
    quotes: tuple[QuoteId, ...]
    insisted: bool
    typed: str | None = None


SEARCH = Kind("search", Kept, timedelta(days=1))


@dataclass(frozen=True, slots=True)
class SuggestedSpeaker:
    """A speaker that the asker may see, and the suggestion's value for them."""

    name: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView(View):
    """A quote and its neighbours; `results` is the page of the search `session` that it was opened from."""

    quote: Quote[Passage]
    before: tuple[Quote[Passage], ...]
    after: tuple[Quote[Passage], ...]
    session: SessionId | None = None
    results: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeQuotes(View):
    """The quotes of an episode, in order."""

    quotes: tuple[Quote[Passage], ...]


async def visible(
    reading: Reading, show: ShowId, ids: Sequence[QuoteId], viewpoint: Viewpoint
) -> list[QuoteId]:
    """The quotes with these ids, in this order; those that are withheld are left out silently."""
    return [
        quote
        for quote, position in await positions_of(reading, show, ids)
        if disclose(position, viewpoint) is not Disclosure.WITHHELD
    ]


async def page_of(
    reading: Reading,
    asker: Asker,
    show: Show,
    ids: Sequence[QuoteId],
    viewpoint: Viewpoint,
    page: int,
    typed: str | None,
    *,
    its_own: bool,
) -> Found:
    """A page of what a search found, or the last one; `typed` into it by the asker, or by somebody else."""
    page = min(page, max(len(ids) - 1, 0) // A_PAGE)
    start = page * A_PAGE
    quotes = await quotes_by_ids(reading, ids[start : start + A_PAGE])
    alone = asker.audience is Audience.ASKER
    return Found(
        audience=asker.audience,
        show=show,
        session=None,
        page=page,
        quotes=tuple(quote.disclosed_to(viewpoint) for quote in quotes),
        more=len(ids) > start + A_PAGE,
        insisted=viewpoint.insisted,
        can_be_shared=list_can_be_shared(asker, asker.audience),
        query=None if typed is None else read_query(typed),
        typed=typed if alone and its_own else None,
        finished=alone and await _is_finished(reading, show, viewpoint.progress),
    )


async def _is_finished(reading: Reading, show: Show, progress: Limit | None) -> bool:
    if progress is None or progress <= NOTHING:
        return False
    _, following = await neighbours(reading, show.id, progress.end or Position.from_key(progress.key))
    return following is None or not following.placed

"""What is shown of quotes: one, one with its neighbours, a page of search results, an episode's quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.asking import Asker
from bot.domain.ids import QuoteId, SessionId, ShowId
from bot.domain.positions import Position
from bot.domain.shows import Episode, Quote, Show
from bot.domain.spoilers import NOTHING, Audience, Disclosure, Limit, Passage, Viewpoint, disclose
from bot.services.sharing import can_be_shared
from bot.services.visibility import View
from bot.store.database import Reading
from bot.store.episodes import neighbours
from bot.store.expiring_sessions import SessionKind
from bot.store.quotes import positions_of, quotes_by_ids

A_PAGE = 5
"""Quotes on a page of results."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of search results, best first, that the asker may see.

    `quotes`: an episode for each, with only that quote. `session` stores all results; None if there are none.
    `more`: there is a next page. `insisted`: results past the asker's progress are included. `typed`: what
    the asker searched for; None in a public answer, for anyone else, and if it isn't stored. `finished`: the
    answer is private, and no episode is past the asker's progress.
    """

    audience: Audience
    show: Show
    session: SessionId | None
    page: int
    quotes: tuple[Episode[str | None, Passage], ...]
    more: bool
    insisted: bool
    can_be_shared: bool
    typed: str | None
    finished: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """The first page of search results, what was typed, and the ids of all results, best first."""

    found: Found
    typed: str
    ids: Sequence[QuoteId]


@dataclass(frozen=True, slots=True)
class SearchPayload:
    """A stored search: what was typed, and the quotes found, best first. `insisted` as in `Found`."""

    show: ShowId
    quotes: tuple[QuoteId, ...]
    insisted: bool
    typed: str | None = None


SEARCH = SessionKind("search", SearchPayload, timedelta(days=1))


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
) -> Found:
    """A page of search results, or the last page. `typed`: what this asker searched for."""
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
        can_be_shared=can_be_shared(asker, asker.audience),
        typed=typed if alone else None,
        finished=alone and await _is_finished(reading, show, viewpoint.progress),
    )


async def _is_finished(reading: Reading, show: Show, progress: Limit | None) -> bool:
    if progress is None or progress <= NOTHING:
        return False
    _, following = await neighbours(reading, show.id, progress.end or Position.from_key(progress.key))
    return following is None or not following.position.placed

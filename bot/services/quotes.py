"""Quotes: searching, picking one at random, and reading one with its neighbours."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.asking import Asker
from bot.domain.errors import (
    NoQuotes,
    NoShows,
    NoWords,
    SearchExpired,
    ShowNotFound,
    StaleClick,
)
from bot.domain.ids import QuoteId, SessionId, ShowId, UserId
from bot.domain.positions import Position
from bot.domain.queries import Query, read_query
from bot.domain.quotes import speaker_reference
from bot.domain.shows import Show
from bot.domain.spoilers import (
    Disclosure,
    Limit,
    clear_limit,
    search_limit,
    shown,
)
from bot.services.quote_views import (
    SEARCH,
    EpisodeQuotes,
    Found,
    QuoteView,
    Searched,
    SearchPayload,
    SuggestedSpeaker,
    page_of,
    visible,
)
from bot.services.resolve import SUGGESTIONS
from bot.services.shows import require_season, show_named, show_of
from bot.services.visibility import Clock, Question, Viewpoints, visibility_of
from bot.store.database import Database, Reading
from bot.store.draws import Draw, Drawing, draw_of, keep_draw, new_draw
from bot.store.episodes import entries_of, entry_at
from bot.store.expiring_sessions import Session, keep_session, session_by_id
from bot.store.forks import own_quote_id, quote_in
from bot.store.quotes import (
    characters_of,
    next_quote,
    quotes_around,
    quotes_at,
    quotes_by_ids,
    speaker_within,
)
from bot.store.searching import search
from bot.store.shows import shows_of

_AROUND = 2
"""Quotes shown before and after the opened one."""


@dataclass(frozen=True, slots=True)
class QuoteSearch:
    """What somebody looks for. `beyond` includes what is past their progress."""

    text: str
    show: str | None = None
    character: str | None = None
    season: int | None = None
    beyond: bool = False


class Quotes:
    """Answers questions about quotes."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints, clock: Clock) -> None:
        self._database = database
        self._viewpoints = viewpoints
        self._clock = clock
        self._drawing = asyncio.Lock()
        self._drawn: dict[Drawing, Draw] = {}
        """Random picks that are still being written."""

    async def search(self, asker: Asker, wanted: QuoteSearch) -> Searched:
        """The quotes that match a search, best first. Nothing is saved yet.

        Raises `ShowNotFound`, `NoShows`, `SeasonNotFound` or `NoWords`.
        """
        query = read_query(wanted.text)

        async def read(reading: Reading, *, near_misses: bool = True) -> Searched:
            show = await show_named(reading, asker.guild, wanted.show)
            if not query.words:
                raise NoWords
            if wanted.season is not None:
                positions = [episode.position for episode in await entries_of(reading, show.id)]
                require_season(show, positions, wanted.season)
            viewpoint = await self._viewpoints.of(reading, replace(asker, insisted=wanted.beyond), show)
            limit = search_limit(viewpoint, beyond=wanted.beyond)
            ids = await _matching(reading, show, query, wanted, limit, near_misses=near_misses)
            # All of them are within the limit, so none is withheld.
            found = await page_of(reading, asker, show, ids, viewpoint, 0, wanted.text)
            return Searched(found, wanted.text, ids)

        # A line remembered word for word is found in a moment, without a switch to a thread.
        async with self._database.read() as reading:
            searched = await read(reading, near_misses=False)
        return searched if searched.ids else await self._database.read_apart(read)

    def keep(self, asker: Asker, searched: Searched) -> Found:
        """Save search results for their other pages, in the background so that the answer isn't delayed."""
        found = searched.found
        if not searched.ids:
            return found
        kept = SearchPayload(found.show.id, tuple(searched.ids), found.insisted, searched.typed)
        session = SEARCH.open(asker, kept, self._clock())
        self._database.write_soon(lambda writing: keep_session(writing, session), asker.user)
        return replace(found, session=session.id)

    async def found(self, asker: Asker, session: SessionId, page: int) -> Found:
        """A page of search results, by the rule as it is now. Raises `SearchExpired`."""
        user, kept = await self._kept(session)
        async with self._database.read() as reading:
            show = await self._show_of(reading, asker, kept.show)
            if show is None:
                raise SearchExpired
            # Whoever else clicks has not asked for what is past their progress, nor typed anything.
            its_own = user == asker.user
            insisting = replace(asker, insisted=kept.insisted and its_own)
            viewpoint = await self._viewpoints.of(reading, insisting, show)
            ids = [own for quote in kept.quotes if (own := own_quote_id(show, quote)) is not None]
            left = await visible(reading, show.id, ids, viewpoint)
            typed = kept.typed if its_own else None
            found = await page_of(reading, asker, show, left, viewpoint, page, typed)
        return replace(found, session=session)

    async def draw(self, asker: Asker, named_show: str | None, character: str | None) -> QuoteView:
        """A random quote, no repeats until all were seen. Raises `NoQuotes`."""
        async with self._drawing:  # two concurrent picks of one person give two quotes
            unwritten = dict(self._drawn)  # from before the read transaction, which doesn't see later writes
            async with self._database.read() as reading:
                show = await show_named(reading, asker.guild, named_show)
                question = Question(reading, asker, self._viewpoints)
                limit = search_limit(await question.viewpoint(show), beyond=False)
                speaker = None
                if character is not None:
                    speaker = await speaker_within(reading, show, limit, character)
                    if speaker is None:
                        raise NoQuotes(show.slug, of_somebody=True)
                drawing = Drawing(asker.user, show.id, speaker)
                before = unwritten.get(drawing) or await draw_of(reading, drawing)
                found = await next_quote(reading, show.id, before or new_draw(), limit, speaker)
                if found is None:
                    raise NoQuotes(show.slug, of_somebody=False)
                quote, draw = found
                view = await _view(question, show, quote)
                self._keep_draw(drawing, draw)
        return view

    def _keep_draw(self, drawing: Drawing, draw: Draw) -> None:
        """Save a member's state. Picks made before it is written use it from memory."""
        self._drawn[drawing] = draw
        written = self._database.write_soon(lambda writing: keep_draw(writing, drawing, draw), drawing.user)
        written.add_done_callback(lambda _: self._forget_draw(drawing, draw))

    def _forget_draw(self, drawing: Drawing, draw: Draw) -> None:
        if self._drawn.get(drawing) is draw:
            del self._drawn[drawing]

    async def drawn(self, asker: Asker, view: QuoteView) -> QuoteView:
        """The picked quote as another asker may see it. Raises `StaleClick` if it is gone."""
        async with self._database.read() as reading:
            return await _view(Question(reading, asker, self._viewpoints), view.show, view.quote.id)

    async def quote(self, asker: Asker, slug: str, quote: QuoteId) -> QuoteView:
        """A quote with its neighbours. Raises `StaleClick` if it is gone."""
        async with self._database.read() as reading:
            show = await show_of(reading, asker.guild, slug)
            found = await quote_in(reading, show, quote)
            if found is None:
                raise StaleClick
            return await _view(Question(reading, asker, self._viewpoints), show, found, around=_AROUND)

    async def of_episode(self, asker: Asker, slug: str, position: Position) -> EpisodeQuotes:
        """The quotes of the episode at a position. Raises `StaleClick` if it is gone."""
        async with self._database.read() as reading:
            show = await show_of(reading, asker.guild, slug)
            entry = await entry_at(reading, show.id, position)
            if entry is None:
                raise StaleClick
            position = entry.position
            viewpoint = await self._viewpoints.of(reading, asker, show)
            visibility, viewpoint = visibility_of(asker, viewpoint, position)
            # Withheld quotes aren't read: the timing would reveal how many there are.
            quotes = [] if visibility.withheld else await quotes_at(reading, show.id, position)
        return EpisodeQuotes(
            visibility=visibility,
            show=show,
            position=position,
            title=shown(entry.title, viewpoint),
            quotes=tuple(quote.disclosed_to(viewpoint) for quote in quotes),
        )

    async def suggest_characters(
        self, asker: Asker, typed: str, named_show: str | None
    ) -> list[SuggestedSpeaker]:
        """Up to 25 speakers of quotes that are visible to the asker."""
        async with self._database.read() as reading:
            try:
                show = await show_named(reading, asker.guild, named_show)
            except (NoShows, ShowNotFound):
                return []
            viewpoint = await self._viewpoints.of(reading, asker.alone(), show)
            speakers = await characters_of(
                reading, show.id, clear_limit(viewpoint), typed, at_most=SUGGESTIONS
            )
        named = [(speaker.name.disclosed_to(viewpoint), speaker.id) for speaker in speakers]
        return [
            SuggestedSpeaker(name.text, speaker_reference(speaker))
            for name, speaker in named
            if name.disclosure is Disclosure.CLEAR
        ]

    async def _kept(self, search: SessionId) -> tuple[UserId, SearchPayload]:
        """Search results; waits if they are still being written. Raises `SearchExpired`."""
        session = await self._session(search)
        if session is None:
            await self._database.caught_up()
            session = await self._session(search)
        kept = None if session is None else SEARCH.payload_of(session)
        if session is None or kept is None:
            raise SearchExpired
        return session.user, kept

    async def _session(self, search: SessionId) -> Session | None:
        async with self._database.read() as reading:
            return await session_by_id(reading, SEARCH, search, self._clock())

    async def _show_of(self, reading: Reading, asker: Asker, show: ShowId) -> Show | None:
        """The show with this id, or the server's copy of it; None if the asker has neither."""
        shows = await shows_of(reading, asker.guild)
        return next((one for one in shows if show in (one.id, one.origin)), None)


async def _view(question: Question, show: Show, quote_id: QuoteId, *, around: int = 0) -> QuoteView:
    found = await quotes_by_ids(question.reading, [quote_id])
    if not found or found[0].quotes[0].text.show != show.id:
        raise StaleClick
    visibility, viewpoint = visibility_of(question.asker, await question.viewpoint(show), found[0].position)
    episode = found[0].disclosed_to(viewpoint)
    quotes = await quotes_around(question.reading, quote_id, 0 if visibility.withheld else around)
    seen = [quote.disclosed_to(viewpoint) for quote in quotes]
    at = [quote.id for quote in quotes].index(quote_id)
    return QuoteView(
        visibility=visibility,
        show=show,
        position=episode.position,
        title=episode.title,
        quote=seen[at],
        before=tuple(seen[:at]),
        after=tuple(seen[at + 1 :]),
    )


async def _matching(
    reading: Reading, show: Show, query: Query, wanted: QuoteSearch, limit: Limit, *, near_misses: bool
) -> Sequence[QuoteId]:
    """The quotes within a limit that match a search. A speaker who appears only past it has none."""
    speaker = None
    if wanted.character is not None:
        speaker = await speaker_within(reading, show, limit, wanted.character)
        if speaker is None:
            return []
    return await search(
        reading,
        show.id,
        query,
        limit=limit,
        speaker=speaker,
        season=wanted.season,
        near_misses=near_misses,
    )

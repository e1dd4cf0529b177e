"""Progress from a tracker's files: a preview for every show of the server, then all of it at once.

Of a file only positions are kept. Progress never falls, and never passes a gap, without a question.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.asking import Asker
from bot.domain.errors import HistoryUnreadable, WatchedGone
from bot.domain.folding import fold
from bot.domain.ids import ProgressKey, SessionId, ShowId
from bot.domain.positions import Position
from bot.domain.problems import Problem
from bot.domain.show_ids import ShowIds
from bot.domain.shows import Show
from bot.domain.spoilers import Limit
from bot.domain.watch_history import WatchHistory, last_in_order
from bot.domain.watch_history_matching import match, may_match
from bot.domain.watch_history_reach import reach, split_viewed
from bot.importers.size_limits import FILE
from bot.importers.source import Source, Unreadable
from bot.services.progress_proposals import Proposal, proposal_for
from bot.services.progress_undo import ProgressMove, ProgressMoves, remember_moves
from bot.services.visibility import Clock
from bot.store.database import Database, Reading
from bot.store.episodes import entries_of
from bot.store.expiring_sessions import (
    Session,
    SessionKind,
    claim_session,
    end_sessions,
    keep_payload,
    keep_session,
    session_by_id,
)
from bot.store.kept_progress import keep_progress
from bot.store.progress import progress_of, set_progress
from bot.store.shows import shows_of

HistoryReader = Callable[[Sequence[Source]], Awaitable[WatchHistory]]
"""Reads files: `bot.importers.child.read_history_in_child`; tests may use another."""

LARGEST = FILE
"""Bytes of files that are read together."""

_KEPT = 2_000
"""The most shows saved at once that the server does not have."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """A saved preview: no title of a file is in it."""

    proposals: tuple[Proposal, ...]
    others: int
    keepable: tuple[tuple[ShowIds, int], ...]
    keeps: bool = False


WATCHED = SessionKind("watched", _Looked, timedelta(days=1))


@dataclass(frozen=True, slots=True)
class WatchedPreview:
    """What files would change, show by show, for one confirmation.

    `others`: how many shows in them matched none here, of which so many are `keepable`; `keeps`: they will
    be kept. Only the first preview has their `titles`, and the `problems` of the files.
    """

    id: SessionId
    proposals: tuple[tuple[Show, Proposal], ...]
    others: int
    keepable: int
    keeps: bool
    titles: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchedSaved:
    """What was saved: the shows with their new progress, and how many others are saved too.

    `undo`: what undoes it; None if nothing was saved.
    """

    shows: tuple[tuple[Show, Limit], ...]
    kept: int
    undo: SessionId | None = None


class WatchedFiles:
    """Reads people's own files, and saves the progress in them."""

    def __init__(self, *, database: Database, clock: Clock, read: HistoryReader) -> None:
        self._database = database
        self._clock = clock
        self._read = read

    async def preview(self, asker: Asker, files: Sequence[tuple[str, bytes]]) -> WatchedPreview:
        """Read files in a process of their own, and compare them with the shows here. Kept for a day.

        `files`: their names and contents.

        Raises `HistoryUnreadable`.
        """
        try:
            history = await self._read([Source(*file) for file in files])
        except Unreadable as error:
            raise HistoryUnreadable(error.problems) from error
        async with self._database.read() as reading:
            shows = await shows_of(reading, asker.guild)
            looked, titles = await _look(reading, asker, history, shows)
        kept = await asyncio.to_thread(WATCHED.open, asker, looked, self._clock())
        async with self._database.write() as writing:
            await end_sessions(writing, WATCHED, asker.user)
            await keep_session(writing, kept)
        return replace(_shown(kept.id, looked, shows), titles=tuple(titles), problems=history.problems)

    async def choose(
        self, asker: Asker, preview: SessionId, show: ProgressKey, option: int
    ) -> WatchedPreview:
        """Answer the question about a show with one of its options. Raises `WatchedGone`."""

        def answer(proposal: Proposal) -> Proposal:
            if proposal.show != show or not 0 <= option < len(proposal.options):
                return proposal
            return replace(proposal, chosen=option, answered=True)

        return await self._change(
            asker, preview, lambda looked: replace(looked, proposals=tuple(map(answer, looked.proposals)))
        )

    async def keep(self, asker: Asker, preview: SessionId, *, keeps: bool) -> WatchedPreview:
        """Choose whether the shows that aren't here are saved too. Raises `WatchedGone`."""
        return await self._change(asker, preview, lambda looked: replace(looked, keeps=keeps))

    async def apply(self, asker: Asker, preview: SessionId) -> WatchedSaved:
        """Save what is chosen, all at once. What was saved meanwhile is lowered only as it was shown.

        Raises `WatchedGone`, also for the second of two clicks.
        """
        async with self._database.write() as writing:
            _, looked = await self._looked(writing, asker, preview)
            await claim_session(writing, preview)
            saved: list[tuple[Show, Limit]] = []
            moves: list[ProgressMove] = []
            shows = {show.progress_key: show for show in await shows_of(writing, asker.guild)}
            for proposal in looked.proposals:
                show = shows.get(proposal.show)
                if show is None or proposal.after is None or proposal.after == proposal.before:
                    continue
                now = _key(await progress_of(writing, asker.user, show))
                if now != proposal.after and (now is None or proposal.after > now or now == proposal.before):
                    after = Limit.up_to(Position.from_key(proposal.after))
                    await set_progress(writing, asker.user, show.progress_key, after)
                    saved.append((show, after))
                    moves.append(ProgressMove(show.progress_key, now, after.key))
            kept = looked.keepable if looked.keeps else ()
            replaced = await keep_progress(writing, asker.user, _positions(kept))
            if not (saved or kept):
                return WatchedSaved((), 0)
            done = ProgressMoves(tuple(moves), kept, tuple((ids, at.key) for ids, at in replaced))
            undo = await remember_moves(writing, asker, done, self._clock())
        return WatchedSaved(tuple(saved), len(kept), undo)

    async def cancel(self, asker: Asker, preview: SessionId) -> None:
        """Forget a preview. Raises `WatchedGone`."""
        async with self._database.write() as writing:
            await self._looked(writing, asker, preview)
            await claim_session(writing, preview)

    async def _change(
        self, asker: Asker, preview: SessionId, change: Callable[[_Looked], _Looked]
    ) -> WatchedPreview:
        async with self._database.write() as writing:
            session, looked = await self._looked(writing, asker, preview)
            looked = change(looked)
            await keep_payload(writing, session.id, WATCHED.encoded(looked))
            return _shown(session.id, looked, await shows_of(writing, asker.guild))

    async def _looked(self, reading: Reading, asker: Asker, preview: SessionId) -> tuple[Session, _Looked]:
        session = await session_by_id(reading, WATCHED, preview, self._clock())
        looked = WATCHED.payload_of(session) if session is not None and session.is_of(asker) else None
        if session is None or looked is None:
            raise WatchedGone
        return session, looked


async def _look(
    reading: Reading, asker: Asker, history: WatchHistory, shows: Sequence[Show]
) -> tuple[_Looked, list[str]]:
    """What a history changes here, and the titles of the shows in it that aren't here."""
    watched = [show for show in history.shows if not show.is_empty]
    viewed, other_titles = _viewed(history.titles, shows)
    entries = {
        show.id: await entries_of(reading, show.id)
        for show in shows
        if show.id in viewed or may_match(show, watched)
    }
    years = {
        show: min((each.aired.year for each in its if each.aired and each.position.regular), default=None)
        for show, its in entries.items()
    }
    matches = match(watched, [(show, years[show.id]) for show in shows if show.id in entries])
    proposals: list[Proposal] = []
    for show in shows:
        its, titles = matches.of.get(show.id, []), viewed.get(show.id, [])
        if its or titles:
            found = await asyncio.to_thread(reach, its, titles, entries[show.id])
            before = _key(await progress_of(reading, asker.user, show))
            proposals.append(proposal_for(show, before, found, by_title=bool(titles)))
    keepable = [
        (show.ids, last.key)
        for show in matches.others
        if show.ids and (last := last_in_order(show.episodes)) is not None
    ]
    named = [
        f"{show.title or '?'} ({show.year})" if show.year else show.title or "?" for show in matches.others
    ]
    titles = [*named, *other_titles]
    looked = _Looked(
        tuple(one for one in proposals if one.options != (None,) or one.unknown),
        len(titles),
        tuple(keepable[:_KEPT]),
    )
    return looked, titles


def _viewed(
    titles: Sequence[str], shows: Sequence[Show]
) -> tuple[dict[ShowId, list[Sequence[str]]], list[str]]:
    """Netflix's titles by show, and the shows of the rest; what has no season is a film."""
    by_title: defaultdict[str, list[Show]] = defaultdict(list)
    for show in shows:
        by_title[fold(show.title)].append(show)
    only = {title: same[0].id for title, same in by_title.items() if len(same) == 1}
    found: defaultdict[ShowId, list[Sequence[str]]] = defaultdict(list)
    others: dict[str, None] = {}
    for title in titles:
        if (split := split_viewed(title, only)) is not None:
            found[only[split[0]]].append(split[1])
        elif title.count(": ") > 1:
            others[title.partition(": ")[0]] = None
    return dict(found), list(others)


def _shown(preview: SessionId, looked: _Looked, shows: Sequence[Show]) -> WatchedPreview:
    by_key = {show.progress_key: show for show in shows}
    return WatchedPreview(
        preview,
        tuple((by_key[one.show], one) for one in looked.proposals if one.show in by_key),
        looked.others,
        len(looked.keepable),
        looked.keeps,
    )


def _positions(kept: Sequence[tuple[ShowIds, int]]) -> list[tuple[ShowIds, Position]]:
    return [(ids, Position.from_key(key)) for ids, key in kept]


def _key(progress: Limit | None) -> int | None:
    return None if progress is None else progress.key

"""Undo of what changed somebody's progress in several shows at once: all of it, for a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.asking import Asker
from bot.domain.errors import ProgressUndoGone
from bot.domain.ids import ProgressKey, SessionId
from bot.domain.positions import Position
from bot.domain.show_ids import ShowIds
from bot.domain.shows import Show
from bot.domain.spoilers import NOTHING, Limit
from bot.services.visibility import Clock
from bot.store.database import Database, Writing
from bot.store.expiring_sessions import SessionKind, claim_session, end_sessions, keep_session, session_by_id
from bot.store.kept_progress import drop_kept_progress, keep_progress, kept_progress_of
from bot.store.progress import all_progress_of, clear_progress, set_progress
from bot.store.shows import shows_of


@dataclass(frozen=True, slots=True)
class ProgressMove:
    """A change of progress in a show: keys of `Limit`s, None for none saved."""

    show: ProgressKey
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class ProgressMoves:
    """What one confirmation changed: progress, and what is kept of other shows.

    `kept` is what was saved, `replaced` what that took the place of.
    """

    shows: tuple[ProgressMove, ...]
    kept: tuple[tuple[ShowIds, int], ...] = ()
    replaced: tuple[tuple[ShowIds, int], ...] = ()


MOVES = SessionKind("moves", ProgressMoves, timedelta(days=1))


@dataclass(frozen=True, slots=True)
class ProgressUndone:
    """What was undone: shows with the progress that they have again (None: none saved).

    `stayed`: shows whose progress was changed since, and so stays. `dropped`: how many other shows aren't
    saved any more.
    """

    undone: tuple[tuple[Show, Limit | None], ...]
    stayed: tuple[tuple[Show, Limit | None], ...]
    dropped: int


def cleared(progress: Iterable[tuple[ProgressKey, Limit | None]]) -> ProgressMoves:
    """The change that cleared this progress."""
    return ProgressMoves(tuple(ProgressMove(show, before.key, None) for show, before in progress if before))


async def remember_moves(writing: Writing, asker: Asker, moves: ProgressMoves, now: datetime) -> SessionId:
    """Save what a change did, in the transaction that does it. Only the last one can be undone."""
    session = MOVES.open(asker, moves, now)
    await end_sessions(writing, MOVES, asker.user)
    await keep_session(writing, session)
    return session.id


class ProgressUndo:
    """Undoes changes of progress in several shows."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def undo(self, asker: Asker, moves: SessionId) -> ProgressUndone:
        """Restore what a change replaced, but not where it was changed again since.

        Raises `ProgressUndoGone`, also for the second of two clicks.
        """
        async with self._database.write() as writing:
            session = await session_by_id(writing, MOVES, moves, self._clock())
            done = MOVES.payload_of(session) if session is not None and session.is_of(asker) else None
            if done is None:
                raise ProgressUndoGone
            await claim_session(writing, moves)
            progress = await all_progress_of(writing, asker.user)
            restored = [move for move in done.shows if _key(progress.get(move.show)) == move.after]
            for move in restored:
                if move.before is None:
                    await clear_progress(writing, asker.user, move.show)
                else:
                    await set_progress(writing, asker.user, move.show, Limit(move.before))
            dropped = await _drop_kept(writing, asker, done)
            shows = await shows_of(writing, asker.guild)
        by_key = {show.progress_key: show for show in shows}
        return ProgressUndone(
            tuple((by_key[move.show], _saved(move.before)) for move in restored if move.show in by_key),
            tuple(
                (by_key[move.show], progress.get(move.show))
                for move in done.shows
                if move not in restored and move.show in by_key
            ),
            dropped,
        )


async def _drop_kept(writing: Writing, asker: Asker, done: ProgressMoves) -> int:
    """Delete what was kept and is still there, and put back what it replaced. How much was deleted."""
    now = await kept_progress_of(writing, asker.user)
    dropped = [each for each in _positions(done.kept) if each in now]
    for ids, _ in dropped:
        await drop_kept_progress(writing, asker.user, ids)
    gone = [ids for ids, _ in dropped]
    await keep_progress(
        writing,
        asker.user,
        [each for each in _positions(done.replaced) if any(each[0].shares_with(ids) for ids in gone)],
    )
    return len(dropped)


def _positions(kept: Iterable[tuple[ShowIds, int]]) -> Sequence[tuple[ShowIds, Position]]:
    return [(ids, Position.from_key(key)) for ids, key in kept]


def _key(progress: Limit | None) -> int | None:
    return None if progress is None else progress.key


def _saved(key: int | None) -> Limit | None:
    if key is None:
        return None
    return NOTHING if key == NOTHING.key else Limit.up_to(Position.from_key(key))

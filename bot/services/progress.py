"""Members' progress: the last episode they have watched of each show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.asking import Asker
from bot.domain.errors import NoEpisodes, ProgressMovedOn, Purpose
from bot.domain.finding import Candidate, suggest
from bot.domain.folding import fold
from bot.domain.ids import SessionId
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.domain.spoilers import NOTHING, Limit
from bot.services.progress_undo import cleared, remember_moves
from bot.services.resolve import SUGGESTIONS, candidates_of, placed, position_named
from bot.services.shows import NOT_NAMED, show_named, show_of, shows_meant
from bot.services.visibility import Clock, Question, Viewpoints
from bot.store.database import Database, Reading, Writing
from bot.store.episodes import as_known, entries_of
from bot.store.kept_progress import drop_kept_progress, kept_progress_of
from bot.store.progress import all_progress_of, clear_progress, progress_of, set_progress
from bot.store.shows import shows_of

NOT_STARTED = "not started"
NEXT = "next"
LAST_AIRED = "last aired"
FINISHED = "finished"

_WORDS = {
    **dict.fromkeys((NOT_STARTED, "not yet", "nothing", "none"), NOT_STARTED),
    **dict.fromkeys((FINISHED, "everything", "all", "all of it", "done"), FINISHED),
    NEXT: NEXT,
    LAST_AIRED: LAST_AIRED,
}
"""Words that may be typed instead of an episode."""


@dataclass(frozen=True, slots=True)
class Step:
    """A likely progress: `word` names it (NOT_STARTED, NEXT, LAST_AIRED, FINISHED)."""

    show: Show
    word: str
    position: Position | None

    @property
    def reference(self) -> str:
        """The value of its suggestion."""
        if self.position is None or self.word == FINISHED:
            return f"{self.show.slug}:{self.word}"
        return f"{self.show.slug}:{self.position.code}"


@dataclass(frozen=True, slots=True)
class ShowProgress:
    """A member's progress in a show (None: not saved), and the episodes that it may be set to.

    `episodes` are all placed ones, in story order. `finished` is the last episode that has aired; if no
    episode has a date, it is the last one. `kept`: a later one that a file of theirs said was watched.
    """

    show: Show
    progress: Limit | None
    episodes: tuple[Position, ...]
    last_aired: Position | None
    finished: Position | None
    kept: Position | None = None

    @property
    def following(self) -> Position | None:
        """The next episode to watch."""
        reach = self.progress or NOTHING
        return next((position for position in self.episodes if not reach.covers(position)), None)

    @property
    def last(self) -> Position | None:
        """The last episode, aired or not."""
        return self.episodes[-1] if self.episodes else None

    @property
    def is_up_to_date(self) -> bool:
        """Whether they have watched all that has aired."""
        return self.progress is not None and self.finished is not None and self.progress.covers(self.finished)

    @property
    def is_finished(self) -> bool:
        """Whether they have watched all that has aired, and no later episode is known."""
        return self.is_up_to_date and self.finished == self.last

    @property
    def counts(self) -> tuple[int, int]:
        """How many episodes they have watched, and how many there are; specials aside."""
        regular = [position for position in self.episodes if position.regular]
        return sum((self.progress or NOTHING).covers(position) for position in regular), len(regular)

    def likely(self) -> list[Step]:
        """The likely values that the show has."""
        steps = [
            Step(self.show, NOT_STARTED, None),
            Step(self.show, NEXT, self.following),
            Step(self.show, LAST_AIRED, self.last_aired),
            Step(self.show, FINISHED, self.finished),
        ]
        return [step for step in steps if step.position is not None or step.word == NOT_STARTED]


@dataclass(frozen=True, slots=True)
class ProgressChange:
    """A change of a member's progress. `beyond`: the last known episode, if progress is past it."""

    before: Limit | None
    now: ShowProgress

    @property
    def show(self) -> Show:
        """The show."""
        return self.now.show

    @property
    def after(self) -> Limit | None:
        """The progress now."""
        return self.now.progress


ProgressCleared = tuple[list[ProgressChange], SessionId | None]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions for a member's progress. `show_title`: set if the steps must name the show."""

    steps: list[Step]
    episodes: list[Candidate]
    show_title: str | None = None


class Progress:
    """Saves and suggests members' progress."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints, clock: Clock) -> None:
        self._database = database
        self._viewpoints = viewpoints
        self._clock = clock

    async def set(self, asker: Asker, typed: str, show: str | None = None) -> ProgressChange:
        """Save what was typed: "not started", "finished", or an episode (any code is accepted).

        Raises `EpisodeNotFound`, `EpisodeAmbiguous`, `NoEpisodes`, `ShowNotFound` or `NoShows`.
        """
        async with self._database.write() as writing:
            chosen, progress = await self._read(writing, asker, typed, show)
            return await self._set(writing, asker, chosen, progress)

    async def set_to(self, asker: Asker, slug: str, progress: Limit) -> ProgressChange:
        """Save a position as progress. Raises `ShowNotFound` or `NoShows`."""
        async with self._database.write() as writing:
            show = await show_of(writing, asker.guild, slug)
            return await self._set(writing, asker, show, progress)

    async def _set(
        self, writing: Writing, asker: Asker, show: Show, progress: Limit | None
    ) -> ProgressChange:
        before = await progress_of(writing, asker.user, show)
        if progress is None:
            await clear_progress(writing, asker.user, show.progress_key)
        else:
            await set_progress(writing, asker.user, show.progress_key, progress)
        return ProgressChange(before, await self._in(writing, asker, show))

    async def raising(self, asker: Asker, slug: str, position: Position) -> ProgressChange:
        """What `raise_to` would change."""
        async with self._database.read() as reading:
            return await self._raised(reading, asker, slug, position)

    async def raise_to(self, asker: Asker, slug: str, position: Position) -> ProgressChange:
        """Save a position as progress, unless progress is past it already."""
        async with self._database.write() as writing:
            change = await self._raised(writing, asker, slug, position)
            if change.after is not None and change.before != change.after:
                await set_progress(writing, asker.user, change.show.progress_key, change.after)
        return change

    async def undo(
        self, asker: Asker, slug: str, before: Limit | None, after: Limit | None
    ) -> ProgressChange:
        """Restore `before`. Raises `ProgressMovedOn` if progress is no longer `after`."""
        async with self._database.write() as writing:
            show = await show_of(writing, asker.guild, slug)
            if await progress_of(writing, asker.user, show) != after:
                raise ProgressMovedOn(show.slug)
            return await self._set(writing, asker, show, before)

    async def of(self, asker: Asker, show: str | None = None) -> ShowProgress:
        """The asker's progress in a show; None: the default one. Raises `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            return await self._in(reading, asker, await show_named(reading, asker.guild, show))

    async def shown(self, asker: Asker, show: str | None = None) -> list[ShowProgress]:
        """The asker's progress in a show, or in every show where they have any, or a file of theirs has."""
        async with self._database.read() as reading:
            if show is not None:
                return [await self._in(reading, asker, await show_named(reading, asker.guild, show))]
            saved = [await self._in(reading, asker, one) for one in await shows_of(reading, asker.guild)]
            return [one for one in saved if one.progress is not None or one.kept is not None] or [
                await self._in(reading, asker, await show_named(reading, asker.guild, None))
            ]

    async def answer_kept(self, asker: Asker, slug: str, *, uses: bool) -> ProgressChange:
        """Save what a file of the asker's said of a show, or don't; it isn't offered again."""
        async with self._database.write() as writing:
            show = await show_of(writing, asker.guild, slug)
            now = await self._in(writing, asker, show)
            await drop_kept_progress(writing, asker.user, show.ids)
            after = Limit.up_to(now.kept) if uses and now.kept is not None else now.progress
            return await self._set(writing, asker, show, after)

    async def clear(self, asker: Asker, show: str | None = None) -> ProgressCleared:
        """Clear the asker's progress in a show, or in every show. Also what undoes it, if it was several."""
        async with self._database.write() as writing:
            named = None if show is None else await show_named(writing, asker.guild, show)
            key = named and named.progress_key
            meant = [one for one in await self._saved(writing, asker) if key in (None, one.progress_key)]
            changes = [await self._set(writing, asker, one, None) for one in meant]
            if len(changes) < 2:
                return changes, None
            moves = cleared((change.show.progress_key, change.before) for change in changes)
            return changes, await remember_moves(writing, asker, moves, self._clock())

    async def suggest(self, asker: Asker, typed: str, show: str | None = None) -> Suggested:
        """Up to 25 values: the likely ones of the default show, then any episode."""
        async with self._database.read() as reading:
            try:
                meant = await shows_meant(reading, asker.guild, typed, show)
            except NOT_NAMED:
                return Suggested([], [])
            steps = await self._in(reading, asker, meant.shows[0])
            candidates = placed(await candidates_of(Question(reading, asker, self._viewpoints), meant))
        likely = [step for step in steps.likely() if fold(step.word).startswith(fold(meant.typed))]
        show_title = meant.labels[steps.show.slug] if meant.several else None
        return Suggested(likely, suggest(meant.typed, candidates, SUGGESTIONS - len(likely)), show_title)

    async def _in(self, reading: Reading, asker: Asker, show: Show) -> ShowProgress:
        entries = [entry for entry in await entries_of(reading, show.id) if entry.position.placed]
        has_aired = self._viewpoints.has_aired
        aired = [entry.position for entry in entries if entry.aired is not None and has_aired(entry.aired)]
        dated = any(entry.aired is not None for entry in entries)
        episodes = tuple(entry.position for entry in entries)
        last_aired = aired[-1] if aired else None
        progress = await progress_of(reading, asker.user, show)
        return ShowProgress(
            show=show,
            progress=progress,
            kept=await _kept(reading, asker, show, episodes, progress or NOTHING),
            episodes=episodes,
            last_aired=last_aired,
            finished=last_aired if dated or not episodes else episodes[-1],
        )

    async def _saved(self, reading: Reading, asker: Asker) -> list[Show]:
        """The shows where the asker has any progress."""
        saved = await all_progress_of(reading, asker.user)
        return [show for show in await shows_of(reading, asker.guild) if show.progress_key in saved]

    async def _raised(self, reading: Reading, asker: Asker, slug: str, position: Position) -> ProgressChange:
        now = await self._in(reading, asker, await show_of(reading, asker.guild, slug))
        position = await as_known(reading, now.show.id, position)
        raised = max(now.progress or NOTHING, Limit.up_to(position))
        return ProgressChange(now.progress, replace(now, progress=raised))

    async def _step(self, reading: Reading, asker: Asker, show: Show, word: str) -> Limit:
        """The limit that a word stands for. Raises `NoEpisodes` if there is no such episode."""
        likely = (await self._in(reading, asker, show)).likely()
        step = next((step for step in likely if step.word == word), None)
        if step is None:
            raise NoEpisodes(show.title)
        return NOTHING if step.position is None else Limit.up_to(step.position)

    async def _read(
        self, reading: Reading, asker: Asker, typed: str, named_show: str | None
    ) -> tuple[Show, Limit]:
        meant = await shows_meant(reading, asker.guild, typed, named_show)
        if (word := fold(meant.typed)) in _WORDS:
            return meant.shows[0], await self._step(reading, asker, meant.shows[0], _WORDS[word])
        question = Question(reading, asker, self._viewpoints)
        show, position = await position_named(question, typed, named_show, Purpose.PROGRESS)
        return show, Limit.up_to(position)


async def _kept(
    reading: Reading, asker: Asker, show: Show, episodes: Sequence[Position], progress: Limit
) -> Position | None:
    """The episode up to which a file of the asker's says that they watched, if that is further."""
    if not show.ids:
        return None
    kept = await kept_progress_of(reading, asker.user)
    found = [position for ids, position in kept if show.ids.agrees_with(ids)]
    if len(found) != 1 or found[0] not in episodes or progress.covers(found[0]):
        return None
    return found[0]

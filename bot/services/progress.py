"""Members' progress: what they have watched of a show."""

from dataclasses import dataclass

from bot.domain.asking import Asker
from bot.domain.errors import NoEpisodes, ProgressMovedOn, Purpose
from bot.domain.finding import Candidate, suggest
from bot.domain.policies import over_everywhere
from bot.domain.positions import Position
from bot.domain.shows import Entry, Show
from bot.domain.spoilers import NOTHING, Limit
from bot.domain.text import fold
from bot.services.resolve import SUGGESTIONS, candidates_of, position_named
from bot.services.shows import NOT_NAMED, show_named, shows_meant
from bot.services.visibility import Clock, Question, Viewpoints
from bot.store.database import Database, Reading, Writing
from bot.store.episodes import entries_of
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
"""What somebody may type instead of an episode."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Somebody's progress in a show; None where none is saved."""

    show: Show
    progress: Limit | None


@dataclass(frozen=True, slots=True)
class ProgressChange:
    """What became of somebody's progress. `beyond` is the last known episode where it goes past that."""

    show: Show
    before: Limit | None
    after: Limit | None
    beyond: Position | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A likely place to be: `word` is what it is called (NOT_STARTED, NEXT, LAST_AIRED, FINISHED)."""

    show: Show
    word: str
    position: Position | None

    @property
    def reference(self) -> str:
        """What a suggestion sends back."""
        if self.position is None or self.word == FINISHED:
            return f"{self.show.slug}:{self.word}"
        return f"{self.show.slug}:{self.position.code}"


@dataclass(frozen=True, slots=True)
class Steps:
    """Where somebody may be in a show: what they have said, and the likely places to be instead.

    Who has `finished` has watched what has aired by now; where no episode has a date, up to the `last` one.
    """

    show: Show
    progress: Limit | None
    following: Position | None
    last_aired: Position | None
    last: Position | None
    finished: Position | None

    def likely(self) -> list[Step]:
        """The likely places, each once."""
        steps = [
            Step(self.show, NOT_STARTED, None),
            Step(self.show, NEXT, self.following),
            Step(self.show, LAST_AIRED, self.last_aired),
            Step(self.show, FINISHED, self.finished),
        ]
        return [step for step in steps if step.position is not None or step.word == NOT_STARTED]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions for a member's progress. `show_title`: where the steps' names have to say it."""

    steps: list[Step]
    episodes: list[Candidate]
    show_title: str | None = None


class Progress:
    """Keeps members' progress."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints, clock: Clock) -> None:
        self._database = database
        self._viewpoints = viewpoints
        self._clock = clock

    async def set(self, asker: Asker, typed: str, show: str | None = None) -> ProgressChange:
        """Keep what somebody typed: "not started", "finished", or an episode (any code will do).

        Raises `EpisodeNotFound`, `EpisodeAmbiguous`, `NoEpisodes`, `ShowNotFound` or `NoShows`.
        """
        async with self._database.write() as writing:
            chosen, progress = await self._read(writing, asker, typed, show)
            return await self._set(writing, asker, chosen, progress)

    async def set_to(self, asker: Asker, slug: str, position: Position) -> ProgressChange:
        """Keep that somebody has watched up to a position. Raises `ShowNotFound` or `NoShows`."""
        async with self._database.write() as writing:
            show = await show_named(writing, asker.guild, slug)
            return await self._set(writing, asker, show, Limit.up_to(position))

    async def _set(self, writing: Writing, asker: Asker, show: Show, progress: Limit) -> ProgressChange:
        before = await progress_of(writing, asker.user, show.progress_key)
        await set_progress(writing, asker.user, show.progress_key, progress)
        last = (await self._steps(writing, asker, show)).last
        beyond = last if last and progress > Limit.up_to(last) else None
        return ProgressChange(show, before, progress, beyond)

    async def raising(self, asker: Asker, slug: str, position: Position) -> ProgressChange:
        """What `raise_to` would change."""
        async with self._database.read() as reading:
            return await _raised(reading, asker, slug, position)

    async def raise_to(self, asker: Asker, slug: str, position: Position) -> ProgressChange:
        """Keep that somebody has watched up to a position, unless they are further already."""
        async with self._database.write() as writing:
            change = await _raised(writing, asker, slug, position)
            if change.after is not None and change.before != change.after:
                await set_progress(writing, asker.user, change.show.progress_key, change.after)
        return change

    async def undo(
        self, asker: Asker, slug: str, before: Limit | None, after: Limit | None
    ) -> ProgressChange:
        """Go back to `before`. Raises `ProgressMovedOn` where it is no longer `after`."""
        async with self._database.write() as writing:
            show = await show_named(writing, asker.guild, slug)
            if await progress_of(writing, asker.user, show.progress_key) != after:
                raise ProgressMovedOn
            if before is None:
                await clear_progress(writing, asker.user, show.progress_key)
            else:
                await set_progress(writing, asker.user, show.progress_key, before)
        return ProgressChange(show, after, before)

    async def shown(self, asker: Asker, show: str | None = None) -> list[Watched]:
        """Somebody's progress in a show, or in every show with any."""
        async with self._database.read() as reading:
            return await _watched(reading, asker, show)

    async def clear(self, asker: Asker, show: str | None = None) -> list[ProgressChange]:
        """Clear somebody's progress in a show, or in every show."""
        async with self._database.write() as writing:
            watched = [one for one in await _watched(writing, asker, show) if one.progress is not None]
            for one in watched:
                await clear_progress(writing, asker.user, one.show.progress_key)
        return [ProgressChange(one.show, one.progress, None) for one in watched]

    async def steps(self, asker: Asker, show: str | None = None) -> Steps:
        """Where somebody may be in a show."""
        async with self._database.read() as reading:
            chosen = await show_named(reading, asker.guild, show)
            return await self._steps(reading, asker, chosen)

    async def suggest(self, asker: Asker, typed: str, show: str | None = None) -> Suggested:
        """Up to 25 places where somebody may be: the likely ones of the default show, then any episode."""
        async with self._database.read() as reading:
            try:
                meant = await shows_meant(reading, asker.guild, typed, show)
            except NOT_NAMED:
                return Suggested([], [])
            steps = await self._steps(reading, asker, meant.shows[0])
            candidates = await candidates_of(Question(reading, asker, self._viewpoints), meant)
        likely = [step for step in steps.likely() if fold(step.word).startswith(fold(meant.typed))]
        show_title = meant.labels[steps.show.slug] if meant.several else None
        return Suggested(likely, suggest(meant.typed, candidates, SUGGESTIONS - len(likely)), show_title)

    async def _steps(self, reading: Reading, asker: Asker, show: Show) -> Steps:
        progress = await progress_of(reading, asker.user, show.progress_key)
        entries = [entry for entry in await entries_of(reading, show.id) if entry.position.placed]
        ahead = [entry.position for entry in entries if not (progress or NOTHING).covers(entry.position)]
        aired = [entry.position for entry in entries if self._has_aired(entry)]
        dated = any(entry.aired is not None for entry in entries)
        last_aired = aired[-1] if aired else None
        last = entries[-1].position if entries else None
        return Steps(
            show=show,
            progress=progress,
            following=ahead[0] if ahead else None,
            last_aired=last_aired,
            last=last,
            finished=last_aired if dated else last,
        )

    async def _step(self, reading: Reading, asker: Asker, show: Show, word: str) -> Limit:
        """The place that a word stands for. Raises `NoEpisodes` where there is no such episode."""
        likely = (await self._steps(reading, asker, show)).likely()
        step = next((step for step in likely if step.word == word), None)
        if step is None:
            raise NoEpisodes(show.title)
        return NOTHING if step.position is None else Limit.up_to(step.position)

    def _has_aired(self, entry: Entry) -> bool:
        return entry.aired is not None and over_everywhere(entry.aired) <= self._clock()

    async def _read(
        self, reading: Reading, asker: Asker, typed: str, named_show: str | None
    ) -> tuple[Show, Limit]:
        meant = await shows_meant(reading, asker.guild, typed, named_show)
        if (word := fold(meant.typed)) in _WORDS:
            return meant.shows[0], await self._step(reading, asker, meant.shows[0], _WORDS[word])
        question = Question(reading, asker, self._viewpoints)
        show, position = await position_named(question, typed, named_show, Purpose.PROGRESS)
        return show, Limit.up_to(position)


async def _raised(reading: Reading, asker: Asker, slug: str, position: Position) -> ProgressChange:
    show = await show_named(reading, asker.guild, slug)
    before = await progress_of(reading, asker.user, show.progress_key)
    return ProgressChange(show, before, max(before or NOTHING, Limit.up_to(position)))


async def _watched(reading: Reading, asker: Asker, named_show: str | None) -> list[Watched]:
    if named_show is not None:
        show = await show_named(reading, asker.guild, named_show)
        return [Watched(show, await progress_of(reading, asker.user, show.progress_key))]
    said = await all_progress_of(reading, asker.user)
    shows = await shows_of(reading, asker.guild)
    return [Watched(show, said[show.progress_key]) for show in shows if show.progress_key in said]

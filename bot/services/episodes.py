"""Reading episodes for an audience: everything returned is disclosed by the spoiler rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.asking import Asker
from bot.domain.errors import EpisodeNotFound
from bot.domain.finding import Candidate, suggest
from bot.domain.positions import Position
from bot.domain.shows import Episode, Show
from bot.domain.spoilers import (
    Audience,
    Disclosure,
    Label,
    Limit,
    Passage,
    Veiled,
    Viewpoint,
    disclose,
    shown,
    shows_label,
)
from bot.domain.typos import matches
from bot.services.resolve import SUGGESTIONS, candidates_of, episode_named
from bot.services.sharing import can_be_shared
from bot.services.shows import NOT_NAMED, require_season, show_named, show_of, shows_meant, shows_to_suggest
from bot.services.visibility import (
    ListView,
    Question,
    View,
    Viewpoints,
    visibility_of,
)
from bot.store.database import Database
from bot.store.episodes import (
    entries_of,
    entry_at,
    has_recap_and_quotes,
    neighbours,
    with_credits,
    with_story,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeView(View):
    """An episode. If its story is withheld, `has_recap` and `has_quotes` are always true.

    `awaited`: this or the next episode has a date and has not aired yet.
    """

    episode: Episode[str | None, Passage]
    has_recap: bool
    has_quotes: bool
    previous: Position | None
    following: Position | None
    awaited: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode in a list. A masked one is listed by its code.

    `watched` and `is_next` are by the asker's progress, and False in a list for everyone.
    """

    position: Position
    title: str | None
    masked: bool
    aired: date | None
    watched: bool
    is_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeList(ListView):
    """A show's episodes in story order: all, or one season's.

    In a strict place a list for everyone ends at the ceiling (`cut`).
    """

    season: int | None
    episodes: tuple[Listed, ...]
    cut: bool


class Episodes:
    """Answers questions about episodes and shows."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints) -> None:
        self._database = database
        self._viewpoints = viewpoints

    async def episode(self, asker: Asker, typed: str, show: str | None = None) -> EpisodeView:
        """The episode that typed text names. For a title that not everyone here may see: for the asker only.

        Raises `EpisodeNotFound`, `EpisodeAmbiguous`, `ShowNotFound` or `NoShows`.
        """
        async with self._database.read() as reading:
            question = Question(reading, asker, self._viewpoints)
            named = await episode_named(question, typed, show)
            return await _episode(question, named.show, named.position, private=named.private)

    async def episode_at(self, asker: Asker, slug: str, position: Position) -> EpisodeView:
        """The episode at a position of a show. Raises `EpisodeNotFound`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            question = Question(reading, asker, self._viewpoints)
            return await _episode(question, await show_of(reading, asker.guild, slug), position)

    async def episodes(self, asker: Asker, show: str | None = None, season: int | None = None) -> EpisodeList:
        """A show's episodes. Raises `SeasonNotFound`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            chosen = await show_named(reading, asker.guild, show)
            viewpoint = await self._viewpoints.of(reading, asker, chosen)
            entries = await entries_of(reading, chosen.id)
        wanted = [entry for entry in entries if season is None or entry.position.season == season]
        if season is not None:
            require_season(chosen, (entry.position for entry in entries), season)
        progress = viewpoint.progress if asker.audience is Audience.ASKER else None
        following = _following(entries, progress)
        listed = tuple(
            _listed(entry, viewpoint, progress, is_next=entry.position == following)
            for entry in wanted
            if not _kept_out(entry, viewpoint)
        )
        return EpisodeList(
            audience=asker.audience,
            show=chosen,
            season=season,
            episodes=listed,
            cut=len(listed) < len(wanted),
            can_be_shared=can_be_shared(asker, asker.audience),
        )

    async def suggest_episodes(self, asker: Asker, typed: str, show: str | None = None) -> list[Candidate]:
        """Up to 25 episodes that unfinished text may become."""
        async with self._database.read() as reading:
            try:
                meant = await shows_meant(reading, asker.guild, typed, show)
            except NOT_NAMED:
                return []
            question = Question(reading, asker, self._viewpoints)
            # As long as nothing is typed the first ones are suggested.
            candidates = await candidates_of(question, meant, at_most=-1 if meant.typed else SUGGESTIONS)
        return suggest(meant.typed, candidates, SUGGESTIONS)

    async def suggest_shows(self, asker: Asker, typed: str) -> list[Show]:
        """Up to 25 shows that unfinished text may become."""
        async with self._database.read() as reading:
            shows = await shows_to_suggest(reading, asker.guild, typed)
        if not typed.strip():
            return shows[:SUGGESTIONS]
        return [match.item for match in matches(typed, ((show, show.title) for show in shows))][:SUGGESTIONS]


async def _episode(
    question: Question, show: Show, position: Position, *, private: bool = False
) -> EpisodeView:
    entry = await entry_at(question.reading, show.id, position)
    if entry is None:
        raise EpisodeNotFound(position.code, show.slug)
    position = entry.position
    visibility, viewpoint = visibility_of(
        question.asker, await question.viewpoint(show), position, has_facts=True, private=private
    )
    reading, withheld = question.reading, visibility.withheld
    # Story that is withheld is not read: the time would show how much there is.
    sealed = await (with_credits if withheld else with_story)(reading, show.id, entry)
    has_recap, has_quotes = (True, True) if withheld else await has_recap_and_quotes(reading, entry.id)
    previous, following = await neighbours(reading, show.id, position)
    dates = [each.aired for each in (entry, following) if each is not None and each.aired is not None]
    episode = sealed.disclosed_to(viewpoint)
    return EpisodeView(
        visibility=visibility,
        show=show,
        position=position,
        title=episode.title,
        episode=episode,
        has_recap=has_recap,
        has_quotes=has_quotes,
        previous=previous and previous.position,
        following=following and following.position,
        awaited=not all(map(question.viewpoints.has_aired, dates)),
    )


def _kept_out(entry: Episode[Label, Veiled], viewpoint: Viewpoint) -> bool:
    """Whether a strict place excludes an entry from a list for everyone."""
    withheld = disclose(entry.position, viewpoint) is Disclosure.WITHHELD
    return withheld and viewpoint.audience is Audience.EVERYONE


def _following(entries: Sequence[Episode[Label, Veiled]], progress: Limit | None) -> Position | None:
    """The first episode past somebody's progress; None where they have set none."""
    if progress is None:
        return None
    positions = (entry.position for entry in entries if entry.position.placed)
    return next((position for position in positions if not progress.covers(position)), None)


def _listed(
    entry: Episode[Label, Veiled], viewpoint: Viewpoint, progress: Limit | None, *, is_next: bool
) -> Listed:
    return Listed(
        position=entry.position,
        title=shown(entry.title, viewpoint),
        masked=not shows_label(entry.position, viewpoint),
        aired=entry.aired,
        watched=progress is not None and progress.covers(entry.position),
        is_next=is_next,
    )

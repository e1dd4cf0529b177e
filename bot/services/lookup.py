"""The only way in which an audience reads the catalogue: everything leaves here disclosed."""

from dataclasses import dataclass
from datetime import date

from bot.domain.asking import Asker
from bot.domain.errors import EpisodeAmbiguous, EpisodeNotFound, NoShows, SeasonNotFound, ShowNotFound
from bot.domain.finding import Candidate, find, perhaps_meant, suggest
from bot.domain.matching import fold, matches
from bot.domain.positions import Position
from bot.domain.shows import Entry, Episode, Show
from bot.domain.spoilers import Label, Passage, Veiled, Viewpoint
from bot.services.viewpoints import viewpoint_of
from bot.store.database import Database, Reading
from bot.store.episodes import entries_of, episode_at, neighbours
from bot.store.shows import shows_of

_SUGGESTIONS = 25
_PERHAPS = 3


@dataclass(frozen=True, slots=True)
class Guested:
    """A guest and the character they play."""

    name: Passage
    character: Passage | None


@dataclass(frozen=True, slots=True)
class Sung:
    """A song in an episode: its title (None: masked), who sings it, and where in the story."""

    title: str | None
    performers: tuple[Passage, ...]
    context: Passage | None


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """An episode as one asker may see it. `title` is None where it is masked, or where it has none."""

    show: Show
    position: Position
    title: str | None
    number_in_series: int | None
    aired: date | None
    production_code: str | None
    writers: tuple[str, ...]
    directors: tuple[str, ...]
    summary: Passage | None
    guests: tuple[Guested, ...]
    songs: tuple[Sung, ...]
    previous: Position | None
    following: Position | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode in a list."""

    position: Position
    title: str | None
    aired: date | None


@dataclass(frozen=True, slots=True)
class EpisodeList:
    """A show's episodes in story order: all of them, or one season's."""

    show: Show
    season: int | None
    episodes: tuple[Listed, ...]


class Lookup:
    """Answers an audience's questions about the catalogue."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def episode(self, asker: Asker, typed: str, show: str | None = None) -> EpisodeView:
        """The episode that typed text names.

        Raises `EpisodeNotFound`, `EpisodeAmbiguous`, `ShowNotFound` or `NoShows`.
        """
        async with self._database.read() as reading:
            shows = await _shows(reading, asker, show)
            candidates = await _candidates(reading, asker, shows)
            found = find(typed, candidates)
            if not found:
                raise EpisodeNotFound(typed, tuple(perhaps_meant(typed, candidates, _PERHAPS)))
            if len(found) > 1:
                raise EpisodeAmbiguous(typed, tuple(found[:_SUGGESTIONS]))
            chosen = next(show for show in shows if show.slug == found[0].show)
            return await _episode_view(reading, asker, chosen, found[0].position)

    async def episode_at(self, asker: Asker, slug: str, position: Position) -> EpisodeView:
        """The episode at a position of a show. Raises `EpisodeNotFound`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            (show,) = await _shows(reading, asker, slug)
            return await _episode_view(reading, asker, show, position)

    async def episodes(self, asker: Asker, show: str | None = None, season: int | None = None) -> EpisodeList:
        """A show's episodes. Raises `SeasonNotFound`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            chosen = (await _shows(reading, asker, show))[0]
            viewpoint = await viewpoint_of(reading, asker, chosen)
            entries = await entries_of(reading, chosen.id)
        listed = tuple(
            Listed(entry.position, _shown(entry.title, viewpoint), entry.aired)
            for entry in entries
            if season is None or entry.position.season == season
        )
        if season is not None and not listed:
            seasons = tuple(dict.fromkeys(entry.position.season for entry in entries))
            raise SeasonNotFound(chosen.title, season, seasons)
        return EpisodeList(chosen, season, listed)

    async def suggest_episodes(self, asker: Asker, typed: str, show: str | None = None) -> list[Candidate]:
        """Up to 25 episodes that unfinished text may be going to name."""
        async with self._database.read() as reading:
            try:
                shows = await _shows(reading, asker, show)
            except (NoShows, ShowNotFound):
                return []
            return suggest(typed, await _candidates(reading, asker, shows), _SUGGESTIONS)

    async def suggest_shows(self, asker: Asker, typed: str) -> list[Show]:
        """Up to 25 shows that unfinished text may be going to name."""
        async with self._database.read() as reading:
            shows = await shows_of(reading, asker.guild)
        if not typed.strip():
            return shows[:_SUGGESTIONS]
        return [match.item for match in matches(typed, ((show, show.title) for show in shows))][:_SUGGESTIONS]


async def _shows(reading: Reading, asker: Asker, named: str | None) -> list[Show]:
    """The show that was named, alone; or every show that goes without saying, the default one first."""
    shows = await shows_of(reading, asker.guild)
    if not shows:
        raise NoShows
    if named is not None:
        return [_named_show(shows, named)]
    return [show for show in shows if show.owner is not None] or shows


def _named_show(shows: list[Show], named: str) -> Show:
    for show in shows:
        if named == show.slug or fold(named) == fold(show.title):
            return show
    close = matches(named, ((show, show.title) for show in shows))
    if len(close) == 1:
        return close[0].item
    raise ShowNotFound(named, tuple(show.title for show in shows))


async def _candidates(reading: Reading, asker: Asker, shows: list[Show]) -> list[Candidate]:
    found: list[Candidate] = []
    for show in shows:
        viewpoint = await viewpoint_of(reading, asker, show)
        found += [_candidate(show, entry, viewpoint) for entry in await entries_of(reading, show.id)]
    return found


def _candidate(show: Show, entry: Entry, viewpoint: Viewpoint) -> Candidate:
    title = _shown(entry.title, viewpoint)
    return Candidate(show.slug, show.title, entry.position, title, entry.number_in_series)


async def _episode_view(reading: Reading, asker: Asker, show: Show, position: Position) -> EpisodeView:
    episode = await episode_at(reading, show.id, position)
    if episode is None:
        raise EpisodeNotFound(position.code)
    previous, following = await neighbours(reading, show.id, position)
    return _disclosed(episode, show, await viewpoint_of(reading, asker, show), previous, following)


def _disclosed(
    episode: Episode, show: Show, viewpoint: Viewpoint, previous: Position | None, following: Position | None
) -> EpisodeView:
    entry = episode.entry
    return EpisodeView(
        show=show,
        position=entry.position,
        title=_shown(entry.title, viewpoint),
        number_in_series=entry.number_in_series,
        aired=entry.aired,
        production_code=episode.production_code,
        writers=episode.writers,
        directors=episode.directors,
        summary=_unveiled(episode.summary, viewpoint),
        guests=tuple(
            Guested(guest.name.disclosed_to(viewpoint), _unveiled(guest.character, viewpoint))
            for guest in episode.guests
        ),
        songs=tuple(
            Sung(
                performance.title.shown_to(viewpoint),
                tuple(performer.disclosed_to(viewpoint) for performer in performance.performers),
                _unveiled(performance.context, viewpoint),
            )
            for performance in episode.performances
        ),
        previous=previous,
        following=following,
    )


def _shown(label: Label | None, viewpoint: Viewpoint) -> str | None:
    return None if label is None else label.shown_to(viewpoint)


def _unveiled(veiled: Veiled | None, viewpoint: Viewpoint) -> Passage | None:
    return None if veiled is None else veiled.disclosed_to(viewpoint)

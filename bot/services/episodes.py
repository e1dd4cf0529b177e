"""The only way in which an audience reads the catalogue: everything leaves here disclosed."""

from dataclasses import dataclass
from datetime import date

from bot.domain.asking import Asker
from bot.domain.errors import EpisodeNotFound, SeasonNotFound, StrictPlace
from bot.domain.finding import Candidate, suggest
from bot.domain.matching import matches
from bot.domain.positions import Position
from bot.domain.shows import Entry, Episode, Show
from bot.domain.spoilers import Audience, Disclosure, Passage, Viewpoint, disclose, shows_label
from bot.services.access import for_everyone
from bot.services.resolve import SUGGESTIONS, candidates_of, episode_to_answer
from bot.services.shows import NOT_NAMED, show_named, shows_meant, shows_to_suggest
from bot.services.visibility import Viewpoints, Visibility, shown, unveiled, visibility_of
from bot.store.database import Database, Reading
from bot.store.episodes import entries_of, entry_at, episode_of, neighbours


@dataclass(frozen=True, slots=True)
class Guested:
    """A guest and the character they play."""

    name: Passage
    character: Passage | None


@dataclass(frozen=True, slots=True)
class SungHere:
    """A song of an episode: its title (None: masked) and who sings it."""

    title: str | None
    performers: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """An episode as one asker may see it. `title` is None where it is masked, or where it has none.

    Where its story is withheld, it has recap, quotes and songs, whatever there is.
    """

    visibility: Visibility
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
    songs: tuple[SungHere, ...]
    has_recap: bool
    has_quotes: bool
    has_songs: bool
    previous: Position | None
    following: Position | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode in a list; a masked one stays in it by its code."""

    position: Position
    title: str | None
    masked: bool
    aired: date | None


@dataclass(frozen=True, slots=True)
class EpisodeList:
    """A show's episodes in story order: all of them, or one season's.

    In a strict place, a list for everyone ends at the ceiling (`cut`).
    """

    audience: Audience
    show: Show
    season: int | None
    episodes: tuple[Listed, ...]
    cut: bool
    can_be_posted: bool


class Episodes:
    """Answers an audience's questions about the catalogue."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints) -> None:
        self._database = database
        self._viewpoints = viewpoints

    async def episode(self, asker: Asker, typed: str, show: str | None = None) -> EpisodeView:
        """The episode that typed text names; by a title that everyone here may not know, for the asker alone.

        Raises `EpisodeNotFound`, `EpisodeAmbiguous`, `ShowNotFound` or `NoShows`.
        """

        async def read(reading: Reading) -> EpisodeView:
            named = await episode_to_answer(reading, self._viewpoints, asker, typed, show)
            return await self._episode(reading, asker, named.show, named.position, private=named.private)

        return await self._database.at_once(read)

    async def episode_at(self, asker: Asker, slug: str, position: Position) -> EpisodeView:
        """The episode at a position of a show. Raises `EpisodeNotFound`, `ShowNotFound` or `NoShows`."""

        async def read(reading: Reading) -> EpisodeView:
            show = await show_named(reading, asker.guild, slug)
            return await self._episode(reading, asker, show, position)

        return await self._database.at_once(read)

    async def episode_to_post(self, asker: Asker, slug: str, position: Position) -> EpisodeView:
        """The episode as everyone may see it where the asker is.

        Raises `StrictPlace` or `ServerOnly`, and as above.
        """
        view = await self.episode_at(for_everyone(asker), slug, position)
        if view.visibility.withheld:
            raise StrictPlace(position)
        return view

    async def episodes(self, asker: Asker, show: str | None = None, season: int | None = None) -> EpisodeList:
        """A show's episodes. Raises `SeasonNotFound`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            chosen = await show_named(reading, asker.guild, show)
            viewpoint = await self._viewpoints.of(reading, asker, chosen)
            entries = await entries_of(reading, chosen.id)
        wanted = [entry for entry in entries if season is None or entry.position.season == season]
        if season is not None and not wanted:
            seasons = tuple(dict.fromkeys(entry.position.season for entry in entries))
            raise SeasonNotFound(chosen.title, season, seasons)
        listed = tuple(_listed(entry, viewpoint) for entry in wanted if not _kept_out(entry, viewpoint))
        return EpisodeList(
            audience=asker.audience,
            show=chosen,
            season=season,
            episodes=listed,
            cut=len(listed) < len(wanted),
            can_be_posted=asker.audience is Audience.ASKER and asker.guild is not None,
        )

    async def suggest_episodes(self, asker: Asker, typed: str, show: str | None = None) -> list[Candidate]:
        """Up to 25 episodes that unfinished text may be going to name."""

        async def read(reading: Reading) -> list[Candidate]:
            meant = await shows_meant(reading, asker.guild, typed, show)
            candidates = await candidates_of(reading, self._viewpoints, asker, meant)
            return suggest(meant.typed, candidates, SUGGESTIONS)

        try:
            return await self._database.at_once(read)
        except NOT_NAMED:
            return []

    async def suggest_shows(self, asker: Asker, typed: str) -> list[Show]:
        """Up to 25 shows that unfinished text may be going to name."""
        async with self._database.read() as reading:
            shows = await shows_to_suggest(reading, asker.guild, typed)
        if not typed.strip():
            return shows[:SUGGESTIONS]
        return [match.item for match in matches(typed, ((show, show.title) for show in shows))][:SUGGESTIONS]

    async def _episode(
        self, reading: Reading, asker: Asker, show: Show, position: Position, *, private: bool = False
    ) -> EpisodeView:
        entry = await entry_at(reading, show.id, position)
        if entry is None:
            raise EpisodeNotFound(position.code)
        viewpoint = await self._viewpoints.of(reading, asker, show)
        position = entry.position
        visibility, viewpoint = visibility_of(asker, viewpoint, position, has_facts=True, private=private)
        episode = await episode_of(reading, entry, told=not visibility.withheld)
        return _disclosed(episode, show, visibility, viewpoint, await neighbours(reading, show.id, position))


def _kept_out(entry: Entry, viewpoint: Viewpoint) -> bool:
    """Whether a strict place keeps an entry out of a list for everyone."""
    kept_back = disclose(entry.position, viewpoint) is Disclosure.WITHHELD
    return kept_back and viewpoint.audience is Audience.EVERYONE


def _listed(entry: Entry, viewpoint: Viewpoint) -> Listed:
    return Listed(
        position=entry.position,
        title=shown(entry.title, viewpoint),
        masked=not shows_label(entry.position, viewpoint),
        aired=entry.aired,
    )


def _disclosed(
    episode: Episode,
    show: Show,
    visibility: Visibility,
    viewpoint: Viewpoint,
    around: tuple[Position | None, Position | None],
) -> EpisodeView:
    entry = episode.entry
    return EpisodeView(
        visibility=visibility,
        show=show,
        position=entry.position,
        title=shown(entry.title, viewpoint),
        number_in_series=entry.number_in_series,
        aired=entry.aired,
        production_code=episode.production_code,
        writers=episode.writers,
        directors=episode.directors,
        summary=unveiled(episode.summary, viewpoint),
        guests=tuple(
            Guested(guest.name.disclosed_to(viewpoint), unveiled(guest.character, viewpoint))
            for guest in episode.guests
        ),
        songs=tuple(
            SungHere(
                performance.title.shown_to(viewpoint),
                tuple(performer.disclosed_to(viewpoint) for performer in performance.performers),
            )
            for performance in episode.performances
        ),
        has_recap=visibility.withheld or episode.has_recap,
        has_quotes=visibility.withheld or episode.has_quotes,
        has_songs=visibility.withheld or bool(episode.performances),
        previous=around[0],
        following=around[1],
    )

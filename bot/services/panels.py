"""What moderators see of the catalogue while they mend it: everything, in plain text, to them alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.asking import Asker
from bot.domain.drafts import EpisodeDraft, SongDraft
from bot.domain.editing_errors import PartGone, QuoteAmbiguous, QuoteNotFound
from bot.domain.errors import (
    EpisodeAmbiguous,
    EpisodeNotFound,
    NoShows,
    NotModerator,
    Purpose,
    ServerOnly,
    ShowNotFound,
    SongAmbiguous,
    SongNotFound,
)
from bot.domain.finding import Candidate, SongCandidate, find, perhaps_meant, suggest
from bot.domain.ids import EpisodeId, QuoteId, ShowId, SongId
from bot.domain.matching import fold, matches, read_position
from bot.domain.positions import Position
from bot.domain.quoting import read_query
from bot.domain.shows import Show
from bot.domain.spoilers import EVERYTHING
from bot.services.access import require_moderator
from bot.services.resolve import SUGGESTIONS, show_named, show_with_slug, shows_meant
from bot.store.database import Database, Reading
from bot.store.forks import episode_in, quote_in, song_in
from bot.store.searching import search
from bot.store.shows import shows_of
from bot.store.unfiltered import (
    Line,
    episode_ids,
    episode_with_code,
    episodes_with,
    facts_of_all,
    lines_by_ids,
    lines_of,
    newest_lines,
    plain_episode,
    plain_songs,
)

_PERHAPS = 3
_SEVERAL = 5
_CHOSEN_QUOTE = re.compile(r"(?P<show>[a-z0-9-]{1,32}):quote-(?P<quote>[0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class EpisodePanel:
    """An episode with all that can be mended of it. `songs` are its performances' songs, in their order."""

    show: Show
    id: EpisodeId
    draft: EpisodeDraft
    songs: tuple[SongId, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class SongPanel:
    """A song, and the episodes in which it is sung."""

    show: Show
    id: SongId
    draft: SongDraft
    episodes: tuple[tuple[EpisodeId, Position], ...]


@dataclass(frozen=True, slots=True)
class ChosenQuote:
    """A line that a moderator chose."""

    show: Show
    line: Line


class Panels:
    """Answers moderators' questions about the catalogue, unfiltered."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def show(self, asker: Asker, named: str | None) -> Show:
        """The show that was named. Raises `NotModerator`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            return await show_named(reading, guild, named)

    async def episode(self, asker: Asker, typed: str, named_show: str | None) -> EpisodePanel:
        """The episode that was named. Raises what naming an episode raises, and `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            shows = await shows_meant(reading, guild, named_show)
            candidates = await _candidates(reading, shows)
            found = find(typed, candidates)
            if not found:
                nearest = tuple(perhaps_meant(typed, candidates, _PERHAPS))
                at = read_position(typed)
                add_at = None if at is None else (shows[0].slug, at.key)
                raise EpisodeNotFound(typed, nearest, Purpose.MEND, add_at)
            if len(found) > 1:
                raise EpisodeAmbiguous(typed, tuple(found[:SUGGESTIONS]), Purpose.MEND)
            show = next(show for show in shows if show.slug == found[0].show)
            ids = await episode_ids(reading, show.id)
            return await _episode(reading, show, ids[found[0].position])

    async def episode_by_id(self, asker: Asker, slug: str, episode: EpisodeId) -> EpisodePanel:
        """An episode, or the server's copy of it. Raises `PartGone` or `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            show = await show_with_slug(reading, guild, slug)
            found = await episode_in(reading, show, episode)
            if found is None:
                raise PartGone
            return await _episode(reading, show, found)

    async def episode_at(self, asker: Asker, slug: str, position: Position) -> EpisodePanel:
        """The episode at a position. Raises `PartGone` or `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            show = await show_with_slug(reading, guild, slug)
            found = await episode_with_code(reading, show.id, position)
            if found is None:
                raise PartGone
            return await _episode(reading, show, found[0])

    async def song(self, asker: Asker, typed: str, named_show: str | None) -> SongPanel:
        """The song that was named. Raises `SongNotFound`, `SongAmbiguous` or `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            shows = await shows_meant(reading, guild, named_show)
            candidates = await _song_candidates(reading, shows)
            found = _songs_meant(typed, candidates)
            if not found:
                raise SongNotFound(typed)
            if len(found) > 1:
                raise SongAmbiguous(typed, tuple(found[:SUGGESTIONS]), Purpose.MEND)
            show = next(show for show in shows if show.slug == found[0].show)
            return await _song(reading, show, found[0].id)

    async def song_by_id(self, asker: Asker, slug: str, song: SongId) -> SongPanel:
        """A song, or the server's copy of it. Raises `PartGone` or `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            show = await show_with_slug(reading, guild, slug)
            found = await song_in(reading, show, song)
            if found is None:
                raise PartGone
            return await _song(reading, show, found)

    async def quote(self, asker: Asker, typed: str, named_show: str | None) -> ChosenQuote:
        """The line that was chosen, or the only one that has the words typed.

        Raises `QuoteNotFound`, `QuoteAmbiguous`, `NotModerator`, and what naming a show raises.
        """
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            chosen = _CHOSEN_QUOTE.fullmatch(typed.strip())
            show = await show_named(reading, guild, chosen["show"] if chosen else named_show)
            if chosen:
                found = await quote_in(reading, show, QuoteId(int(chosen["quote"])))
                lines = [] if found is None else await lines_by_ids(reading, [found])
            else:
                lines = await _lines_with(reading, show, typed, SUGGESTIONS)
            just_so = [line for line in lines if fold(line.draft.text) == fold(typed)]
            meant = just_so if len(just_so) == 1 else lines
            if not meant:
                raise QuoteNotFound(typed)
            if len(meant) > 1:
                several = tuple((line.id, " ".join(line.draft.text.split())) for line in meant[:_SEVERAL])
                raise QuoteAmbiguous(typed, show.slug, several)
            return ChosenQuote(show, meant[0])

    async def suggest_episodes(self, asker: Asker, typed: str, named_show: str | None) -> list[Candidate]:
        """Up to 25 episodes that unfinished text may be going to name; none for who is no moderator."""
        async with self._database.read() as reading:
            shows = await _shows_for_suggestions(reading, asker, named_show)
            return suggest(typed, await _candidates(reading, shows), SUGGESTIONS)

    async def suggest_songs(self, asker: Asker, typed: str, named_show: str | None) -> list[SongCandidate]:
        """Up to 25 songs, likewise."""
        async with self._database.read() as reading:
            shows = await _shows_for_suggestions(reading, asker, named_show)
            candidates = await _song_candidates(reading, shows)
        return (_songs_meant(typed, candidates) if typed.strip() else candidates)[:SUGGESTIONS]

    async def suggest_quotes(
        self, asker: Asker, typed: str, named_show: str | None
    ) -> tuple[Show | None, list[Line]]:
        """Up to 25 lines of a show, likewise: those that have the words typed, or the newest."""
        async with self._database.read() as reading:
            shows = await _shows_for_suggestions(reading, asker, named_show)
            if not shows:
                return None, []
            if not typed.strip():
                return shows[0], await newest_lines(reading, shows[0].id, SUGGESTIONS)
            return shows[0], await _lines_with(reading, shows[0], typed, SUGGESTIONS)

    async def suggest_shows(self, asker: Asker, typed: str) -> list[Show]:
        """Up to 25 shows, likewise."""
        async with self._database.read() as reading:
            try:
                shows = await shows_of(reading, await require_moderator(reading, asker))
            except (NotModerator, ServerOnly):
                return []
        if not typed.strip():
            return shows[:SUGGESTIONS]
        return [match.item for match in matches(typed, ((show, show.title) for show in shows))][:SUGGESTIONS]


async def _shows_for_suggestions(reading: Reading, asker: Asker, named_show: str | None) -> list[Show]:
    try:
        return await shows_meant(reading, await require_moderator(reading, asker), named_show)
    except (NotModerator, ServerOnly, NoShows, ShowNotFound):
        return []


async def _candidates(reading: Reading, shows: Sequence[Show]) -> list[Candidate]:
    return [
        Candidate(show.slug, show.title, draft.position, draft.title, draft.number_in_series)
        for show in shows
        for draft in await facts_of_all(reading, show.id)
    ]


async def _song_candidates(reading: Reading, shows: Sequence[Show]) -> list[SongCandidate]:
    return [
        SongCandidate(show.slug, show.title, song, draft.title)
        for show in shows
        for song, draft in (await plain_songs(reading, show.id)).items()
    ]


def _songs_meant(typed: str, candidates: Sequence[SongCandidate]) -> list[SongCandidate]:
    referred = [candidate for candidate in candidates if candidate.reference == typed.strip()]
    close = matches(typed, ((candidate, candidate.title) for candidate in candidates))
    return referred or [match.item for match in close if match.closeness == close[0].closeness]


async def _lines_with(reading: Reading, show: Show, typed: str, at_most: int) -> list[Line]:
    ids = await search(reading, ShowId(show.id), read_query(typed), limit=EVERYTHING, at_most=at_most)
    return await lines_by_ids(reading, ids)


async def _episode(reading: Reading, show: Show, episode: EpisodeId) -> EpisodePanel:
    draft = await plain_episode(reading, episode)
    if draft is None:
        raise PartGone
    by_title = {song.title: number for number, song in (await plain_songs(reading, show.id)).items()}
    songs = tuple(by_title[sung.title] for sung in draft.performances)
    return EpisodePanel(show, episode, draft, songs, len(await lines_of(reading, episode)))


async def _song(reading: Reading, show: Show, song: SongId) -> SongPanel:
    draft = (await plain_songs(reading, show.id))[song]
    return SongPanel(show, song, draft, tuple(await episodes_with(reading, song)))

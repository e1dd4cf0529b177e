"""What moderators see while they edit the catalogue: everything, unfiltered, and only they."""

from dataclasses import dataclass

from bot.domain.asking import Asker
from bot.domain.editing_errors import NotYours, PartGone, QuoteAmbiguous, QuoteNotFound
from bot.domain.errors import (
    NotModerator,
    Purpose,
    ServerOnly,
    SongAmbiguous,
    SongNotFound,
)
from bot.domain.finding import (
    Candidate,
    SongCandidate,
    find_songs,
    suggest,
    suggest_songs,
)
from bot.domain.folding import fold
from bot.domain.ids import QuoteId, SongId
from bot.domain.positions import Position
from bot.domain.queries import read_query
from bot.domain.references import read_id, read_number_sign
from bot.domain.shows import Episode, Quote, Show, Song
from bot.domain.spoilers import EVERYTHING
from bot.domain.typos import matches
from bot.services.permissions import require_moderator
from bot.services.records import episode_of, song_of
from bot.services.resolve import SUGGESTIONS, episode_among
from bot.services.shows import NOT_NAMED, Meant, show_named, show_with_slug, shows_meant, shows_to_suggest
from bot.store.database import Database, Reading
from bot.store.folding import run_of_ids
from bot.store.forks import quote_in
from bot.store.searching import search
from bot.store.unfiltered import (
    episode_with_code,
    episodes_with,
    newest_quotes,
    unfiltered_facts,
    unfiltered_quotes,
    unfiltered_quotes_of,
    unfiltered_songs,
)

_SEVERAL = 5


@dataclass(frozen=True, slots=True)
class EpisodePanel:
    """An episode with everything that can be edited, and how many quotes it has."""

    show: Show
    episode: Episode[str, str]
    quotes: int


@dataclass(frozen=True, slots=True)
class SongPanel:
    """A song, and its episodes."""

    show: Show
    song: Song[str, str]
    episodes: tuple[Episode[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChosenQuote:
    """A quote that a moderator chose."""

    show: Show
    quote: Quote[str]


@dataclass(frozen=True, slots=True)
class SuggestedQuotes:
    """Quotes of a show. `show_title`: set if their names must include it."""

    show: Show
    quotes: tuple[Quote[str], ...]
    show_title: str | None


class Panels:
    """Reads the catalogue unfiltered, for moderators."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def show(self, asker: Asker, named: str | None) -> Show:
        """The show that was named. Raises `NotModerator`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            return await show_named(reading, guild, named)

    async def own_show(self, asker: Asker, named: str) -> Show:
        """The server's own show that was named. Raises what `show` raises, and `NotYours`."""
        show = await self.show(asker, named)
        if show.owner is None:
            raise NotYours
        return show

    async def episode(self, asker: Asker, typed: str, named_show: str | None) -> EpisodePanel:
        """The episode that was named. Raises what naming an episode raises, and `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            meant = await shows_meant(reading, guild, typed, named_show)
            candidates = await _candidates(reading, meant)
            show, position = episode_among(candidates, typed, meant, Purpose.EDIT, may_add=True)
            return await _episode_at(reading, show, position)

    async def episode_at(self, asker: Asker, slug: str, position: Position) -> EpisodePanel:
        """The episode at a position. Raises `PartGone` or `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            show = await show_with_slug(reading, guild, slug)
            return await _episode_at(reading, show, position)

    async def song(self, asker: Asker, typed: str, named_show: str | None) -> SongPanel:
        """The song that was named. Raises `SongNotFound`, `SongAmbiguous` or `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            meant = await shows_meant(reading, guild, typed, named_show)
            found = find_songs(meant.typed, await _song_candidates(reading, meant))
            if not found:
                raise SongNotFound(typed, meant.shows[0].slug)
            if len(found) > 1:
                raise SongAmbiguous(typed, tuple(found[:SUGGESTIONS]), Purpose.EDIT)
            return await _song(reading, meant.show_with(found[0].show), found[0].id)

    async def song_by_id(self, asker: Asker, slug: str, song: SongId) -> SongPanel:
        """A song, or the server's copy of it. Raises `PartGone` or `NotModerator`."""
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            show = await show_with_slug(reading, guild, slug)
            return await _song(reading, show, song)

    async def quote(self, asker: Asker, typed: str, named_show: str | None) -> ChosenQuote:
        """The quote that was chosen, or the only one with the typed words.

        Raises `QuoteNotFound`, `QuoteAmbiguous`, `NotModerator`, and what naming a show raises.
        """

        async def read(reading: Reading) -> ChosenQuote:
            guild = await require_moderator(reading, asker)
            meant = await shows_meant(reading, guild, typed, named_show)
            show = meant.shows[0]
            quotes = await _quotes_meant(reading, show, meant.typed)
            same = [quote for quote in quotes if fold(quote.text) == fold(meant.typed)]
            found = same if len(same) == 1 else quotes
            if not found:
                raise QuoteNotFound(typed)
            if len(found) > 1:
                several = tuple((one.id, " ".join(one.text.split())) for one in found[:_SEVERAL])
                raise QuoteAmbiguous(typed, show.slug, several)
            return ChosenQuote(show, found[0])

        return await self._database.read_apart(read)

    async def suggest_episodes(self, asker: Asker, typed: str, named_show: str | None) -> list[Candidate]:
        """Up to 25 episodes that unfinished text may become; none if the asker isn't a moderator."""
        async with self._database.read() as reading:
            meant = await _meant_for_suggestions(reading, asker, typed, named_show)
            return suggest(meant.typed, await _candidates(reading, meant), SUGGESTIONS) if meant else []

    async def suggest_songs(self, asker: Asker, typed: str, named_show: str | None) -> list[SongCandidate]:
        """Up to 25 songs, in the same way."""
        async with self._database.read() as reading:
            meant = await _meant_for_suggestions(reading, asker, typed, named_show)
            if meant is None:
                return []
            return suggest_songs(meant.typed, await _song_candidates(reading, meant), SUGGESTIONS)

    async def suggest_quotes(
        self, asker: Asker, typed: str, named_show: str | None
    ) -> SuggestedQuotes | None:
        """Up to 25 quotes of a show, in the same way: those with the typed words, or the newest."""

        async def read(reading: Reading) -> SuggestedQuotes | None:
            meant = await _meant_for_suggestions(reading, asker, typed, named_show)
            if meant is None:
                return None
            show = meant.shows[0]
            quotes = (
                await _quotes_meant(reading, show, meant.typed)
                if meant.typed.strip()
                else await newest_quotes(reading, show.id, SUGGESTIONS)
            )
            return SuggestedQuotes(show, tuple(quotes), meant.labels[show.slug] if meant.several else None)

        return await self._database.read_apart(read)

    async def suggest_shows(self, asker: Asker, typed: str) -> list[Show]:
        """Up to 25 shows, in the same way."""
        async with self._database.read() as reading:
            try:
                shows = await shows_to_suggest(reading, await require_moderator(reading, asker), typed)
            except (NotModerator, ServerOnly):
                return []
        if not typed.strip():
            return shows[:SUGGESTIONS]
        return [match.item for match in matches(typed, ((show, show.title) for show in shows))][:SUGGESTIONS]


async def _meant_for_suggestions(
    reading: Reading, asker: Asker, typed: str, named_show: str | None
) -> Meant | None:
    try:
        return await shows_meant(reading, await require_moderator(reading, asker), typed, named_show)
    except (NotModerator, ServerOnly, *NOT_NAMED):
        return None


async def _candidates(reading: Reading, meant: Meant) -> list[Candidate]:
    return [
        meant.candidate(show, episode.position, episode.title, episode.number_in_series)
        for show in meant.shows
        for episode in await unfiltered_facts(reading, show.id)
    ]


async def _song_candidates(reading: Reading, meant: Meant) -> list[SongCandidate]:
    return [
        SongCandidate(show.slug, meant.labels[show.slug], song.id, song.title, meant.several)
        for show in meant.shows
        for song in await unfiltered_songs(reading, show.id)
    ]


async def _quotes_meant(reading: Reading, show: Show, typed: str) -> list[Quote[str]]:
    """The quote whose id or number the text begins with; else those with the typed words."""
    quote, number = read_id(typed, "quote"), read_number_sign(typed)
    if quote is None and number is None:
        ids = await search(reading, show.id, read_query(typed), limit=EVERYTHING, at_most=SUGGESTIONS)
        return await unfiltered_quotes(reading, ids)
    asked = QuoteId(quote if quote is not None else run_of_ids(show.id)[0] + (number or 0))
    found = await quote_in(reading, show, asked)
    return [] if found is None else await unfiltered_quotes(reading, [found])


async def _episode_at(reading: Reading, show: Show, position: Position) -> EpisodePanel:
    at = await episode_with_code(reading, show.id, position)
    if at is None:
        raise PartGone
    episode = await episode_of(reading, show, at.id)
    return EpisodePanel(show, episode, len(await unfiltered_quotes_of(reading, episode.id)))


async def _song(reading: Reading, show: Show, song: SongId) -> SongPanel:
    found = await song_of(reading, show, song)
    return SongPanel(show, found, tuple(await episodes_with(reading, found.id)))

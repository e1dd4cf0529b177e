"""What somebody means: which show, episode or position. Titles that they may not know yet do not count."""

from dataclasses import dataclass

from bot.domain.asking import Asker
from bot.domain.editing_errors import PartGone
from bot.domain.errors import (
    EpisodeAmbiguous,
    EpisodeNotFound,
    NoShows,
    NotInStory,
    Purpose,
    ShowNotFound,
)
from bot.domain.finding import Candidate, find, named_position, perhaps_meant
from bot.domain.ids import GuildId
from bot.domain.matching import fold, matches, read_position
from bot.domain.positions import Position
from bot.domain.shows import Entry, Show
from bot.services.access import is_moderator
from bot.services.visibility import Viewpoints
from bot.store.database import Reading
from bot.store.episodes import entries_of, entry_at
from bot.store.guilds import guild_settings
from bot.store.shows import shows_of

SUGGESTIONS = 25
"""As many as Discord takes at a time."""

_PERHAPS = 3


async def default_shows(reading: Reading, guild: GuildId | None) -> list[Show]:
    """The shows that need not be named, the default one first.

    A server that has made a show of its own gets the bundled ones only by name; a copy of a bundled one is
    not such a show. Raises `NoShows`.
    """
    shows = await shows_of(reading, guild)
    if not shows:
        raise NoShows
    own = [show for show in shows if show.owner is not None]
    usual = own if any(show.origin is None for show in own) else shows
    default = None if guild is None else (await guild_settings(reading, guild)).default_show
    return sorted(
        usual
        if default is None
        else [show for show in shows if show in usual or show.progress_key == default],
        key=lambda show: show.progress_key != default,
    )


async def show_named(reading: Reading, guild: GuildId | None, named: str | None) -> Show:
    """The show that was named, by slug or title; the default one for None.

    Raises `NoShows` or `ShowNotFound`.
    """
    if named is None:
        return (await default_shows(reading, guild))[0]
    shows = await shows_of(reading, guild)
    if not shows:
        raise NoShows
    by_slug = [show for show in shows if show.slug == named]
    exact = by_slug or [show for show in shows if fold(show.title) == fold(named)]
    if exact:
        return exact[0]
    close = matches(named, ((show, show.title) for show in shows))
    if len(close) == 1:
        return close[0].item
    raise ShowNotFound(named, tuple(show.title for show in shows))


async def show_with_slug(reading: Reading, guild: GuildId, slug: str) -> Show:
    """The show with just this slug: what is to be changed is never guessed. Raises `PartGone`."""
    for show in await shows_of(reading, guild):
        if show.slug == slug:
            return show
    raise PartGone


async def shows_meant(reading: Reading, guild: GuildId | None, named: str | None) -> list[Show]:
    """The show that was named, alone; or all that need not be named, the default one first."""
    if named is None:
        return await default_shows(reading, guild)
    return [await show_named(reading, guild, named)]


async def candidates_of(
    reading: Reading, viewpoints: Viewpoints, asker: Asker, shows: list[Show], at: Position | None = None
) -> list[Candidate]:
    """Every episode of these shows, or (`at`) those at a position, as the asker may know them."""
    found: list[Candidate] = []
    for show in shows:
        viewpoint = await viewpoints.of(reading, asker, show)
        found += [
            Candidate(
                show.slug,
                show.title,
                entry.position,
                entry.title and entry.title.shown_to(viewpoint),
                entry.number_in_series,
            )
            for entry in await _entries(reading, show, at)
        ]
    return found


async def _entries(reading: Reading, show: Show, at: Position | None) -> list[Entry]:
    if at is None:
        return await entries_of(reading, show.id)
    entry = await entry_at(reading, show.id, at)
    return [] if entry is None else [entry]


async def episode_named(
    reading: Reading,
    viewpoints: Viewpoints,
    asker: Asker,
    typed: str,
    named_show: str | None,
    purpose: Purpose = Purpose.OPEN,
) -> tuple[Show, Position]:
    """The show and the position of the episode that was named.

    Raises `EpisodeNotFound`, `EpisodeAmbiguous`, `ShowNotFound` or `NoShows`.
    """
    shows = await shows_meant(reading, asker.guild, named_show)
    at = named_position(typed)
    found = find(typed, await candidates_of(reading, viewpoints, asker, shows, at))
    if not found:
        candidates = await candidates_of(reading, viewpoints, asker, shows)
        nearest = tuple(perhaps_meant(typed, candidates, _PERHAPS))
        raise EpisodeNotFound(typed, nearest, purpose, await _add_at(reading, asker, typed, shows[0]))
    if len(found) > 1:
        raise EpisodeAmbiguous(typed, tuple(found[:SUGGESTIONS]), purpose)
    return next(show for show in shows if show.slug == found[0].show), found[0].position


@dataclass(frozen=True, slots=True)
class Named:
    """An episode that was named. `private`: by a title that the asker may know and everyone here may not."""

    show: Show
    position: Position
    private: bool


async def episode_to_answer(
    reading: Reading, viewpoints: Viewpoints, asker: Asker, typed: str, named_show: str | None
) -> Named:
    """The same, for an answer that may be for everyone: what the asker may know is found in any case."""
    show, position = await episode_named(reading, viewpoints, asker.alone(), typed, named_show)
    for_everyone = await candidates_of(reading, viewpoints, asker, [show], position)
    return Named(show, position, private=not find(typed, for_everyone))


async def _add_at(reading: Reading, asker: Asker, typed: str, show: Show) -> tuple[str, int] | None:
    """Where a moderator who typed a code may add an episode."""
    position = read_position(typed)
    if position is None or not await is_moderator(reading, asker):
        return None
    return show.slug, position.key


async def position_named(
    reading: Reading,
    viewpoints: Viewpoints,
    asker: Asker,
    typed: str,
    named_show: str | None,
    purpose: Purpose,
) -> tuple[Show, Position]:
    """A place in the story that was named. Any code will do: no episode need stand there.

    Raises `NotInStory` for a special that has no place, and as above.
    """
    try:
        show, position = await episode_named(reading, viewpoints, asker, typed, named_show, purpose)
    except EpisodeNotFound:
        slug, _, code = typed.rpartition(":")
        read = read_position(code)
        if read is None:
            raise
        shows = await shows_meant(reading, asker.guild, named_show)
        show, position = next((show for show in shows if show.slug == slug), shows[0]), read
    if not position.placed:
        raise NotInStory(position, purpose)
    return show, position

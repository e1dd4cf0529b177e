"""Records of a show by id, or their copies in a server's own copy of the show. Unfiltered."""

from collections.abc import Mapping
from typing import Any

from bot.domain import fields
from bot.domain.editing_errors import PartGone
from bot.domain.fields import SLUG, BadField, Fault
from bot.domain.ids import EpisodeId, GuildId, QuoteId, ShowId, SongId
from bot.domain.positions import LAST, NotACode, Position
from bot.domain.shows import Episode, Quote, Show, Song
from bot.store.database import Reading
from bot.store.forks import episode_in, quote_in, song_in
from bot.store.shows import slug_is_taken
from bot.store.unfiltered import (
    episode_with_code,
    unfiltered_episode,
    unfiltered_quote,
    unfiltered_songs,
)


async def episode_of(reading: Reading, show: Show, episode: int) -> Episode[str, str]:
    """An episode of a show, or its copy in the show. Raises `PartGone`."""
    own = await episode_in(reading, show, EpisodeId(episode))
    found = None if own is None else await unfiltered_episode(reading, own)
    if found is None:
        raise PartGone
    return found


async def song_of(reading: Reading, show: Show, song: int) -> Song[str, str]:
    """A song of a show, or its copy in the show. Raises `PartGone`."""
    own = await song_in(reading, show, SongId(song))
    for found in await unfiltered_songs(reading, show.id):
        if found.id == own:
            return found
    raise PartGone


async def quote_of(reading: Reading, show: Show, quote: int) -> tuple[Episode[str, str], Quote[str]]:
    """A quote of a show, or the show's copy of it, and the facts of its episode. Raises `PartGone`."""
    own = await quote_in(reading, show, QuoteId(quote))
    found = None if own is None else await unfiltered_quote(reading, own)
    if found is None:
        raise PartGone
    return found, found.quotes[0]


def position_in_subject(key: int) -> Position:
    """The position with a subject's `key`. Raises `PartGone` if the key is invalid."""
    try:
        return Position.from_key(key)
    except NotACode as error:
        raise PartGone from error


async def must_be_free(reading: Reading, show: Show, position: Position, field: str) -> None:
    """Raise `BadField` if the position has an episode."""
    if position == LAST or await episode_with_code(reading, show.id, position) is not None:
        raise BadField(field, Fault.TAKEN, position.code)


async def episode_typed(reading: Reading, show: Show, code: Position) -> Episode[str, str]:
    """The episode that a code names, by its own facts alone. Raises `BadField`."""
    found = await episode_with_code(reading, show.id, code)
    if found is None:
        raise BadField("episode", Fault.UNKNOWN_EPISODE, code.code)
    return found


async def free_slug(
    reading: Reading, guild: GuildId, typed: Mapping[str, Any], *, but_by: ShowId | None = None
) -> str:
    """The typed slug, or one made from the title.

    Raises `BadField` if it is taken.
    """
    slug: str | None = typed["slug"] or fields.slug_of(typed["title"])
    if slug is None:  # a title without Latin letters
        return await numbered_slug(reading, guild, "show", but_by=but_by)
    if await slug_is_taken(reading, guild, slug, but_by=but_by):
        raise BadField("slug", Fault.TAKEN, slug)
    return slug


async def numbered_slug(
    reading: Reading, guild: GuildId | None, slug: str, *, but_by: ShowId | None = None
) -> str:
    """The slug, or the first of `slug-2`, `slug-3` and so on that is free."""
    free, number = slug, 1
    while await slug_is_taken(reading, guild, free, but_by=but_by):
        number += 1
        ending = f"-{number}"
        free = slug[: SLUG - len(ending)].rstrip("-") + ending
    return free

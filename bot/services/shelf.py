"""Which shows there are for an asker, and which one is meant."""

from bot.domain.editing_errors import PartGone
from bot.domain.errors import NoShows, ShowNotFound
from bot.domain.ids import GuildId
from bot.domain.matching import fold, matches
from bot.domain.shows import Show
from bot.store.database import Reading
from bot.store.guilds import guild_settings
from bot.store.shows import shows_of


async def usual_shows(reading: Reading, guild: GuildId | None) -> list[Show]:
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
        return (await usual_shows(reading, guild))[0]
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
        return await usual_shows(reading, guild)
    return [await show_named(reading, guild, named)]

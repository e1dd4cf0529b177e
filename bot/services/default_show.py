"""A server's default show: the one that is meant where none is named."""

from dataclasses import dataclass

from bot.domain.asking import Asker
from bot.domain.errors import NoShows
from bot.domain.ids import GuildId
from bot.domain.shows import Show
from bot.store.database import Reading, Writing
from bot.store.guilds import GuildSettings, guild_settings, set_default_show
from bot.store.shows import shows_of


@dataclass(frozen=True, slots=True)
class DefaultMade:
    """The new default show, and the bundled shows that are hidden now."""

    show: Show
    hidden: tuple[Show, ...]


@dataclass(frozen=True, slots=True)
class DefaultOffer:
    """The offer to make a new show the default instead of `default`.

    `hides`: the bundled shows that this would hide. `may_choose`: whether the asker has Manage Server.
    """

    default: Show
    hides: tuple[Show, ...]
    may_choose: bool


async def default_shows(reading: Reading, guild: GuildId | None) -> list[Show]:
    """The shows that commands use when none is named, the default show first.

    If the server has chosen none, the default is a bundled show, else the first show that the server made, so
    adding a show doesn't change it. Raises `NoShows`.
    """
    shows = await shows_of(reading, guild)
    if not shows:
        raise NoShows
    settings = GuildSettings() if guild is None else await guild_settings(reading, guild)
    default, *others = sorted(
        shows, key=lambda show: (show.progress_key != settings.default_show, *_order(show))
    )
    return [default, *(show for show in others if show.owner is not None or not settings.hides_bundled)]


async def default_show(reading: Reading, guild: GuildId) -> Show | None:
    """A server's default show; None where there are no shows."""
    try:
        return (await default_shows(reading, guild))[0]
    except NoShows:
        return None


async def new_default(reading: Reading, guild: GuildId, before: Show | None) -> Show | None:
    """The default show, where a change has made it another than before."""
    now = await default_show(reading, guild)
    if now is None or before is None or now.id == before.id or now.progress_key == before.progress_key:
        return None
    return None if now.slug == before.slug else now  # a bundled show is back in place of its copy


async def default_offer(writing: Writing, asker: Asker, guild: GuildId, made: Show) -> DefaultOffer | None:
    """The offer for a new show. A server's only show becomes the default without asking (None)."""
    default = (await default_shows(writing, guild))[0]
    if default.id == made.id:
        await set_default_show(writing, guild, made.progress_key)
        return None
    own = [show for show in await shows_of(writing, guild) if is_made(show)]
    hides = await bundled_shows(writing, guild, but=made) if own == [made] else ()
    return DefaultOffer(default, hides, may_choose=asker.manages)


async def bundled_shows(reading: Reading, guild: GuildId, *, but: Show) -> tuple[Show, ...]:
    """The bundled shows of a server, without one."""
    return tuple(show for show in await shows_of(reading, guild) if show.owner is None and show.id != but.id)


def _order(show: Show) -> tuple[bool, str, int]:
    made = is_made(show)
    return made, "" if made else show.title, show.id


def is_made(show: Show) -> bool:
    """Whether a server made the show. A copy of a bundled show doesn't count."""
    return show.owner is not None and show.origin is None

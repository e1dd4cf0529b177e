"""Which shows there are for an asker, and which of them is meant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.domain.editing_errors import PartGone
from bot.domain.errors import AnotherShow, NoShows, ShowNotFound
from bot.domain.ids import GuildId
from bot.domain.matching import matches
from bot.domain.references import BETWEEN, UnknownSlug, labels_of, show_in_front
from bot.domain.shows import Show
from bot.domain.text import fold
from bot.store.database import Reading
from bot.store.guilds import GuildSettings, guild_settings
from bot.store.shows import shows_of


async def default_shows(reading: Reading, guild: GuildId | None) -> list[Show]:
    """The shows that need not be named, the default one first.

    Where a server has chosen none, a bundled one is the default, else the show that it made first: making
    another changes nothing. Raises `NoShows`.
    """
    shows = await shows_of(reading, guild)
    if not shows:
        raise NoShows
    settings = GuildSettings() if guild is None else await guild_settings(reading, guild)
    default, *others = sorted(
        shows, key=lambda show: (show.progress_key != settings.default_show, *_order(show))
    )
    return [default, *(show for show in others if show.owner is not None or not settings.hides_bundled)]


def _order(show: Show) -> tuple[bool, str, int]:
    made = is_made(show)
    return made, "" if made else show.title, show.id


def is_made(show: Show) -> bool:
    """Whether a server made the show; a copy of a bundled one is no such show."""
    return show.owner is not None and show.origin is None


async def shows_to_suggest(reading: Reading, guild: GuildId | None, typed: str) -> list[Show]:
    """The shows to suggest: all of them once a name is typed, before that those that are not hidden."""
    shows = await shows_of(reading, guild)
    if typed.strip() or not shows:
        return shows
    usual = await default_shows(reading, guild)
    return [show for show in shows if show in usual]


async def show_named(reading: Reading, guild: GuildId | None, named: str | None) -> Show:
    """The show that was named, by slug or title; the default one for None.

    Raises `NoShows` or `ShowNotFound`.
    """
    if named is None:
        return (await default_shows(reading, guild))[0]
    shows = await shows_of(reading, guild)
    if not shows:
        raise NoShows
    exact = _exactly(named, shows)
    if exact is not None:
        return exact
    close = matches(named, ((show, show.title) for show in shows))
    if len(close) == 1:
        return close[0].item
    raise ShowNotFound(named, tuple(show.title for show in shows))


def _exactly(named: str, shows: Sequence[Show]) -> Show | None:
    """The show with this slug, of this name among suggestions, or of this title, however it is written."""
    labels = labels_of(shows)
    kinds: tuple[Callable[[Show], bool], ...] = (
        lambda show: named in (show.slug, labels[show.slug]) or named.startswith(f"{show.slug}{BETWEEN}"),
        lambda show: named == show.title,
        lambda show: fold(named) == fold(show.title),
    )
    return next((show for kind in kinds for show in shows if kind(show)), None)


async def show_with_slug(reading: Reading, guild: GuildId, slug: str) -> Show:
    """The show with just this slug: what is to be changed is never guessed. Raises `PartGone`."""
    for show in await shows_of(reading, guild):
        if show.slug == slug:
            return show
    raise PartGone


@dataclass(frozen=True, slots=True)
class Meant:
    """The shows that typed text may be about, the default one first, and the text without a show in front.

    `labels` has the name of each by slug. `several`: what is suggested has to say of which show it is.
    """

    shows: list[Show]
    typed: str
    labels: Mapping[str, str]
    several: bool

    @classmethod
    def only(cls, show: Show) -> Self:
        """A show alone, with nothing typed."""
        return cls([show], "", {show.slug: show.title}, several=False)

    def show_with(self, slug: str) -> Show:
        """The one of the shows that has this slug."""
        return next(show for show in self.shows if show.slug == slug)


async def shows_meant(reading: Reading, guild: GuildId | None, typed: str, named: str | None) -> Meant:
    """The shows that typed text may be about: the one in front of it, or the named one; else the usual ones.

    Raises `NoShows`, `ShowNotFound`, and `AnotherShow` where the two differ.
    """
    shows = await shows_of(reading, guild)
    labels = labels_of(shows)
    try:
        front, rest = show_in_front(typed, shows)
    except UnknownSlug as error:
        raise ShowNotFound(error.slug, tuple(labels.values())) from error
    if named is not None:
        chosen = await show_named(reading, guild, named)
        if front is not None and front.id != chosen.id:
            raise AnotherShow(labels[front.slug], labels[chosen.slug])
        return Meant([chosen], rest, labels, several=False)
    meant = [front] if front is not None else await default_shows(reading, guild)
    return Meant(meant, rest, labels, several=len(meant) > 1 or front is not None)


NOT_NAMED = (NoShows, ShowNotFound, AnotherShow)
"""What naming a show raises: nothing is suggested then."""

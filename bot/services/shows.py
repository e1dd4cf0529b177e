"""Which of a server's shows typed text means."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.domain.editing_errors import PartGone
from bot.domain.errors import AnotherShow, NoShows, SeasonNotFound, ShowNotFound
from bot.domain.finding import Candidate
from bot.domain.folding import fold
from bot.domain.ids import GuildId
from bot.domain.positions import Position
from bot.domain.references import BETWEEN, UnknownSlug, labels_of, show_in_front
from bot.domain.shows import Show
from bot.domain.typos import matches
from bot.services.default_show import default_shows
from bot.services.encoded_ids import OnlySlug
from bot.store.database import Reading
from bot.store.shows import shows_of


def require_season(show: Show, positions: Iterable[Position], season: int) -> None:
    """Raise `SeasonNotFound` for a season that none of a show's episodes is in: that is no spoiler."""
    seasons = tuple(dict.fromkeys(position.season for position in positions))
    if season not in seasons:
        raise SeasonNotFound(show.title, season, seasons)


async def shows_to_suggest(reading: Reading, guild: GuildId | None, typed: str) -> list[Show]:
    """The shows to suggest: all once something is typed, before that without the hidden ones."""
    shows = await shows_of(reading, guild)
    if typed.strip() or not shows:
        return shows
    not_hidden = await default_shows(reading, guild)
    return [show for show in shows if show in not_hidden]


async def show_named(reading: Reading, guild: GuildId | None, named: str | None) -> Show:
    """The show with this slug or title; the default show for None. Raises `ShowNotFound` or `NoShows`."""
    if named is None:
        return (await default_shows(reading, guild))[0]
    return _named_among(await shows_of(reading, guild), named)


def _named_among(shows: Sequence[Show], named: str) -> Show:
    if not shows:
        raise NoShows
    exact = _exactly(named, shows)
    if exact is not None:
        return exact
    close = [] if isinstance(named, OnlySlug) else matches(named, ((show, show.title) for show in shows))
    if len(close) == 1:
        return close[0].item
    raise ShowNotFound(named, tuple(show.title for show in shows))


def _exactly(named: str, shows: Sequence[Show]) -> Show | None:
    """The show with this slug, label or title; titles are compared folded."""
    if isinstance(named, OnlySlug):
        return next((show for show in shows if show.slug == named), None)
    labels = labels_of(shows)
    kinds: tuple[Callable[[Show], bool], ...] = (
        lambda show: named in (show.slug, labels[show.slug]) or named.startswith(f"{show.slug}{BETWEEN}"),
        lambda show: named == show.title,
        lambda show: fold(named) == fold(show.title),
    )
    return next((show for kind in kinds for show in shows if kind(show)), None)


async def show_of(reading: Reading, guild: GuildId | None, slug: str) -> Show:
    """The show with exactly this slug, for clicks. Raises `ShowNotFound` or `NoShows`."""
    return await show_named(reading, guild, OnlySlug(slug))


async def show_with_slug(reading: Reading, guild: GuildId, slug: str) -> Show:
    """The show with exactly this slug, for changes. Raises `PartGone`."""
    for show in await shows_of(reading, guild):
        if show.slug == slug:
            return show
    raise PartGone


@dataclass(frozen=True, slots=True)
class Meant:
    """The shows that typed text may mean, the default first, and the text without a show's name in front.

    `labels`: each show's label by slug. `several`: suggestions must name their show.
    """

    shows: list[Show]
    typed: str
    labels: Mapping[str, str]
    several: bool

    @classmethod
    def only(cls, show: Show) -> Self:
        """One show, with nothing typed."""
        return cls([show], "", {show.slug: show.title}, several=False)

    def show_with(self, slug: str) -> Show:
        """The show with this slug."""
        return next(show for show in self.shows if show.slug == slug)

    def candidate(self, show: Show, position: Position, title: str | None, number: int | None) -> Candidate:
        """An episode of one of the shows: its title as the asker may see it, its number in the series."""
        return Candidate(show.slug, self.labels[show.slug], position, title, number, self.several)


async def shows_meant(reading: Reading, guild: GuildId | None, typed: str, named: str | None) -> Meant:
    """The shows that typed text may mean: the one named in front of it, else `named`, else the defaults.

    Raises `NoShows`, `ShowNotFound`, and `AnotherShow` if the two differ.
    """
    shows = await shows_of(reading, guild)
    labels = labels_of(shows)
    try:
        front, rest = show_in_front(typed, shows)
    except UnknownSlug as error:
        raise ShowNotFound(error.slug, tuple(labels.values())) from error
    if named is not None:
        chosen = _named_among(shows, named)
        if front is not None and front.id != chosen.id:
            raise AnotherShow(labels[front.slug], labels[chosen.slug])
        return Meant([chosen], rest, labels, several=False)
    meant = [front] if front is not None else await default_shows(reading, guild)
    return Meant(meant, rest, labels, several=len(meant) > 1 or front is not None)


NOT_NAMED = (NoShows, ShowNotFound, AnotherShow)
"""What naming a show raises. Suggestions are empty then."""

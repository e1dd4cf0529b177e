"""Episodes found on pages, and assembling them into one draft by position."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from bot.domain.dates import AmbiguousDate, read_date
from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.positions import LAST, NotACode, Position
from bot.domain.shows import Episode, Guest, Performance, Quote, Song
from bot.domain.text import NAME_LENGTH, TEXT_LENGTH, exact, pieces, tidy
from bot.importers.date_columns import DateColumn
from bot.importers.doubts import Doubts, excerpt

NOWHERE: Final = LAST
"""The position of an episode that has no position yet."""

_MOST_IN_SERIES: Final = 100_000
_NOT_YET: Final = {
    "",
    "-",
    "–",
    "—",
    "?",
    "n/a",
    "none",
    "tba",
    "tbd",
    "to be announced",
    "unknown",
    "untitled",
}


@dataclass(frozen=True, slots=True)
class PageEpisode:
    """An episode found on a page. Its season or number may not be known yet.

    `episode.position` is `NOWHERE`. `line` is its line in the file; `doubts` have no position yet. `show` is
    the title of its show. `special`: which special it is after the episode of that number. `called`: what the
    file says where its number should be.
    """

    episode: Episode[str, str]
    season: int | None = None
    number: Decimal | None = None
    show: str | None = None
    line: int | None = None
    doubts: tuple[Doubt, ...] = ()
    special: int = 0
    called: str = ""

    @property
    def position(self) -> Position | None:
        """The position from season and number, if both are known."""
        if self.season is None or self.number is None:
            return None
        try:
            return Position(self.season, self.number, self.special)
        except NotACode:
            return None


def clean_title(text: str) -> str | None:
    """A title without quotation marks; None for a placeholder."""
    text = tidy(text)
    for opening, closing in ('""', "“”", "«»"):
        inner = text[1:-1]
        if (
            text[:1] == opening
            and text[-1:] == closing
            and len(text) > 1
            and not {opening, closing} & {*inner}
        ):
            text = inner.strip()
        elif text[:1] == opening and text.count(closing) == (2 if opening == closing else 1):
            text = text[1:].replace(closing, "", 1)  # "Nerve" (Part 1)
    return None if text.lower() in _NOT_YET else text.replace('" / "', " / ")


def read_aired(
    text: str, line: int | None = None, column: DateColumn | None = None
) -> tuple[date | None, tuple[Doubt, ...]]:
    """An air date, and the doubts about it, without those about its column."""
    text = tidy(text)
    if text.lower().rstrip(".") in _NOT_YET:
        return None, (Doubt(Doubtful.NO_DATE, line=line),)
    in_figures, aired = column.read(text) if column else (False, None)
    if in_figures:
        return aired, ()
    try:
        aired = read_date(text)
    except AmbiguousDate:
        return None, (Doubt(Doubtful.AMBIGUOUS_DATE, excerpt(text), line=line),)
    return aired, () if aired else (Doubt(Doubtful.UNREADABLE_DATE, excerpt(text), line=line),)


def assemble(
    pages: Iterable[PageEpisode], *, title: str | None = None, doubts: Iterable[Doubt] = ()
) -> Draft:
    """One draft of all pages. Of two episodes at one position the first is kept. `title` is the show's."""
    placed: dict[Position, Episode[str, str]] = {}
    songs: dict[str, str] = {}
    found = Doubts(doubts)
    for page in pages:
        where, name = page.position, page.episode.title or ""
        if where is None:
            found.add(Doubtful.NOT_PLACED, " · ".join(filter(None, (page.called, name))), line=page.line)
        elif where in placed:
            found.add(Doubtful.PLACED_TWICE, name, where, page.line)
        else:
            found.all += [replace(doubt, position=where) for doubt in page.doubts]
            episode = _fitting(replace(page.episode, position=where), found)
            placed[where] = replace(episode, performances=_sung(episode, songs))
    return Draft(
        title=found.name(title or "") or "",
        songs=tuple(Song(song) for song in songs.values()),
        episodes=tuple(placed[where] for where in sorted(placed)),
        doubts=tuple(found.all),
    )


def _sung(episode: Episode[str, str], songs: dict[str, str]) -> tuple[Performance[str, str], ...]:
    """The performances, each with its song's title as first written."""
    return tuple(
        replace(sung, title=songs.setdefault(exact(sung.title), sung.title)) for sung in episode.performances
    )


def _fitting(episode: Episode[str, str], doubts: Doubts) -> Episode[str, str]:
    """The episode without values that are too long for the catalogue."""

    def fits(text: str | None, longest: int = NAME_LENGTH) -> bool:
        return text is None or doubts.fits(text, longest, episode.position)

    def guest(one: Guest[str]) -> bool:
        return fits(one.name) and fits(one.character)

    def performance(one: Performance[str, str]) -> bool:
        return fits(one.title) and all(map(fits, one.performers)) and fits(one.context, TEXT_LENGTH)

    def quote(one: Quote[str]) -> bool:
        return fits(one.text, TEXT_LENGTH) and fits(one.speaker) and fits(one.context, TEXT_LENGTH)

    number = episode.number_in_series
    return replace(
        episode,
        title=episode.title if fits(episode.title) else None,
        production_code=episode.production_code if fits(episode.production_code) else None,
        number_in_series=None if number is None or number > _MOST_IN_SERIES else number,
        writers=tuple(filter(fits, episode.writers)),
        directors=tuple(filter(fits, episode.directors)),
        summary=episode.summary if fits(episode.summary, TEXT_LENGTH) else None,
        guests=tuple({one.name: one for one in episode.guests if guest(one)}.values()),
        performances=tuple(filter(performance, episode.performances)),
        quotes=tuple(filter(quote, episode.quotes)),
        scenes=tuple(piece for scene in episode.scenes for piece in pieces(scene)),
    )


def settle(pages: Sequence[PageEpisode]) -> Iterator[PageEpisode]:
    """If no season but the first is named, every episode is of season 1: a doubt about the first of them."""
    later = {page.show for page in pages if page.season not in (None, 1)}
    is_said = False
    for page in pages:
        counted_through = page.season is None and not (later if page.show is None else page.show in later)
        settled = replace(page, season=1) if counted_through else page
        if counted_through and not is_said and settled.position is not None:
            is_said = True
            settled = in_doubt(settled)
        yield settled


def in_doubt(page: PageEpisode) -> PageEpisode:
    """An episode whose season is a guess."""
    return replace(page, doubts=(*page.doubts, Doubt(Doubtful.NO_SEASON, line=page.line)))


def parted(
    page: PageEpisode,
    places: Sequence[tuple[int | None, Decimal | None, int]],
    in_series: Sequence[int | None] = (),
) -> Iterator[PageEpisode]:
    """The parts of a double episode at these places, and their numbers in the series if known.

    Story that they share gives the last one away too, so it goes with that.
    """
    for at, (season, number, special) in enumerate(places):
        is_last = at == len(places) - 1
        episode = page.episode if is_last else facts_of(page.episode)
        episode = replace(episode, number_in_series=in_series[at] if in_series else None)
        doubts = page.doubts if is_last else ()
        yield replace(page, episode=episode, season=season, number=number, special=special, doubts=doubts)


def facts_of(episode: Episode[str, str]) -> Episode[str, str]:
    """An episode without its story."""
    return replace(episode, summary=None, scenes=(), quotes=(), performances=(), guests=(), still=None)

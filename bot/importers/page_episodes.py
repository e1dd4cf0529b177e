"""Episodes as pages tell them → one draft: each at its place, nothing longer than the catalogue keeps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from bot.domain.dates import AmbiguousDate, read_date
from bot.domain.drafts import (
    Doubt,
    Doubtful,
    Draft,
    EpisodeDraft,
    GuestDraft,
    PerformanceDraft,
    QuoteDraft,
    SongDraft,
)
from bot.domain.positions import LAST, Position
from bot.domain.text import NAME_LENGTH, TEXT_LENGTH, exact, pieces, tidy
from bot.importers.doubts import Doubts, excerpt
from bot.importers.episode_numbers import position

NOWHERE: Final = LAST
"""The position of an episode that has not been placed yet."""

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
    """An episode as a page has it: its season or its number may not be known yet.

    `episode.position` is `NOWHERE`. `line` is where it stands in its file; `doubts` have no position yet.
    `show` is the show that it is said to be of, and `by_hand` what the one who gave the file said.
    """

    episode: EpisodeDraft
    season: int | None = None
    number: Decimal | None = None
    show: str | None = None
    line: int | None = None
    doubts: tuple[Doubt, ...] = ()
    by_hand: Position | None = None

    @property
    def position(self) -> Position | None:
        """Where somebody said that it stands, else what season and number say if they are known."""
        if self.by_hand is not None:
            return self.by_hand
        if self.season is None or self.number is None:
            return None
        return position(self.season, self.number)


def clean_title(text: str) -> str | None:
    """A title without the quotation marks around it; None where it only says that there is none yet."""
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


def read_aired(text: str, line: int | None = None) -> tuple[date | None, tuple[Doubt, ...]]:
    """An air date and what is doubtful about it."""
    text = tidy(text)
    if text.lower().rstrip(".") in _NOT_YET:
        return None, (Doubt(Doubtful.NO_DATE, line=line),)
    try:
        aired = read_date(text)
    except AmbiguousDate:
        return None, (Doubt(Doubtful.AMBIGUOUS_DATE, excerpt(text), line=line),)
    return aired, () if aired else (Doubt(Doubtful.UNREADABLE_DATE, excerpt(text), line=line),)


def assemble(told: Iterable[PageEpisode], *, title: str | None = None, doubts: Iterable[Doubt] = ()) -> Draft:
    """One draft of all that was told. Of two episodes at one position the first stays."""
    placed: dict[Position, EpisodeDraft] = {}
    songs: dict[str, str] = {}
    found = list(doubts)
    for each in told:
        where = each.position
        name = excerpt(each.episode.title or "")
        if where is None:
            found.append(Doubt(Doubtful.NOT_PLACED, name, line=each.line))
        elif where in placed:
            found.append(Doubt(Doubtful.PLACED_TWICE, name, where, each.line))
        else:
            episode, left_out = _fitting(each.episode)
            found += [replace(doubt, position=where) for doubt in (*each.doubts, *left_out)]
            placed[where] = replace(episode, position=where, performances=_sung(episode, songs))
    return Draft(
        title=title if title and len(title) <= NAME_LENGTH else None,
        songs=tuple(SongDraft(song) for song in songs.values()),
        episodes=tuple(placed[where] for where in sorted(placed)),
        doubts=tuple(found),
    )


def _sung(episode: EpisodeDraft, songs: dict[str, str]) -> tuple[PerformanceDraft, ...]:
    """The performances, each with its song's title as it was written the first time."""
    return tuple(
        replace(sung, title=songs.setdefault(exact(sung.title), sung.title)) for sung in episode.performances
    )


def _fitting(episode: EpisodeDraft) -> tuple[EpisodeDraft, tuple[Doubt, ...]]:
    """The episode with what the catalogue can keep; nothing is cut short, what is too long is left out."""
    doubts = Doubts()

    def fits(text: str | None, longest: int = NAME_LENGTH) -> bool:
        return text is None or doubts.fits(text, longest)

    def guest(one: GuestDraft) -> bool:
        return fits(one.name) and fits(one.character)

    def performance(one: PerformanceDraft) -> bool:
        return fits(one.title) and all(map(fits, one.performers)) and fits(one.context, TEXT_LENGTH)

    def quote(one: QuoteDraft) -> bool:
        return fits(one.text, TEXT_LENGTH) and fits(one.speaker) and fits(one.context, TEXT_LENGTH)

    fitting = replace(
        episode,
        title=episode.title if fits(episode.title) else None,
        production_code=episode.production_code if fits(episode.production_code) else None,
        number_in_series=_in_series(episode.number_in_series),
        writers=tuple(filter(fits, episode.writers)),
        directors=tuple(filter(fits, episode.directors)),
        summary=episode.summary if fits(episode.summary, TEXT_LENGTH) else None,
        guests=tuple(filter(guest, episode.guests)),
        performances=tuple(filter(performance, episode.performances)),
        quotes=tuple(filter(quote, episode.quotes)),
        scenes=tuple(piece for scene in episode.scenes for piece in pieces(scene)),
    )
    return fitting, doubts.all()


def _in_series(number: int | None) -> int | None:
    return number if number is not None and number <= _MOST_IN_SERIES else None


def settle(told: Iterable[PageEpisode]) -> Iterator[PageEpisode]:
    """A show whose pages name no season but the first has no other: all its episodes are of season 1."""
    told = tuple(told)
    later = {each.show for each in told if each.season not in (None, 1)}
    for each in told:
        counted_through = each.season is None and not (later if each.show is None else each.show in later)
        yield replace(each, season=1) if counted_through else each


def placed_by_hand(told: Iterable[PageEpisode], where: Position | None) -> tuple[PageEpisode, ...]:
    """What a file tells of one episode is about the one that somebody named; a list is about many."""
    told = tuple(told)
    return (replace(told[0], by_hand=where),) if len(told) == 1 else told

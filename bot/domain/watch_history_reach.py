"""How far somebody has watched a show, from what a file says. It fails closed.

Progress is the last watched regular episode before which every regular episode was watched too. Specials
never move it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bot.domain.folding import fold
from bot.domain.positions import NotACode, Position
from bot.domain.shows import Episode
from bot.domain.spoilers import ClaimedTitles, Label
from bot.domain.watch_history import WatchedEpisode, WatchedShow

_BETWEEN = re.compile(r"\s*[:：]\s+")
_SEASON_PART = re.compile(r"\D*?(\d{1,4})\D*")
"""A part of a Netflix title with one number, such as `Season 1`, `Staffel 1` or `1. évad`."""
_EPISODE: Final = (
    r"(?:episode|ep\.?|chapter|folge|kapitel|épisode|chapitre|episodio|episódio|capítulo|capitolo|"
    r"aflevering|hoofdstuk|afsnit|avsnitt|jakso|odcinek|bölüm|серия|第)\s?(\d{1,3})\D?"
)
_NUMBER_PART = re.compile(_EPISODE, re.IGNORECASE)
_NUMBER_BEHIND = re.compile(rf"(.*\S)\s*\({_EPISODE}\)", re.IGNORECASE)
"""In Netflix's larger file: `The Wick (Episode 3)`."""

_NUMBERED_OTHERWISE: Final = 2
"""From so many episodes whose title is at another number, a file numbers the show otherwise."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a file says somebody has watched a show.

    `sure`: progress by the rule. `claimed`: a later episode that the file says was watched, though `missing`
    isn't. None: there is none. `unknown`: how many in the file are none of the show's episodes.
    """

    sure: Position | None = None
    missing: Position | None = None
    claimed: Position | None = None
    unknown: int = 0


def reach(
    watched: Iterable[WatchedShow],
    viewed: Iterable[Sequence[str]],
    episodes: Sequence[Episode[Label, Any]],
) -> Reach:
    """How far somebody has watched a show with these episodes, in story order.

    `viewed`: titles as Netflix has them, in parts, without the show's.
    """
    found = _Found(episodes)
    for show in watched:
        found.add(show)
    for parts in viewed:
        found.add_viewed(parts)
    return found.reach()


def split_viewed(title: str, shows: Iterable[str]) -> tuple[str, tuple[str, ...]] | None:
    """A Netflix title as the folded title of one of the shows (folded too) and the parts after it, or None.

    Both the show and its episode may have colons in their titles; the longest title counts.
    """
    known = set(shows)
    parts = _BETWEEN.split(title)
    for end in range(len(parts) - 1, 0, -1):
        if (folded := fold(" ".join(parts[:end]))) in known:
            return folded, tuple(parts[end:])
    return None


class _Found:
    """What was watched of a show; `claimed` is said or likely, but not certain."""

    def __init__(self, episodes: Sequence[Episode[Label, Any]]) -> None:
        self.regular = [episode.position for episode in episodes if episode.position.regular]
        self.watched: set[Position] = set()
        self.claimed: set[Position] = set()
        self.unknown = 0
        self._there = set(self.regular)
        self._in_series = _unique(
            (episode.number_in_series, episode.position) for episode in episodes if episode.position.regular
        )
        self._aired = _unique((episode.aired, episode.position) for episode in episodes)
        self._titles = ClaimedTitles(episode.title for episode in episodes if episode.title is not None)

    def add(self, show: WatchedShow) -> None:
        """Add what a file says about the show."""
        placed = [(at := self._numbered(episode), self._named(episode, at)) for episode in show.episodes]
        otherwise = sum(_differ(at, named) and len(named) == 1 for at, named in placed)
        for at, named in placed:
            if _differ(at, named):
                if len(named) == 1 and (at is None or otherwise >= _NUMBERED_OTHERWISE):
                    self.watched |= named
                else:
                    self.claimed |= named | ({at} if at else set())
            elif at is not None:
                self.watched.add(at)
        self.unknown += sum(
            at is None and not named and episode.season != 0
            for episode, (at, named) in zip(show.episodes, placed, strict=True)
        )
        for count in show.counts:
            self._add_count(count.count, count.season)
        if show.last is not None:
            self._add_last(self._numbered(show.last.episode), show.last.count)

    def add_viewed(self, parts: Sequence[str]) -> None:
        """Add an episode by the parts of its title after the show's: maybe a season, then its own."""
        season = _SEASON_PART.fullmatch(parts[0]) if len(parts) > 1 else None
        behind = _NUMBER_BEHIND.fullmatch(parts[-1])
        if behind:
            parts = (*parts[:-1], behind[1])
        for start in range(len(parts)):
            named = self._titles.positions_of(": ".join(parts[start:]))
            within = {at for at in named if season and at.season == int(season[1])} or named
            if len(within) == 1:
                self.watched |= within
            elif named:  # several have this title
                self.unknown += 1
            if named:
                return
        number = behind[2] if behind else found[1] if (found := _NUMBER_PART.fullmatch(parts[-1])) else None
        in_season = int(season[1]) if season else self._only_season
        at = self._at(in_season, int(number)) if number and in_season is not None else None
        if at is None:
            self.unknown += 1
        else:
            self.watched.add(at)

    def reach(self) -> Reach:
        """How far that is."""
        sure = missing = None
        for position in self.regular:
            if position not in self.watched:
                missing = position
                break
            sure = position
        said = (self.watched | self.claimed) & self._there
        last = max(said, default=None)
        if last is None or last == sure:
            return Reach(sure, unknown=self.unknown)
        return Reach(sure, missing, last, self.unknown)

    @property
    def _only_season(self) -> int | None:
        """The season of a show that has one, as a limited series."""
        seasons = {position.season for position in self.regular}
        return seasons.pop() if len(seasons) == 1 else None

    def _at(self, season: int, number: int) -> Position | None:
        """The regular episode with this number."""
        try:
            position = Position(season, Decimal(number))
        except NotACode:
            return None
        return position if position in self._there else None

    def _numbered(self, episode: WatchedEpisode) -> Position | None:
        """The regular episode with the number that a file has for it."""
        if episode.number is None:
            return None
        if episode.season is not None:
            return self._at(episode.season, episode.number)
        if self._only_season is not None:
            return self._at(self._only_season, episode.number)
        return self._in_series.get(episode.number)

    def _named(self, episode: WatchedEpisode, at: Position | None) -> frozenset[Position]:
        """The episodes with the title that a file has for it; none for a special.

        Its date counts where neither its number nor its title is known: databases differ by a day.
        """
        if episode.season == 0:
            return frozenset()
        named = self._titles.positions_of(episode.title)
        if named or at is not None or episode.aired is None or episode.aired not in self._aired:
            return named
        return frozenset([self._aired[episode.aired]])

    def _add_count(self, count: int, season: int | None) -> None:
        of_season = [at for at in self.regular if season in (None, at.season)]
        self.watched.update(of_season[:count])
        if season == 1 and count > len(of_season) and self.regular:  # it may count through all seasons
            self.claimed.add(self.regular[: max(count, 1)][-1])

    def _add_last(self, last: Position | None, count: int | None) -> None:
        """With as many watched as there are up to the last one, all of them were watched."""
        if last is None:
            return
        self.claimed.add(last)
        up_to = self.regular[: self.regular.index(last) + 1]
        if count == len(up_to):
            self.watched.update(up_to)


def _differ(at: Position | None, named: frozenset[Position]) -> bool:
    return bool(named) and at not in named


def _unique(pairs: Iterable[tuple[Any, Position]]) -> dict[Any, Position]:
    """The positions by what only one of them has."""
    found: dict[Any, Position | None] = {}
    for key, position in pairs:
        if key is not None:
            found[key] = None if key in found else position
    return {key: position for key, position in found.items() if position is not None}

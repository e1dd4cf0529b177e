"""The order of a show's episodes, from the design, including those of season 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.positions import Position

UNPLACED = 2**61
"""Episodes without a known position come last."""


@dataclass(frozen=True, slots=True)
class DatedEpisode:
    """An episode's code and air date."""

    code: str
    aired: date | None

    @property
    def is_special(self) -> bool:
        """Whether its code names the episode it follows."""
        return self.code.startswith("special")

    @property
    def is_of_season_0(self) -> bool:
        """Whether its code says nothing about its position."""
        return self.code.startswith("S00")


def orders(episodes: Sequence[DatedEpisode]) -> dict[str, int]:
    """Each episode's position by code: numbers in story order, comparable with progress."""
    placed = {
        episode.code: Position.from_code(episode.code).key
        for episode in episodes
        if not episode.is_of_season_0
    }
    for episode in episodes:
        if episode.is_of_season_0:
            placed[episode.code] = _of_a_special(episode, episodes, set(placed.values()))
    return placed


def _of_a_special(special: DatedEpisode, episodes: Sequence[DatedEpisode], taken: set[int]) -> int:
    aired_by_then = [
        Position.from_code(episode.code).key
        for episode in episodes
        if not (episode.is_special or episode.is_of_season_0)
        and special.aired is not None
        and episode.aired is not None
        and episode.aired <= special.aired
    ]
    if not aired_by_then:
        return UNPLACED + Position.from_code(special.code).key
    after = max(aired_by_then)
    return next(key for key in range(after + 1, after + 100) if key not in taken)

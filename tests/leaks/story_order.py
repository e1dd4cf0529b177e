"""The order of a show's episodes, from the design, including those of season 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.positions import Position

UNPLACED = 2**61
"""Episodes without a known position come last."""


@dataclass(frozen=True, slots=True)
class Told:
    """An episode of a catalogue: its code and the day it aired."""

    code: str
    aired: date | None

    @property
    def is_special(self) -> bool:
        """Whether it is coded by the episode that it follows."""
        return self.code.startswith("special")

    @property
    def is_of_season_0(self) -> bool:
        """Whether its code says nothing of its place in the story."""
        return self.code.startswith("S00")


def orders(episodes: Sequence[Told]) -> dict[str, int]:
    """Each episode's place in the story, by code: numbers that compare in story order, also with progress."""
    placed = {told.code: Position.from_code(told.code).key for told in episodes if not told.is_of_season_0}
    for told in episodes:
        if told.is_of_season_0:
            placed[told.code] = _of_a_special(told, episodes, set(placed.values()))
    return placed


def _of_a_special(special: Told, episodes: Sequence[Told], taken: set[int]) -> int:
    aired_by_then = [
        Position.from_code(told.code).key
        for told in episodes
        if not (told.is_special or told.is_of_season_0)
        and special.aired is not None
        and told.aired is not None
        and told.aired <= special.aired
    ]
    if not aired_by_then:
        return UNPLACED + Position.from_code(special.code).key
    after = max(aired_by_then)
    return next(key for key in range(after + 1, after + 100) if key not in taken)

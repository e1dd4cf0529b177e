"""The position of an episode in its show's story order."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, Self

_EPISODE = r"S(?P<season>\d{1,4})E(?P<number>\d{1,4}(?:\.\d{1,2})?)"
_CODE = re.compile(rf"(?:special(?: (?P<special>\d{{1,2}}))? after )?{_EPISODE}", re.IGNORECASE)

_HUNDREDTHS = 100
_SPECIALS = 100
_NUMBERS = 10_000 * _HUNDREDTHS
_SEASON_0 = 10_000
"""Sorts season 0 after every other season."""


class NotACode(ValueError):
    """The text is not the code of a position."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A position in the story: a season, a number, and for a special which one after that episode.

    It is a code (`S02E02`, `S01E03.5`, `special after S01E10`), not a rank: deleting an episode moves no
    other. A season is 0 to 9999 (some shows use years); a number 0 to 9999.99; `special` is 0 for an episode,
    and 1 to 99 for the specials that follow it.

    Season 0 holds specials without a known place. They are unplaced and sort after everything. A special with
    a known place is positioned there (`special after S02E05`) and keeps its usual code as `known_as`, which
    is ignored in comparisons.
    """

    season: int = field(compare=False)
    number: Decimal = field(compare=False)
    special: int = field(default=0, compare=False)
    known_as: "Position | None" = field(default=None, compare=False)
    key: int = field(init=False, repr=False)
    """An integer in story order, for storage and comparison."""

    def __post_init__(self) -> None:
        in_hundredths = self.number * _HUNDREDTHS
        if not (
            0 <= self.season < 10_000
            and 0 <= in_hundredths < _NUMBERS
            and in_hundredths == int(in_hundredths)
            and 0 <= self.special < _SPECIALS
        ):
            raise NotACode
        key = ((self.season or _SEASON_0) * _NUMBERS + int(in_hundredths)) * _SPECIALS + self.special
        object.__setattr__(self, "key", key)

    @property
    def placed(self) -> bool:
        """Whether it has a place in the story. If not, it can't set progress or a limit."""
        return self.key < LAST.key

    @property
    def regular(self) -> bool:
        """Whether it is an episode of a season: not a special, and not unplaced."""
        return self.placed and not self.special

    @property
    def follows(self) -> "Position":
        """The position of the episode that a special follows. For an episode, its own."""
        return Position(self.season, self.number)

    def is_named_by(self, typed: "Position") -> bool:
        """Whether a typed code is this position or its `known_as`."""
        return typed in (self, self.known_as)

    def moved_to(self, place: "Position") -> "Position":
        """The new position after a move: a special of season 0 keeps its code."""
        special = place.placed and place.special and not (self.season and self.known_as is None)
        return replace(place, known_as=self.known_as or self) if special else place

    @property
    def code(self) -> str:
        """`S02E02`, or `special after S02E02`: shown in place of a masked title."""
        if self.known_as is not None:
            return self.known_as.code
        whole, _, fraction = f"{self.number:f}".partition(".")
        fraction = fraction.rstrip("0")
        episode = f"S{self.season:02}E{int(whole):02}" + (f".{fraction}" if fraction else "")
        if not self.special:
            return episode
        return f"special after {episode}" if self.special == 1 else f"special {self.special} after {episode}"

    @classmethod
    @lru_cache(maxsize=4096)  # lists and suggestions create the same ones repeatedly
    def from_key(cls, key: int, known_as: int | None = None) -> Self:
        """The position with this `key`; `known_as` is a key too.

        Raises `NotACode` for a number that is no position's key.
        """
        rest, special = divmod(key, _SPECIALS)
        season, hundredths = divmod(rest, _NUMBERS)
        if not 0 < season <= _SEASON_0:
            raise NotACode
        other = None if known_as is None else cls.from_key(known_as)
        return cls(season % _SEASON_0, Decimal(hundredths) / _HUNDREDTHS, special, other)

    @classmethod
    def from_code(cls, code: str) -> Self:
        """Parse what `code` writes, in either case. Raises `NotACode`."""
        found = _CODE.fullmatch(code.strip())
        if found is None:
            raise NotACode
        special = 0
        if code.strip().lower().startswith("special"):
            special = int(found["special"] or 1)
        return cls(int(found["season"]), Decimal(found["number"]), special)


LAST: Final = Position(9999, Decimal("9999.99"), 99)
"""The last position with a place in the story: what is unplaced sorts after it."""

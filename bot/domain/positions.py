"""Where an episode stands in its show's story order."""

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
"""Season 0 sorts after the last season that there can be."""


class NotACode(ValueError):
    """The text is not the code of a position."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the story: a season, a number in it, and for a special which one after that episode.

    It is a code (`S02E02`, `S01E03.5`, `special after S01E10`), never a rank: taking an episode out
    moves no other. A season is 0 to 9999 (some shows number theirs by year); a number 0 to 9999.99;
    `special` is 0 for an episode, and 1 to 99 for the specials that follow it.

    Season 0 holds specials whose place in the story is not known: they are unplaced, and sort after
    everything. One whose place is known stands there (`special after S02E05`) and keeps its code as
    `known_as`, which never counts when positions are compared.
    """

    season: int = field(compare=False)
    number: Decimal = field(compare=False)
    special: int = field(default=0, compare=False)
    known_as: "Position | None" = field(default=None, compare=False)
    key: int = field(init=False, repr=False)
    """One whole number in the same order as the positions themselves, for storage and comparison."""

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
        """Whether it is a place in the story. What is not sets no progress and no limit."""
        return self.key < LAST.key

    @property
    def follows(self) -> "Position":
        """Of a special: the place of the episode that it comes after. Of an episode: its own."""
        return Position(self.season, self.number)

    def is_named_by(self, typed: "Position") -> bool:
        """Whether a code means what stands here: that of the place, or the one it is known by."""
        return typed in (self, self.known_as)

    def moved_to(self, place: "Position") -> "Position":
        """The place that something is moved to from here: a special of season 0 keeps its code."""
        special = place.placed and place.special and not (self.season and self.known_as is None)
        return replace(place, known_as=self.known_as or self) if special else place

    @property
    def code(self) -> str:
        """`S02E02`, or `special after S02E02`: what a reader sees in place of a title."""
        if self.known_as is not None:
            return self.known_as.code
        whole, _, fraction = f"{self.number:f}".partition(".")
        fraction = fraction.rstrip("0")
        episode = f"S{self.season:02}E{int(whole):02}" + (f".{fraction}" if fraction else "")
        if not self.special:
            return episode
        return f"special after {episode}" if self.special == 1 else f"special {self.special} after {episode}"

    @classmethod
    @lru_cache(maxsize=4096)  # lists and suggestions make the same ones again and again
    def from_key(cls, key: int, known_as: int | None = None) -> Self:
        """The position whose `key` this is; `known_as` is a key as well.

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
        """Read what `code` writes, in either case. Raises `NotACode` for anything else."""
        found = _CODE.fullmatch(code.strip())
        if found is None:
            raise NotACode
        special = 0
        if code.strip().lower().startswith("special"):
            special = int(found["special"] or 1)
        return cls(int(found["season"]), Decimal(found["number"]), special)


LAST: Final = Position(9999, Decimal("9999.99"), 99)
"""After everything that has a place in the story: where something stands that has none."""

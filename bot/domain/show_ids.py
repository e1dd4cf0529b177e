"""A show's ids in the databases that trackers use."""

import re
from dataclasses import dataclass, fields
from typing import Final, Self

ID_MOST: Final = 999_999_999
IMDB: Final = r"^tt[0-9]{5,10}\Z"
"""An id of IMDb."""

_IMDB_WITHIN = re.compile(r"(?<![a-z0-9])tt[0-9]{5,10}(?![0-9])", re.IGNORECASE)
_NUMBER = re.compile(r"(?:https?://\S+/(?:tv|shows?|series)/)?0*([1-9][0-9]{0,8})(?![0-9])(?:[-/?]\S*)?")


@dataclass(frozen=True, slots=True)
class ShowIds:
    """A show's ids: numbers, but for IMDb's, which is like `tt1234567`."""

    tvdb: int | None = None
    imdb: str | None = None
    tmdb: int | None = None
    tvmaze: int | None = None

    def __bool__(self) -> bool:
        """Whether any id is known."""
        return any(getattr(self, name) is not None for name in SHOW_IDS)

    def agrees_with(self, other: Self) -> bool:
        """Whether one id is the same in both, and none differs."""
        same = [left == right for left, right in self._pairs(other)]
        return bool(same) and all(same)

    def differs_from(self, other: Self) -> bool:
        """Whether any id that both have differs."""
        return any(left != right for left, right in self._pairs(other))

    def shares_with(self, other: Self) -> bool:
        """Whether one id is the same in both."""
        return any(left == right for left, right in self._pairs(other))

    def _pairs(self, other: Self) -> list[tuple[object, object]]:
        pairs = [(getattr(self, name), getattr(other, name)) for name in SHOW_IDS]
        return [(left, right) for left, right in pairs if left is not None and right is not None]


NO_IDS: Final = ShowIds()
SHOW_IDS: Final = tuple(each.name for each in fields(ShowIds))
"""The databases: the fields of `ShowIds`."""


def read_imdb(typed: str) -> str | None:
    """IMDb's id in a text or an address; None if it has none."""
    found = _IMDB_WITHIN.search(typed)
    return found[0].lower() if found else None


def read_show_number(typed: str) -> int | None:
    """The number that is a show's id, alone or in an address; None if it is none."""
    found = _NUMBER.fullmatch(typed.strip())
    return int(found[1]) if found else None

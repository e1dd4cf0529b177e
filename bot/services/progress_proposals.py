"""What a file would make of somebody's progress in a show: the options, the cautious one first."""

from dataclasses import dataclass

from bot.domain.ids import ProgressKey
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.domain.watch_history_reach import Reach


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file would make of somebody's progress in a show.

    `options` are keys of `Limit`s, the cautious one first (None: leave it unset); with several, the person
    chooses. `missing` is the key of the first episode that isn't watched though a later one is. `by_title`:
    its episodes were found by their titles. `unknown`: how many in the file are none of the show's episodes.
    """

    show: ProgressKey
    before: int | None
    options: tuple[int | None, ...]
    missing: int | None = None
    by_title: bool = False
    chosen: int = 0
    answered: bool = False
    unknown: int = 0

    @property
    def after(self) -> int | None:
        """The progress that is chosen."""
        return self.options[self.chosen]

    @property
    def is_open(self) -> bool:
        """Whether the person has still to choose."""
        return len(self.options) > 1 and not self.answered


def proposal_for(show: Show, before: int | None, found: Reach, *, by_title: bool) -> Proposal:
    """The options: first what neither guesses nor lowers."""
    sure, claimed = _position_key(found.sure), _position_key(found.claimed)
    raises = sure is not None and (before is None or sure > before)
    first = sure if raises and not by_title else before
    later = [key for key in (sure, claimed) if key is not None and (first is None or key > first)]
    if not (raises or later or by_title or sure is None or sure == before):
        later = [sure]
    return Proposal(
        show.progress_key,
        before,
        tuple(dict.fromkeys((first, *later))),
        _position_key(found.missing) if claimed in later else None,
        by_title,
        unknown=found.unknown,
    )


def _position_key(position: Position | None) -> int | None:
    return None if position is None else position.key

"""What comes first in a column's dates: `05/02/2013` can be told only with the column's other dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.dates import DateOrder, has_short_year, readings_of
from bot.domain.drafts import Doubt, Doubtful
from bot.importers.doubts import excerpt

_SAID: Final = {
    DateOrder.DAY_FIRST: Doubtful.DAY_FIRST,
    DateOrder.MONTH_FIRST: Doubtful.MONTH_FIRST,
    DateOrder.YEAR_FIRST: Doubtful.YEAR_FIRST,
}
_Readings = Mapping[DateOrder, date]


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How to read a column's dates in figures (None: not known), and the doubts about the column."""

    order: DateOrder | None = None
    doubts: tuple[Doubt, ...] = ()

    def read(self, text: str) -> tuple[bool, date | None]:
        """Whether a text is a date in figures, and the date if it is certain which."""
        readings = readings_of(text)
        return bool(readings), _read(readings, self.order)


def date_column(cells: Iterable[tuple[int | None, str]]) -> DateColumn:
    """How to read a column of these cells, each with its line: as the one order that fits all of them.

    Without such an order, only those dates are read that can be read in one way.
    """
    dated = [(line, text, readings) for line, text in cells if (readings := readings_of(text))]
    unclear = [each for each in dated if len({*each[2].values()}) > 1]
    fitting = [order for order in DateOrder if all(order in readings for *_, readings in dated)]
    doubts: list[Doubt] = []
    order = fitting[0] if dated and len(fitting) == 1 else None
    if unclear and order is None:
        doubts.append(_doubt(Doubtful.AMBIGUOUS_DATES, unclear[0]))
    elif unclear and order is not None:
        doubts.append(_doubt(_SAID[order], _telling(dated)))
    short = [each for each in dated if has_short_year(each[1]) and _read(each[2], order)]
    if short:
        doubts.append(_doubt(Doubtful.SHORT_YEARS, short[0]))
    return DateColumn(order, tuple(doubts))


def _read(readings: _Readings, order: DateOrder | None) -> date | None:
    only = {*readings.values()}
    return only.pop() if len(only) == 1 else readings.get(order) if order else None


def _telling(dated: Sequence[tuple[int | None, str, _Readings]]) -> tuple[int | None, str, _Readings]:
    """The date with the fewest readings: the one that tells, or the first of several that do together."""
    return min(dated, key=lambda each: len(each[2]))


def _doubt(what: Doubtful, cell: tuple[int | None, str, _Readings]) -> Doubt:
    return Doubt(what, excerpt(cell[1]), line=cell[0])

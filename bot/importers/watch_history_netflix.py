"""Netflix's files of what was viewed: `Title,Date` of one profile, or a household's larger one."""

from collections.abc import Callable
from typing import Final

from bot.domain.watch_history import WatchHistory
from bot.importers.watch_history_sheet import Row, Sheet
from bot.importers.watch_history_values import has_value, title_in

_NETFLIX: Final = {
    frozenset(names.split())
    for names in ("title date", "titel datum", "titre date", "titulo fecha", "titulo data", "titolo data")
}
_BY_ITSELF: Final = "autoplayed: user action: none"
_NETFLIX_ALL: Final = frozenset({"profile_name", "start_time", "title"})


def read_viewed(sheet: Sheet) -> WatchHistory | None:
    """The titles in either file; None if the table is neither. Raises `Unreadable`."""
    if sheet.columns in _NETFLIX:
        return WatchHistory(titles=_titles(sheet), problems=sheet.problems)
    return _of_one_profile(sheet) if sheet.columns >= _NETFLIX_ALL else None


def _titles(sheet: Sheet, is_one: Callable[[Row], bool] = lambda _: True) -> tuple[str, ...]:
    titles = (
        title_in(row.first(("title", "titel", "titre", "titulo", "titolo")))
        for row in sheet.rows
        if is_one(row)
    )
    return tuple(dict.fromkeys(filter(None, titles)))


def _of_one_profile(sheet: Sheet) -> WatchHistory:
    """Netflix's other file. It has everybody's in the household, and trailers."""
    if len({row.cells.get("profile_name") for row in sheet.rows}) > 1:
        what = (
            "has several profiles. Keep the rows of yours, or send your profile's NetflixViewingHistory.csv"
        )
        raise sheet.source.unreadable(what)
    return WatchHistory(titles=_titles(sheet, _was_chosen), problems=sheet.problems)


def _was_chosen(row: Row) -> bool:
    """Whether a row of Netflix's is no trailer, and nothing that began to play by itself."""
    by_itself = _BY_ITSELF in str(row.cells.get("attributes") or "").lower()
    return not (by_itself or has_value(row.cells.get("supplemental_video_type")))

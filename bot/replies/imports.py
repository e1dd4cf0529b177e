"""Replies about imports and exports."""

from collections.abc import Mapping
from typing import LiteralString

from discord import ui

from bot.domain.drafts import Doubtful
from bot.replies.catalog_clicks import TurnHistory
from bot.replies.clicks import button
from bot.replies.layout import card, row, text
from bot.replies.markup import Markup, compose, large, lines, listed, number, plain
from bot.services.exports import Exported, ExportFormat
from bot.services.imports import Imported

EXPORTS = {
    "A pack, which imports back (TOML)": ExportFormat.PACK,
    "A pack, which imports back (JSON)": ExportFormat.JSON,
    "Quotes as a spreadsheet (CSV)": ExportFormat.CSV,
}
"""What a show can be written as, as somebody chooses it."""


DOUBTS: Mapping[Doubtful, LiteralString] = {
    Doubtful.SIMILAR_SHOW: "Nearly the title or short name of another show",
    Doubtful.SAME_TITLE: "Another show has the same title",
    Doubtful.OTHER_SHOW: "The file names another show",
    Doubtful.OTHER_TITLES: "No episode title matches, maybe it is another show of the same name",
    Doubtful.SIMILAR_SONG: "Nearly the title of another song, so both are kept",
    Doubtful.SIMILAR_QUOTE: "Nearly the words of another quote, so both are kept",
    Doubtful.OTHER_SPEAKER: "The quote had another speaker",
    Doubtful.GUESSED_SPEAKER: "Speaker guessed from the sentence around the quote",
    Doubtful.GUESSED_SONG: "Song title guessed, because it has no quotation marks",
    Doubtful.LIKELY_TYPO: "Maybe a typo for another name, kept as it is",
    Doubtful.DUPLICATE: "Twice in the file",
    Doubtful.NO_DATE: "No air date in the file",
    Doubtful.UNREADABLE_DATE: "Skipped, not a date",
    Doubtful.AMBIGUOUS_DATE: "Skipped, the date could be read two ways",
    Doubtful.AMBIGUOUS_DATES: "Dates like this skipped, day or month could be first. Write 2013-02-05",
    Doubtful.DAY_FIRST: "Dates read with the day first, as this one shows",
    Doubtful.MONTH_FIRST: "Dates read with the month first, as this one shows",
    Doubtful.YEAR_FIRST: "Dates read with the year first, as this one shows",
    Doubtful.SHORT_YEARS: "Years with two digits, read as 1940 to 2039",
    Doubtful.UNREADABLE_TIME: "Skipped, not a time like 0:12:34",
    Doubtful.PLACED_TWICE: "Two episodes with the same number or title",
    Doubtful.PLACED_BY_DATE: "Special placed by its air date",
    Doubtful.UNPLACED: "No place in the story yet, so hidden until you give it one",
    Doubtful.NOT_PLACED: "Skipped, no episode number",
    Doubtful.LEFT_OUT: "Skipped, too long or not something to import",
    Doubtful.CUT_OFF: "The file ends early, what came before is fine",
    Doubtful.GUESSED_ENCODING: "Letters guessed, because the file isn't UTF-8",
    Doubtful.NO_SEASON: "No season given, so a guess from here on",
    Doubtful.DOUBLE_EPISODE: "Several episodes in one, so all of it goes with the last",
    Doubtful.OTHER_VALUE: "Skipped, another row of the episode says otherwise",
    Doubtful.TOO_MANY_CELLS: "Skipped, the row has more cells than columns",
}
"""What a moderator or a host should check in an import."""


def reading_card(name: str) -> ui.LayoutView:
    """Shown while a file is being read."""
    return card(
        text(compose("⏳ Reading {} …", plain(name)), Markup("-# You can use other commands meanwhile."))
    )


def waiting_card(name: str, ahead: int) -> ui.LayoutView:
    """What is counted while other files are read first."""
    first = Markup("1 other file is") if ahead == 1 else compose("{} other files are", number(ahead))
    return card(text(compose("⏳ Waiting to read {} …", plain(name)), compose("-# {} read first.", first)))


def applying_card() -> ui.LayoutView:
    """What is counted while an import is being written."""
    return card(
        text(
            Markup("⏳ Writing …"),
            Markup("-# All or nothing. If this message doesn't change, look at the history."),
        ),
        row([button("History", TurnHistory("", 0))]),
    )


def imported_heading(imported: Imported) -> Markup:
    """What an import has done, in a heading."""
    merge, title = imported.merge, plain(imported.target.title)
    counts = [
        _counted(len(merge.episodes), "episode"),
        _counted(len(merge.songs), "song"),
        _counted(merge.new_quotes + merge.changed_quotes, "quote"),
    ]
    counted = listed(filter(None, counts[:1])) or listed(filter(None, counts[1:]))
    if not counted:
        return compose("### Added {}. It has no episodes yet.", title)
    heading = compose("### Imported {} into {}.", counted, title)
    if not merge.overwritten:
        return heading
    return compose("{}\nValues overwritten: {}", heading, number(len(merge.overwritten)))


def _counted(count: int, thing: LiteralString) -> Markup:
    if not count:
        return Markup("")
    return compose("{} {}", large(count), Markup(thing if count == 1 else f"{thing}s"))


def problems_text(problems: tuple[object, ...]) -> Markup:
    """What is wrong with a file, problem by problem."""
    shown = [compose("- {}", plain(str(problem)[:200])) for problem in problems[:10]]
    if len(problems) > len(shown):
        shown.append(compose("-# … and {} more", number(len(problems) - len(shown))))
    return lines(shown)


def exported_card(exported: Exported) -> ui.LayoutView:
    """A file to take along."""
    titles = listed(compose("**{}**", plain(show.title)) for show in exported.shows[:10])
    view = card(
        text(
            compose("### Here is {}", titles),
            compose("{} episodes, {} quotes.", large(exported.episodes), large(exported.quotes)),
            Markup("-# Only you can see this. The file contains spoilers."),
        )
    )
    view.add_item(ui.File(f"attachment://{exported.name}"))
    return view

"""Replies about somebody's stored data. Only that person sees them."""

from collections.abc import Mapping

from discord import ButtonStyle, ui

from bot.domain.privacy import Trace
from bot.replies.clicks import ChooseProgress, EraseMe, ExportMe, button
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup, compose, number
from bot.services.privacy import FILE

WHAT = {
    Trace.PROGRESS: Markup("Your progress"),
    Trace.KEPT: Markup("Progress in other shows"),
    Trace.CHANGES: Markup("Catalogue changes you made"),
    Trace.FORMS: Markup("Your open forms"),
    Trace.PREVIEWS: Markup("Your open imports"),
    Trace.WATCHED: Markup("Your open progress imports"),
    Trace.MOVES: Markup("Your progress before a change of several shows"),
    Trace.SEARCHES: Markup("Searches"),
    Trace.DRAWS: Markup("Random quotes"),
    Trace.REPOSTS: Markup("Your hidden messages"),
}
"""Each kind of data, in a few words."""

_WHY = {
    Trace.PROGRESS: Markup("to hide later episodes from you. Until you change or delete it."),
    Trace.KEPT: Markup(
        "from your file, to offer it in a server that has the show. Until you use or delete it."
    ),
    Trace.CHANGES: Markup(
        "what and when, so that a mistake can be found and undone. As long as the server's catalogue."
    ),
    Trace.FORMS: Markup("what you typed, so that it isn't lost. For a week, or until you save it."),
    Trace.PREVIEWS: Markup("the file, so that you can apply it. For a day, or until you do."),
    Trace.WATCHED: Markup("your progress by your file, so that you can save it. For a day, or until you do."),
    Trace.MOVES: Markup("so that you can undo the change. For a day, or until you do."),
    Trace.SEARCHES: Markup("what you typed and which quotes were found, to show more pages. For a day."),
    Trace.DRAWS: Markup("which ones you've seen, so that none repeats. Until you delete it."),
    Trace.REPOSTS: Markup("which ones, so that you can delete them, never what they say. For a year."),
}


def exported_privacy(counts: Mapping[Trace, int]) -> ui.LayoutView:
    """What is stored about a person and why, with the file (sent as `FILE`)."""
    view = card(
        text(Markup("## Your data")),
        rule(),
        text(
            *(
                compose("- **{}** ({}): {}", WHAT[trace], number(count), _WHY[trace])
                for trace, count in counts.items()
            )
        ),
        text(
            Markup(
                "Stored with your Discord ID, never your name. Nothing else.\n"
                "-# The file has all of it, from every server. It has episode codes and what you searched "
                "for, no titles. The show's own text in forms and imports isn't in it."
            ),
        ),
        row([button("Delete my data …", EraseMe())]),
    )
    view.add_item(ui.File(f"attachment://{FILE}"))
    return view


def erase_question(counts: Mapping[Trace, int]) -> ui.LayoutView:
    """What would be deleted, and a button to delete it."""
    if not any(counts.values()):
        return _nothing_kept()
    return card(
        text(Markup("### Delete all your data?")),
        text(*_goes(counts)),
        text(Markup("It's deleted at once, in every server. This **can't be undone**.")),
        row(
            [
                button("Delete my data", EraseMe(sure=True), style=ButtonStyle.danger),
                button("Download it first", ExportMe()),
            ]
        ),
    )


def erased_card(counts: Mapping[Trace, int]) -> ui.LayoutView:
    """What was deleted, what stays, and how to start again."""
    if not any(counts.values()):
        return _nothing_kept()
    return card(
        text(Markup("### Your data is deleted")),
        text(*_goes(counts)),
        text(
            Markup("I'll use each channel's limit until you set your progress again."),
            Markup(
                "-# Discord may still hold messages I posted, and your name in a server's log channel. "
                "The bot's host may have backups."
            ),
        ),
        row([button("Set my progress", ChooseProgress(""))]),
    )


def _goes(counts: Mapping[Trace, int]) -> list[Markup]:
    return [
        compose(
            "- {}: {}{}",
            WHAT[trace],
            number(count),
            Markup(", which stay without your name") if trace is Trace.CHANGES else Markup(""),
        )
        for trace, count in counts.items()
        if count
    ]


def _nothing_kept() -> ui.LayoutView:
    return card(text(Markup("### No data stored"), Markup("There's nothing to delete.")))

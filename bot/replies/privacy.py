"""Replies about what is kept of somebody. They are all for that person alone."""

from collections.abc import Mapping

from discord import ButtonStyle, ui

from bot.domain.privacy import Trace
from bot.replies.clicks import EraseMe, button
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup, command, compose, number
from bot.services.privacy import FILE

WHAT = {
    Trace.PROGRESS: Markup("How far you have watched"),
    Trace.CHANGES: Markup("Changes that you made to a server's catalogue"),
    Trace.FORMS: Markup("Forms that you have open"),
    Trace.PREVIEWS: Markup("Imports that you look at"),
    Trace.SEARCHES: Markup("Searches"),
    Trace.DRAWS: Markup("Lines drawn at random"),
    Trace.REPOSTS: Markup("Messages of yours that were hidden"),
}
"""Each kind of thing that is kept, in a few words."""

_WHY = {
    Trace.PROGRESS: Markup("so that I keep from you what lies ahead. Until you change or erase it."),
    Trace.CHANGES: Markup(
        "what and when, so that a mistake can be traced and taken back. As long as the server's catalogue."
    ),
    Trace.FORMS: Markup("what you typed, so that it is not lost. A week, or until it is saved."),
    Trace.PREVIEWS: Markup("the file, so that you can apply it. A day, or until you do."),
    Trace.SEARCHES: Markup("which lines were found, to turn pages; never what you typed. A week."),
    Trace.DRAWS: Markup("how far you are in a show's lines, so that none comes twice. Until you erase it."),
    Trace.REPOSTS: Markup("which they are, so that you can delete them; never what they say. A year."),
}


def exported_privacy(counts: Mapping[Trace, int]) -> ui.LayoutView:
    """What is kept of somebody and why, with the file of it (to be sent along as `FILE`)."""
    view = card(
        text(Markup("## What I keep of you")),
        rule(),
        text(
            *(
                compose("- **{}** ({}): {}", WHAT[trace], number(count), _WHY[trace])
                for trace, count in counts.items()
            )
        ),
        text(
            Markup(
                "With it stands your Discord id, and no name. There is nothing else of you.\n"
                "-# The file has all of it, from every server: episodes by their codes, no titles and no "
                "story. What a form or an import holds is the show's own text, and is not repeated."
            ),
            compose("-# {} makes me forget it all.", command("privacy erase")),
        ),
    )
    view.add_item(ui.File(f"attachment://{FILE}"))
    return view


def erase_question(counts: Mapping[Trace, int]) -> ui.LayoutView:
    """What would go, and a button that makes it go."""
    if not any(counts.values()):
        return _nothing_kept()
    return card(
        text(Markup("### Forget all that I keep of you?")),
        text(*_goes(counts)),
        text(
            compose(
                "It goes at once, in every server, and **cannot be undone**. {} gives you a copy first.",
                command("privacy export"),
            )
        ),
        row([button("Forget me", EraseMe(), style=ButtonStyle.danger)]),
    )


def erased_card(counts: Mapping[Trace, int]) -> ui.LayoutView:
    """What is gone, what stays, and how to have it again."""
    if not any(counts.values()):
        return _nothing_kept()
    return card(
        text(Markup("### Forgotten")),
        text(*_goes(counts)),
        text(
            compose(
                "I know nothing of you now, and put the story behind bars where the channel says so. "
                "{} tells me again how far you are; the rest comes with use.",
                command("progress set"),
            ),
            Markup(
                "-# What Discord keeps is Discord's: messages that I posted, and lines with your name in a "
                "server's log channel. Whoever hosts me may have backups."
            ),
        ),
    )


def _goes(counts: Mapping[Trace, int]) -> list[Markup]:
    return [
        compose(
            "- {}: {}{}",
            WHAT[trace],
            number(count),
            Markup(", which stay, without your name") if trace is Trace.CHANGES else Markup(""),
        )
        for trace, count in counts.items()
        if count
    ]


def _nothing_kept() -> ui.LayoutView:
    return card(text(Markup("### I keep nothing of you"), Markup("So there is nothing to forget.")))

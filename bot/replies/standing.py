"""What the spoiler rule adds to every card: a word on what is hidden, and what a reader can do about it."""

import msgspec
from discord import ButtonStyle, ui

from bot.domain.positions import Position
from bot.domain.spoilers import Disclosure
from bot.replies import words
from bot.replies.clicks import ChooseProgress, ListEpisodes, ListSongs, OpenCard, PostCard, Watch, button
from bot.replies.layout import card, row, text
from bot.replies.markup import Markup, compose
from bot.services.standing import Standing


def kept_back(standing: Standing) -> Markup:
    """What stands in the place of story that lies ahead: the same words whatever is there, if anything."""
    return compose(
        "### The story is kept for later\n"
        "You have {}, as you told me. This comes after that, so I keep its story back.",
        words.watched(standing.progress),
    )


def hint(standing: Standing, *, told: bool, untold: Markup) -> Markup | None:
    """The small print under a card; `untold` where there is no story to be `told`."""
    if standing.sent_aside:
        return Markup(
            "-# Only you see this: it is beyond what may be posted in this channel. "
            "`/here` says how far it goes."
        )
    if standing.disclosure is Disclosure.WITHHELD:
        return None
    if not told:
        return untold
    if standing.disclosure is Disclosure.TAGGED:
        return Markup("-# What gives the story away stands behind bars. Tap a bar to read it.")
    return None


def page_buttons(
    standing: Standing, opened: OpenCard, page: int, pages: int
) -> list[ui.Button[ui.LayoutView] | None]:
    """Buttons to the pages before and after. Who insisted on the first page need not insist again."""
    insisted = standing.ends_at_progress and standing.disclosure is Disclosure.TAGGED

    def turn(label: str, to: int) -> ui.Button[ui.LayoutView] | None:
        if not 0 <= to < pages:
            return None
        return button(label, msgspec.structs.replace(opened, page=to, insisted=insisted))

    return [turn("Back", page - 1), turn("Read on", page + 1)]


def own_buttons(
    standing: Standing, opened: OpenCard, position: Position, show: str
) -> ui.ActionRow[ui.LayoutView] | None:
    """What a reader may do about their own progress, and about who sees the card."""
    hidden = standing.masked or standing.disclosure is not Disclosure.CLEAR
    withheld = standing.disclosure is Disclosure.WITHHELD
    alone = msgspec.structs.replace(opened, alone=True)
    return row(
        [
            button("I've watched this", Watch(position.key, opened), emoji="✅") if position.placed else None,
            button("Show me privately", alone) if standing.for_everyone and hidden else None,
            button("Show anyway", msgspec.structs.replace(alone, insisted=True)) if withheld else None,
            button("I've watched more", ChooseProgress(show)) if withheld else None,
            button("Share in channel", PostCard(opened)) if standing.can_be_posted else None,
        ]
    )


def before_posting(standing: Standing, heading: Markup, opened: OpenCard) -> ui.LayoutView:
    """What everyone will see of a card, told in words: a private answer may not show it itself."""
    story = {
        Disclosure.CLEAR: Markup("The story stands **in the clear**: this channel is that far."),
        Disclosure.TAGGED: Markup("The story stands **behind bars**, for each to tap who wants to read it."),
    }
    return card(
        text(heading, compose("Everyone in this channel will see this. {}", story[standing.disclosure])),
        row(
            [
                button("Share", PostCard(opened, sure=True), style=ButtonStyle.primary),
                button("Keep private", msgspec.structs.replace(opened, alone=True)),
            ]
        ),
    )


def list_before_posting(
    posting: ListEpisodes | ListSongs, keeping: ListEpisodes | ListSongs
) -> ui.LayoutView:
    """What everyone will see of a list."""
    return card(
        text(
            Markup(
                "Everyone in this channel will see this list, as far as it may go here: titles, and no story."
            )
        ),
        row(
            [
                button("Share", PostCard(posting, sure=True), style=ButtonStyle.primary),
                button("Keep private", keeping),
            ]
        ),
    )


def shared() -> ui.LayoutView:
    """What stands in the place of the private card once it was shared."""
    return card(text(Markup("-# Shared.")))

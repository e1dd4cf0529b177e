"""What the spoiler rule adds to every card: a word on what is hidden, and what a reader can do about it."""

import msgspec
from discord import ButtonStyle, ui

from bot.domain.positions import Position
from bot.domain.spoilers import NOTHING, Disclosure
from bot.replies.clicks import (
    AskWatched,
    ChooseProgress,
    ListEpisodes,
    ListSongs,
    OpenCard,
    PostCard,
    Watch,
    button,
)
from bot.replies.layout import card, row, text
from bot.replies.markup import Markup, compose, lines, plain
from bot.services.visibility import Visibility


def kept_back(visibility: Visibility) -> Markup:
    """What stands in the place of story that is withheld: the same words whatever is there, if anything."""
    if visibility.for_everyone:
        return Markup("This is past the channel's spoiler limit, so only facts are shown here (`/here`).")
    title = Markup("### Hidden until you've watched it")
    if visibility.progress is None or visibility.progress <= NOTHING:
        return compose("{}\nYou haven't started watching, so I've hidden it.", title)
    code = plain(visibility.progress.code)
    return compose("{}\nYou're on **{}** and this comes later, so I've hidden it.", title, code)


SENT_ASIDE = Markup("-# Only you can see this; it's past this channel's spoiler limit (`/here`).")


def hint(visibility: Visibility, *, told: bool, untold: Markup) -> Markup | None:
    """The small print under a card; `untold` where there is no story to be `told`."""
    if visibility.sent_aside:
        return SENT_ASIDE if told or visibility.withheld else lines([untold, SENT_ASIDE])
    if visibility.withheld:
        return None
    if not told:
        return untold
    if visibility.disclosure is Disclosure.TAGGED:
        return Markup("-# Spoilers are hidden. Tap to reveal.")
    return None


def page_buttons(
    visibility: Visibility, opened: OpenCard, page: int, pages: int
) -> list[ui.Button[ui.LayoutView] | None]:
    """Buttons to the pages before and after. Who insisted on the first page need not insist again."""
    insisted = visibility.ends_at_progress and visibility.disclosure is Disclosure.TAGGED

    def turn(label: str, to: int) -> ui.Button[ui.LayoutView] | None:
        if not 0 <= to < pages:
            return None
        return button(label, msgspec.structs.replace(opened, page=to, insisted=insisted))

    return [turn("Back", page - 1), turn("Read on", page + 1)]


def own_buttons(
    visibility: Visibility, opened: OpenCard, position: Position, show: str, *, may_hide: bool = False
) -> ui.ActionRow[ui.LayoutView] | None:
    """What a reader may do about their own progress, and about who sees the card.

    On a withheld card, where a slip would reveal everything up to there, "Watched" comes last and asks first.
    `may_hide`: there may be parts that everyone is not shown, which is not to be told.
    """
    alone = msgspec.structs.replace(opened, alone=True)
    hidden = visibility.masked or visibility.disclosure is not Disclosure.CLEAR or may_hide
    withheld_alone = visibility.withheld and not visibility.for_everyone
    watch = AskWatched if visibility.withheld else Watch
    watched = (
        button(f"Watched up to {position.code}", watch(position.key, opened), emoji="✅")
        if position.placed
        else None
    )
    others = [
        button("Show me privately", alone) if visibility.for_everyone and hidden else None,
        button("Show anyway", msgspec.structs.replace(alone, insisted=True)) if withheld_alone else None,
        button("I've watched more", ChooseProgress(show)) if withheld_alone else None,
        button("Share in channel", PostCard(opened)) if visibility.can_be_posted else None,
    ]
    return row([*others, watched] if visibility.withheld else [watched, *others])


def before_posting(visibility: Visibility, heading: Markup, opened: OpenCard) -> ui.LayoutView:
    """What everyone will see of a card, told in words: a private answer may not show it itself."""
    story = {
        Disclosure.CLEAR: Markup("Spoilers are **visible**: they are within this channel's limit."),
        Disclosure.TAGGED: Markup("Spoilers are **hidden** until somebody taps them."),
    }
    return card(
        text(heading, compose("Everyone in this channel will see this. {}", story[visibility.disclosure])),
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
                "Everyone in this channel will see this list, up to the channel's spoiler limit. "
                "It has titles only."
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

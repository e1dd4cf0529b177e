"""The end of a card: what is hidden and why, and buttons for what the reader can do about it."""

import msgspec
from discord import ui

from bot.domain.spoilers import NOTHING, Disclosure
from bot.replies.clicks import AnyCard, AskWatched, ChooseProgress, ShareCard, Watch, button
from bot.replies.layout import Buttons, row, text
from bot.replies.markup import Markup, compose, lines, plain
from bot.services.visibility import View, Visibility


def hidden_story(visibility: Visibility) -> Markup:
    """The text in place of withheld story. It is the same whether or not there is any."""
    if visibility.for_everyone:
        return Markup("This is past the channel's spoiler limit, so only facts are shown here (`/here`).")
    title = Markup("### Hidden until you've watched it")
    if visibility.progress is None or visibility.progress <= NOTHING:
        return compose("{}\nYou haven't started watching, so I've hidden it.", title)
    code = plain(visibility.progress.code)
    return compose("{}\nYou're on **{}** and this comes later, so I've hidden it.", title, code)


PAST_LIMIT = Markup("-# Only you can see this. It's past this channel's spoiler limit (`/here`).")


def small_print(
    visibility: Visibility, *, has_story: bool, without: Markup
) -> ui.TextDisplay[ui.LayoutView] | None:
    """The small print under a card. `without` is its text if the card has no story."""
    words = _small_print(visibility, has_story=has_story, without=without)
    return None if words is None else text(words)


def _small_print(visibility: Visibility, *, has_story: bool, without: Markup) -> Markup | None:
    if visibility.past_limit:
        return PAST_LIMIT if has_story or visibility.withheld else lines([without, PAST_LIMIT])
    if visibility.withheld:
        return None
    if not has_story:
        return without
    if visibility.disclosure is Disclosure.TAGGED:
        return Markup("-# Spoilers are hidden. Tap to reveal.")
    return None


def page_buttons(
    visibility: Visibility, opened: AnyCard, page: int, pages: int
) -> list[ui.Button[ui.LayoutView] | None]:
    """Buttons to the pages before and after. Who insisted on the first page need not insist again."""
    insisted = visibility.ends_at_progress and visibility.disclosure is Disclosure.TAGGED

    def turn(label: str, to: int) -> ui.Button[ui.LayoutView] | None:
        if not 0 <= to < pages:
            return None
        return button(label, msgspec.structs.replace(opened, page=to, insisted=insisted))

    return [turn("Back", page - 1), turn("Read on", page + 1)]


def own_buttons(view: View, opened: AnyCard, *, may_hide: bool = False) -> ui.ActionRow[ui.LayoutView] | None:
    """The same buttons as `own`, in a row."""
    return row(own(view, opened, may_hide=may_hide))


def own(view: View, opened: AnyCard, *, may_hide: bool = False) -> Buttons:
    """What a reader may do about their own progress, and about who sees the card.

    On a withheld card, where a slip would reveal everything up to there, "Watched" comes last and asks first.
    `may_hide`: there may be parts that not everyone is shown, and nothing may depend on whether there are.
    """
    visibility, position = view.visibility, view.position
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
        button("I've watched more", ChooseProgress(view.show.slug)) if withheld_alone else None,
        button("Share in channel", ShareCard(opened)) if visibility.can_be_shared else None,
    ]
    return [*others, watched] if visibility.withheld else [watched, *others]

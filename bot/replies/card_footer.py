"""The end of a card: what is hidden and why, and buttons for what the reader can do about it."""

import msgspec
from discord import ui

from bot.domain.spoilers import NOTHING, Disclosure
from bot.replies.clicks import AnyCard, AskWatched, ShareCard, Watch, button
from bot.replies.layout import Buttons, text
from bot.replies.markup import Markup, compose, lines, plain
from bot.services.visibility import View, Visibility


def hidden_story(visibility: Visibility) -> Markup:
    """The text in place of withheld story. It is the same whether or not there is any."""
    if visibility.for_everyone:
        return Markup("This is past the channel's spoiler limit, so only facts are shown here (`/here`).")
    if visibility.progress is None or visibility.progress <= NOTHING:
        return Markup("🔒 Hidden: you haven't started yet.")
    code = plain(visibility.progress.code)
    return compose("🔒 Hidden: you're on **{}**.", code)


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
    visibility: Visibility,
    opened: AnyCard,
    page: int,
    pages: int,
    labels: tuple[str, str] = ("Back", "Read on"),
) -> list[ui.Button[ui.LayoutView] | None]:
    """Buttons to the pages before and after. If the asker insisted, the other pages are shown as well."""
    insisted = visibility.ends_at_progress and visibility.disclosure is Disclosure.TAGGED
    return [
        button(label, msgspec.structs.replace(opened, page=to, insisted=insisted))
        if 0 <= to < pages
        else None
        for label, to in zip(labels, (page - 1, page + 1), strict=True)
    ]


def own_buttons(
    view: View,
    opened: AnyCard,
    *,
    may_hide: bool = False,
    onward: ui.Button[ui.LayoutView] | None = None,
) -> Buttons:
    """Buttons to mark the thing as watched, or once it is, to go `onward`; to show it privately or share it.

    On a withheld card "Watched" comes last and asks first: one tap would reveal everything up to there.
    `may_hide`: there may be parts that not everyone is shown, and nothing may depend on whether there are.
    """
    visibility, position = view.visibility, view.position
    alone = msgspec.structs.replace(opened, alone=True)
    hidden = visibility.masked or visibility.disclosure is not Disclosure.CLEAR or may_hide
    watch = AskWatched if visibility.withheld else Watch
    watched = (
        button(f"Watched up to {position.code}", watch(position.key, opened), emoji="✅")
        if position.placed and not view.watched
        else onward
    )
    others = [
        button("Show me privately", alone) if visibility.for_everyone and hidden else None,
        button("Show anyway", msgspec.structs.replace(alone, insisted=True))
        if visibility.withheld and not visibility.for_everyone
        else None,
        button("Share in channel", ShareCard(opened)) if visibility.can_be_shared else None,
    ]
    return [*others, watched] if visibility.withheld else [watched, *others]

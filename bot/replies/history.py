"""The history of changes, for moderators alone."""

from collections.abc import Iterator

from discord import ui
from discord.app_commands import Choice

from bot.domain.changes import Change, Difference
from bot.replies.clicks import OpenChange, TurnHistory, UndoChange, button
from bot.replies.forms import label_of
from bot.replies.layout import card, fill, row, rule, text
from bot.replies.markup import Markup, compose, number, plain, shortened
from bot.replies.saved import done_text
from bot.replies.suggestions import cut
from bot.services.history import ChangeView, HistoryPage

_LONGEST = 400
"""As much of a value is shown as it was before, and after."""


def history_card(view: HistoryPage) -> ui.LayoutView:
    """A page of the history, each change with a button that opens it."""
    heading = compose("## History · {}", plain(view.show.title)) if view.show else Markup("## History")
    slug = view.show.slug if view.show else ""
    buttons = [button(f"#{change.id}", OpenChange(change.id)) for change in view.changes]
    return card(
        text(heading),
        rule(),
        text(*(_line(change, with_show=view.show is None) for change in view.changes))
        if view.changes
        else text(Markup("No changes yet.")),
        *(row(buttons[start : start + 5]) for start in range(0, len(buttons), 5)),
        row(
            [
                button("Newer", TurnHistory(slug, view.page - 1)) if view.page else None,
                button("Older", TurnHistory(slug, view.page + 1)) if view.more else None,
            ]
        ),
    )


def _line(change: Change, *, with_show: bool) -> Markup:
    line = compose("`#{}` {}: {} {}", number(change.id), _when(change), _who(change), done_text(change.done))
    if with_show:
        line = compose("{} · {}", line, plain(change.show_title))
    if change.undoes is not None:
        line = compose("{} (`#{}`)", line, number(change.undoes))
    return line if change.undone_by is None else compose("~~{}~~", line)


def _when(change: Change) -> Markup:
    return Markup(f"<t:{int(change.at.timestamp())}:R>")


def _who(change: Change) -> Markup:
    return Markup("somebody") if change.user is None else Markup(f"<@{change.user}>")


def change_card(view: ChangeView) -> ui.LayoutView:
    """A change: who, when, what, before and after."""
    change = view.change
    pages = fill(_differences(view.differences))
    hidden = sum(map(len, pages[1:]))
    undone = change.undone_by is not None
    return card(
        text(
            compose("-# {} · change #{}", plain(change.show_title), number(change.id)),
            compose("### {} {}", _who(change), done_text(change.done)),
            compose("-# {}", _when(change)),
            *([compose("-# Undone by #{}.", number(change.undone_by or 0))] if undone else []),
        ),
        rule(),
        text(*pages[0]) if pages[0] else text(Markup("-# No details.")),
        text(compose("-# … and {} more", number(hidden))) if hidden else None,
        row(
            [
                None if undone else button("Undo", UndoChange(change.id), emoji="↩️"),
                button("History", TurnHistory("", 0)),
            ]
        ),
    )


def _differences(differences: tuple[Difference, ...]) -> Iterator[Markup]:
    for difference in differences:
        yield compose(
            "**{}**\n> {}\n→ {}",
            plain(_named(difference.field)),
            _value(difference.before),
            _value(difference.after),
        )


_NAMES = {
    "position": "Season and episode",
    "scenes": "Recap",
    "songs": "Songs in the episode",
    "context": "Context",
}


def _named(field: str) -> str:
    return _NAMES.get(field) or label_of(field)


def _value(value: str | None) -> Markup:
    if value is None:
        return Markup("*nothing*")
    return shortened(value, _LONGEST)


def change_choices(changes: list[Change]) -> list[Choice[str]]:
    """Changes to undo, by number and code."""
    return [
        Choice(name=cut(f"#{change.id} · {change.show_title} · {_in_short(change)}"), value=str(change.id))
        for change in changes
    ]


def _in_short(change: Change) -> str:
    where = "" if change.done.position is None else f" · {change.done.position.code}"
    return f"{change.done.action} {change.done.topic}{where}"

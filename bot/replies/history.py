"""The history of changes, for moderators alone."""

from collections.abc import Iterator
from itertools import groupby

from discord import ui
from discord.app_commands import Choice

from bot.domain.changes import Change, Difference
from bot.replies.catalog_clicks import OpenChange, TurnHistory, UndoChange
from bot.replies.choices import cut_name
from bot.replies.clicks import button
from bot.replies.forms import label_of
from bot.replies.layout import Buttons, card, row, rule, text
from bot.replies.markup import Markup, compose, number, plain, shortened
from bot.replies.menus import menu
from bot.replies.paging import fill
from bot.replies.saved import done_text
from bot.services.history import ChangeView, HistoryPage

_WORDS = 60
"""As much of a title or a quote is shown in a list."""

_LONGEST = 400
"""As much of a value is shown as it was before, and after."""


def history_card(view: HistoryPage) -> ui.LayoutView:
    """A page of the history, with a menu that opens a change, and what can be undone and redone."""
    slug = view.show.slug if view.show else ""
    return card(
        text(Markup("### History"), *_lines(view)),
        menu("Open a change", [(f"#{one.id} · {_in_short(one)}", OpenChange(one.id)) for one in view.changes])
        if view.changes
        else None,
        row(
            [
                button("Newer", TurnHistory(slug, view.page - 1)) if view.page else None,
                button("Older", TurnHistory(slug, view.page + 1)) if view.more else None,
                *_undo_and_redo(view),
            ]
        ),
    )


def _lines(view: HistoryPage) -> Iterator[Markup]:
    """The changes, under the name of their show."""
    if not view.changes:
        yield Markup("No changes yet.")
    for title, changes in groupby(view.changes, key=lambda change: change.show_title):
        yield compose("**{}**", plain(title))
        for change in changes:
            yield _line(change, view.words.get(change.id))


def _line(change: Change, words: str | None) -> Markup:
    line = compose("`#{}` {} {}", number(change.id), _who(change), done_text(change.done))
    if words is not None:
        line = compose("{}: “{}”", line, shortened(words, _WORDS))
    if change.undoes is not None:
        line = compose("{} (`#{}`)", line, number(change.undoes))
    return compose("{} · {}", line if change.undone_by is None else compose("~~{}~~", line), _when(change))


def _undo_and_redo(view: HistoryPage) -> Buttons:
    """Undo for the newest change that is not undone, and Redo where an undo was the last thing done."""
    by_id = {change.id: change for change in view.changes}
    effective = [change for change in view.changes if change.undone_by is None]
    change = next((change for change in effective if change.undoes is None), None)
    last = effective[0] if effective and effective[0] is view.changes[0] and not view.page else None
    undone = None if last is None or last.undoes is None else by_id.get(last.undoes)
    return [
        button(f"Undo #{change.id}", UndoChange(change.id), emoji="↩️") if change else None,
        button(f"Redo #{undone.id}", UndoChange(last.id), emoji="↪️")
        if last and undone and undone.undoes is None
        else None,
    ]


def _when(change: Change) -> Markup:
    return Markup(f"<t:{int(change.at.timestamp())}:R>")


def _who(change: Change) -> Markup:
    return Markup("somebody") if change.user is None else Markup(f"<@{change.user}>")


def change_card(view: ChangeView) -> ui.LayoutView:
    """A change: who, when, what, before and after."""
    change = view.change
    pages = fill(_differences(view.differences))
    hidden = sum(map(len, pages[1:]))
    return card(
        text(
            compose("-# {} · change #{}", plain(change.show_title), number(change.id)),
            compose("### {} {}", _who(change), done_text(change.done)),
            compose("-# {}", _when(change)),
            *([] if change.undone_by is None else [compose("-# Undone by #{}.", number(change.undone_by))]),
        ),
        rule(),
        text(*pages[0]) if pages[0] else text(Markup("-# No details.")),
        text(compose("-# … and {} more", number(hidden))) if hidden else None,
        row(
            [
                button("Undo", UndoChange(change.id), emoji="↩️")
                if change.undone_by is None
                else button("Redo", UndoChange(change.undone_by), emoji="↪️"),
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
        Choice(
            name=cut_name(f"#{change.id} · {change.show_title} · {_in_short(change)}"), value=str(change.id)
        )
        for change in changes
    ]


def _in_short(change: Change) -> str:
    where = "" if change.done.position is None else f" · {change.done.position.code}"
    return f"{change.done.action} {change.done.topic}{where}"

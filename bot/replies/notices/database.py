"""What a person is told when the disk fails the bot: what was not saved, and who can mend it."""

from collections.abc import Callable
from typing import Any

from discord import ui

from bot.domain.errors import UnderstudyError
from bot.domain.storage_errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseGone,
    DatabaseReadOnly,
    DiskFailed,
    DiskFull,
)
from bot.replies.layout import notice
from bot.replies.markup import Markup


def _busy(_: DatabaseBusy) -> ui.LayoutView:
    return notice(
        Markup("### My notebook is in use"),
        Markup("Another program is at work on it. Nothing was saved. Please try again in a minute."),
    )


def _full(_: DiskFull) -> ui.LayoutView:
    return notice(
        Markup("### There is no room left to write"),
        Markup(
            "The disk that I write to is full. Nothing was saved. "
            "Please tell whoever runs the bot; what I know can still be asked for."
        ),
    )


def _read_only(_: DatabaseReadOnly) -> ui.LayoutView:
    return notice(
        Markup("### I may read, but not write"),
        Markup(
            "My database cannot be written to at the moment. Nothing was saved. "
            "Please tell whoever runs the bot; what I know can still be asked for."
        ),
    )


def _damaged(_: DatabaseDamaged) -> ui.LayoutView:
    return notice(
        Markup("### A page of mine is damaged"),
        Markup(
            "I cannot read a part of my database. Nothing was saved. "
            "Please tell whoever runs the bot: it can be put right from a copy."
        ),
    )


def _gone(_: DatabaseGone) -> ui.LayoutView:
    return notice(
        Markup("### My database has been taken away"),
        Markup(
            "Its file was moved or removed while I was at work. Nothing was saved, and nothing will be until "
            "the bot is started anew. Please tell whoever runs it."
        ),
    )


def _failed(_: DiskFailed) -> ui.LayoutView:
    return notice(
        Markup("### The disk fails me"),
        Markup("Nothing was saved. Please try again; if it happens again, tell whoever runs the bot."),
    )


STORAGE_NOTICES: dict[type[UnderstudyError], Callable[[Any], ui.LayoutView]] = {
    DatabaseBusy: _busy,
    DiskFull: _full,
    DatabaseReadOnly: _read_only,
    DatabaseDamaged: _damaged,
    DatabaseGone: _gone,
    DiskFailed: _failed,
}
"""The words for each way in which the disk can fail."""

"""The words for a failing database: nothing was saved, and who can help."""

from bot.domain.storage_errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseGone,
    DatabaseReadOnly,
    DiskFailed,
    DiskFull,
)
from bot.replies.layout import Notice, Notices

DATABASE: Notices = {
    DatabaseBusy: Notice("The database is busy", "Nothing was saved. Try again in a minute."),
    DiskFull: Notice(
        "The disk is full", "Nothing was saved. Please tell the bot's host. You can still look things up."
    ),
    DatabaseReadOnly: Notice(
        "The database is read-only",
        "Nothing was saved. Please tell the bot's host. You can still look things up.",
    ),
    DatabaseDamaged: Notice(
        "The database is damaged",
        "Nothing was saved. Please tell the bot's host, who can restore a backup.",
    ),
    DatabaseGone: Notice(
        "The database is missing",
        "Its file was moved or deleted. Nothing was saved. Please tell the bot's host, who must restart me.",
    ),
    DiskFailed: Notice(
        "The disk failed", "Nothing was saved. Try again. If it happens again, please tell the bot's host."
    ),
}

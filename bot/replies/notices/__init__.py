"""What a person is told for each error that we know: what is wrong, and what to do."""

from collections.abc import Callable
from typing import Any

from discord import ui

from bot.domain.errors import UnderstudyError
from bot.replies.notices.database import STORAGE_NOTICES
from bot.replies.notices.editing import EDITING_NOTICES
from bot.replies.notices.finding import FINDING
from bot.replies.notices.hiding import UNHIDDEN
from bot.replies.notices.limits import PLACE_NOTICES

NOTICES: dict[type[UnderstudyError], Callable[[Any], ui.LayoutView]] = {
    **FINDING,
    **PLACE_NOTICES,
    **EDITING_NOTICES,
    **STORAGE_NOTICES,
    **UNHIDDEN,
}
"""The words for each class of error."""

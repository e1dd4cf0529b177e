"""The kinds of data stored about people."""

from enum import StrEnum


class Trace(StrEnum):
    """A kind of stored data; the value is its name in the file of `/privacy export`."""

    PROGRESS = "progress"
    KEPT = "kept_progress"
    CHANGES = "changes"
    FORMS = "forms"
    PREVIEWS = "import_previews"
    WATCHED = "progress_previews"
    MOVES = "progress_before"
    SEARCHES = "searches"
    DRAWS = "random_draws"
    REPOSTS = "hidden_messages"

"""What is kept of people."""

from enum import StrEnum


class Trace(StrEnum):
    """A kind of thing that is kept of somebody; the value names it in the file of `/privacy export`."""

    PROGRESS = "progress"
    CHANGES = "changes"
    FORMS = "forms"
    PREVIEWS = "import_previews"
    SEARCHES = "searches"
    DRAWS = "random_draws"
    REPOSTS = "hidden_messages"

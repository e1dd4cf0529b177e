"""How each subject of a form is read into fields, and its fields written back."""

from bot.domain.fields import Values
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.services.editing_episodes import EPISODE_EDITORS
from bot.services.editing_quotes import QUOTE_EDITORS
from bot.services.editing_songs import SONG_EDITORS
from bot.services.editors import Current
from bot.services.subjects import Subject
from bot.store.changes import Edit
from bot.store.database import Reading

_EDITORS = {**EPISODE_EDITORS, **SONG_EDITORS, **QUOTE_EDITORS}


async def read_subject(reading: Reading, show: Show, subject: Subject) -> Current:
    """A subject of a show as it is now. Raises `PartGone` where it is not there any more."""
    return await _EDITORS[type(subject)].read(reading, show, subject)


async def write_subject(edit: Edit, show: Show, subject: Subject, values: Values) -> Position | None:
    """Write a subject's fields; gives the position of the episode that it was about, if it was about one.

    Raises `BadField` or `PartGone`; the transaction is then to be given up.
    """
    return await _EDITORS[type(subject)].write(edit, show, subject, values)

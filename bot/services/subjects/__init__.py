"""The subjects of forms: small records of ids in custom ids, saved with the open form.

Each says its fields, and how they are read and saved. Records are named by id, never by position, because
somebody may move an episode while a form is open. An id of a bundled show's record means its copy, once the
server has its own copy of the show.
"""

from bot.services.subjects.episodes import EpisodeSubject
from bot.services.subjects.quotes import QuoteSubject
from bot.services.subjects.shows import ShowSubject
from bot.services.subjects.songs import SongSubject

AnySubject = ShowSubject | EpisodeSubject | SongSubject | QuoteSubject

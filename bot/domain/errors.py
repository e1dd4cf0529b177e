"""Errors that a person sees. They carry data; `bot.replies.notices` has the words."""

from dataclasses import dataclass
from enum import Enum

from bot.domain.finding import Candidate, SongCandidate
from bot.domain.policies import Kind
from bot.domain.positions import Position
from bot.domain.problems import Problem


class UnderstudyError(Exception):
    """The base of every error that a person sees words for.

    Its string is only its name, because what it carries must not be logged.
    """

    def __str__(self) -> str:
        return type(self).__name__


class Purpose(Enum):
    """What an episode is named for."""

    OPEN = "to see it"
    PROGRESS = "to set their progress"
    LIMIT = "to set a spoiler limit"
    EDIT = "to edit it"


@dataclass(eq=False)
class EpisodeNotFound(UnderstudyError):
    """No episode of a show, by its slug, that the asker may see matches what they typed."""

    typed: str
    show: str
    candidates: tuple[Candidate, ...] = ()
    purpose: Purpose = Purpose.OPEN
    add_at: int | None = None
    """For a moderator who typed a code: the position's key to add an episode at."""


@dataclass(eq=False)
class EpisodeAmbiguous(UnderstudyError):
    """Several episodes match equally well what was typed."""

    typed: str
    candidates: tuple[Candidate, ...]
    purpose: Purpose = Purpose.OPEN


@dataclass(eq=False)
class NotInStory(UnderstudyError):
    """What was named has no place in the story of a show, by its slug: it can't be progress or a limit."""

    show: str
    position: Position
    purpose: Purpose


@dataclass(eq=False)
class ShowNotFound(UnderstudyError):
    """No show of this server matches what was typed."""

    typed: str
    titles: tuple[str, ...]


@dataclass(eq=False)
class AnotherShow(UnderstudyError):
    """The text names one show, and the `show` option another; both by title."""

    of: str
    chosen: str


class NoShows(UnderstudyError):
    """There is no show in the catalogue."""


@dataclass(eq=False)
class SeasonNotFound(UnderstudyError):
    """The show has no such season."""

    show_title: str
    season: int
    seasons: tuple[int, ...]


@dataclass(eq=False)
class NoEpisodes(UnderstudyError):
    """The show has no such episode yet: no next, no aired or no last one."""

    show_title: str


@dataclass(eq=False)
class SongNotFound(UnderstudyError):
    """No song of a show, by its slug, that the asker may see matches what they typed."""

    typed: str
    show: str


@dataclass(eq=False)
class SongAmbiguous(UnderstudyError):
    """Several songs match equally well what was typed."""

    typed: str
    candidates: tuple[SongCandidate, ...]
    purpose: Purpose = Purpose.OPEN


@dataclass(eq=False)
class NoQuotes(UnderstudyError):
    """The asker may see no quote of a show, by its slug. `of_somebody`: by one speaker."""

    show: str
    of_somebody: bool


class NoWords(UnderstudyError):
    """The search text has no word in it."""


class SearchExpired(UnderstudyError):
    """The results of the search are no longer stored."""


class ServerOnly(UnderstudyError):
    """It needs a server that the bot is in, and there is none here."""


class NotModerator(UnderstudyError):
    """Only the server's moderators may do this."""


class NotAdmin(UnderstudyError):
    """Only members with Manage Server may do this."""


class EveryoneModerates(UnderstudyError):
    """The role @everyone was chosen as a moderator role."""


class PolicyNeedsEpisode(UnderstudyError):
    """`up-to` was chosen without an episode."""


@dataclass(eq=False)
class PolicyTakesNoEpisode(UnderstudyError):
    """`up_to` was given with a policy that doesn't use it."""

    kind: Kind


@dataclass(eq=False)
class PolicyTakesNoDays(UnderstudyError):
    """`days` was given with a policy that doesn't use it."""

    kind: Kind


class NothingSet(UnderstudyError):
    """There is no setting to remove."""


@dataclass(eq=False)
class StrictPlace(UnderstudyError):
    """What was to be shared is past the limit of a strict place; None: all of a list is."""

    position: Position | None


@dataclass(eq=False)
class ProgressMovedOn(UnderstudyError):
    """Progress in a show, by its slug, has changed again since the change that was to be undone."""

    show: str


class WatchedGone(UnderstudyError):
    """The preview of progress from a file has expired, or was saved or cancelled."""


class ProgressUndoGone(UnderstudyError):
    """The undo of several shows' progress has expired, or was used; or there was a later such change."""


@dataclass(eq=False)
class HistoryUnreadable(UnderstudyError):
    """Nothing in somebody's files says what they watched; `problems` say why."""

    problems: tuple[Problem, ...]


class OutdatedCommand(UnderstudyError):
    """The command came in the form that it had before an update of the bot."""


class MessageGone(UnderstudyError):
    """The clicked message was deleted before it could be edited."""


class TooBusy(UnderstudyError):
    """More is asked of the bot at once than it can answer in time."""


class Restarting(UnderstudyError):
    """The bot is being stopped, and begins nothing new."""


class NotAllowed(UnderstudyError):
    """Discord refused because the bot has no permission."""


class NotTaken(UnderstudyError):
    """Discord failed to accept an answer. What was asked for may have been done."""


class StaleClick(UnderstudyError):
    """A button's data is invalid or outdated."""

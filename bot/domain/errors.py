"""What can go wrong for a person. Errors carry data; `bot.replies.notices` has the words for each."""

from dataclasses import dataclass
from enum import Enum

from bot.domain.finding import Candidate, SongCandidate
from bot.domain.policies import Kind
from bot.domain.positions import Position


class UnderstudyError(Exception):
    """The base of every error that a person sees words for.

    As a string it is its name alone: what it carries may not stand in a log.
    """

    def __str__(self) -> str:
        return type(self).__name__


class Purpose(Enum):
    """What somebody names an episode for."""

    OPEN = "to see it"
    PROGRESS = "to set their progress"
    LIMIT = "to set a spoiler limit"
    EDIT = "to edit it"


@dataclass(eq=False)
class EpisodeNotFound(UnderstudyError):
    """No episode that the asker may know of matches what they typed."""

    typed: str
    candidates: tuple[Candidate, ...] = ()
    purpose: Purpose = Purpose.OPEN
    add_at: tuple[str, int] | None = None
    """For a moderator who typed a code: the show's slug and the position's key, to add an episode there."""


@dataclass(eq=False)
class EpisodeAmbiguous(UnderstudyError):
    """Several episodes match equally well what was typed."""

    typed: str
    candidates: tuple[Candidate, ...]
    purpose: Purpose = Purpose.OPEN


@dataclass(eq=False)
class NotInStory(UnderstudyError):
    """What was named has no place in the story: nobody has watched up to it, and no place goes as far."""

    position: Position
    purpose: Purpose


@dataclass(eq=False)
class ShowNotFound(UnderstudyError):
    """No show of this server matches what was typed."""

    typed: str
    titles: tuple[str, ...]


@dataclass(eq=False)
class AnotherShow(UnderstudyError):
    """What was typed belongs to one show, and another was chosen beside it; both by title."""

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
    """The show has no such episode yet: no next one, none that has aired, no last one."""

    show_title: str


@dataclass(eq=False)
class SongNotFound(UnderstudyError):
    """No song that the asker may know of matches what they typed."""

    typed: str


@dataclass(eq=False)
class SongAmbiguous(UnderstudyError):
    """Several songs match equally well what was typed."""

    typed: str
    candidates: tuple[SongCandidate, ...]
    purpose: Purpose = Purpose.OPEN


@dataclass(eq=False)
class NoQuotes(UnderstudyError):
    """There is no quote to show at random, within the asker's view. `of_somebody`: of one speaker alone."""

    of_somebody: bool


class NoWords(UnderstudyError):
    """What was to be looked for has no word in it."""


class SearchExpired(UnderstudyError):
    """What a search found is no longer stored."""


class ServerOnly(UnderstudyError):
    """What was asked is about a server that has the bot in it, and there is none here."""


class NotModerator(UnderstudyError):
    """Only the server's moderators may do this."""


class NotAdmin(UnderstudyError):
    """Only members who may manage the server may do this."""


class EveryoneModerates(UnderstudyError):
    """The role of all members was chosen as a moderators' role."""


class PolicyNeedsEpisode(UnderstudyError):
    """`up-to` was chosen without saying up to what."""


@dataclass(eq=False)
class PolicyTakesNoEpisode(UnderstudyError):
    """`up_to` was given with a policy that has nothing to do with it."""

    kind: Kind


@dataclass(eq=False)
class PolicyTakesNoDays(UnderstudyError):
    """`days` was given with a policy that has nothing to do with it."""

    kind: Kind


class NothingSet(UnderstudyError):
    """There is no setting to remove."""


@dataclass(eq=False)
class StrictPlace(UnderstudyError):
    """What was to be posted is past the limit of a strict place."""

    position: Position


class ProgressMovedOn(UnderstudyError):
    """What was to be undone has changed again since."""


class OutdatedCommand(UnderstudyError):
    """A command came in as it was before an update of the bot."""


class MessageGone(UnderstudyError):
    """The message that was clicked was deleted before it could be changed."""


class NotAllowed(UnderstudyError):
    """Discord does not let the bot do what it was asked to, for want of a permission."""


class NotTaken(UnderstudyError):
    """Discord had trouble and did not take an answer. What was asked for may be done anyway."""


class StaleClick(UnderstudyError):
    """A button's data is not, or no longer, one that the bot knows."""

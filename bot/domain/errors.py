"""What can go wrong for a person. Errors carry data; `bot.replies.notices` has the words for each."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from bot.domain.finding import Candidate, SongCandidate
from bot.domain.policies import Kind
from bot.domain.positions import Position


class UnderstudyError(Exception):
    """The base of every error that a person is told about in so many words.

    As a string it is its name alone: what it carries may not stand in a log.
    """

    def __str__(self) -> str:
        return type(self).__name__


class Purpose(Enum):
    """What somebody names an episode for."""

    OPEN = "to see it"
    PROGRESS = "to say that they have watched it"
    CEILING = "to say that a place goes as far"


@dataclass(eq=False)
class EpisodeNotFound(UnderstudyError):
    """No episode that the asker may know of answers to what they typed."""

    typed: str
    candidates: tuple[Candidate, ...] = ()
    purpose: Purpose = Purpose.OPEN


@dataclass(eq=False)
class EpisodeAmbiguous(UnderstudyError):
    """Several episodes answer equally well to what was typed."""

    typed: str
    candidates: tuple[Candidate, ...]
    purpose: Purpose = Purpose.OPEN


@dataclass(eq=False)
class ShowNotFound(UnderstudyError):
    """No show of this server answers to what was typed."""

    typed: str
    titles: tuple[str, ...]


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
    """No song that the asker may know of answers to what they typed."""

    typed: str


@dataclass(eq=False)
class SongAmbiguous(UnderstudyError):
    """Several songs answer equally well to what was typed."""

    typed: str
    candidates: tuple[SongCandidate, ...]


class NothingToDraw(UnderstudyError):
    """There is no line to draw at random, as far as it may be known."""


class SearchPutAway(UnderstudyError):
    """What a search found is no longer kept."""


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
    """There is no setting to take away."""


@dataclass(eq=False)
class StrictPlace(UnderstudyError):
    """What was to be posted is above the ceiling of a strict place."""

    position: Position


class ProgressMovedOn(UnderstudyError):
    """What was to be undone has changed again since."""


class Unhideable(Enum):
    """Why a message cannot be posted again, whole, behind bars."""

    ALREADY_HIDDEN = "nothing of it is in the clear"
    EMPTY = "there is neither text nor file in it"
    SYSTEM = "nobody wrote it: Discord itself says it"
    PRIVATE = "only one person sees it"
    POLL = "a poll's votes would be lost"
    STICKER = "a webhook cannot send stickers"
    VOICE = "a voice message would become a file"
    FORWARD = "what it forwards would be lost"
    FIRST_POST = "a forum post goes when its first message goes"
    RICH = "a bot's cards and buttons would be lost"
    FILES = "its files are over the limit for uploads"
    LENGTH = "behind bars it is longer than a message may be"


@dataclass(eq=False)
class CannotHide(UnderstudyError):
    """A message cannot be posted again, whole, behind bars."""

    why: Unhideable


class HidingStep(Enum):
    """A step of hiding a message, or of what may be done with it afterwards, at which Discord failed."""

    FILES = "its files could not be read"
    WEBHOOK = "no webhook could be found or made"
    POST = "it could not be posted again"
    DELETE = "the first message could not be deleted, and the second was taken away again"
    DELETE_UNSURE = "whether the first message was deleted cannot be told, so the second was left"
    UNDO = "the first message could not be deleted, nor could the second be taken away again"
    REMOVE = "the second could not be deleted when somebody asked for it"
    LABEL = "the label could not be put on"


@dataclass(eq=False)
class HidingFailed(UnderstudyError):
    """Discord failed at a step. Nothing is lost: the message stands there, at worst twice."""

    step: HidingStep


@dataclass(eq=False)
class LacksPermissions(UnderstudyError):
    """The bot lacks permissions in this channel, named as discord.py names them."""

    permissions: tuple[str, ...]


class RepostUnknown(UnderstudyError):
    """It is not, or no longer, known who wrote a message that was posted again."""


class NotYourRepost(UnderstudyError):
    """Only its author and moderators may take a message away that was posted again."""


class OutdatedCommand(UnderstudyError):
    """A command came in as it was before an update of the bot."""


class StaleClick(UnderstudyError):
    """A button's data is not, or no longer, one that the bot knows."""


class StartError(Exception):
    """Something that keeps the bot from starting; the command line has the words for each."""


@dataclass(eq=False)
class BadSetting(StartError):
    """A setting is missing or cannot be used. Its value is not kept: it may be a secret."""

    name: str
    needs: str


@dataclass(eq=False)
class DatabaseUnreadable(StartError):
    """The database cannot be opened, or is not one of ours."""

    path: Path
    reason: str


@dataclass(eq=False)
class DatabaseTooNew(StartError):
    """The database was written by a newer Understudy."""

    path: Path
    version: int
    known: int


@dataclass(eq=False)
class AlreadyRunning(StartError):
    """Another copy of the bot works on the same database."""

    path: Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file.

    `line` counts from 1; `path` leads to a value in a structured file, like `episode[3].title`. Either
    is missing where it means nothing.
    """

    file: str
    line: int | None
    path: str
    what: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.path} {self.what}" if self.path else f"{place}: {self.what}"


@dataclass(eq=False)
class BrokenPack(StartError):
    """Bundled packs have problems; every one of them is named."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)

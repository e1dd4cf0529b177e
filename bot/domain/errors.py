"""What can go wrong for a person. Errors carry data; `bot.replies.notices` has the words for each."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from bot.domain.finding import Candidate, SongCandidate
from bot.domain.ids import ChangeId, FormId, QuoteId
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
    MEND = "to mend it"


@dataclass(eq=False)
class EpisodeNotFound(UnderstudyError):
    """No episode that the asker may know of answers to what they typed."""

    typed: str
    candidates: tuple[Candidate, ...] = ()
    purpose: Purpose = Purpose.OPEN
    add_at: tuple[str, int] | None = None
    """For a moderator who typed a code: the show's slug and the position's key, to add an episode there."""


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
    purpose: Purpose = Purpose.OPEN


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


class FormGone(UnderstudyError):
    """A form that was sent is no longer known: it is too old, or it did its work already."""


class PartGone(UnderstudyError):
    """What was to be edited is not there any more."""


class NothingToChange(UnderstudyError):
    """What was sent is just what is there."""


@dataclass(eq=False)
class FormRejected(UnderstudyError):
    """A form cannot be taken as it was filled in. It is kept, to be opened again; `cause` says why."""

    form: FormId
    cause: UnderstudyError


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A field that somebody else has changed while a form was open: before, now, and as it was typed."""

    field: str
    before: str
    now: str
    typed: str


@dataclass(eq=False)
class FormOvertaken(UnderstudyError):
    """Somebody else has changed what a form edits since it was opened. The form is kept as sent."""

    form: FormId
    fields: tuple[Overtaken, ...]


@dataclass(eq=False)
class FormTooSmall(UnderstudyError):
    """What a form would edit is longer than a field of a form takes: only a file can bring it."""

    field: str


class ChangeNotFound(UnderstudyError):
    """There is no such change in this server's history."""


@dataclass(eq=False)
class AlreadyUndone(UnderstudyError):
    """The change was taken back already, by another one."""

    by: ChangeId


@dataclass(eq=False)
class ChangedSince(UnderstudyError):
    """A change cannot be taken back: what it touched was changed since, by `later` where that is known."""

    change: ChangeId
    later: ChangeId | None


@dataclass(eq=False)
class QuoteNotFound(UnderstudyError):
    """No line answers to what a moderator typed."""

    typed: str


class PreviewGone(UnderstudyError):
    """An import that was to be applied is no longer kept."""


@dataclass(eq=False)
class NotImportable(UnderstudyError):
    """A file cannot be imported: `problems` say why."""

    problems: "tuple[Problem, ...]"


@dataclass(eq=False)
class FileTooBig(UnderstudyError):
    """A file is larger than the bot takes, or than Discord lets it send; both in bytes."""

    size: int
    limit: int


@dataclass(eq=False)
class QuoteAmbiguous(UnderstudyError):
    """Several lines have the words that a moderator typed: the first of them, each with its id."""

    typed: str
    show: str
    lines: tuple[tuple[QuoteId, str], ...]


class NotYours(UnderstudyError):
    """A bundled show cannot be removed: it is everyone's."""


class MessageGone(UnderstudyError):
    """The message that was clicked was deleted before it could be changed."""


class NotAllowed(UnderstudyError):
    """Discord does not let the bot do what it was asked to, for want of a permission."""


class NotTaken(UnderstudyError):
    """Discord had trouble and did not take an answer. What was asked for may be done all the same."""


class StaleClick(UnderstudyError):
    """A button's data is not, or no longer, one that the bot knows."""


@dataclass(eq=False)
class StorageFailed(UnderstudyError):
    """The database could not do what was asked of it, and nothing of that was saved.

    `path` is its file; `reason` is the name that SQLite or the system has for what happened.
    """

    path: Path
    reason: str


class DatabaseBusy(StorageFailed):
    """Another process has kept the database locked for too long."""


class DiskFull(StorageFailed):
    """There is no room left where the database is."""


class DatabaseReadOnly(StorageFailed):
    """The database, its folder or its disk may only be read."""


class DatabaseDamaged(StorageFailed):
    """What stands in the file is not what was written there."""


class DatabaseGone(StorageFailed):
    """The file was removed, moved or replaced while it was open: what is written now would be lost."""


class DiskFailed(StorageFailed):
    """The disk does not take or give what it should: a fault, a quota, a limit on the size of files."""


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
class DatabaseMissing(StartError):
    """There is no database to copy."""

    path: Path


@dataclass(eq=False)
class CopyUnsound(StartError):
    """What was copied of this file has faults, or is no database of ours; it was not kept."""

    path: Path
    faults: tuple[str, ...]


@dataclass(eq=False)
class CopyNotWritten(StartError):
    """A copy cannot be written there; `reason` is the system's own word."""

    path: Path
    reason: str


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

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


@dataclass(eq=False)
class QuoteAmbiguous(UnderstudyError):
    """Several lines have the words that a moderator typed: the first of them, each with its id."""

    typed: str
    show: str
    lines: tuple[tuple[QuoteId, str], ...]


class NotYours(UnderstudyError):
    """A bundled show cannot be removed: it is everyone's."""


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

"""The spoiler rule: what may be shown of an item, who sees it and where. Nothing else decides that.

Story text is `Veiled`, titles are `Label`s. Both are opened only here, against a `Viewpoint`: the asker's
progress, the place's limit and the audience. If something can't be worked out, it isn't CLEAR.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, NoReturn, Self

from bot.domain.folding import fold
from bot.domain.ids import ShowId
from bot.domain.positions import Position


class Disclosure(Enum):
    """The rule's decision for one item; a larger value shows less."""

    CLEAR = 0
    TAGGED = 1
    WITHHELD = 2


class Unplaced(ValueError):
    """A limit can't end at something without a place in the story."""


class Audience(Enum):
    """Who sees an answer."""

    EVERYONE = "everyone who can see the place"
    ASKER = "the asker alone"


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """A point in a story: a member's progress, or a place's limit.

    `end` is the position that it ends at, with the code that it is known by. Limits are compared by key only.
    """

    key: int
    end: Position | None = field(default=None, compare=False)

    @classmethod
    def up_to(cls, position: Position) -> Self:
        """A limit that includes this position and everything before it. Raises `Unplaced`."""
        if not position.placed:
            raise Unplaced
        return cls(position.key, position)

    @property
    def code(self) -> str:
        """The code of the position that it ends at."""
        return (self.end or Position.from_key(self.key)).code

    def covers(self, position: Position) -> bool:
        """Whether the position is within the limit."""
        return position.key <= self.key


NOTHING: Final = Limit(-1)
EVERYTHING: Final = Limit(2**62)


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """What the rule needs to know, for one show.

    `progress` is None if the member has saved none. `insisted`: the asker pressed "Show anyway" and gets what
    is past their progress as a spoiler.
    """

    show: ShowId
    audience: Audience
    ceiling: Limit = NOTHING
    strict: bool = False
    hides_titles: bool = False
    progress: Limit | None = None
    insisted: bool = False

    def for_audience(self, audience: Audience) -> "Viewpoint":
        """The same for this audience."""
        return self if self.audience is audience else replace(self, audience=audience)


def disclose(position: Position, viewpoint: Viewpoint) -> Disclosure:
    """What may be shown of the story at a position.

    In a strict place nothing past the limit is sent to everyone. The caller makes the asker the only
    audience first.
    """
    if viewpoint.audience is Audience.EVERYONE:
        return _for_everyone(position, viewpoint)
    return _for_the_asker(position, viewpoint)


def _for_everyone(position: Position, viewpoint: Viewpoint) -> Disclosure:
    if not viewpoint.ceiling.covers(position):
        return Disclosure.WITHHELD if viewpoint.strict else Disclosure.TAGGED
    if viewpoint.progress is not None and not viewpoint.progress.covers(position):
        return Disclosure.TAGGED
    return Disclosure.CLEAR


def _for_the_asker(position: Position, viewpoint: Viewpoint) -> Disclosure:
    if viewpoint.progress is None:
        return Disclosure.CLEAR if viewpoint.ceiling.covers(position) else Disclosure.TAGGED
    if viewpoint.progress.covers(position):
        return Disclosure.CLEAR
    return Disclosure.TAGGED if viewpoint.insisted else Disclosure.WITHHELD


def shows_label(position: Position, viewpoint: Viewpoint) -> bool:
    """Whether the title at a position may be shown. If not, its code is shown instead."""
    progress = viewpoint.progress
    if progress is not None and not progress.covers(position):
        return False
    if viewpoint.audience is Audience.ASKER and progress is not None:
        return True
    return viewpoint.ceiling.covers(position) or not viewpoint.hides_titles


def search_limit(viewpoint: Viewpoint, *, beyond: bool) -> Limit:
    """The limit of searches and random picks: the asker's progress, if they have saved any.

    `beyond` includes the rest as spoilers, but nothing that a strict place forbids.
    """
    progress = viewpoint.progress
    limit = EVERYTHING if progress is None or beyond else progress
    if viewpoint.audience is Audience.EVERYONE and viewpoint.strict:
        return min(limit, viewpoint.ceiling)
    return limit


def clear_limit(viewpoint: Viewpoint) -> Limit:
    """The limit of what is visible to the asker alone: suggestions stop there."""
    return viewpoint.ceiling if viewpoint.progress is None else viewpoint.progress


class StillSealed(TypeError):
    """Sealed text was printed without asking the spoiler rule."""


class WrongShow(TypeError):
    """The viewpoint is of another show."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Story text as the rule disclosed it. Withheld text is empty."""

    disclosure: Disclosure
    text: str


class Sealed:
    """Text of one show at one position that can't be printed by accident."""

    __slots__ = ("_text", "position", "show")

    def __init__(self, text: str, *, show: ShowId, position: Position) -> None:
        self._text = text
        self.show = show
        self.position = position

    def __str__(self) -> NoReturn:
        raise StillSealed

    def __format__(self, format_spec: str) -> NoReturn:
        raise StillSealed

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self.position.code}>"

    def _must_be_of(self, viewpoint: Viewpoint) -> None:
        if viewpoint.show != self.show:
            raise WrongShow


class Veiled(Sealed):
    """Story text: a summary, a scene, a quote, a character's name, who sings a song and why."""

    __slots__ = ()

    def disclosed_to(self, viewpoint: Viewpoint) -> Passage:
        """The text as far as the rule discloses it."""
        self._must_be_of(viewpoint)
        disclosure = disclose(self.position, viewpoint)
        return Passage(disclosure, "" if disclosure is Disclosure.WITHHELD else self._text)


class Label(Sealed):
    """A title. It can be a spoiler too."""

    __slots__ = ()

    def add_to(self, titles: "ClaimedTitles") -> None:
        """Add it to titles that are only compared."""
        titles.add(self._text, self.position)

    def shown_to(self, viewpoint: Viewpoint) -> str | None:
        """The title, or None if it is masked."""
        self._must_be_of(viewpoint)
        return self._text if shows_label(self.position, viewpoint) else None


class ClaimedTitles:
    """Titles of one show, to compare with those in somebody's own history of what they watched.

    Such a title is a claim of having watched it, so all titles are compared, and only positions are returned.
    """

    def __init__(self, labels: Iterable[Label]) -> None:
        self._positions: defaultdict[str, set[Position]] = defaultdict(set)
        for label in labels:
            label.add_to(self)

    def add(self, title: str, position: Position) -> None:
        """Add a title."""
        self._positions[fold(title)].add(position)

    def positions_of(self, claimed: str) -> frozenset[Position]:
        """The positions of the episodes with this title, whatever its case and punctuation."""
        return frozenset(self._positions.get(fold(claimed), ())) if claimed.strip() else frozenset()


def shown(label: Label | None, viewpoint: Viewpoint) -> str | None:
    """The title, or None if it is masked or missing."""
    return None if label is None else label.shown_to(viewpoint)


def joined(*parts: Passage | str) -> Passage:
    """Several passages and the words between them as one; the least visible one decides."""
    disclosure = max(
        (part.disclosure for part in parts if isinstance(part, Passage)),
        key=lambda disclosure: disclosure.value,
        default=Disclosure.CLEAR,
    )
    if disclosure is Disclosure.WITHHELD:
        return Passage(disclosure, "")
    return Passage(disclosure, "".join(part.text if isinstance(part, Passage) else part for part in parts))

"""The spoiler rule: what may be told of an item, to whom, where. Nothing else in the code decides that.

Story text lives in `Veiled`, titles in `Label`. Both are opened here and nowhere else, and only
against a `Viewpoint`: how far the asker has watched, how far the place may go, and who will see the
answer. What cannot be worked out is not clear.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final, NoReturn, Self

from bot.domain.ids import ShowId
from bot.domain.positions import Position


class Disclosure(Enum):
    """What the rule answers for one item; a larger value tells less."""

    CLEAR = 0
    TAGGED = 1
    WITHHELD = 2


class Unplaced(ValueError):
    """A limit was to reach as far as something that has no place in the story."""


class Audience(Enum):
    """Who will see an answer."""

    EVERYONE = "everyone who can see the place"
    ASKER = "the asker alone"


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """How far into a story something reaches: a member's progress, or a place's ceiling."""

    key: int

    @classmethod
    def up_to(cls, position: Position) -> Self:
        """Everything before this position, and the position itself. Raises `Unplaced` where it is none."""
        if not position.placed:
            raise Unplaced
        return cls(position.key)

    def covers(self, position: Position) -> bool:
        """Whether the position lies within the limit."""
        return position.key <= self.key


NOTHING: Final = Limit(-1)
EVERYTHING: Final = Limit(2**62)


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """What the rule needs to know before it speaks, for one show.

    `progress` is None where the member has not said how far they have watched. `insisted` is "Show
    anyway": the asker alone wants what lies ahead of their progress, and gets it tagged.
    """

    show: ShowId
    audience: Audience
    ceiling: Limit = NOTHING
    strict: bool = False
    hides_titles: bool = False
    progress: Limit | None = None
    insisted: bool = False


def disclose(position: Position, viewpoint: Viewpoint) -> Disclosure:
    """What may be told of the story at a position.

    In a strict place nothing above the ceiling is told to everyone: who answers there must first have
    made the asker the only audience.
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
    """Whether the title of what stands at a position may be shown; if not, its code stands in for it."""
    progress = viewpoint.progress
    if progress is not None and not progress.covers(position):
        return False
    if viewpoint.audience is Audience.ASKER and progress is not None:
        return True
    return viewpoint.ceiling.covers(position) or not viewpoint.hides_titles


def search_limit(viewpoint: Viewpoint, *, beyond: bool) -> Limit:
    """How far searches and random draws go: as far as the asker is, where they have said so.

    `beyond` includes the rest, tagged; never what a strict place may not hold.
    """
    progress = viewpoint.progress
    limit = EVERYTHING if progress is None or beyond else progress
    if viewpoint.audience is Audience.EVERYONE and viewpoint.strict:
        return min(limit, viewpoint.ceiling)
    return limit


def clear_limit(viewpoint: Viewpoint) -> Limit:
    """How far story is in the clear for the asker alone: what suggestions may name."""
    return viewpoint.ceiling if viewpoint.progress is None else viewpoint.progress


class StillSealed(TypeError):
    """Sealed text was about to be printed without asking the spoiler rule."""


class WrongShow(TypeError):
    """The rule was asked about one show with what is known of another."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Story text after the rule has spoken. Withheld text is not in it at all."""

    disclosure: Disclosure
    text: str


class Sealed:
    """Text of one show at one position that cannot become a string by accident."""

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
        """Ask the rule, and come out as far as it allows."""
        self._must_be_of(viewpoint)
        disclosure = disclose(self.position, viewpoint)
        return Passage(disclosure, "" if disclosure is Disclosure.WITHHELD else self._text)


class Label(Sealed):
    """A title: it names a thing, and can spoil too."""

    __slots__ = ()

    def shown_to(self, viewpoint: Viewpoint) -> str | None:
        """The title where it may be shown; None where it is masked."""
        self._must_be_of(viewpoint)
        return self._text if shows_label(self.position, viewpoint) else None


def shown(label: Label | None, viewpoint: Viewpoint) -> str | None:
    """A title where there is one and it may be shown."""
    return None if label is None else label.shown_to(viewpoint)


def unveiled(veiled: Veiled | None, viewpoint: Viewpoint) -> Passage | None:
    """A passage where there is one."""
    return None if veiled is None else veiled.disclosed_to(viewpoint)


def joined(*parts: Passage | str) -> Passage:
    """One passage of several and the words between them, as closed as the most closed of them."""
    disclosure = max(
        (part.disclosure for part in parts if isinstance(part, Passage)),
        key=lambda disclosure: disclosure.value,
        default=Disclosure.CLEAR,
    )
    if disclosure is Disclosure.WITHHELD:
        return Passage(disclosure, "")
    return Passage(disclosure, "".join(part.text if isinstance(part, Passage) else part for part in parts))

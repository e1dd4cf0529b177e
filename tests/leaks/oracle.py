"""The spoiler rule again, written from the design without the bot's code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from tests.leaks.catalogue import Mark
from tests.leaks.story_order import UNPLACED, Told, orders

NOTHING = -1
EVERYTHING = 2**62


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """A setting of a place, by the words of the command."""

    kind: str
    strict: bool = False
    up_to: int | None = None
    days: int | None = None


HIDDEN = PlaceRule("tagged")
"""The rule where nothing is set."""

Settings = Mapping[tuple[str, str | None], PlaceRule]
"""Settings by place, and by the show that they are for; None is all shows."""


def rule_in(settings: Settings, places: Sequence[str], show: str) -> PlaceRule:
    """The rule for a show in a place, given with its parents, nearest first."""
    for index, place in enumerate(places):
        here = {of: rule for (where, of), rule in settings.items() if where == place}
        if deciding := here.get(show) or here.get(None):
            return deciding
        if here:  # for other shows only: hidden, and as strict as they are, or as what is farther out is
            farther = rule_in(settings, places[index + 1 :], show)
            return PlaceRule("tagged", strict=farther.strict or any(rule.strict for rule in here.values()))
    return HIDDEN


def over_everywhere(told: Told) -> datetime | None:
    """When the day that an episode aired on has ended everywhere: twelve hours behind UTC it ends last."""
    if told.aired is None:
        return None
    begins = datetime(
        told.aired.year, told.aired.month, told.aired.day, tzinfo=timezone(timedelta(hours=-12))
    )
    return begins + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Story:
    """A show as it is in some place: its episodes in story order, without those that were deleted there."""

    episodes: tuple[Told, ...]
    whole: tuple[Told, ...]
    order: dict[str, int] = field(default_factory=dict[str, int])

    @classmethod
    def without(cls, whole: tuple[Told, ...], deleted: frozenset[str]) -> "Story":
        """The show without these codes; the others keep their positions."""
        order = orders(whole)
        left = (told for told in whole if told.code not in deleted)
        return cls(tuple(sorted(left, key=lambda told: order[told.code])), whole, order)

    def limit(self, rule: PlaceRule, now: datetime) -> int:
        """The last position that a rule lets be visible."""
        if rule.kind == "open":
            return EVERYTHING
        if rule.kind == "up-to":
            assert rule.up_to is not None
            return rule.up_to
        return self._aired(rule, now) if rule.kind == "aired" else NOTHING

    def _aired(self, rule: PlaceRule, now: datetime) -> int:
        """The last position such that all up to it had aired; deleted episodes still block."""
        assert rule.days is not None
        limit, covered = NOTHING, set[str]()
        there = {told.code for told in self.episodes}
        for told in sorted(self.whole, key=lambda told: self.order[told.code]):
            over = over_everywhere(told)
            if self.order[told.code] >= UNPLACED:
                return limit
            if over is None:
                if not (told.is_special and told.code.split(" after ")[1] in covered):
                    return limit
            elif now - over < timedelta(days=rule.days):
                return limit
            if told.code in there:
                limit = self.order[told.code]
                covered.add(told.code)
        return limit

    def of(self, mark: Mark) -> int | None:
        """The position from which a mark may be known; None: never."""
        return min(self.places_of(mark), default=None)

    def places_of(self, mark: Mark) -> list[int]:
        """The positions at which the catalogue has a mark: a name has several."""
        there = {told.code for told in self.episodes}
        return [self.order[code] for code in mark.codes if code in there]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the viewer of a string may see of one show."""

    story: Story
    rule: PlaceRule
    limit: int
    progress: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Who sees a text of the bot, and by which rule. Progress is that of the asker or clicker.

    `insisted`: they pressed "Show anyway" for exactly this; else `insisted_at` are the positions, by show,
    for which they did. `named`: it answers one named item, so that in a strict place the title of one episode
    is allowed. A show missing from `standings` isn't there at all.
    """

    alone: bool
    standings: Mapping[str, Standing]
    hides_titles: bool
    insisted: bool = False
    insisted_at: frozenset[tuple[str, int]] = frozenset()
    named: bool = False

    def allows(self, mark: Mark, *, visible: bool) -> bool:
        """Whether a mark may be in the text, visible or hidden."""
        standing = self.standings.get(mark.show)
        at = standing and standing.story.of(mark)
        if standing is None or at is None:
            return False
        if mark.is_label:
            return self._shows_label(standing, at, mark)
        insisted = self.insisted or any(
            (mark.show, place) in self.insisted_at for place in standing.story.places_of(mark)
        )
        return self._story(standing, at, insisted) in (("clear",) if visible else ("clear", "tagged"))

    def _story(self, standing: Standing, at: int, insisted: bool) -> str:
        within, progress = at <= standing.limit, standing.progress
        if not self.alone:
            if within and (progress is None or at <= progress):
                return "clear"
            return "withheld" if standing.rule.strict and not within else "tagged"
        if progress is None:
            return "clear" if within else "tagged"
        if at <= progress:
            return "clear"
        return "tagged" if insisted else "withheld"

    def _shows_label(self, standing: Standing, at: int, mark: Mark) -> bool:
        within, progress = at <= standing.limit, standing.progress
        ahead = progress is not None and at > progress
        if self.alone and progress is not None:
            return not ahead
        if not self.alone and standing.rule.strict and not within and not self._may_be_named(mark):
            return False
        return not ahead and (within or not self.hides_titles)

    def _may_be_named(self, mark: Mark) -> bool:
        return self.named and mark.word.startswith("zzepisode")

    def beyond_in_strict(self, marks: Iterator[Mark]) -> set[str]:
        """The titles among these that lie beyond what a strict place allows, where this is for everyone."""
        if self.alone:
            return set()
        return {
            mark.word
            for mark in marks
            if (standing := self.standings.get(mark.show)) is not None
            and standing.rule.strict
            and ((at := standing.story.of(mark)) is None or at > standing.limit)
        }

"""The spoiler rule again, written from the design without the bot's code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from tests.leaks.catalogue import Mark
from tests.leaks.story_order import UNPLACED, DatedEpisode, orders

NOTHING = -1
EVERYTHING = 2**62


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """A channel's setting, with the options of the command."""

    kind: str
    strict: bool = False
    up_to: int | None = None
    days: int | None = None


HIDDEN = PlaceRule("tagged")
"""The rule if nothing is set."""

Settings = Mapping[tuple[str, str | None], PlaceRule]
"""Settings by channel and show; None is all shows."""


def rule_in(settings: Settings, places: Sequence[str], show: str) -> PlaceRule:
    """The rule for a show in a channel, given with its parents, nearest first."""
    for index, place in enumerate(places):
        here = {of: rule for (where, of), rule in settings.items() if where == place}
        if deciding := here.get(show) or here.get(None):
            return deciding
        if here:  # set for other shows only: hidden, and strict if they or the outer settings are
            farther = rule_in(settings, places[index + 1 :], show)
            return PlaceRule("tagged", strict=farther.strict or any(rule.strict for rule in here.values()))
    return HIDDEN


def over_everywhere(episode: DatedEpisode) -> datetime | None:
    """When an episode's air date has ended everywhere; it ends last at UTC-12."""
    if episode.aired is None:
        return None
    begins = datetime(
        episode.aired.year, episode.aired.month, episode.aired.day, tzinfo=timezone(timedelta(hours=-12))
    )
    return begins + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Story:
    """A show as a server has it: its episodes in story order, without those deleted there."""

    episodes: tuple[DatedEpisode, ...]
    whole: tuple[DatedEpisode, ...]
    order: dict[str, int] = field(default_factory=dict[str, int])

    @classmethod
    def without(cls, whole: tuple[DatedEpisode, ...], deleted: frozenset[str]) -> "Story":
        """The show without these codes; the others keep their positions."""
        order = orders(whole)
        left = (episode for episode in whole if episode.code not in deleted)
        return cls(tuple(sorted(left, key=lambda episode: order[episode.code])), whole, order)

    def limit(self, rule: PlaceRule, now: datetime) -> int:
        """The last position that a rule makes visible."""
        if rule.kind == "open":
            return EVERYTHING
        if rule.kind == "up-to":
            assert rule.up_to is not None
            return rule.up_to
        return self._aired(rule, now) if rule.kind == "aired" else NOTHING

    def _aired(self, rule: PlaceRule, now: datetime) -> int:
        """The last position up to which everything has aired; deleted episodes still block."""
        assert rule.days is not None
        limit, covered = NOTHING, set[str]()
        there = {episode.code for episode in self.episodes}
        for episode in sorted(self.whole, key=lambda episode: self.order[episode.code]):
            over = over_everywhere(episode)
            if self.order[episode.code] >= UNPLACED:
                return limit
            if over is None:
                if not (episode.is_special and episode.code.split(" after ")[1] in covered):
                    return limit
            elif now - over < timedelta(days=rule.days):
                return limit
            if episode.code in there:
                limit = self.order[episode.code]
                covered.add(episode.code)
        return limit

    def of(self, mark: Mark) -> int | None:
        """The position from which a mark may be revealed; None: never."""
        return min(self.places_of(mark), default=None)

    def places_of(self, mark: Mark) -> list[int]:
        """The positions at which the catalogue has a mark: a name has several."""
        there = {episode.code for episode in self.episodes}
        return [self.order[code] for code in mark.codes if code in there]


@dataclass(frozen=True, slots=True)
class ShowView:
    """What the viewer may see of one show."""

    story: Story
    rule: PlaceRule
    limit: int
    progress: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Who sees a text of the bot, and by which rule. Progress is that of the asker or clicker.

    `insisted`: they pressed "Show anyway" for exactly this; else `insisted_at` are the positions, by show,
    for which they did. `named`: the reply is about one named item, so in a strict channel one episode's title
    is allowed. A show missing from `show_views` does not exist there.
    """

    alone: bool
    show_views: Mapping[str, ShowView]
    hides_titles: bool
    insisted: bool = False
    insisted_at: frozenset[tuple[str, int]] = frozenset()
    named: bool = False

    def allows(self, mark: Mark, *, visible: bool) -> bool:
        """Whether a mark may be in the text, visible or hidden."""
        show_view = self.show_views.get(mark.show)
        at = show_view and show_view.story.of(mark)
        if show_view is None or at is None:
            return False
        if mark.is_label:
            return self._shows_label(show_view, at, mark)
        insisted = self.insisted or any(
            (mark.show, place) in self.insisted_at for place in show_view.story.places_of(mark)
        )
        return self._story(show_view, at, insisted) in (("clear",) if visible else ("clear", "tagged"))

    def _story(self, show_view: ShowView, at: int, insisted: bool) -> str:
        within, progress = at <= show_view.limit, show_view.progress
        if not self.alone:
            if within and (progress is None or at <= progress):
                return "clear"
            return "withheld" if show_view.rule.strict and not within else "tagged"
        if progress is None:
            return "clear" if within else "tagged"
        if at <= progress:
            return "clear"
        return "tagged" if insisted else "withheld"

    def _shows_label(self, show_view: ShowView, at: int, mark: Mark) -> bool:
        within, progress = at <= show_view.limit, show_view.progress
        ahead = progress is not None and at > progress
        if self.alone and progress is not None:
            return not ahead
        if not self.alone and show_view.rule.strict and not within and not self._may_be_named(mark):
            return False
        return not ahead and (within or not self.hides_titles)

    def _may_be_named(self, mark: Mark) -> bool:
        return self.named and mark.word.startswith("zzepisode")

    def beyond_in_strict(self, marks: Iterator[Mark]) -> set[str]:
        """The titles among these that are past a strict channel's limit, if this is public."""
        if self.alone:
            return set()
        return {
            mark.word
            for mark in marks
            if (show_view := self.show_views.get(mark.show)) is not None
            and show_view.rule.strict
            and ((at := show_view.story.of(mark)) is None or at > show_view.limit)
        }

"""The spoiler rule once more, written from the design and without a line of the bot's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bot.domain.positions import Position
from tests.leaks.catalogue import AIRED, CODES

KEYS = [Position.from_code(code).key for code in CODES]
NOT_STARTED = -1


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """A place's policy, by the words of the command."""

    kind: str
    strict: bool = False
    up_to: int | None = None
    days: int | None = None

    def ceiling(self, now: datetime) -> int:
        """The key of the last position that may stand in the clear; -1 for none."""
        if self.kind == "open":
            return 2**62
        if self.kind == "up-to":
            assert self.up_to is not None
            return self.up_to
        if self.kind == "aired":
            return self._aired(now)
        return -1

    def _aired(self, now: datetime) -> int:
        ceiling = -1
        for code, key, aired in zip(CODES, KEYS, AIRED, strict=True):
            if aired is None:
                if code.startswith("special"):
                    ceiling = key
                    continue
                return ceiling
            # A date has ended everywhere when it has ended twelve hours behind UTC.
            ended = datetime(
                aired.year, aired.month, aired.day, tzinfo=timezone(timedelta(hours=-12))
            ) + timedelta(days=1)
            assert self.days is not None
            if now - ended < timedelta(days=self.days):
                return ceiling
            ceiling = key
        return ceiling


@dataclass(frozen=True, slots=True)
class Seen:
    """Who sees a string that left the bot, by which rule; `progress` is that of who asked or clicked."""

    alone: bool
    place: PlaceRule
    progress: int | None
    hides_titles: bool
    insisted: bool
    now: datetime

    def story(self, position: int) -> str:
        """What may be done with story at a position: `clear`, `tagged` or `withheld`."""
        within = position <= self.place.ceiling(self.now)
        if not self.alone:
            if within and (self.progress is None or position <= self.progress):
                return "clear"
            return "withheld" if self.place.strict and not within else "tagged"
        if self.progress is None:
            return "clear" if within else "tagged"
        if position <= self.progress:
            return "clear"
        return "tagged" if self.insisted else "withheld"

    def shows_label(self, position: int) -> bool:
        """Whether the title of something at a position may be there at all."""
        ahead = self.progress is not None and position > self.progress
        if self.alone and self.progress is not None:
            return not ahead
        return not ahead and not (self.hides_titles and position > self.place.ceiling(self.now))

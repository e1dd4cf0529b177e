"""How an answer about one item comes to be: for whom it is, and what the rule has done to the item."""

from dataclasses import dataclass, replace

from bot.domain.asking import Asker
from bot.domain.positions import Position
from bot.domain.spoilers import (
    Audience,
    Disclosure,
    Label,
    Limit,
    Passage,
    Veiled,
    Viewpoint,
    disclose,
    shows_label,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """For whom an answer is, and what was done to the item that it is about.

    `sent_aside`: it would be for everyone, but is past what may be told in the place.
    """

    audience: Audience
    disclosure: Disclosure
    masked: bool
    progress: Limit | None
    sent_aside: bool
    can_be_posted: bool

    @property
    def withheld(self) -> bool:
        """Whether no story is told: then nothing may depend on whether there is any."""
        return self.disclosure is Disclosure.WITHHELD

    @property
    def for_everyone(self) -> bool:
        """Whether everyone who can see the place sees the answer."""
        return self.audience is Audience.EVERYONE

    @property
    def ends_at_progress(self) -> bool:
        """Whether the answer goes just as far as the asker is, whatever there may be beyond."""
        return self.audience is Audience.ASKER and self.progress is not None


def standing_of(
    asker: Asker, viewpoint: Viewpoint, position: Position, *, has_facts: bool = False, private: bool = False
) -> tuple[Standing, Viewpoint]:
    """How an answer about the item at a position stands, and the viewpoint that it is told from.

    In a strict place story above the ceiling is answered to the asker alone; where an item `has_facts`,
    everyone is told these without the story. `private`: for another reason it is for the asker alone.
    """
    everyone = replace(viewpoint, audience=Audience.EVERYONE)
    refused = disclose(position, everyone) is Disclosure.WITHHELD
    wanted_by_everyone = viewpoint.audience is Audience.EVERYONE
    aside = wanted_by_everyone and (private or (refused and not has_facts))
    if aside:
        viewpoint = replace(viewpoint, audience=Audience.ASKER)
    standing = Standing(
        audience=viewpoint.audience,
        disclosure=disclose(position, viewpoint),
        masked=not shows_label(position, viewpoint),
        progress=viewpoint.progress,
        sent_aside=aside and not viewpoint.ceiling.covers(position),
        can_be_posted=not (wanted_by_everyone or private or refused) and asker.guild is not None,
    )
    return standing, viewpoint


def shown(label: Label | None, viewpoint: Viewpoint) -> str | None:
    """A title where there is one and it may be shown."""
    return None if label is None else label.shown_to(viewpoint)


def unveiled(veiled: Veiled | None, viewpoint: Viewpoint) -> Passage | None:
    """A passage where there is one."""
    return None if veiled is None else veiled.disclosed_to(viewpoint)

"""Sharing a private reply with everyone in its channel: where it is offered, and what a click refuses."""

from dataclasses import replace

from bot.domain.asking import Asker
from bot.domain.errors import ServerOnly, StrictPlace
from bot.domain.positions import Position
from bot.domain.spoilers import Audience, Disclosure
from bot.services.permissions import server_of


def can_be_shared(asker: Asker, audience: Audience, *, refused: bool = False) -> bool:
    """Whether "Share in channel" is offered under a reply for an audience. The click decides again.

    `refused`: the place lets nobody have it, or only the asker may see it for another reason.
    """
    return audience is Audience.ASKER and bool(asker.places) and not refused


def for_everyone(asker: Asker) -> Asker:
    """The asker with everyone as the audience. Raises `ServerOnly` if the place isn't known."""
    server_of(asker)
    if not asker.places:
        raise ServerOnly
    return replace(asker, audience=Audience.EVERYONE)


def refuse_unshareable(audience: Audience, disclosure: Disclosure, position: Position) -> None:
    """At the click, for an item read for everyone: raises `StrictPlace` unless all get its story.

    They may get it as a spoiler. In a strict place an item past the limit goes to the asker alone, or without
    its story.
    """
    if audience is not Audience.EVERYONE or disclosure is Disclosure.WITHHELD:
        raise StrictPlace(position)

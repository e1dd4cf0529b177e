"""Words for the rule: policies, ceilings and progress, told alike wherever they are told."""

from bot.domain.policies import Kind, Policy
from bot.domain.positions import Position
from bot.domain.spoilers import EVERYTHING, NOTHING, Limit
from bot.replies.markup import Markup, compose, number, plain
from bot.services.visibility import Ruling

POLICIES = {
    Kind.OPEN: "Anything goes",
    Kind.TAGGED: "All story stands behind bars",
    Kind.UP_TO: "In the clear up to an episode (say which: up_to)",
    Kind.AIRED: "In the clear some days after it aired (days; 7 unless said)",
}
"""The policies as somebody chooses them."""


def code(position: Position) -> Markup:
    """A position by its code, in bold."""
    return compose("**{}**", plain(position.code))


def limit(reach: Limit) -> Markup:
    """How far something reaches, as `up to S02E03`."""
    if reach == EVERYTHING:
        return Markup("all of it")
    if reach <= NOTHING:
        return Markup("none of it")
    return compose("up to {}", code(Position.from_key(reach.key)))


def progress(reach: Limit | None) -> Markup:
    """How far somebody has watched."""
    if reach is None:
        return Markup("nothing said yet")
    if reach <= NOTHING:
        return Markup("not started")
    return compose("watched up to {}", code(Position.from_key(reach.key)))


def watched(reach: Limit | None) -> Markup:
    """How far somebody has watched, as it goes on from "You have"."""
    return Markup("not started") if reach is None or reach <= NOTHING else progress(reach)


def policy(chosen: Policy) -> Markup:
    """A policy as a sentence."""
    if not chosen.strict or chosen.kind is Kind.OPEN:
        return _sentence(chosen)
    if chosen.kind is Kind.TAGGED:
        return Markup("No story is posted here at all, not even behind bars.")
    return compose("{} What is beyond that is never posted, not even behind bars.", _sentence(chosen))


def _sentence(chosen: Policy) -> Markup:
    match chosen.kind:
        case Kind.OPEN:
            return Markup("Anything goes: the whole story may stand in the clear.")
        case Kind.TAGGED:
            return Markup("All story stands behind bars.")
        case Kind.UP_TO:
            assert chosen.up_to is not None
            return compose("Story up to {} may stand in the clear.", code(chosen.up_to))
        case Kind.AIRED:
            return compose(
                "An episode's story stands in the clear {}, if everything before it has too.",
                _since(chosen.days or 0),
            )


def _since(days: int) -> Markup:
    match days:
        case 0:
            return Markup("as soon as it has aired everywhere")
        case 1:
            return Markup("a day after it aired")
        case _:
            return compose("{} days after it aired", number(days))


def ceiling(ruling: Ruling) -> Markup:
    """What a ruling comes to now; where time decides, which episode is waited for."""
    reach = compose("In the clear now: {}.", limit(ruling.ceiling.limit))
    if ruling.ceiling.blocked_by is None:
        return reach
    return compose("{} {} is waited for.", reach, code(ruling.ceiling.blocked_by))

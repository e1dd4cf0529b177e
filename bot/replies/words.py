"""Words for spoiler limits and progress, the same wherever they are shown."""

from bot.domain.policies import Kind, Policy
from bot.domain.positions import Position
from bot.domain.spoilers import EVERYTHING, NOTHING, Limit
from bot.replies.markup import EMPTY, Markup, command, compose, number, plain
from bot.services.visibility import Ruling

POLICIES = {
    Kind.OPEN: "Spoilers are allowed",
    Kind.TAGGED: "All spoilers are hidden",
    Kind.UP_TO: "Allowed up to an episode (choose it in up_to)",
    Kind.AIRED: "Unlock some days after an episode airs (days, 7 if empty)",
}
"""The policies as somebody chooses them."""


def code(position: Position) -> Markup:
    """A position by its code, in bold."""
    return compose("**{}**", plain(position.code))


def limit(reach: Limit) -> Markup:
    """A limit, as `up to S02E03`."""
    if reach == EVERYTHING:
        return Markup("everything")
    if reach <= NOTHING:
        return Markup("nothing")
    return compose("up to **{}**", plain(reach.code))


def progress(reach: Limit | None) -> Markup:
    """Somebody's progress."""
    if reach is None:
        return Markup("no progress saved")
    if reach <= NOTHING:
        return Markup("not started")
    return compose("watched up to **{}**", plain(reach.code))


def all_watched(show_title: str, *, finished: bool) -> Markup:
    """The words for somebody who has watched everything: the end, or the wait for more."""
    if finished:
        return compose("You've finished {} 🎉", plain(show_title))
    return compose("You're up to date with {}", plain(show_title))


def watched(reach: Limit | None) -> Markup:
    """Progress in words that follow "You have"."""
    return Markup("not started") if reach is None or reach <= NOTHING else progress(reach)


def policy(chosen: Policy) -> Markup:
    """A policy as a sentence."""
    if not chosen.strict or chosen.kind is Kind.OPEN:
        return _sentence(chosen)
    if chosen.kind is Kind.TAGGED:
        return Markup("No spoilers, not even hidden ones.")
    return compose("{} Later ones aren't posted, not even hidden.", _sentence(chosen))


def _sentence(chosen: Policy) -> Markup:
    match chosen.kind:
        case Kind.OPEN:
            return Markup("Spoilers are allowed.")
        case Kind.TAGGED:
            return Markup("All spoilers are hidden.")
        case Kind.UP_TO:
            assert chosen.up_to is not None
            return compose("Spoilers up to {} are allowed.", code(chosen.up_to))
        case Kind.AIRED:
            return compose("Spoilers unlock {}.", _since(chosen.days or 0))


def _since(days: int) -> Markup:
    match days:
        case 0:
            return Markup("as soon as an episode has aired everywhere")
        case 1:
            return Markup("a day after an episode airs")
        case _:
            return compose("{} days after an episode airs", number(days))


def reach(of: Markup, limit: Limit, *, strict: bool = False) -> Markup:
    """A line that says who can see something, or where, up to a limit, with a sign."""
    if limit == EVERYTHING:
        return compose("🔓 **{}**: everything is visible", of)
    if limit > NOTHING:
        more = Markup(", later ones aren't posted") if strict else EMPTY
        return compose("🟡 **{}**: visible up to **{}**{}", of, plain(limit.code), more)
    if strict:
        return compose("⛔ **{}**: no spoilers, not even hidden ones", of)
    return compose("🔒 **{}**: all spoilers are hidden", of)


def ruled(of: Markup, ruling: Ruling) -> Markup:
    """The line for a place under a ruling, and the episode that more has to wait for."""
    line = reach(of, ruling.ceiling.limit, strict=ruling.policy.strict)
    if ruling.policy.kind is Kind.AIRED:
        line = compose("{} · unlocks {}", line, _since(ruling.policy.days or 0))
    if ruling.ceiling.blocked_by is None:
        return line
    blocker = code(ruling.ceiling.blocked_by)
    if ruling.ceiling.blocker_removed:
        return compose(
            "{}\n-# {} was deleted or moved, but still hides later episodes. To release them, a moderator "
            "adds it again with a past air date ({}) and may then delete it.",
            line,
            blocker,
            command("catalog episode add"),
        )
    return compose("{} · waiting for {}", line, blocker)

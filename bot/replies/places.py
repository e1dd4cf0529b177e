"""Replies about how far places may go."""

from collections.abc import Iterator, Sequence

from discord import ui

from bot.domain.ids import ChannelId
from bot.domain.policies import Policy
from bot.domain.spoilers import NOTHING
from bot.replies import words
from bot.replies.clicks import ClearDeleted, TurnOverview, button
from bot.replies.layout import card, fill, row, rule, text
from bot.replies.markup import Markup, command, compose, listed, number, plain
from bot.services.places import Explanation, Overview, Placed

_PLACES = 20
"""Places on a page of the overview."""


def place_set(placed: Placed) -> ui.LayoutView:
    """What a place's policy is now."""
    return card(
        text(
            compose("### {}", _name(placed)),
            words.policy(placed.ruling.policy),
            words.ceiling(placed.ruling),
            *(
                compose(
                    "-# For {} a setting of its own goes on deciding here; {} takes it away.",
                    plain(show.title),
                    command("spoilers clear"),
                )
                for show in placed.besides
            ),
            *_of_others(placed),
        )
    )


def limits_news(places: Sequence[ChannelId | None]) -> Markup:
    """What the log is told once, after the upgrade that made settings for one show close the others."""
    where = [_place(place) for place in places[:_PLACES]]
    if len(places) > _PLACES:
        where.append(compose("{} more", number(len(places) - _PLACES)))
    return compose(
        "**Understudy was updated.** Where a limit is set for one show only, spoilers of other shows are now "
        "hidden: {}. They used to follow the category or the server. To allow more, set a limit for all "
        "shows there with {}.",
        listed(where, ", "),
        command("spoilers channel"),
    )


def _of_others(placed: Placed) -> list[Markup]:
    """What a setting for one show does to the others in its place."""
    match placed.others:
        case None:
            return []
        case Policy(strict=True):
            hidden = Markup("There are no spoilers of other shows here, not even hidden ones.")
        case _:
            hidden = Markup("Spoilers of other shows are hidden here.")
    return [compose("-# Set for one show. {} A setting for all shows changes that.", hidden)]


def place_cleared(place: ChannelId | None, show_title: str | None) -> ui.LayoutView:
    """What holds for a place after its setting was taken away."""
    where = _place(place)
    return card(
        text(
            compose("### {}{}", where, compose(" · {}", plain(show_title)) if show_title else Markup("")),
            Markup("The setting is gone. Its channel or category decides again, or the server.")
            if place is not None
            else Markup("The setting is gone. Where nothing else is set, all story stands behind bars."),
        )
    )


def titles_set(hides: bool) -> ui.LayoutView:
    """Whether titles are hidden now."""
    if hides:
        return card(
            text(
                Markup("### Titles are hidden now"),
                Markup("What lies beyond a channel's ceiling goes by its code there: `S02E05`, no title."),
            )
        )
    return card(
        text(
            Markup("### Titles are shown now"),
            Markup("They stand in the clear everywhere, but for members who have not come that far."),
        )
    )


def overview(
    view: Overview, page: int = 0, *, unseen: bool = False, cleared: int | None = None
) -> ui.LayoutView:
    """Every place with a setting, and how far it goes now.

    `unseen`: the bot sees some of them no longer, deleted or archived. `cleared` of them were deleted.
    """
    pages = fill(_overview_lines(view), at_most=_PLACES)
    page = min(page, len(pages) - 1)
    return card(
        text(
            Markup("## How far places may go"),
            compose("-# Ceilings for {}, where a setting is for all shows", plain(view.usual.title)),
        ),
        rule(),
        text(*pages[page]),
        text(_titles(view.hides_titles)) if page == len(pages) - 1 else None,
        None if cleared is None else text(_cleared(cleared)),
        row(
            [
                button("Back", TurnOverview(page - 1)) if page else None,
                button("More", TurnOverview(page + 1)) if page + 1 < len(pages) else None,
                button("Clear deleted channels", ClearDeleted(), emoji="🧹") if unseen else None,
            ]
        ),
    )


def _cleared(count: int) -> Markup:
    if not count:
        return Markup("-# None of these channels is deleted. Archived threads keep their limit.")
    return compose("-# Cleared the limits of deleted channels: {}.", number(count))


def _overview_lines(view: Overview) -> Iterator[Markup]:
    if not any(placed.place is None and placed.show is None for placed in view.placed):
        yield compose("- **Everywhere else**: {}", Markup("all story stands behind bars (nothing is set)."))
    for placed in view.placed:
        yield compose(
            "- **{}**: {} {}", _name(placed), words.policy(placed.ruling.policy), words.ceiling(placed.ruling)
        )
        if placed.others is not None:
            yield compose("- **{} · other shows**: {}", _place(placed.place), words.policy(placed.others))


def _titles(hides: bool) -> Markup:
    if hides:
        return Markup("-# Titles beyond a channel's ceiling are hidden.")
    return Markup("-# Titles are shown; `/spoilers titles` hides those beyond a channel's ceiling.")


def explained(view: Explanation, place: ChannelId) -> ui.LayoutView:
    """Which setting decides in a place, and why."""
    return card(
        text(compose("## {} · {}", _place(place), plain(view.show.title)), *_what_holds(view, place)),
        rule(),
        text(
            Markup(
                "-# The nearest setting decides: thread, channel, category, server. In one place, a setting "
                "for this show comes before one for all shows. Where only other shows have one, this show "
                "is hidden."
            )
        ),
    )


def here(view: Explanation, place: ChannelId) -> ui.LayoutView:
    """What may be said where somebody is, and what that means for them."""
    return card(
        text(compose("## Here · {}", plain(view.show.title)), *_what_holds(view, place)),
        rule(),
        text(compose("**You**: {}.", words.progress(view.progress)), _for_you(view)),
    )


def here_outside() -> ui.LayoutView:
    """What holds where there is no server with the bot in it."""
    return card(
        text(
            Markup("## Here"),
            Markup(
                "This is not a place that a server has told me about, so nobody has said how far it may go. "
                "I answer you alone, know the bundled shows only, and put all story behind bars."
            ),
            compose(
                "Once you tell me how far you have watched ({}), what you have seen stands in the clear for "
                "you, and I keep the rest for later.",
                command("progress set"),
            ),
        )
    )


def _what_holds(view: Explanation, place: ChannelId) -> list[Markup]:
    return [
        words.policy(view.ruling.policy),
        words.ceiling(view.ruling),
        compose("**Decided by** {}.", _decided_by(view, place)),
        *([Markup("Titles of what is beyond the ceiling are hidden here.")] if view.hides_titles else []),
    ]


def _decided_by(view: Explanation, place: ChannelId) -> Markup:
    setting = view.ruling.setting
    if setting is None:
        return Markup("nothing: no setting is in force, and then all story stands behind bars")
    if setting.place is None:
        whose = Markup("the server's default")
    elif setting.place == place:
        whose = Markup("its own setting")
    else:
        whose = compose("the setting of {}", _place(setting.place))
    if view.ruling.implied:
        return compose("{}, which is for other shows only, so this one is hidden", whose)
    return compose(
        "{}, which is for {}", whose, plain(view.show.title) if setting.show else Markup("all shows")
    )


def _for_you(view: Explanation) -> Markup:
    if view.progress is None:
        return compose(
            "Answers go by what this place allows. Tell me how far you are ({}), and I go by that too.",
            command("progress set"),
        )
    return compose(
        "Answers for everyone show you {} in the clear; answers to you alone, {}.",
        words.limit(max(min(view.progress, view.ruling.ceiling.limit), NOTHING)),
        words.limit(view.progress),
    )


def _name(placed: Placed) -> Markup:
    setting = placed.ruling.setting
    if setting is None or setting.show is None:
        return _place(placed.place)
    show = Markup("a deleted show") if placed.show is None else plain(placed.show.title)
    return compose("{} · {}", _place(placed.place), show)


def _place(place: ChannelId | None) -> Markup:
    return Markup("Everywhere else") if place is None else Markup(f"<#{place}>")

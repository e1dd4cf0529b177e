"""Replies about the spoiler limits of places."""

from collections.abc import Iterator, Sequence

from discord import ui

from bot.domain.ids import ChannelId
from bot.domain.policies import Policy
from bot.domain.spoilers import NOTHING, Limit
from bot.replies import words
from bot.replies.clicks import ClearDeleted, TurnOverview, button
from bot.replies.layout import card, fill, row, rule, text
from bot.replies.markup import EMPTY, Markup, command, compose, listed, number, plain
from bot.services.places import Explanation, Overview, Placed

_PLACES = 20
"""Places on a page of the overview."""


def place_set(placed: Placed) -> ui.LayoutView:
    """What a place's policy is now."""
    return card(
        text(
            compose("### {}", _name(placed)),
            words.policy(placed.ruling.policy),
            words.visible(placed.ruling),
            *(
                compose(
                    "-# {} keeps its own limit here. Remove it with {}.",
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
    """What holds for a place after its limit was removed."""
    where = _place(place)
    return card(
        text(
            compose("### {}{}", where, compose(" · {}", plain(show_title)) if show_title else Markup("")),
            Markup("Limit removed. The channel's, category's or server's limit applies.")
            if place is not None
            else Markup("Limit removed. Where no other limit is set, all spoilers are hidden."),
        )
    )


def titles_set(hides: bool) -> ui.LayoutView:
    """Whether titles are hidden now."""
    if hides:
        return card(
            text(
                Markup("### Titles past the limit are hidden"),
                Markup("Titles past a channel's spoiler limit show as a code, e.g. `S02E05`."),
            )
        )
    return card(
        text(
            Markup("### Titles are visible"),
            Markup("Visible to everyone who has watched that far."),
        )
    )


def overview(
    view: Overview, page: int = 0, *, unseen: bool = False, cleared: int | None = None
) -> ui.LayoutView:
    """Every place with a spoiler limit, and what is visible there now.

    `unseen`: the bot sees some of them no longer, deleted or archived. `cleared` of them were deleted.
    """
    pages = fill(_overview_lines(view), at_most=_PLACES)
    page = min(page, len(pages) - 1)
    return card(
        text(
            Markup("## Spoiler limits"),
            compose("-# for {}, where a limit is set for all shows", plain(view.default_show.title)),
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
        yield compose("- **Everywhere else**: {}", Markup("all spoilers are hidden (no limit is set)."))
    for placed in view.placed:
        yield compose(
            "- **{}**: {} {}", _name(placed), words.policy(placed.ruling.policy), words.visible(placed.ruling)
        )
        if placed.others is not None:
            yield compose(
                "- **{} · other shows**: {}{}",
                _place(placed.place),
                words.policy(placed.others),
                EMPTY if placed.others.strict or placed.place is None else _OR_STRICTER,
            )


_OR_STRICTER = Markup(" Strict where the category or server is.")


def _titles(hides: bool) -> Markup:
    if hides:
        return Markup("-# Titles past a channel's limit are hidden.")
    return Markup("-# Titles are visible. `/spoilers titles` hides those past a channel's limit.")


def explained(view: Explanation, place: ChannelId) -> ui.LayoutView:
    """Which limit applies in a place, and why."""
    return card(
        text(compose("## {} · {}", _place(place), plain(view.show.title)), *_what_holds(view, place)),
        rule(),
        text(
            Markup(
                "-# The nearest limit applies: thread, channel, category, server. In one place, a limit for "
                "this show comes before one for all shows. Where only other shows have one, this show's "
                "spoilers are hidden."
            )
        ),
    )


def here(view: Explanation, place: ChannelId) -> ui.LayoutView:
    """The limit where somebody is, and what that means for them."""
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
                "No server has set me up here. Only you see my replies, I only have the bundled shows, "
                "and all spoilers are hidden."
            ),
            compose(
                "Set your progress with {}. Then I'll show you what you've watched and hide the rest.",
                command("progress set"),
            ),
        )
    )


def _what_holds(view: Explanation, place: ChannelId) -> list[Markup]:
    return [
        *_set_for(view, place),
        words.visible(view.ruling),
        *([Markup("Titles past the limit are hidden here.")] if view.hides_titles else []),
    ]


def _set_for(view: Explanation, place: ChannelId) -> list[Markup]:
    setting = view.ruling.setting
    if setting is None:
        return [Markup("No limit is set here, so all spoilers are hidden.")]
    if setting.place is None:
        where = Markup("for the whole server")
    elif setting.place == place:
        where = Markup("here")
    else:
        where = compose("for {}", _place(setting.place))
    show = plain(view.show.title) if setting.show else Markup("all shows")
    if view.ruling.implied:
        show = Markup("other shows only, so this one is hidden")
    return [words.policy(view.ruling.policy), compose("Set {} ({}).", where, show)]


def _for_you(view: Explanation) -> Markup:
    if view.progress is None:
        return compose(
            "I use the limit here. Set your progress with {} and I'll use that too.",
            command("progress set"),
        )
    return compose(
        "Public replies {}. Private replies {}.",
        _shown(min(view.progress, view.ruling.ceiling.limit)),
        _shown(view.progress),
    )


def _shown(limit: Limit) -> Markup:
    if limit <= NOTHING:
        return Markup("hide everything")
    return compose("show you {}", words.limit(limit))


def _name(placed: Placed) -> Markup:
    setting = placed.ruling.setting
    if setting is None or setting.show is None:
        return _place(placed.place)
    show = Markup("a deleted show") if placed.show is None else plain(placed.show.title)
    return compose("{} · {}", _place(placed.place), show)


def _place(place: ChannelId | None) -> Markup:
    return Markup("Everywhere else") if place is None else Markup(f"<#{place}>")

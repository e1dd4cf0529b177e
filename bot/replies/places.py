"""Replies about the spoiler limits of places."""

from collections.abc import Iterator, Sequence

from discord import ChannelType, ui

from bot.domain.ids import ChannelId
from bot.domain.policies import Policy
from bot.domain.spoilers import EVERYTHING, NOTHING
from bot.replies import words
from bot.replies.clicks import ChooseProgress, ClearDeleted, ShowLimit, TurnOverview, button
from bot.replies.layout import card, row, text
from bot.replies.markup import EMPTY, Markup, command, compose, listed, number, plain
from bot.replies.paging import fill
from bot.services.place_views import Explanation, Outside, Overview, Placed

PLACE_TYPES = [
    ChannelType.text,
    ChannelType.news,
    ChannelType.forum,
    ChannelType.category,
    ChannelType.voice,
    ChannelType.stage_voice,
    ChannelType.public_thread,
    ChannelType.private_thread,
    ChannelType.news_thread,
]
"""The channels that can have a spoiler limit of their own."""

_PLACES = 20
"""Places on a page of the overview."""


def limits_news(places: Sequence[ChannelId | None]) -> Markup:
    """The one-time log message after the upgrade that made settings for one show hide the other shows."""
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


def of_others(placed: Placed) -> list[Markup]:
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
        ),
        row([button("Set a limit", ShowLimit(place))]),
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
    titles = Markup("Titles past a limit are hidden." if view.hides_titles else "Titles are visible.")
    return card(
        text(
            Markup("### Spoiler limits"),
            *pages[page],
            compose("-# {}{}", _whose_episodes(view), titles),
        ),
        None if cleared is None else text(_cleared(cleared)),
        row(
            [
                button("Back", TurnOverview(page - 1)) if page else None,
                button("More", TurnOverview(page + 1)) if page + 1 < len(pages) else None,
                button("Clear deleted channels", ClearDeleted(), emoji="🧹") if unseen else None,
            ]
        ),
    )


def _whose_episodes(view: Overview) -> Markup:
    """Of which show the episodes are, where a limit is for all shows."""
    reach = [placed.ruling.ceiling.limit for placed in view.placed if placed.show is None]
    if not any(NOTHING < limit < EVERYTHING for limit in reach):
        return EMPTY
    return compose("Limits for all shows name an episode of {}. ", plain(view.default_show.title))


def _cleared(count: int) -> Markup:
    if not count:
        return Markup("-# None of these channels is deleted. Archived threads keep their limit.")
    return compose("-# Cleared the limits of deleted channels: {}.", number(count))


def _overview_lines(view: Overview) -> Iterator[Markup]:
    if not any(placed.place is None and placed.show is None for placed in view.placed):
        yield words.reach(_place(None), NOTHING)
    for placed in view.placed:
        yield words.ruled(name_of(placed), placed.ruling)
        if placed.others is not None:
            others = compose("{} · other shows", _place(placed.place))
            yield words.reach(others, NOTHING, strict=placed.others.strict)


def explained(view: Explanation, place: ChannelId) -> ui.LayoutView:
    """Which limit applies in a place, and why."""
    return card(
        text(
            compose("### {}", plain(view.show.title)),
            words.ruled(_place(place), view.ruling),
            *_why(view, place),
            Markup(
                "-# The nearest limit applies: thread, channel, category, server. In one place, a limit for "
                "this show comes before one for all shows. Where only other shows have one, this show's "
                "spoilers are hidden."
            ),
        ),
    )


def here(view: Explanation, place: ChannelId) -> ui.LayoutView:
    """The limit where somebody is, and what that means for them."""
    unset = view.progress is None
    return card(
        text(
            compose("### {}", plain(view.show.title)),
            words.ruled(_place(place), view.ruling),
            _for_you(view),
            *_why(view, place),
        ),
        row([button("Set progress", ChooseProgress(view.show.slug)) if unset else None]),
    )


def here_outside(view: Outside) -> ui.LayoutView:
    """What applies outside of the bot's servers: what somebody has watched is visible."""
    lines = [words.reach(plain(show.title), progress) for show, progress in view.progress]
    return card(
        text(
            *(fill(lines)[0] if lines else [words.reach(Markup("You"), NOTHING)]),
            Markup(
                "-# I don't know this place's limits, so only you see my replies. I show what you've watched."
            ),
        ),
        row([None if lines else button("Set progress", ChooseProgress(""))]),
    )


def _why(view: Explanation, place: ChannelId) -> list[Markup]:
    titles = [Markup("-# Titles past the limit are hidden here.")] if view.hides_titles else []
    return [compose("-# {}", _set_for(view, place)), *titles]


def _set_for(view: Explanation, place: ChannelId) -> Markup:
    setting = view.ruling.setting
    if setting is None:
        return Markup("No limit is set here.")
    if setting.place is None:
        where = Markup("for the whole server")
    elif setting.place == place:
        where = Markup("here")
    else:
        where = compose("for {}", _place(setting.place))
    show = plain(view.show.title) if setting.show else Markup("all shows")
    if view.ruling.implied:
        show = Markup("other shows only, so this one is hidden")
    return compose("Set {} ({}).", where, show)


def _for_you(view: Explanation) -> Markup:
    """What is visible to somebody in public replies, and in private ones where that differs."""
    you, limit = Markup("You"), view.ruling.ceiling.limit
    if view.progress is None:
        return compose("{} (no progress saved)", words.reach(you, limit))
    here = words.reach(you, min(view.progress, limit))
    if view.progress <= limit:
        return here
    return compose("{}. In private replies: visible up to **{}**", here, plain(view.progress.code))


def name_of(placed: Placed) -> Markup:
    """A place, and the show that a limit there is for."""
    setting = placed.ruling.setting
    if setting is None or setting.show is None:
        return _place(placed.place)
    show = Markup("a deleted show") if placed.show is None else plain(placed.show.title)
    return compose("{} · {}", _place(placed.place), show)


def _place(place: ChannelId | None) -> Markup:
    return Markup("Everywhere else") if place is None else Markup(f"<#{place}>")

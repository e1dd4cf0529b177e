"""The limit of a place, with menus and buttons to set it."""

from collections.abc import Iterator

from discord import ui

from bot.domain.policies import DEFAULT_DAYS, Kind
from bot.replies import words
from bot.replies.clicks import ClearLimit, SetLimit, ShowLimit, button
from bot.replies.layout import Buttons, card, row, text
from bot.replies.markup import Markup, compose, plain
from bot.replies.menus import OPTIONS, episode_menu, menu
from bot.replies.places import name_of, of_others
from bot.services.place_views import ALL_SHOWS, LimitPanel


def limit_panel(view: LimitPanel, asked: ShowLimit | None = None) -> ui.LayoutView:
    """What is visible in a place now, and every other choice. `asked`: what its menus have turned to."""
    placed, policy = view.placed, view.placed.ruling.policy
    place, show = placed.place, ALL_SHOWS if placed.show is None else placed.show.slug
    asks = asked is not None and asked.asks
    strict = (asked is not None and asked.strict) or (view.is_set and policy.strict and not asks)
    days = policy.days if view.is_set and policy.days is not None else DEFAULT_DAYS
    hidden = "⛔ No spoilers, not even hidden ones" if strict else "🔒 All spoilers are hidden"
    choices = {
        Kind.OPEN: ("🔓 Spoilers are allowed", SetLimit(place, show, "open")),
        Kind.TAGGED: (hidden, SetLimit(place, show, "tagged", strict=strict)),
        Kind.UP_TO: ("🟡 Allowed up to an episode", ShowLimit(place, show, asks=True, strict=strict)),
        Kind.AIRED: (f"🟡 Unlock {days} days after airing", SetLimit(place, show, "aired", days, strict)),
    }
    kind = Kind.UP_TO if asks else policy.kind if view.is_set else None
    return card(
        text(
            words.ruled(name_of(placed), placed.ruling),
            *_remarks(view),
            *([Markup("Pick the last episode that's allowed:")] if asks else []),
        ),
        menu("What is allowed?", choices.values(), kind and choices[kind][1]),
        *(
            episode_menu(
                view.episodes,
                turn=lambda key: ShowLimit(place, show, asks=True, strict=strict, at=key),
                choose=lambda key: SetLimit(place, show, "up-to", key, strict),
                at=asked.at if asked else None,
                chosen=policy.up_to if view.is_set else None,
            )
            if kind is Kind.UP_TO
            else []
        ),
        menu(
            "For which show?",
            [("All shows", ShowLimit(place, ALL_SHOWS))]
            + [(one.title, ShowLimit(place, one.slug)) for one in view.shows[: OPTIONS - 1]],
            ShowLimit(place, show),
        )
        if len(view.shows) > 1
        else None,
        row(_buttons(view, show)) if view.is_set else None,
    )


def _buttons(view: LimitPanel, show: str) -> Buttons:
    place, policy, following = view.placed.place, view.placed.ruling.policy, view.following
    value = policy.up_to.key if policy.up_to else policy.days
    label = "Allow hidden spoilers" if policy.strict else "No hidden spoilers"
    return [
        button(
            f"Next: {following.code}",
            SetLimit(place, show, "up-to", following.key, policy.strict),
            emoji="▶️",
        )
        if following
        else None,
        button("Remove", ClearLimit(place, "" if show == ALL_SHOWS else show)),
        button(label, SetLimit(place, show, policy.kind.value, value, not policy.strict))
        if policy.kind is not Kind.OPEN
        else None,
    ]


def _remarks(view: LimitPanel) -> Iterator[Markup]:
    placed = view.placed
    if not view.is_set:
        yield Markup("-# It has no limit of its own.")
    if view.unknown is not None:
        yield compose("-# There is no episode {} yet.", words.code(view.unknown))
    for show in placed.besides:
        yield compose("-# {} keeps its own limit here. Choose it below to change that.", plain(show.title))
    yield from of_others(placed)

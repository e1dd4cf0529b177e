"""The panel of `/setup`, and the greeting that names it."""

from collections.abc import Collection, Iterator, Sequence

import discord
from discord import ChannelType, SelectDefaultValue, SelectDefaultValueType, SelectOption, ui

from bot.domain.ids import ChannelId, RoleId
from bot.domain.policies import Policy
from bot.domain.references import labels_of
from bot.replies.choices import cut_name
from bot.replies.clicks import ChooseProgress, ChooseSetup, HelpTopic, ListEpisodes, button, custom_id_of
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup, command, compose, listed, names, number, plain
from bot.replies.places import PLACE_TYPES
from bot.replies.words import policy
from bot.services.default_show import DefaultMade
from bot.services.setup import DEFAULTS, SHOWN, Panel

OTHER_SHOWS = ">"
"""The prefix of an option's value that leads to another page of shows."""

_DEFAULTS = {
    "tagged": "All spoilers are hidden (same as no limit)",
    "aired": "Spoilers unlock 7 days after an episode airs",
    "open": "Spoilers are allowed",
    "closed": "No spoilers, not even hidden ones",
}


def setup_panel(
    panel: Panel, lacking: Sequence[discord.Role], shows_page: int | None = None
) -> ui.LayoutView:
    """All that a server can set up. `lacking` are moderator roles that do not see their commands.

    `shows_page` is the page of shows to choose the default from; None is the page of the current default.
    """
    return card(
        text(
            Markup("## Set up Understudy"),
            Markup("-# Changes save automatically. Only you can see this panel."),
        ),
        rule(),
        *(
            [
                text(Markup("**Default show**: when a command doesn't name one"), *_bundled(panel)),
                _show_select(panel, shows_page),
            ]
            if panel.shows
            else [_NO_SHOW]
        ),
        text(
            Markup("**Moderator roles** can set limits and edit the catalogue (*Manage Server* always can)"),
            *_way(lacking),
        ),
        _role_select(panel.settings.moderator_roles),
        text(Markup("**Log channel**: who changed what, without spoilers")),
        _log_select(panel.settings.log_channel),
        text(Markup("**Spoilers allowed** in these channels"), *_more(panel.open)),
        _place_select(custom_id_of(ChooseSetup("open")), panel.open, "No channel"),
        text(
            Markup("**No spoilers** in these channels, not even hidden ones"),
            *_more(panel.closed),
        ),
        _place_select(custom_id_of(ChooseSetup("closed")), panel.closed, "No channel"),
        text(Markup("**Everywhere else**"), *_other_default(panel)),
        _default_select(panel.default),
        text(_titles(panel.settings.hides_titles)),
        row([_titles_button(panel.settings.hides_titles), _bundled_button(panel)]),
        rule(),
        text(
            compose("**Set now**: {}", listed(_set_now(panel), " · ")),
            Markup(
                "**Try next**: `/episode lookup` in a channel, `/spoilers channel` for its limit, and "
                "`/spoilers overview` for all limits."
            ),
        ),
    )


def _set_now(panel: Panel) -> Iterator[Markup]:
    """What is set, in short."""
    if panel.default_show is not None:
        yield compose("{} by default", plain(panel.default_show.title))
    roles, log = panel.settings.moderator_roles, panel.settings.log_channel
    yield listed(Markup(f"<@&{role}>") for role in sorted(roles)[:3]) or Markup("no moderator role")
    yield Markup("no log" if log is None else f"log in <#{log}>")
    if panel.open:
        yield compose("spoilers allowed in {}", _channels(panel.open))
    if panel.closed:
        yield compose("no spoilers in {}", _channels(panel.closed))


def _channels(places: Sequence[ChannelId]) -> Markup:
    return Markup("1 channel") if len(places) == 1 else compose("{} channels", number(len(places)))


_NO_SHOW = text(Markup("**Default show**: no shows yet."))


def _show_select(panel: Panel, page: int | None) -> ui.ActionRow[ui.LayoutView]:
    """The shows, in pages if there are too many: two options lead to the other pages."""
    shows = panel.shows
    a_page = SHOWN if len(shows) <= SHOWN else SHOWN - 2
    if page is None:
        default = next((index for index, show in enumerate(shows) if show == panel.default_show), 0)
        page = default // a_page
    page = min(page, (len(shows) - 1) // a_page)
    start, end = page * a_page, (page + 1) * a_page
    labels = labels_of(shows)
    options = [
        SelectOption(label=cut_name(labels[show.slug]), value=show.slug, default=show == panel.default_show)
        for show in shows[start:end]
    ]
    if start:
        options.insert(0, SelectOption(label="Earlier shows", emoji="⬅️", value=f"{OTHER_SHOWS}{page - 1}"))
    if end < len(shows):
        options.append(SelectOption(label="More shows", emoji="➡️", value=f"{OTHER_SHOWS}{page + 1}"))
    return ui.ActionRow(ui.Select(custom_id=custom_id_of(ChooseSetup("show")), options=options))


def _bundled(panel: Panel) -> list[Markup]:
    if not panel.bundled or not panel.settings.hides_bundled:
        return []
    titles = names([show.title for show in panel.bundled])
    return [compose("-# Hidden, found only by name: {}", titles)]


def _bundled_button(panel: Panel) -> ui.Button[ui.LayoutView] | None:
    """Hides or shows the bundled shows; the default show is never hidden."""
    hides = panel.settings.hides_bundled
    if not panel.bundled:
        return None
    which = panel.bundled[0].title if len(panel.bundled) == 1 else "bundled shows"
    return button(f"{'Show' if hides else 'Hide'} {which}", ChooseSetup("bundled", not hides))


def default_made(made: DefaultMade) -> ui.LayoutView:
    """Which show is the default one now, and what is hidden since."""
    hidden = names([show.title for show in made.hidden])
    return card(
        text(
            compose("### {} is the default show now", plain(made.show.title)),
            *([compose("Hidden, found only by name: {}.", hidden)] if made.hidden else []),
            compose("-# {} changes both.", command("setup")),
        )
    )


def _role_select(roles: Collection[RoleId]) -> ui.ActionRow[ui.LayoutView]:
    return ui.ActionRow(
        ui.RoleSelect(
            custom_id=custom_id_of(ChooseSetup("moderators")),
            placeholder="No role",
            min_values=0,
            max_values=SHOWN,
            default_values=[_default(role, SelectDefaultValueType.role) for role in sorted(roles)[:SHOWN]],
        )
    )


def _log_select(channel: ChannelId | None) -> ui.ActionRow[ui.LayoutView]:
    return ui.ActionRow(
        ui.ChannelSelect(
            custom_id=custom_id_of(ChooseSetup("log")),
            placeholder="No log",
            channel_types=[ChannelType.text],
            min_values=0,
            max_values=1,
            default_values=[] if channel is None else [_default(channel, SelectDefaultValueType.channel)],
        )
    )


def _place_select(
    custom_id: str, places: Sequence[ChannelId], placeholder: str
) -> ui.ActionRow[ui.LayoutView]:
    return ui.ActionRow(
        ui.ChannelSelect(
            custom_id=custom_id,
            placeholder=placeholder,
            channel_types=PLACE_TYPES,
            min_values=0,
            max_values=SHOWN,
            default_values=[_default(place, SelectDefaultValueType.channel) for place in places[:SHOWN]],
        )
    )


def _default_select(default: Policy | None) -> ui.ActionRow[ui.LayoutView]:
    options = [
        SelectOption(label=label, value=name, default=DEFAULTS[name] == default)
        for name, label in _DEFAULTS.items()
    ]
    return ui.ActionRow(
        ui.Select(
            custom_id=custom_id_of(ChooseSetup("default")),
            placeholder="All spoilers are hidden (no limit is set)" if default is None else "Another limit",
            options=options,
        )
    )


def _default(snowflake: int, kind: SelectDefaultValueType) -> SelectDefaultValue:
    return SelectDefaultValue(id=snowflake, type=kind)


def _other_default(panel: Panel) -> list[Markup]:
    lines: list[Markup] = []
    if panel.default is not None and panel.default not in DEFAULTS.values():
        lines.append(compose("-# Set with `/spoilers default`: {}", policy(panel.default)))
    if panel.special_defaults:
        titles = names([show.title for show in panel.special_defaults])
        lines.append(compose("-# With its own default: {}. A choice here removes that.", titles))
    return lines


def _more(places: Sequence[ChannelId]) -> list[Markup]:
    if len(places) <= SHOWN:
        return []
    return [Markup("-# Not all fit here. `/spoilers overview` shows them.")]


def _titles(hides: bool) -> Markup:
    if hides:
        return Markup("**Episode titles** past the limit show as a code, e.g. `S02E05`")
    return Markup("**Episode titles** are visible everywhere")


def _titles_button(hides: bool) -> ui.Button[ui.LayoutView]:
    return button("Show titles" if hides else "Hide titles", ChooseSetup("titles", not hides))


def _way(lacking: Sequence[discord.Role]) -> list[Markup]:
    """Discord shows commands by permission, and no bot can change that for a role."""
    if not lacking:
        return []
    names = compose("{}", plain(", ".join(role.name for role in lacking)[:200]))
    return [
        compose(
            "-# ⚠️ Discord hides `/spoilers`, `/catalog` and the message menus from {}, who don't have "
            "*Manage Messages*. To show them: Server Settings → Integrations → Understudy → the command → "
            "Add Roles.",
            names,
        )
    ]


def greeting() -> ui.LayoutView:
    """The message when the bot was added to a server."""
    return card(
        text(
            Markup("## Hello! I'm Understudy"),
            Markup(
                "Look up episodes, songs and quotes of your show without spoilers. "
                "All spoilers are hidden until you change that.\n\n"
                "- Admins: `/setup` takes two minutes and sets each channel's spoiler limit.\n"
                "- Everyone: set your progress, then try `/episode lookup`."
            ),
        ),
        row(
            [
                button("Set my progress", ChooseProgress("")),
                button("List the episodes", ListEpisodes("", None, 0, alone=True)),
                button("Help", HelpTopic("start")),
            ]
        ),
    )

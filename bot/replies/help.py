"""The help: what the bot does, by topic. Commands and their descriptions are those of the command tree."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from discord import ButtonStyle, ui
from discord.app_commands import Command, CommandTree, ContextMenu, Group

from bot.replies.clicks import HelpTopic, button
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import EMPTY, Markup, compose, listed, plain

Tree = CommandTree[Any]
TopLevel = Command[Any, ..., Any] | Group


@dataclass(frozen=True, slots=True)
class _Topic:
    """A topic of the help: its title, what it says first and last, and which commands belong to it.

    `menus` are the menus of messages by name, and what each does.
    """

    title: str
    begins: Markup
    has: Callable[[TopLevel], bool]
    ends: Markup = EMPTY
    menus: Mapping[str, Markup] = field(default_factory=dict[str, Markup])


_ABOUT_YOU = {"here", "progress", "privacy"}
_CATALOG = "catalog"

_TOPICS = {
    "start": _Topic(
        "Start here",
        Markup(
            "Look up your show. Set your progress with `/progress set`, or import it from your tracker with "
            "`/progress import`, and later episodes stay hidden.\n"
            "-# 👥: everyone sees the answer, unless you add `private:True`. Only you see all others."
        ),
        lambda command: not command.default_permissions and command.name not in {*_ABOUT_YOU, "help"},
    ),
    "spoilers": _Topic(
        "Spoilers",
        Markup(
            "**Never spoilers**: numbers, air dates, writers, directors.\n"
            "**Spoilers**: what happens, who sings, who guest stars. They're hidden past your progress or "
            "the channel's limit. Tap to reveal."
        ),
        lambda command: command.name in _ABOUT_YOU,
        Markup("-# Private answers leave out episodes you haven't watched. “Show anyway” adds them, hidden."),
    ),
    "files": _Topic(
        "Import progress",
        Markup(
            "Get your watch history as a file, and send it with `/progress import`. Only your progress is "
            "saved, not the file."
        ),
        lambda _: False,
        Markup(
            "**Trakt**: on trakt.tv, Settings, Data, Export. You get a zip.\n"
            "**TV Time**: the files you exported before it closed: CSV, JSON, or the GDPR or Liberator zip.\n"
            "**Simkl**: on simkl.com, Settings, Export, as JSON.\n"
            "**MyAnimeList**: <https://myanimelist.net/panel.php?go=export>, the anime list.\n"
            "**Netflix**: on netflix.com, Account, your profile, Viewing activity, Download all. It has only "
            "titles, so you're asked about every show.\n"
            "-# Yamtrack and BetaSeries (CSV) work too. Several files? Leave `file` empty."
        ),
    ),
    "moderators": _Topic(
        "For moderators",
        Markup("-# Only you see the answers."),
        lambda command: bool(command.default_permissions) and command.name != _CATALOG,
        menus={"Hide as spoiler": Markup("repost it as a spoiler in its author's name")},
    ),
    "catalog": _Topic(
        "Add and edit",
        Markup("Every change can be undone, and stays in this server.\n-# Only you see the answers."),
        lambda command: command.name == _CATALOG,
        Markup("-# The first edit of a bundled show makes a copy for this server. Delete it to go back."),
        menus={"Save as quote": Markup("add its words to an episode")},
    ),
}

TOPICS = {key: topic.title for key, topic in _TOPICS.items()}
"""The topics by key, with the title that people see."""

_FOR_EVERYONE, _FOR_THE_ASKER = " (everyone sees it)", " (only you see it)"
"""How a command's description ends where it is not obvious who sees the answer."""


def help_card(tree: Tree, key: str) -> ui.LayoutView:
    """The help on a topic, with buttons to the others."""
    topic = _TOPICS.get(key, _TOPICS["start"])
    of_topic = [command for command in tree.get_commands() if not isinstance(command, ContextMenu)]
    return card(
        text(compose("## {}", plain(topic.title)), topic.begins),
        rule(),
        text(
            *_lines(command for command in of_topic if topic.has(command)),
            *(
                compose("**{}** (a message's menu, under Apps): {}", plain(name), does)
                for name, does in topic.menus.items()
            ),
            *filter(None, [topic.ends]),
        ),
        row(
            button(
                title,
                HelpTopic(key),
                style=ButtonStyle.primary if title == topic.title else ButtonStyle.secondary,
                disabled=title == topic.title,
            )
            for key, title in TOPICS.items()
        ),
    )


def _lines(commands: Iterable[TopLevel]) -> Iterator[Markup]:
    """A line a command; those of a group within a group, which differ in one word, share one."""
    for command in commands:
        if isinstance(command, Command):
            yield compose("{} {}", _named(command), _described(command.description))
        elif command.parent is None:
            yield from _lines(command.commands)
        else:
            yield listed((_named(one) for one in command.walk_commands()), " ")


def _described(description: str) -> Markup:
    if description.endswith(_FOR_EVERYONE):
        return compose("{} 👥", plain(description.removesuffix(_FOR_EVERYONE)))
    return plain(description.removesuffix(_FOR_THE_ASKER))


def _named(command: TopLevel) -> Markup:
    return Markup(f"`/{command.qualified_name}`")

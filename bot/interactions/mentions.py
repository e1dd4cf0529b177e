"""Commands that can be clicked: `/here` in a reply becomes a mention once Discord's id of it is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord import AppCommandType, Interaction, Permissions, ui
from discord.app_commands import AppCommand, Command, CommandTree, ContextMenu, Group


@dataclass(frozen=True, slots=True)
class Mention:
    """A command's clickable mention, and the permissions that members need to use the command."""

    text: str
    needs: Permissions


Mentions = Mapping[str, Mention]
"""By the command's name, with all groups in front."""

_NAMED = re.compile(r"`/([a-z ]+)`")
"""A command as replies name it. Text that people wrote never looks like this: its signs are escaped."""


def ids_of(synced: Sequence[AppCommand]) -> dict[str, int]:
    """The ids of top-level commands by name, of what Discord answers to a sync."""
    return {command.name: command.id for command in synced if command.type is AppCommandType.chat_input}


def mentions_of(tree: CommandTree[Any], ids: Mapping[str, int]) -> Mentions:
    """The mentions of a tree's commands; a command without an id has none."""
    return {
        command.qualified_name: Mention(f"</{command.qualified_name}:{ids[top.name]}>", _needs(top))
        for top in tree.get_commands()
        if not isinstance(top, ContextMenu) and top.name in ids
        for command in (top.walk_commands() if isinstance(top, Group) else [top])
        if isinstance(command, Command)
    }


def _needs(command: Command[Any, ..., Any] | Group) -> Permissions:
    return command.default_permissions or Permissions.none()


def clickable(view: ui.LayoutView, mentions: Mentions, by: Permissions) -> ui.LayoutView:
    """The same view, in which somebody with these permissions can click what commands it names."""

    def mentioned(named: re.Match[str]) -> str:
        mention = mentions.get(named[1])
        return mention.text if mention and mention.needs <= by else named[0]

    for item in view.walk_children():
        if isinstance(item, ui.TextDisplay):
            item.content = _NAMED.sub(mentioned, item.content)
    return view


def clickable_for(interaction: Interaction[Any], view: ui.LayoutView) -> ui.LayoutView:
    """The same view, in which the one who is answered can click commands."""
    by = interaction.permissions if interaction.guild_id else Permissions.none()
    return clickable(view, interaction.client.router.mentions, by)

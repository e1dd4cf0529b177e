"""Autocomplete: gives each command option that has a suggester its suggestions."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from discord import AppCommandOptionType, Interaction
from discord.app_commands import Choice, Command, CommandTree

from bot.domain.asking import Asker
from bot.interactions.asking import asker_of

Suggester = Callable[[Asker, str, str | None], Awaitable[list[Choice[str]]]]
"""Suggests from the asker, the typed text, and the command's `show` option."""

Suggesters = Mapping[str, Mapping[str, Suggester]]
"""By the beginning of a command's name, then by option."""


def suggest_options(tree: CommandTree[Any], suggesters: Suggesters) -> None:
    """Give every text option of the tree's commands that has a suggester its suggestions.

    The suggesters are those of the router of the tree's client.
    """
    for command in tree.walk_commands():
        if isinstance(command, Command):
            for option in command.parameters:
                is_text = option.type is AppCommandOptionType.string and not option.choices
                if is_text and _suggester_of(suggesters, command.qualified_name, option.name):
                    command.autocomplete(option.name)(_suggest_for(option.name))


def _suggest_for(option: str) -> Callable[[Interaction[Any], str], Coroutine[Any, Any, list[Choice[str]]]]:
    """What discord.py calls. All clients of a process share it, so the suggester is the client's own."""

    async def suggest(interaction: Interaction[Any], typed: str) -> list[Choice[str]]:
        suggesters: Suggesters = interaction.client.router.suggesters
        command = interaction.command.qualified_name if interaction.command else ""
        suggester = _suggester_of(suggesters, command, option)
        asker = asker_of(interaction, private=True)
        return await suggester(asker, typed, _typed_show(interaction)) if suggester else []

    return suggest


def _suggester_of(suggesters: Suggesters, command: str, option: str) -> Suggester | None:
    """The suggester of a command's option: under the longest beginning of the command's name."""
    fitting = [start for start in suggesters if command.startswith(start) and option in suggesters[start]]
    return suggesters[max(fitting, key=len)][option] if fitting else None


def _typed_show(interaction: Interaction) -> str | None:
    """The text in the command's `show` option so far."""
    typed = getattr(interaction.namespace, "show", None)
    return typed if isinstance(typed, str) and typed else None

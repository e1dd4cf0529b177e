"""Suggestions are assigned by option name."""

from discord import AppCommandOptionType, app_commands

from tests.world import World

NAMES = {"show", "episode", "song", "quote", "character", "change", "up_to"}


async def test_exactly_the_options_that_name_a_catalogue_item_have_suggestions(world: World) -> None:
    suggested = {
        f"{command.qualified_name} {option.name}": option.autocomplete
        for command in world.bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
        for option in command.parameters
        if option.type is AppCommandOptionType.string and not option.choices
    }
    assert suggested == {option: option.split()[-1] in NAMES for option in suggested}
    assert suggested["episode lookup episode"]

"""The commands as discord.py calls them: each waits for its turn, and what cannot be read is skipped."""

from typing import Any

from discord import Interaction, InteractionType, app_commands

from bot.domain.errors import Restarting, TooBusy
from bot.interactions.errors import tell


class Tree(app_commands.CommandTree[Any]):
    """The commands of the client, which has a `router` and can `skip`."""

    async def _call(self, interaction: Interaction[Any]) -> None:
        try:
            async with self.client.router.workload.turn(interaction, _name_of(interaction)):
                await super()._call(interaction)
        except app_commands.AppCommandError:
            raise  # discord.py gives it to the handler of errors
        except (TooBusy, Restarting) as error:
            await tell(interaction, error)
        except Exception as error:  # noqa: BLE001 - what a command raises is wrapped: this is the reading
            self.client.skip("an interaction", error)


def _name_of(interaction: Interaction[Any]) -> str:
    """What the use of a command is counted under."""
    if interaction.type is InteractionType.autocomplete:
        return "suggestions"
    return interaction.command.qualified_name if interaction.command else "unknown"

"""`/catalog show`: add a show, name it anew, take it away."""

from discord import Interaction, app_commands

from bot.replies.asking import asker_of
from bot.replies.forms import show_form
from bot.replies.panels import answer_saved
from bot.replies.sending import in_time
from bot.services.editing import Editing
from bot.services.panels import Panels
from bot.services.setup import Setup
from bot.services.subjects import NewShow, ShowNames


class CatalogShows(app_commands.Group):
    """Add a show, name it anew, take it away."""

    def __init__(self, *, editing: Editing, panels: Panels, setup: Setup) -> None:
        super().__init__(name="show", description="Add a show, name it anew, take it away")
        self._editing = editing
        self._panels = panels
        self._setup = setup

    @app_commands.command()
    async def add(self, interaction: Interaction) -> None:
        """Begin a show of your own"""
        await show_form(
            interaction, await self._editing.open(asker_of(interaction, private=True), NewShow(""))
        )

    @app_commands.command()
    @app_commands.describe(show="Which show")
    async def edit(self, interaction: Interaction, show: str) -> None:
        """Name a show anew"""
        asker = asker_of(interaction, private=True)
        chosen = await self._panels.show(asker, show)
        await show_form(interaction, await self._editing.open(asker, ShowNames(chosen.slug)))

    @app_commands.command()
    @app_commands.describe(show="Which show; removing your copy of a bundled one brings the bundled one back")
    async def remove(self, interaction: Interaction, show: str) -> None:
        """Take a show away with all that is in it; it can be undone"""
        saved = await in_time(
            interaction, self._editing.remove_show(asker_of(interaction, private=True), show)
        )
        await answer_saved(interaction, saved, self._setup)

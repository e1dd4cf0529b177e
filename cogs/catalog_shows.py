"""`/catalog show`: add a show, name it anew, take it away."""

from discord import Interaction, app_commands

from bot.domain.spoilers import Audience
from bot.replies.asking import asker_of
from bot.replies.clicks import Cancel, RemoveShow
from bot.replies.forms import show_form
from bot.replies.panels import answer_saved, cancelled_card, remove_show_question
from bot.replies.router import Router
from bot.replies.sending import answer_click, in_time, reply
from bot.services.editing import Editing
from bot.services.panels import Panels
from bot.services.setup import Setup
from bot.services.subjects import NewShow, ShowNames


class CatalogShows(app_commands.Group):
    """Add a show, name it anew, take it away."""

    def __init__(self, *, editing: Editing, panels: Panels, setup: Setup, router: Router) -> None:
        super().__init__(name="show", description="Add a show, name it anew, take it away")
        self._editing = editing
        self._panels = panels
        self._setup = setup
        router.on(RemoveShow, self._remove)
        router.on(Cancel, self._cancel)

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
        """Delete a show with all that is in it (asks first, can be undone)"""
        own = await self._panels.own_show(asker_of(interaction, private=True), show)
        await reply(interaction, remove_show_question(own), Audience.ASKER)

    async def _remove(self, interaction: Interaction, click: RemoveShow) -> None:
        removing = self._editing.remove_show(asker_of(interaction, private=True), click.show)
        await answer_saved(interaction, await in_time(interaction, removing), self._setup)

    async def _cancel(self, interaction: Interaction, _: Cancel) -> None:
        await answer_click(interaction, cancelled_card(), Audience.ASKER)
